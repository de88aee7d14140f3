"""The worker's side of offers: those whose time is up, earliest first, each on its own."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Min

from .models import Offer
from .services.timers import run_due_offer

DUE: Final = "SELECT 1 FROM offers_offer WHERE due_at <= %(now)s"
_log = logging.getLogger(__name__)


def run_due_offers(now: datetime, limit: int) -> int:
    """End negotiations and agreed prices whose time is up at `now`; return how many did.

    One that fails is logged and tried again next time; the others go on.
    """
    rows = Offer.objects.filter(due_at__lte=now).order_by("due_at", "id")
    return sum(_attempt(offer_id, now) for offer_id in rows.values_list("id", flat=True)[:limit])


def _attempt(offer_id: UUID, now: datetime) -> int:
    try:
        return int(run_due_offer(offer_id, now))
    except Exception:  # noqa: BLE001 - a worker loop: one bad offer stops no other
        _log.exception("the end of offer %s failed and is tried again", offer_id)
        return 0


def next_offer_due_at() -> datetime | None:
    """Return when the next answer or agreed price is due."""
    found: datetime | None = Offer.objects.filter(due_at__isnull=False).aggregate(
        first=Min("due_at")
    )["first"]
    return found
