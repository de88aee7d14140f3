"""What config plugs in for boosts: timers, news, who hears clicks, and who gives places."""

from __future__ import annotations

from typing import Final

from rethread.market.discovery.ports import install_paid_places
from rethread.platform.events.handling import Subscription
from rethread.platform.events.immediate import Listener
from rethread.platform.jobs.due import DueWork

from . import services
from .handlers import (
    CLICKED,
    on_listing_gone,
    on_listing_sold,
    on_order_completed,
    take_clicks,
)
from .services import forget_old
from .services.accounting import DUE as DAY_DUE
from .services.ending import DUE as END_DUE

DUE_WORK: Final[tuple[DueWork, ...]] = (
    DueWork("boosts.ends", services.end_due_boosts, services.next_end_due, END_DUE),
    DueWork("boosts.days", services.settle_due_days, services.next_settlement_due, DAY_DUE),
)
SUBSCRIPTIONS: Final[tuple[Subscription, ...]] = (
    Subscription("boosts", "catalogue.listing_sold", on_listing_sold),
    Subscription("boosts", "catalogue.listing_removed", on_listing_gone),
    Subscription("boosts", "catalogue.listing_elsewhere", on_listing_gone),
    Subscription("boosts", "orders.order_completed", on_order_completed),
)
LISTENERS: Final[tuple[Listener, ...]] = (Listener(frozenset({CLICKED}), take_clicks),)


def install() -> None:
    """Let discovery ask boosts for places while it assembles a feed."""
    install_paid_places(services.PaidPlacesBook())


__all__ = ["DUE_WORK", "LISTENERS", "SUBSCRIPTIONS", "forget_old", "install"]
