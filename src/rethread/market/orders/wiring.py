"""What config plugs in: timers, subscriptions, and the effects that payments call."""

from __future__ import annotations

from typing import Final

from rethread.market.payments.ports import PaymentEffects
from rethread.market.social.ports import OrderBook
from rethread.platform.events.handling import Subscription
from rethread.platform.jobs.due import DueWork

from .adapters import OrderPaymentEffects, OrderSidesBook
from .handlers import on_refund_succeeded, on_shipment_scanned, on_vacation_ended
from .tasks import DUE, next_deadline_at, run_due_deadlines

DUE_WORK: Final[tuple[DueWork, ...]] = (
    DueWork("orders.deadlines", run_due_deadlines, next_deadline_at, DUE),
)
SUBSCRIPTIONS: Final[tuple[Subscription, ...]] = (
    Subscription("orders", "fulfilment.shipment_scanned", on_shipment_scanned),
    Subscription("orders", "payments.refund_succeeded", on_refund_succeeded),
    Subscription("orders", "accounts.vacation_ended", on_vacation_ended),
)


def payment_effects() -> PaymentEffects:
    """Return what payments calls in its own commit."""
    return OrderPaymentEffects()


def order_book() -> OrderBook:
    """Return what tells social who stands on the sides of an order."""
    return OrderSidesBook()
