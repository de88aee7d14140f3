"""What config plugs in for social: a subscription, and a timer that tells of fallen prices."""

from __future__ import annotations

from typing import Final

from rethread.platform.events.handling import Subscription
from rethread.platform.jobs.due import DueWork

from .handlers import listing_priced
from .services.price_drops import DUE, next_drop_at, tell_price_drops

DUE_WORK: Final[tuple[DueWork, ...]] = (
    DueWork("social.price_drops", tell_price_drops, next_drop_at, DUE),
)
SUBSCRIPTIONS: Final[tuple[Subscription, ...]] = tuple(
    Subscription("social", f"catalogue.listing_{what}", listing_priced)
    for what in ("updated", "shown")
)
