"""One garment and everything that can become of it, explored event by event."""
