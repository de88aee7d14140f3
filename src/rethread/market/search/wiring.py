"""Subscriptions of search, and the adapters it runs with by default."""

from __future__ import annotations

from rethread.platform.events.handling import Subscription

SUBSCRIPTIONS: tuple[Subscription, ...] = ()


def install_defaults() -> None:
    """Install the embedded engine and the ranking files."""
