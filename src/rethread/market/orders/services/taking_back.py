"""An order whose seller was paid goes back to its buyer, and what a buyer's bank does to orders.

The money is payments' to move; here an order follows it, and its timers wait for the bank.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from rethread.market.payments.services import refund_released
from rethread.platform.kernel import Actor, business_now

from ..errors import NotAllowedNow
from ..models import Order
from ..rules.calendar import claim_window_end, no_scan_release_at
from ..rules.transitions import OrderEvent
from ..types import CancelReason
from .locking import lock_order
from .moving import end_timers, market_calendar, move_order, set_timer
from .order import free_garments
from .settlement import record_refund, start_shipping_timers
from .telling import tell_cancelled

_LEAVING: dict[str, OrderEvent] = {
    "paid": "cancel",
    "shipped": "give_back",
    "delivered": "give_back",
    "completed": "take_back",
}


@transaction.atomic
def take_back_order(*, actor: Actor, order_id: UUID, reason: str) -> None:
    """Refund a completed order in full; its seller owes what they were paid. Twice is once.

    Raises:
        OrderNotFound: there is none.
        PermissionDenied: the actor is neither staff nor the market itself.
        NotAllowedNow: it is not completed.
        PaymentConflict: the buyer's bank has the payment.
    """
    order = lock_order(order_id)
    if order.cancel_reason == "taken_back":
        return
    if order.status != "completed":
        raise NotAllowedNow("take it back", order.status)
    refund_released(
        actor=actor, order_id=order.id, reason=reason, key=f"order:{order.id}:taken_back"
    )
    _leave(actor, order, "taken_back")


def _leave(actor: Actor, order: Order, reason: CancelReason) -> None:
    event = _LEAVING[order.status]
    move_order(
        order,
        event,
        cancelled_at=business_now(),
        cancel_reason=reason,
        disputed_at=None,
        charged_back_at=None,
    )
    end_timers(order)
    if event == "cancel":  # it was not sent: its seller has it still
        free_garments(actor, order)
    tell_cancelled(actor, order)


@transaction.atomic
def see_given_back(*, actor: Actor, order_id: UUID) -> None:
    """The operator has refunded the order at the provider: it is called off here as well."""
    order = lock_order(order_id)
    if order.status in _LEAVING:
        _leave(actor, order, "taken_back")


@transaction.atomic
def see_chargeback(*, order_id: UUID) -> None:
    """The buyer's bank takes the payment back: every timer of the order waits for its decision."""
    order = lock_order(order_id)
    if order.status in {"paid", "shipped", "delivered"} and order.charged_back_at is None:
        end_timers(order)
        order.charged_back_at = business_now()
        order.save(update_fields=["charged_back_at"])


@transaction.atomic
def see_chargeback_won(*, order_id: UUID) -> None:
    """The bank has decided for the market: the times of the order start afresh, in full."""
    order = lock_order(order_id)
    if order.charged_back_at is None:
        return
    order.charged_back_at = None
    order.save(update_fields=["charged_back_at"])
    now = business_now()
    if order.status == "paid":
        start_shipping_timers(order, now)
    elif order.disputed_at is None and order.status == "delivered":
        set_timer(order, "claim_window_end", claim_window_end(now))
    elif order.disputed_at is None and order.status == "shipped":
        set_timer(order, "no_scan_release", no_scan_release_at(now, market_calendar()))


@transaction.atomic
def see_chargeback_lost(*, actor: Actor, order_id: UUID) -> None:
    """The bank has given the buyer their money: the order ends as refunded."""
    order = lock_order(order_id)
    if order.status in _LEAVING:
        _leave(actor, order, "charged_back")
        record_refund(actor=actor, order_id=order.id)
