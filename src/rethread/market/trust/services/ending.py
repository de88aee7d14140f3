"""Restrictions end by themselves, to the second: selectors compare times, and this timer writes it
down and tells."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Min

from ..models import Decision
from .cases import SYSTEM, step

DUE: Final = "SELECT 1 FROM trust_decision WHERE status = 'in_force' AND ends_at <= %(now)s"


def end_due_decisions(now: datetime, limit: int) -> int:
    """End at most `limit` decisions whose time is over at `now`, and return how many."""
    with transaction.atomic():
        due = Decision.objects.select_for_update(skip_locked=True).filter(
            status="in_force", ends_at__lte=now
        )
        rows = list(due.order_by("ends_at", "id")[:limit])
        for row in rows:
            step(SYSTEM, row, "end")
    return len(rows)


def next_decision_end() -> datetime | None:
    """Return when the next decision ends by itself."""
    rows = Decision.objects.filter(status="in_force", ends_at__isnull=False)
    found: datetime | None = rows.aggregate(first=Min("ends_at"))["first"]
    return found
