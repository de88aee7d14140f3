"""Build the views of orders from rows, many at a time; knows no permissions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import cast
from uuid import UUID

from rethread.market.media.selectors import photos_by_ids
from rethread.market.media.types import PhotoView
from rethread.market.pricing.types import DeliveryMethod, ParcelSize
from rethread.platform.kernel import Money
from rethread.platform.kernel.fetching import fetch

from ..models import Checkout, Order, OrderLine
from ..rules.calendar import ship_promised_at
from ..rules.parting import seller_fee_left
from ..types import (
    AddressView,
    CancelReason,
    CheckoutStatus,
    CheckoutView,
    OrderLineView,
    OrderStatus,
    OrderView,
    Side,
)

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: read aloud without mistakes
_REFERENCE_CHARS = 8
_LINES = "WHERE order_id = ANY(%s) ORDER BY order_id, position"


def reference_of(order_id: UUID) -> str:
    """Return the short name that people use for an order: the low 40 bits of its id."""
    value = order_id.int
    digits = [_CROCKFORD[(value >> (5 * place)) & 31] for place in range(_REFERENCE_CHARS)]
    return "".join(reversed(digits))


def order_views(orders: Iterable[Order], viewer_id: UUID | None = None) -> list[OrderView]:
    """Return views of orders in the given order; `checkout` must be loaded with them."""
    rows = list(orders)
    lines: dict[UUID, list[OrderLine]] = {row.id: [] for row in rows}
    found = fetch(OrderLine, _LINES, [list(lines)]) if lines else []
    for line in found:
        lines[line.order_id].append(line)
    photo_ids = {line.photo_id for of_one in lines.values() for line in of_one if line.photo_id}
    photos = photos_by_ids(photo_ids) if photo_ids else {}
    return [_order_view(row, lines[row.id], photos, viewer_id) for row in rows]


def checkout_view(checkout: Checkout, pay_url: str) -> CheckoutView:
    """Return the view of a checkout with its orders."""
    currency = checkout.currency
    orders = fetch(Order, "WHERE checkout_id = %s ORDER BY id", [checkout.id])
    for order in orders:
        order.checkout = checkout
    return CheckoutView(
        checkout_id=checkout.id,
        status=cast(CheckoutStatus, checkout.status),
        buyer_id=checkout.buyer_id,
        orders=tuple(order_views(orders, checkout.buyer_id)),
        items=Money(checkout.items_minor, currency),
        buyer_fee=Money(checkout.buyer_fee_minor, currency),
        delivery=Money(checkout.delivery_minor, currency),
        total=Money(checkout.total_minor, currency),
        fee_schedule_version=checkout.fee_schedule_version,
        address=AddressView(**checkout.address),
        created_at=checkout.created_at,
        reserved_until=checkout.reserved_until,
        pay_url=pay_url,
    )


def _seller_gets(row: Order) -> int:
    fee = seller_fee_left(
        row.seller_fee_minor, goods=row.items_minor, given_back=row.given_back_minor
    )
    return row.items_minor - row.given_back_minor - fee


def _order_view(
    row: Order, lines: list[OrderLine], photos: dict[UUID, PhotoView], viewer_id: UUID | None
) -> OrderView:
    def money(amount_minor: int) -> Money:
        return Money(amount_minor, row.currency)

    return OrderView(
        order_id=row.id,
        checkout_id=row.checkout_id,
        reference=reference_of(row.id),
        status=cast(OrderStatus, row.status),
        buyer_id=row.buyer_id,
        seller_id=row.seller_id,
        shop_id=row.shop_id,
        lines=tuple(_line_view(line, row.currency, photos) for line in lines),
        items=money(row.items_minor),
        buyer_fee=money(row.buyer_fee_minor),
        seller_fee=money(row.seller_fee_minor),
        delivery=money(row.delivery_minor),
        total=money(row.total_minor),
        seller_gets=money(_seller_gets(row)),
        given_back=money(row.given_back_minor + row.fee_given_back_minor),
        address=AddressView(**row.checkout.address),
        created_at=row.created_at,
        paid_at=row.paid_at,
        shipped_at=row.shipped_at,
        delivered_at=row.delivered_at,
        completed_at=row.completed_at,
        cancelled_at=row.cancelled_at,
        refunded_at=row.refunded_at,
        cancel_reason=cast(CancelReason, row.cancel_reason),
        tracking_code=row.tracking_code,
        seller_paid_at=row.seller_paid_at,
        charged_back_at=row.charged_back_at,
        disputed_at=row.disputed_at,
        refund_failed_at=row.refund_failed_at,
        delivery_method=cast(DeliveryMethod, row.delivery_method),
        pickup_place=row.pickup_place,
        parcel_size=cast(ParcelSize, row.parcel_size),
        ship_by=_ship_by(row),
        side=_side(row, viewer_id),
    )


def _ship_by(row: Order) -> datetime | None:
    begins = row.days_count_from or row.paid_at
    return ship_promised_at(begins) if row.status == "paid" and begins else None


def _side(row: Order, viewer_id: UUID | None) -> Side | None:
    if viewer_id == row.buyer_id:
        return "buyer"
    return "seller" if viewer_id == row.seller_id else None


def _line_view(line: OrderLine, currency: str, photos: dict[UUID, PhotoView]) -> OrderLineView:
    return OrderLineView(
        line_id=line.id,
        listing_id=line.listing_id,
        title=line.title,
        photo=photos.get(line.photo_id) if line.photo_id else None,
        brand=line.brand,
        size=line.size,
        condition=line.condition,
        price=Money(line.price_minor, currency),
        buyer_fee=Money(line.buyer_fee_minor, currency),
        seller_fee=Money(line.seller_fee_minor, currency),
        discount=Money(line.discount_minor, currency),
        buyer_fee_discount=Money(line.buyer_fee_discount_minor, currency),
        agreed="offer_id" in line.snapshot,
    )
