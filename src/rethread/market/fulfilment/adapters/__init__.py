"""Carriers that this market can send with."""
