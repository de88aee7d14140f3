"""Orders: the bag, checkout with its reservation, one order per seller, and every timer of it."""
