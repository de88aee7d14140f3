"""Offers: a price that two people agree on for one garment. Reserves nothing and charges nobody."""
