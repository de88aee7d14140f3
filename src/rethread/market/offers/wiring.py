"""What config plugs in: the timers of offers, and the news they follow."""

from __future__ import annotations

from typing import Final

from rethread.platform.events.handling import Subscription
from rethread.platform.jobs.due import DueWork

from .handlers import on_listing_gone
from .tasks import DUE, next_offer_due_at, run_due_offers

DUE_WORK: Final[tuple[DueWork, ...]] = (
    DueWork("offers.ends", run_due_offers, next_offer_due_at, DUE),
)
SUBSCRIPTIONS: Final[tuple[Subscription, ...]] = (
    Subscription("offers", "catalogue.listing_sold", on_listing_gone),
    Subscription("offers", "catalogue.listing_removed", on_listing_gone),
    Subscription("offers", "catalogue.listing_elsewhere", on_listing_gone),
)
