"""Portability: take a shop along, and bring one in from elsewhere."""
