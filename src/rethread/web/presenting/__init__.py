"""Frozen data of the domains, arranged as the templates write it down. It reads selectors only."""
