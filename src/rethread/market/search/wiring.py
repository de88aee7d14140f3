"""Subscriptions of search."""

from __future__ import annotations

from rethread.platform.events.handling import Subscription

from .handlers import listing_changed, shop_came_or_went

LISTING_EVENTS = (
    "listing_published",
    "listing_updated",
    "listing_reserved",
    "listing_released",
    "listing_sold",
    "listing_hidden",
    "listing_shown",
    "listing_sold_elsewhere",
    "listing_removed",
)
SHOP_EVENTS = ("vacation_started", "vacation_ended")
SUBSCRIPTIONS: tuple[Subscription, ...] = (
    *(
        Subscription("search.index", f"catalogue.{name}", listing_changed)
        for name in LISTING_EVENTS
    ),
    *(Subscription("search.index", f"accounts.{name}", shop_came_or_went) for name in SHOP_EVENTS),
)
