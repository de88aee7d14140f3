"""Rethread: a marketplace for preloved fashion and the data platform that runs it."""

__version__ = "0.1.0"
