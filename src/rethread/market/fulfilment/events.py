"""Generated from contracts/fulfilment; do not edit.

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

ShipmentCreatedDirection = Literal[
    "out",
    "return",
]


class ShipmentCreated(Struct, frozen=True, kw_only=True):
    """A parcel got its label."""

    # The parcel.
    shipment_id: UUID

    # The order inside.
    order_id: UUID

    # Who carries it.
    carrier: Annotated[str, Meta(max_length=30)]

    # The carrier's service.
    service: Annotated[str, Meta(max_length=40)]

    # Whether it goes to the buyer or comes back; absent in what was told before there were
    # returns.
    direction: ShipmentCreatedDirection | None = None


SHIPMENT_CREATED = EventType(
    name="fulfilment.shipment_created",
    version=1,
    partition_key="order_id",
    payload=ShipmentCreated,
)


def emit_shipment_created(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    shipment_id: UUID,
    order_id: UUID,
    carrier: str,
    service: str,
    direction: ShipmentCreatedDirection | None = None,
) -> UUID:
    """Emit `fulfilment.shipment_created` and return the id of the event."""
    payload = ShipmentCreated(
        shipment_id=shipment_id, order_id=order_id, carrier=carrier, service=service,
        direction=direction,
    )  # fmt: skip
    return emit(SHIPMENT_CREATED, payload, actor=actor, occurred_at=occurred_at, context=context)


ShipmentScannedScanKind = Literal[
    "accepted",
    "in_transit",
    "out_for_delivery",
    "delivered",
    "lost",
]
ShipmentScannedDirection = Literal[
    "out",
    "return",
]


class ShipmentScanned(Struct, frozen=True, kw_only=True):
    """A carrier read the label of a parcel."""

    # The parcel.
    shipment_id: UUID

    # The order inside.
    order_id: UUID

    # The reading; each is told once.
    scan_id: UUID

    # What the reading means.
    scan_kind: ShipmentScannedScanKind

    # When the carrier read it, on the carrier's clock.
    scanned_at: Annotated[datetime, Meta(tz=True)]

    # Whether it goes to the buyer or comes back; absent in what was told before there were
    # returns.
    direction: ShipmentScannedDirection | None = None


SHIPMENT_SCANNED = EventType(
    name="fulfilment.shipment_scanned",
    version=1,
    partition_key="order_id",
    payload=ShipmentScanned,
)


def emit_shipment_scanned(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    shipment_id: UUID,
    order_id: UUID,
    scan_id: UUID,
    scan_kind: ShipmentScannedScanKind,
    scanned_at: datetime,
    direction: ShipmentScannedDirection | None = None,
) -> UUID:
    """Emit `fulfilment.shipment_scanned` and return the id of the event."""
    payload = ShipmentScanned(
        shipment_id=shipment_id, order_id=order_id, scan_id=scan_id, scan_kind=scan_kind,
        scanned_at=scanned_at, direction=direction,
    )  # fmt: skip
    return emit(SHIPMENT_SCANNED, payload, actor=actor, occurred_at=occurred_at, context=context)
