"""Subscriptions of search."""

from __future__ import annotations

from rethread.platform.events.handling import Subscription

from .handlers import listing_changed

LISTING_EVENTS = (
    "listing_published",
    "listing_updated",
    "listing_reserved",
    "listing_released",
    "listing_sold",
    "listing_hidden",
    "listing_shown",
    "listing_removed",
)
SUBSCRIPTIONS: tuple[Subscription, ...] = tuple(
    Subscription("search.index", f"catalogue.{name}", listing_changed) for name in LISTING_EVENTS
)
