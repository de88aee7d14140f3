"""Reviews: what a buyer says about a seller after a completed order."""
