"""Tell the rest of the market what happened to an order. People are pseudonyms, money is exact."""

from __future__ import annotations

from typing import TypedDict, cast
from uuid import UUID

from rethread.market.pricing.types import DeliveryMethod
from rethread.platform.kernel import Actor
from rethread.platform.kernel.fetching import select
from rethread.platform.vault.services import pseudonym_for

from ..events import (
    OrderCancelledReason,
    emit_order_cancelled,
    emit_order_completed,
    emit_order_delivered,
    emit_order_placed,
    emit_order_refunded,
    emit_order_shipped,
)
from ..models import Order
from ..types import CompletedBy, DeliveredBy

_LISTINGS = "SELECT listing_id FROM orders_orderline WHERE order_id = %s ORDER BY position"

_DISCOUNT = "SELECT coalesce(sum(discount_minor), 0) FROM orders_orderline WHERE order_id = %s"


class _OrderFacts(TypedDict):
    order_id: UUID
    checkout_id: UUID
    buyer_key: str
    seller_key: str
    listing_ids: list[str]
    item_minor: int
    buyer_fee_minor: int
    delivery_minor: int
    seller_fee_minor: int
    total_minor: int
    currency: str


def _facts(order: Order) -> _OrderFacts:
    rows = select(_LISTINGS, [order.id])
    return _OrderFacts(
        order_id=order.id,
        checkout_id=order.checkout_id,
        buyer_key=pseudonym_for(order.buyer_id),
        seller_key=pseudonym_for(order.seller_id),
        listing_ids=[str(listing_id) for (listing_id,) in rows],
        item_minor=order.items_minor,
        buyer_fee_minor=order.buyer_fee_minor,
        delivery_minor=order.delivery_minor,
        seller_fee_minor=order.seller_fee_minor,
        total_minor=order.total_minor,
        currency=order.currency,
    )


def tell_placed(actor: Actor, order: Order) -> None:
    """Say that an order is paid and its money held."""
    emit_order_placed(
        actor=actor,
        **_facts(order),
        fee_schedule_version=order.checkout.fee_schedule_version,
        bundle_discount_minor=int(select(_DISCOUNT, [order.id])[0][0]),
        delivery_method=cast(DeliveryMethod, order.delivery_method),
    )


def tell_shipped(actor: Actor, order: Order) -> None:
    """Say that the parcel is on its way."""
    emit_order_shipped(actor=actor, **_facts(order), has_tracking=bool(order.tracking_code))


def tell_delivered(actor: Actor, order: Order, by: DeliveredBy) -> None:
    """Say that the parcel has arrived, and on whose word."""
    emit_order_delivered(actor=actor, **_facts(order), delivered_by=by)


def tell_completed(actor: Actor, order: Order, by: CompletedBy) -> None:
    """Say that the money was released, and what released it."""
    emit_order_completed(actor=actor, **_facts(order), completed_by=by)


def tell_cancelled(actor: Actor, order: Order) -> None:
    """Say that a paid order was called off."""
    emit_order_cancelled(actor=actor, **_facts(order), reason=_reason(order))


def tell_refunded(actor: Actor, order: Order) -> None:
    """Say that the buyer has the money back."""
    emit_order_refunded(actor=actor, **_facts(order), reason=_reason(order))


def _reason(order: Order) -> OrderCancelledReason:
    return cast(OrderCancelledReason, order.cancel_reason)
