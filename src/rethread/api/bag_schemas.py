"""The shapes of a bag and of checkouts in the API. Every price has the buyer's fee in it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from rethread.market.orders.types import (
    BagLine,
    BagParcel,
    BagView,
    CheckoutStatus,
    CheckoutView,
    OrderStatus,
)
from rethread.market.pricing.types import DeliveryMethod


class BagLineBody(msgspec.Struct, frozen=True):
    """A garment in your bag; `reason` says why it cannot be bought, "" where it can. `price_minor`
    is what you pay for it: a price that was agreed with you counts."""

    listing_id: UUID
    title: str
    price_minor: int | None
    agreed: bool
    price_changed: bool
    reason: str


class WayBody(msgspec.Struct, frozen=True):
    """A way in which a shop would get a parcel to you, and what it costs."""

    method: DeliveryMethod
    price_minor: int


class BagParcelBody(msgspec.Struct, frozen=True):
    """What one shop would send: `saved_minor` is taken off already, for taking several pieces."""

    shop_id: UUID
    shop_handle: str
    lines: list[BagLineBody]
    items_minor: int
    saved_minor: int
    method: DeliveryMethod
    delivery_minor: int
    ways: list[WayBody]


class BagBody(msgspec.Struct, frozen=True):
    """Your bag. It holds nothing back: whoever pays first has the piece. One payment is in one
    currency: what costs another one is in `apart`."""

    parcels: list[BagParcelBody]
    unavailable: list[BagLineBody]
    apart: list[BagLineBody]
    items_minor: int
    delivery_minor: int
    total_minor: int
    currency: str


class ChosenWay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one shop shall get its parcel to you; a shop that is not named uses its first way."""

    shop_id: UUID
    method: DeliveryMethod


class NewCheckout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to buy: `listing_ids`, or your whole bag. `address_id` may be null where all is picked
    up. With `expected_total_minor` a total that you have not seen is refused. `currency` (the
    market's own where you name none) is that of the total, and chooses from a bag that mixes."""

    address_id: UUID | None = None
    listing_ids: Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=30)] | None = None
    delivery: Annotated[list[ChosenWay], msgspec.Meta(max_length=30)] = []
    expected_total_minor: int | None = None
    currency: Annotated[str, msgspec.Meta(min_length=3, max_length=3)] | None = None


class CheckoutOrderBody(msgspec.Struct, frozen=True):
    """One shop's part of a checkout, which becomes an order when it is paid."""

    order_id: UUID
    status: OrderStatus
    listing_ids: list[UUID]
    delivery_method: DeliveryMethod
    delivery_minor: int
    total_minor: int


class CheckoutBody(msgspec.Struct, frozen=True):
    """A fixed quote with its pieces held until `reserved_until`. You pay on the page at `pay_url`,
    in your browser; it is empty where nothing can be paid any more."""

    id: UUID
    status: CheckoutStatus
    orders: list[CheckoutOrderBody]
    items_minor: int
    buyer_fee_minor: int
    delivery_minor: int
    total_minor: int
    currency: str
    reserved_until: datetime
    pay_url: str


BAG_TYPES = (BagBody, BagParcelBody, BagLineBody, WayBody, NewCheckout, ChosenWay, CheckoutBody)


def bag_body(bag: BagView) -> BagBody:
    """Turn a bag into its JSON shape."""
    return BagBody(
        parcels=[_parcel(one) for one in bag.parcels],
        unavailable=[_line(one) for one in bag.unavailable],
        apart=[_line(one) for one in bag.apart],
        items_minor=bag.items.amount_minor,
        delivery_minor=bag.delivery.amount_minor,
        total_minor=bag.total.amount_minor,
        currency=bag.total.currency,
    )


def _parcel(one: BagParcel) -> BagParcelBody:
    return BagParcelBody(
        shop_id=one.shop_id,
        shop_handle=one.shop_handle,
        lines=[_line(line) for line in one.lines],
        items_minor=one.items.amount_minor,
        saved_minor=one.saved.amount_minor,
        method=one.method,
        delivery_minor=one.delivery.amount_minor,
        ways=[WayBody(way.method, way.price.amount_minor) for way in one.choices],
    )


def _line(line: BagLine) -> BagLineBody:
    price = line.buyer_price
    return BagLineBody(
        listing_id=line.listing_id,
        title=line.title,
        price_minor=price.amount_minor if price is not None else None,
        agreed=line.is_private_price,
        price_changed=line.price_changed,
        reason="" if line.available else line.reason,
    )


def checkout_body(view: CheckoutView) -> CheckoutBody:
    """Turn a checkout into its JSON shape."""
    return CheckoutBody(
        id=view.checkout_id,
        status=view.status,
        orders=[
            CheckoutOrderBody(
                order_id=one.order_id,
                status=one.status,
                listing_ids=list(one.listing_ids),
                delivery_method=one.delivery_method,
                delivery_minor=one.delivery.amount_minor,
                total_minor=one.total.amount_minor,
            )
            for one in view.orders
        ],
        items_minor=view.items.amount_minor,
        buyer_fee_minor=view.buyer_fee.amount_minor,
        delivery_minor=view.delivery.amount_minor,
        total_minor=view.total.amount_minor,
        currency=view.total.currency,
        reserved_until=view.reserved_until,
        pay_url=view.pay_url,
    )
