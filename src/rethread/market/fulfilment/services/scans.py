"""Read what the carrier's scanners saw. Each scan is kept once and told once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import transaction

from rethread.platform.kernel import Actor, business_now

from ..errors import CarrierUnavailable, ShipmentNotFound
from ..events import emit_shipment_scanned
from ..models import Scan, Shipment
from ..ports import CarrierDown, CarrierRefused, CarrierScan, carrier
from ..rules import next_poll_at, status_after
from ..selectors import get_shipment
from ..types import ShipmentView

_ACTOR: Final = Actor.system("fulfilment.scans")


def read_scans(shipment_id: UUID) -> ShipmentView:
    """Ask the carrier for a parcel's scans now and keep what is new. Not in a transaction.

    Raises:
        ShipmentNotFound: there is no such parcel.
        CarrierUnavailable: no answer, or none about this parcel; it is asked again in time.
    """
    poll_scans(shipment_id)
    return get_shipment(shipment_id)


def poll_scans(shipment_id: UUID) -> None:
    """Do what `read_scans` does without returning the parcel; timers need no more.

    Raises:
        ShipmentNotFound, CarrierUnavailable: as `read_scans` does.
    """
    code = Shipment.objects.filter(pk=shipment_id).values_list("tracking_code", flat=True).first()
    if code is None:
        raise ShipmentNotFound
    if not code:
        return
    try:
        found = carrier().track(tracking_code=code)
    except (CarrierDown, CarrierRefused) as error:
        _keep(shipment_id, ())
        raise CarrierUnavailable from error
    _keep(shipment_id, found)


@transaction.atomic
def _keep(shipment_id: UUID, found: Sequence[CarrierScan]) -> None:
    parcel = Shipment.objects.select_for_update().get(pk=shipment_id)
    known = set(Scan.objects.filter(shipment=parcel).values_list("carrier_scan_id", flat=True))
    for scan in found:
        if scan.scan_id not in known:
            known.add(scan.scan_id)
            _keep_one(parcel, scan)
    parcel.next_poll_at = next_poll_at(
        business_now(), parcel.status, parcel.labelled_at or parcel.created_at
    )
    parcel.save(update_fields=["status", "next_poll_at"])


def _keep_one(parcel: Shipment, scan: CarrierScan) -> None:
    row = Scan.objects.create(
        shipment=parcel,
        carrier_scan_id=scan.scan_id,
        kind=scan.kind,
        at=scan.at,
        note=scan.note[:200],
    )
    parcel.status = status_after(parcel.status, scan.kind)
    emit_shipment_scanned(
        actor=_ACTOR,
        shipment_id=parcel.id,
        order_id=parcel.order_id,
        scan_id=row.id,
        scan_kind=scan.kind,
        scanned_at=scan.at,
    )
