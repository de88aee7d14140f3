"""The worker's side of orders' timers: take what is due in due order, run each on its own."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import F, Min

from .models import Deadline
from .services.timers import run_deadline

ATTEMPTS_MAX = 8
DUE: Final = "SELECT 1 FROM orders_deadline WHERE outcome = '' AND NOT dead AND due_at <= %(now)s"
_log = logging.getLogger(__name__)


def run_due_deadlines(now: datetime, limit: int) -> int:
    """Run timers that are due at `now`, earliest first, and return how many were dealt with.

    One that fails is tried again, then set aside as dead (and logged as an error), so that it
    never holds up the others.
    """
    rows = Deadline.objects.filter(outcome="", dead=False, due_at__lte=now)
    due = list(rows.order_by("due_at", "id").values_list("id", flat=True)[:limit])
    return sum(_attempt(deadline_id, now) for deadline_id in due)


def _attempt(deadline_id: UUID, now: datetime) -> int:
    try:
        return int(run_deadline(deadline_id, now))
    except Exception as error:  # noqa: BLE001 - a worker loop: one bad timer stops no other
        Deadline.objects.filter(pk=deadline_id).update(
            attempts=F("attempts") + 1, last_error=repr(error)[:300]
        )
        dead = Deadline.objects.filter(pk=deadline_id, attempts__gte=ATTEMPTS_MAX)
        if dead.update(dead=True):
            _log.exception("timer %s was given up", deadline_id)
        else:
            _log.warning("timer %s failed and is tried again: %r", deadline_id, error)
        return 1


def next_deadline_at() -> datetime | None:
    """Return when the next timer falls due."""
    found: datetime | None = Deadline.objects.filter(outcome="", dead=False).aggregate(
        first=Min("due_at")
    )["first"]
    return found
