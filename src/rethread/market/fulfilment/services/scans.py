"""Read what the carrier's scanners saw. Each scan is kept once and told once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from rethread.platform.kernel import Actor, business_now
from rethread.platform.kernel.fetching import fetch, select, update

from ..errors import CarrierUnavailable, ShipmentNotFound
from ..events import emit_shipment_scanned
from ..models import Scan, Shipment
from ..ports import CarrierDown, CarrierRefused, CarrierScan, carrier
from ..rules import next_poll_at, status_after
from ..selectors import get_shipment
from ..types import ShipmentView

_ACTOR: Final = Actor.system("fulfilment.scans")
_KNOWN: Final = (
    "SELECT shipment_id, carrier_scan_id FROM fulfilment_scan WHERE shipment_id = ANY(%s)"
)


def read_scans(shipment_id: UUID) -> ShipmentView:
    """Ask the carrier for a parcel's scans now and keep what is new. Not in a transaction.

    Raises:
        ShipmentNotFound: there is no such parcel.
        CarrierUnavailable: no answer, or none about this parcel; it is asked again in time.
    """
    if shipment_id in poll_scans([shipment_id]):
        raise CarrierUnavailable
    return get_shipment(shipment_id)


def poll_scans(shipment_ids: Sequence[UUID]) -> set[UUID]:
    """Ask the carrier about parcels, one after another, and keep what is new of each.

    Returns the parcels of which the carrier told nothing; they are asked about again in time.

    Raises:
        ShipmentNotFound: one of them does not exist; nothing was asked.
    """
    parcels = fetch(Shipment, "WHERE id = ANY(%s) ORDER BY next_poll_at, id", [list(shipment_ids)])
    if len(parcels) != len(set(shipment_ids)):
        raise ShipmentNotFound
    known = _known_scans(shipment_ids)
    silent = set()
    unchanged = []
    news: dict[UUID, Sequence[CarrierScan]] = {}
    for parcel in parcels:
        if not parcel.tracking_code or not parcel.tracked:
            continue
        try:
            found = carrier().track(tracking_code=parcel.tracking_code)
        except (CarrierDown, CarrierRefused):
            silent.add(parcel.id)
            found = ()
        if all(scan.scan_id in known[parcel.id] for scan in found):
            unchanged.append(parcel)
        else:
            news[parcel.id] = found
    if news:
        _keep(news)
    _ask_again(unchanged)
    return silent


def _known_scans(shipment_ids: Sequence[UUID]) -> dict[UUID, set[str]]:
    known: dict[UUID, set[str]] = {shipment_id: set() for shipment_id in shipment_ids}
    for shipment_id, scan_id in select(_KNOWN, [list(shipment_ids)]):
        known[shipment_id].add(scan_id)
    return known


def _ask_again(parcels: Sequence[Shipment]) -> None:
    """Note when each parcel without news is read next; most at the same moment, in one statement.

    One whose status somebody changed meanwhile has its moment from them.
    """
    now = business_now()
    alike: dict[tuple[str, datetime | None], list[UUID]] = {}
    for parcel in parcels:
        following = next_poll_at(now, parcel.status, parcel.labelled_at or parcel.created_at)
        alike.setdefault((parcel.status, following), []).append(parcel.id)
    for (status, following), ids in alike.items():
        Shipment.objects.filter(pk__in=ids, status=status).update(next_poll_at=following)


@transaction.atomic
def _keep(news: Mapping[UUID, Sequence[CarrierScan]]) -> None:
    """Keep and tell what is new of these parcels, whose rows are locked in the order of ids."""
    parcels = fetch(Shipment, "WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(news)])
    known = _known_scans([parcel.id for parcel in parcels])
    fresh = [_news_of(parcel, news[parcel.id], known[parcel.id]) for parcel in parcels]
    Scan.objects.bulk_create(scan for scans in fresh for scan in scans)
    for parcel, scans in zip(parcels, fresh, strict=True):
        for scan in scans:
            _tell(parcel, scan)
        parcel.next_poll_at = next_poll_at(
            business_now(), parcel.status, parcel.labelled_at or parcel.created_at
        )
        update(parcel, "status", "next_poll_at")


def _news_of(parcel: Shipment, found: Sequence[CarrierScan], known: set[str]) -> list[Scan]:
    """Return the rows of the scans that are new, and take the parcel where they lead."""
    fresh = []
    for scan in found:
        if scan.scan_id not in known:
            known.add(scan.scan_id)
            parcel.status = status_after(parcel.status, scan.kind)
            fresh.append(
                Scan(
                    shipment=parcel,
                    carrier_scan_id=scan.scan_id,
                    kind=scan.kind,
                    at=scan.at,
                    note=scan.note[:200],
                )
            )
    return fresh


def _tell(parcel: Shipment, scan: Scan) -> None:
    emit_shipment_scanned(
        actor=_ACTOR,
        shipment_id=parcel.id,
        order_id=parcel.order_id,
        scan_id=scan.id,
        scan_kind=scan.kind,
        scanned_at=scan.at,
        direction=parcel.direction,
    )
