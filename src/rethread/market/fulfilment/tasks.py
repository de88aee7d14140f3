"""The worker's side of fulfilment: perform due calls, read due parcels."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

from django.db.models import Min

from .models import CarrierCall, Shipment
from .services.calls import OPEN, due_calls, run_call, unleased
from .services.scans import poll_scans

CALL_DUE: Final = (
    "SELECT 1 FROM fulfilment_carriercall WHERE status IN ('intended', 'unknown') "
    "AND due_at <= %(now)s AND (lease_until IS NULL OR lease_until < %(wall)s)"
)
POLL_DUE: Final = "SELECT 1 FROM fulfilment_shipment WHERE next_poll_at <= %(now)s"
_log = logging.getLogger(__name__)


def run_due_calls(now: datetime, limit: int) -> int:
    """Perform the steps that are due at `now` and return how many were tried."""
    due = due_calls(now, limit)
    for call_id in due:
        run_call(call_id)
    return len(due)


def next_call_at() -> datetime | None:
    """Return when the next step falls due."""
    rows = CarrierCall.objects.filter(unleased(), status__in=OPEN)
    found: datetime | None = rows.aggregate(first=Min("due_at"))["first"]
    return found


def run_due_polls(now: datetime, limit: int) -> int:
    """Read the scans of parcels whose time has come and return how many were asked about."""
    rows = Shipment.objects.filter(next_poll_at__lte=now).order_by("next_poll_at", "id")
    due = list(rows.values_list("id", flat=True)[:limit])
    for shipment_id in sorted(poll_scans(due)) if due else ():
        _log.warning("no scans of parcel %s at present", shipment_id)
    return len(due)


def next_poll_due_at() -> datetime | None:
    """Return when the next parcel is to be read."""
    rows = Shipment.objects.filter(next_poll_at__isnull=False)
    found: datetime | None = rows.aggregate(first=Min("next_poll_at"))["first"]
    return found
