"""The rules of orders, pure: no database, no clock, no settings."""
