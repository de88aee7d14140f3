"""Accounts: people, their shops, addresses and personal keys."""
