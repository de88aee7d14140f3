"""Watches what the market knows of itself: fresh, complete, as much as usual, and whose it is."""
