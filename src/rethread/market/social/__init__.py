"""Social: likes of garments and follows of shops."""
