"""The worker's side of cases: deadlines that have passed, earliest first, each on its own."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Min

from .models import Case
from .rules.case import TIMED
from .services.deciding import run_deadline

DUE: Final = (
    "SELECT 1 FROM support_case "
    "WHERE status IN ('awaiting_answer', 'answered', 'decided', 'returning') AND due_at <= %(now)s"
)
_log = logging.getLogger(__name__)


def run_due_cases(now: datetime, limit: int) -> int:
    """Run deadlines that are due at `now` and return how many did something.

    One that fails is logged and tried again next time; the others go on.
    """
    rows = Case.objects.filter(status__in=TIMED, due_at__lte=now).order_by("due_at", "id")
    return sum(_attempt(case_id, now) for case_id in rows.values_list("id", flat=True)[:limit])


def _attempt(case_id: UUID, now: datetime) -> int:
    try:
        return int(run_deadline(case_id, now))
    except Exception:  # noqa: BLE001 - a worker loop: one bad case stops no other
        _log.exception("the deadline of case %s failed and is tried again", case_id)
        return 0


def next_case_due_at() -> datetime | None:
    """Return when the next deadline of a party passes; that of staff does nothing by itself."""
    found: datetime | None = Case.objects.filter(status__in=TIMED).aggregate(first=Min("due_at"))[
        "first"
    ]
    return found
