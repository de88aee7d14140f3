"""Subscriptions of search, and what it does later."""

from __future__ import annotations

from rethread.platform.events.handling import Subscription
from rethread.platform.jobs.due import DueWork
from rethread.platform.kernel import business_now

from .handlers import listing_changed, shop_came_or_went
from .services import forget_old_matches, next_untold_at, tell_matches
from .services.alerts import UNTOLD

LISTING_EVENTS = (
    "listing_published",
    "listing_updated",
    "listing_reserved",
    "listing_released",
    "listing_sold",
    "listing_hidden",
    "listing_shown",
    "listing_elsewhere",
    "listing_refreshed",
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
DUE_WORK: tuple[DueWork, ...] = (DueWork("search.alerts", tell_matches, next_untold_at, UNTOLD),)


def forget_old() -> None:
    """Forget what was found for saved searches long ago and is no longer for sale."""
    forget_old_matches(business_now())
