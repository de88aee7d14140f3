"""Read parcels."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from rethread.platform.kernel.fetching import fetch, fetch_one

from .errors import ShipmentNotFound
from .models import Scan, Shipment
from .types import Direction, PostalAddress, ScanView, ShipmentView


def get_shipment(shipment_id: UUID) -> ShipmentView:
    """Return a parcel; callers check who may see its addresses.

    Raises:
        ShipmentNotFound: there is none.
    """
    row = fetch_one(Shipment, "WHERE id = %s", [shipment_id])
    if row is None:
        raise ShipmentNotFound
    return _views([row])[0]


def find_shipment_for_order(order_id: UUID) -> ShipmentView | None:
    """Return an order's parcel to its buyer, or None when no label was asked for."""
    return shipments_by_order_ids([order_id]).get(order_id)


def find_return_for_order(order_id: UUID) -> ShipmentView | None:
    """Return the parcel in which an order comes back, or None when no label was asked for."""
    return shipments_by_order_ids([order_id], direction="return").get(order_id)


def shipments_by_order_ids(
    order_ids: Iterable[UUID], *, direction: Direction = "out"
) -> dict[UUID, ShipmentView]:
    """Return the parcels of these orders one way; orders without one are left out."""
    wanted = list(set(order_ids))
    where = "WHERE order_id = ANY(%s) AND direction = %s"
    rows = fetch(Shipment, where, [wanted, direction]) if wanted else []
    return {view.order_id: view for view in _views(rows)}


def _views(rows: Iterable[Shipment]) -> list[ShipmentView]:
    parcels = list(rows)
    scans: dict[UUID, list[ScanView]] = {parcel.id: [] for parcel in parcels}
    if not scans:
        return []
    for scan in fetch(Scan, "WHERE shipment_id = ANY(%s) ORDER BY at, id", [list(scans)]):
        scans[scan.shipment_id].append(ScanView(kind=scan.kind, at=scan.at, note=scan.note))
    return [_view(parcel, tuple(scans[parcel.id])) for parcel in parcels]


def _view(row: Shipment, scans: tuple[ScanView, ...]) -> ShipmentView:
    return ShipmentView(
        shipment_id=row.id,
        order_id=row.order_id,
        status=row.status,
        carrier=row.carrier,
        service=row.service,
        label_code=row.tracking_code,
        tracking_code=row.tracking_code if row.tracked else "",
        tracked=row.tracked,
        label_url=row.label_url,
        parcel_size=row.parcel_size,
        sender=PostalAddress(**row.sender),
        recipient=PostalAddress(**row.recipient),
        created_at=row.created_at,
        handed_over_at=row.handed_over_at,
        scans=scans,
        direction=row.direction,
    )
