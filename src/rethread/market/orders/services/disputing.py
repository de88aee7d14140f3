"""Hold an order's money while people disagree about it, and end that one way or another.

Who may open a dispute and who decides it is not known here; the package above has checked it.
Everything runs in the caller's transaction, with the order's row locked: a release that is due in
the same moment either came first, and there is nothing to dispute, or does not happen.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction

from rethread.market.payments.services import freeze_order, thaw_order
from rethread.platform.kernel import Actor, business_now

from ..errors import NotAllowedNow, NotYourOrder
from ..models import Order
from ..rules.calendar import claim_window_end, no_scan_release_at
from ..rules.transitions import ORDER_DISPUTABLE
from ..types import TimerKind
from .locking import lock_order, lock_order_for
from .moving import end_timers, market_calendar, set_timer
from .order import call_off, complete

_RELEASE_TIMERS: Final[tuple[TimerKind, ...]] = ("claim_window_end", "no_scan_release")


@transaction.atomic
def dispute_order(*, order_id: UUID) -> None:
    """Freeze an order's money; the timers that would release it end.

    Raises:
        OrderNotFound: there is none.
        NotAllowedNow: it is not on its way or delivered; nothing can be held back.
    """
    order = lock_order(order_id)
    if order.status not in ORDER_DISPUTABLE:
        raise NotAllowedNow("open a case about it", order.status)
    if order.disputed_at is None:
        freeze_order(order_id=order.id)
        end_timers(order, *_RELEASE_TIMERS)
        order.disputed_at = business_now()
        order.save(update_fields=["disputed_at"])


@transaction.atomic
def resume_order(*, order_id: UUID) -> None:
    """End a dispute that was withdrawn: the time until the release starts afresh, in full."""
    order = lock_order(order_id)
    if order.disputed_at is None:
        return
    _end(order)
    if order.charged_back_at is not None:
        return  # the bank decides first; the times start afresh when it has
    now = business_now()
    if order.status == "delivered":
        set_timer(order, "claim_window_end", claim_window_end(now))
    else:
        set_timer(order, "no_scan_release", no_scan_release_at(now, market_calendar()))


@transaction.atomic
def release_disputed(*, actor: Actor, order_id: UUID) -> None:
    """End a dispute in the seller's favour: the money is released to them now.

    An order that is not disputed any more is left alone.
    """
    order = lock_order(order_id)
    if order.disputed_at is not None:
        _end(order)
        complete(actor, order, "dispute_dismissed")


@transaction.atomic
def refund_disputed(*, actor: Actor, order_id: UUID) -> None:
    """End a dispute in the buyer's favour: all they paid goes back.

    An order that is not disputed any more is left alone.
    """
    order = lock_order(order_id)
    if order.disputed_at is not None:
        call_off(actor, order, "dispute_upheld")


@transaction.atomic
def give_back(*, actor: Actor, order_id: UUID) -> None:
    """Refund a shipped or delivered order in full because its seller says so. Twice is once.

    Raises:
        OrderNotFound, NotYourOrder.
        NotAllowedNow: nothing is held for it any more, or it was not sent yet.
    """
    order = lock_order_for(actor, order_id)
    if actor.user_id != order.seller_id:
        raise NotYourOrder("seller")
    if order.cancel_reason == "seller_refunded":
        return
    if order.status not in ORDER_DISPUTABLE:
        raise NotAllowedNow("refund it", order.status)
    call_off(actor, order, "seller_refunded")


def _end(order: Order) -> None:
    order.disputed_at = None
    order.save(update_fields=["disputed_at"])
    thaw_order(order_id=order.id)
