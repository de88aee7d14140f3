"""Boosts: places that a seller pays for, always labelled, by the click, each charge shown."""
