"""The shapes of orders: what each side may read, and what a seller sends about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from rethread.market.fulfilment.types import ScanKind, ShipmentView
from rethread.market.orders.types import (
    LabelsMade,
    OrderStatus,
    OrderView,
    PickupView,
    TimelineEntry,
)
from rethread.market.pricing.types import DeliveryMethod, ParcelSize


class Destination(msgspec.Struct, frozen=True):
    """Where a parcel goes; null for what is picked up."""

    name: str
    line1: str
    line2: str
    city: str
    postcode: str
    country: str


class OrderLineBody(msgspec.Struct, frozen=True):
    """One garment of an order, at the price it was sold for without fees."""

    listing_id: UUID
    title: str
    size: str
    price_minor: int


class ScanBody(msgspec.Struct, frozen=True):
    """One reading of a parcel by its carrier."""

    kind: ScanKind
    at: datetime
    note: str


class PickupBody(msgspec.Struct, frozen=True):
    """A pick-up. Only its buyer reads `code`; everybody else gets an empty one."""

    place: str
    code: str
    tries_left: int


class MomentBody(msgspec.Struct, frozen=True):
    """Something that happened to an order, or a timer that will run out."""

    kind: str
    at: datetime
    done: bool
    label: str


class OrderBody(msgspec.Struct, frozen=True):
    """An order as one side reads it; `ship_by` is null once it left."""

    id: UUID
    reference: str
    side: Literal["buyer", "seller"]
    status: OrderStatus
    delivery_method: DeliveryMethod
    parcel_size: ParcelSize
    lines: list[OrderLineBody]
    delivery_minor: int
    total_minor: int
    seller_gets_minor: int
    currency: str
    ship_by: datetime | None
    has_label: bool
    tracking_code: str
    destination: Destination | None
    pickup: PickupBody | None
    scans: list[ScanBody]
    timeline: list[MomentBody]


class OrderRowBody(msgspec.Struct, frozen=True):
    """An order in a list."""

    id: UUID
    reference: str
    status: OrderStatus
    title: str
    delivery_method: DeliveryMethod
    total_minor: int
    currency: str
    ship_by: datetime | None


class OrderListBody(msgspec.Struct, frozen=True):
    """A page of orders, newest first; `next_cursor` is empty at the end."""

    orders: list[OrderRowBody]
    next_cursor: str


class LabelRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The orders that need labels, 20 at most."""

    order_ids: Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=20)]


class LabelRefusal(msgspec.Struct, frozen=True):
    """Why an order got no label."""

    order_id: UUID
    reason: str


class LabelsBody(msgspec.Struct, frozen=True):
    """Which orders have a label now, and why the others have none."""

    labelled: list[UUID]
    refused: list[LabelRefusal]


class HandOver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The code that the buyer showed."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]


class Dispatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That a parcel left; with a label of ours its own code counts."""

    tracking_code: Annotated[str, msgspec.Meta(max_length=60)] = ""


class PartRefund(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the money that goes back to the buyer, the fee's share in it; why is kept."""

    amount_minor: Annotated[int, msgspec.Meta(gt=0, le=9007199254740991)]
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


def order_body(
    order: OrderView,
    shipment: ShipmentView | None,
    pickup: PickupView | None,
    timeline: Sequence[TimelineEntry],
) -> OrderBody:
    """Turn an order into what its reader may know."""
    return OrderBody(
        id=order.order_id,
        reference=order.reference,
        side=order.side or "buyer",
        status=order.status,
        delivery_method=order.delivery_method,
        parcel_size=order.parcel_size,
        lines=[
            OrderLineBody(line.listing_id, line.title, line.size, line.price.amount_minor)
            for line in order.lines
        ],
        delivery_minor=order.delivery.amount_minor,
        total_minor=order.total.amount_minor,
        seller_gets_minor=order.seller_gets.amount_minor,
        currency=order.total.currency,
        ship_by=order.ship_by,
        has_label=shipment is not None and bool(shipment.label_code),
        tracking_code=order.tracking_code or (shipment.tracking_code if shipment else ""),
        destination=None if order.is_pickup else _destination(order),
        pickup=_pickup(order, pickup),
        scans=[ScanBody(scan.kind, scan.at, scan.note) for scan in shipment.scans]
        if shipment
        else [],
        timeline=[MomentBody(row.kind, row.at, row.done, row.label) for row in timeline],
    )


def _destination(order: OrderView) -> Destination:
    to = order.address
    return Destination(to.name, to.line1, to.line2, to.city, to.postcode, to.country)


def _pickup(order: OrderView, pickup: PickupView | None) -> PickupBody | None:
    if pickup is None:
        return None
    return PickupBody(order.pickup_place, pickup.code, pickup.tries_left)


def order_row_body(order: OrderView) -> OrderRowBody:
    """Turn an order into a row."""
    return OrderRowBody(
        id=order.order_id,
        reference=order.reference,
        status=order.status,
        title=order.lines[0].title,
        delivery_method=order.delivery_method,
        total_minor=order.total.amount_minor,
        currency=order.total.currency,
        ship_by=order.ship_by,
    )


def labels_body(made: LabelsMade) -> LabelsBody:
    """Turn what became of several labels into its JSON shape."""
    return LabelsBody(
        labelled=list(made.labelled),
        refused=[LabelRefusal(order_id, reason) for order_id, reason in made.refused],
    )
