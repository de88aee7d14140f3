"""Read the pick-up of an order, for the side that asks."""

from __future__ import annotations

from ..models import PickupCode
from ..rules.pickup import tries_left
from ..types import OrderView, PickupView


def find_pickup(order: OrderView) -> PickupView | None:
    """Return the pick-up of an order that its reader got from `access_order`, or None.

    Only the buyer reads the code, and only while it waits to be used: it proves that the two met.
    """
    if not order.is_pickup:
        return None
    row = PickupCode.objects.filter(order_id=order.order_id).first()
    if row is None:
        return None
    shown = order.side == "buyer" and order.status == "paid"
    return PickupView(
        code=row.code if shown else "",
        tries_left=tries_left(row.wrong_tries),
        used_at=row.used_at,
    )
