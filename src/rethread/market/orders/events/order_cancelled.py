"""Generated from contracts/orders; do not edit.

The typed events of this domain. An `emit_` function checks its event against the
contract and adds it to the outbox of the current transaction; it refuses to run outside
of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from rethread.platform.events.emit import EventContext, EventType, emit
from rethread.platform.kernel import Actor

OrderCancelledReason = Literal[
    "buyer_cancelled",
    "seller_cancelled",
    "not_shipped",
    "paid_too_late",
    "parcel_lost",
    "seller_refunded",
    "dispute_upheld",
    "taken_back",
    "charged_back",
]


class OrderCancelled(Struct, frozen=True, kw_only=True):
    """A paid order was called off; the buyer is owed the total."""

    # The order.
    order_id: UUID

    # The checkout it was paid in.
    checkout_id: UUID

    # Pseudonym of the buyer.
    buyer_key: Annotated[str, Meta(max_length=64)]

    # Pseudonym of the seller.
    seller_key: Annotated[str, Meta(max_length=64)]

    # The garments of the order.
    listing_ids: Annotated[list[Annotated[str, Meta(max_length=36)]], Meta(max_length=30)]

    # Price of the garments in minor units, without fees.
    item_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # The buyer's fee in minor units.
    buyer_fee_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # What the buyer pays for delivery, in minor units.
    delivery_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # The seller's fee in minor units.
    seller_fee_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # What the buyer paid in minor units: garments, fee and delivery.
    total_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # ISO 4217 code of every amount.
    currency: Annotated[str, Meta(min_length=3, max_length=3)]

    # Why.
    reason: OrderCancelledReason


ORDER_CANCELLED = EventType(
    name="orders.order_cancelled",
    version=1,
    partition_key="order_id",
    payload=OrderCancelled,
)


def emit_order_cancelled(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    order_id: UUID,
    checkout_id: UUID,
    buyer_key: str,
    seller_key: str,
    listing_ids: list[str],
    item_minor: int,
    buyer_fee_minor: int,
    delivery_minor: int,
    seller_fee_minor: int,
    total_minor: int,
    currency: str,
    reason: OrderCancelledReason,
) -> UUID:
    """Emit `orders.order_cancelled` and return the id of the event."""
    payload = OrderCancelled(
        order_id=order_id, checkout_id=checkout_id, buyer_key=buyer_key, seller_key=seller_key,
        listing_ids=listing_ids, item_minor=item_minor, buyer_fee_minor=buyer_fee_minor,
        delivery_minor=delivery_minor, seller_fee_minor=seller_fee_minor, total_minor=total_minor,
        currency=currency, reason=reason,
    )  # fmt: skip
    return emit(ORDER_CANCELLED, payload, actor=actor, occurred_at=occurred_at, context=context)
