"""Tells open pages at once that something is new (server-sent events); carries no content."""
