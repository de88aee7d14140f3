"""What each timer of a checkout or an order does when its moment has come.

A timer is judged again under the lock of what it belongs to: overtaken ones do nothing, and two
workers at the same timer do it once.
"""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rethread.market.payments.services import request_expiry
from rethread.platform.kernel import Actor, business_now, invariant

from ..models import Deadline, Order
from ..rules.transitions import CHECKOUT_PAYABLE
from .locking import lock_checkout, lock_order
from .moving import move_checkout
from .order import call_off, complete
from .taking_back import take_back_order

_ACTOR = Actor.system("orders.timers")
_log = logging.getLogger(__name__)


def run_deadline(deadline_id: UUID, now: datetime) -> bool:
    """Do what a timer is for, if it still runs and is due at `now`; return whether it fired."""
    with transaction.atomic():
        timer = Deadline.objects.get(pk=deadline_id)
        if timer.checkout_id is not None:
            return _end_reservation(timer.checkout_id, deadline_id, now)
        invariant(timer.order_id, "a timer belongs to a checkout or an order")
        return _run_order_timer(timer, now)


def _end_reservation(checkout_id: UUID, deadline_id: UUID, now: datetime) -> bool:
    # Payments first: it locks its own row, then the checkout, when it carries out an effect.
    request_expiry(actor=_ACTOR, checkout_id=checkout_id)
    checkout = lock_checkout(checkout_id)
    timer = _still_due(deadline_id, now)
    if timer is None:
        return False
    if checkout.status in CHECKOUT_PAYABLE:
        move_checkout(checkout, "time_up")
    _fired(timer)
    return True


def _run_order_timer(timer: Deadline, now: datetime) -> bool:
    order = lock_order(timer.order_id or timer.id)
    current = _still_due(timer.id, now)
    if current is None:
        return False
    _fired(current)
    if order.charged_back_at is not None:
        return True  # the times start afresh when the buyer's bank has decided
    if current.kind == "ship_reminder":
        _remind(order, now)
    elif current.kind == "auto_cancel" and order.status == "paid":
        call_off(_ACTOR, order, "not_shipped")
    elif current.kind == "claim_window_end" and order.status == "delivered":
        complete(_ACTOR, order, "claim_window")
    elif current.kind == "no_scan_release" and order.status == "shipped":
        complete(_ACTOR, order, "silent_carrier")
    elif order.status == "completed" and order.seller_paid_at is None:
        _seller_not_confirmed(order, current.kind)
    return True


def _seller_not_confirmed(order: Order, kind: str) -> None:
    """Call somebody, and at the limit give the money back: the provider holds it no longer."""
    if kind == "identity_warning":
        _log.error("order %s nears the hold limit and its seller is not confirmed", order.id)
    elif kind == "identity_limit":
        take_back_order(actor=_ACTOR, order_id=order.id, reason="seller not confirmed in time")


def _remind(order: Order, now: datetime) -> None:
    if order.status == "paid":
        order.reminded_at = now
        order.save(update_fields=["reminded_at"])


def _still_due(deadline_id: UUID, now: datetime) -> Deadline | None:
    return Deadline.objects.filter(pk=deadline_id, outcome="", dead=False, due_at__lte=now).first()


def _fired(timer: Deadline) -> None:
    timer.outcome, timer.done_at = "fired", business_now()
    timer.save(update_fields=["outcome", "done_at"])
