"""What config plugs in: screens and gates for the packages below, a timer, a subscription."""

from __future__ import annotations

from typing import Final

from rethread.market.catalogue.ports import ListingScreen, PublishScreen
from rethread.market.orders.ports import BuyerGate
from rethread.market.social.ports import MessageScreen
from rethread.platform.events.handling import Subscription
from rethread.platform.jobs.due import DueWork

from .adapters import Buyers, Listings, Messages, Sellers
from .handlers import on_message_sent
from .services import end_due_decisions, next_decision_end
from .services.ending import DUE

DUE_WORK: Final[tuple[DueWork, ...]] = (
    DueWork("trust.ending", end_due_decisions, next_decision_end, DUE),
)
SUBSCRIPTIONS: Final[tuple[Subscription, ...]] = (
    Subscription("trust", "social.message_sent", on_message_sent),
)


def publish_screens() -> tuple[PublishScreen, ...]:
    """Return what the catalogue asks about the seller before a listing goes live."""
    return (Sellers(),)


def listing_screen() -> ListingScreen:
    """Return what looks at listings."""
    return Listings()


def message_screen() -> MessageScreen:
    """Return what looks at messages."""
    return Messages()


def buyer_gate() -> BuyerGate:
    """Return what says who may buy."""
    return Buyers()
