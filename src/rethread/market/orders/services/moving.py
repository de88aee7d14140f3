"""Move checkouts and orders along their tables, and set or end their timers.

The rows are locked by the caller. Nothing here decides whether something should happen.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from rethread.platform.kernel import business_now, invariant, new_id, settings
from rethread.platform.kernel.fetching import change, update

from ..models import Checkout, Order
from ..rules.calendar import WorkingCalendar
from ..rules.transitions import (
    CheckoutEvent,
    OrderEvent,
    next_checkout_status,
    next_order_status,
)
from ..types import CheckoutStatus, OrderStatus, TimerKind

_SET_TIMER = {
    column: f"""
INSERT INTO orders_deadline (id, kind, {column}, due_at, outcome, attempts, dead, last_error)
VALUES (%s, %s, %s, %s, '', 0, false, '')
ON CONFLICT ({column}, kind) WHERE {column} IS NOT NULL DO UPDATE
SET due_at = excluded.due_at, outcome = '', done_at = NULL, attempts = 0, dead = false
"""  # noqa: S608  # constants
    for column in ("checkout_id", "order_id")
}
_END_TIMERS = {
    column: f"UPDATE orders_deadline SET outcome = 'void', done_at = %s "  # noqa: S608  # constants
    f"WHERE {column} = %s AND outcome = '' AND (kind = ANY(%s) OR %s)"
    for column in ("checkout_id", "order_id")
}


def market_calendar() -> WorkingCalendar:
    """Return the working days of this market."""
    return WorkingCalendar(zone=ZoneInfo(settings().time_zone), country=settings().country)


def move_checkout(checkout: Checkout, event: CheckoutEvent, **changes: Any) -> None:
    """Take a checkout where `event` leads and save it with `changes`."""
    following = next_checkout_status(
        cast(CheckoutStatus, checkout.status), event, cancelled_by_buyer=checkout.cancelled_by_buyer
    )
    invariant(following, f"a checkout that is {checkout.status} cannot see {event}")
    _save(checkout, status=following, **changes)


def move_order(order: Order, event: OrderEvent, **changes: Any) -> None:
    """Take an order where `event` leads and save it with `changes`."""
    disputed = order.disputed_at is not None or order.charged_back_at is not None
    following = next_order_status(cast(OrderStatus, order.status), event, disputed=disputed)
    invariant(following, f"an order that is {order.status} cannot see {event}")
    _save(order, status=following, **changes)


def _save(row: Checkout | Order, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    update(row, *changes)


def set_timer(owner: Checkout | Order, kind: TimerKind, due_at: datetime) -> None:
    """Start a timer, or move it when it runs already; nobody else can, the owner is locked."""
    change(_SET_TIMER[_column_of(owner)], [new_id(), kind, owner.id, due_at])


def end_timers(owner: Checkout | Order, *kinds: TimerKind) -> None:
    """Mark running timers as overtaken; without kinds, all of them."""
    change(_END_TIMERS[_column_of(owner)], [business_now(), owner.id, list(kinds), not kinds])


def _column_of(owner: Checkout | Order) -> str:
    return "checkout_id" if isinstance(owner, Checkout) else "order_id"
