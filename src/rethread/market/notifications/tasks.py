"""The worker's side of notifications: letters that are due."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Min, Q

from rethread.platform.kernel import wall_now

from .models import QueuedLetter

DUE: Final = (
    "SELECT 1 FROM notifications_queuedletter WHERE state = 'waiting' AND due_at <= %(now)s "
    "AND (leased_until IS NULL OR leased_until <= %(wall)s)"
)


def next_letter_due_at() -> datetime | None:
    """Return when the next letter is due that nobody is sending now."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=wall_now())
    waiting = QueuedLetter.objects.filter(free, state="waiting")
    found: datetime | None = waiting.aggregate(first=Min("due_at"))["first"]
    return found
