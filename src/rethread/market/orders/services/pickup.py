"""Hand an order over to a buyer who fetches it: they show a code, the seller types it.

The code says that the two met. It releases nothing: the claim window opens as for a parcel.
"""

from __future__ import annotations

import hmac
import secrets
from uuid import UUID

from django.db import transaction

from rethread.platform.kernel import Actor, business_now

from ..errors import (
    NotAllowedNow,
    NotPickedUp,
    NotYourOrder,
    PickupCodeSpent,
    WrongPickupCode,
)
from ..models import Order, PickupCode
from ..rules.pickup import CODE_DIGITS, code_of, tries_left, typed_code
from ..selectors import access_order
from ..types import OrderView
from .locking import lock_order_for
from .order import deliver


def make_pickup_code(order: Order) -> None:
    """Give a locked, paid order that is picked up its code; one that was used stays as it is."""
    made = {"code": _draw(), "wrong_tries": 0, "made_at": business_now()}
    PickupCode.objects.update_or_create(order=order, used_at=None, defaults=made)


def renew_pickup_code(*, actor: Actor, order_id: UUID) -> OrderView:
    """Give the buyer another code, with all its tries; the old one stops working.

    Raises:
        OrderNotFound, NotYourOrder, NotPickedUp, NotAllowedNow.
    """
    with transaction.atomic():
        order = lock_order_for(actor, order_id)
        if actor.user_id != order.buyer_id:
            raise NotYourOrder("buyer")
        _require_waiting(order, "make another code")
        make_pickup_code(order)
    return access_order(actor, order_id)


def hand_over_pickup(*, actor: Actor, order_id: UUID, code: str) -> OrderView:
    """Record that the seller handed the order to whoever showed this code; it is delivered then.

    A wrong code is counted, in a transaction of its own that the refusal does not undo: call this
    in none. After five the code is spent and the buyer makes another.

    Raises:
        OrderNotFound, NotYourOrder, NotPickedUp, NotAllowedNow.
        WrongPickupCode: it is another order's, or mistyped; nothing else changed.
        PickupCodeSpent: too many wrong ones were typed.
    """
    left = _try_code(actor, order_id, typed_code(code))
    if left is not None:
        raise WrongPickupCode(left) if left else PickupCodeSpent
    return access_order(actor, order_id)


@transaction.atomic(durable=True)
def _try_code(actor: Actor, order_id: UUID, code: str) -> int | None:
    """Return None when the order was handed over, else how many tries are left."""
    order = lock_order_for(actor, order_id)
    if actor.user_id != order.seller_id:
        raise NotYourOrder("seller")
    _require_waiting(order, "hand it over")
    kept = PickupCode.objects.select_for_update().get(order=order)
    if not tries_left(kept.wrong_tries):
        return 0
    if len(code) != CODE_DIGITS or not hmac.compare_digest(code, kept.code):
        kept.wrong_tries += 1
        kept.save(update_fields=["wrong_tries"])
        return tries_left(kept.wrong_tries)
    now = business_now()
    kept.used_at = now
    kept.save(update_fields=["used_at"])
    deliver(actor, order, "pickup_code", now)
    return None


def _require_waiting(order: Order, action: str) -> None:
    if order.delivery_method != "pickup":
        raise NotPickedUp
    if order.status != "paid":
        raise NotAllowedNow(action, order.status)


def _draw() -> str:
    return code_of(secrets.randbelow(10**CODE_DIGITS))
