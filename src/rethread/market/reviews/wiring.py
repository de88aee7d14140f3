"""What config plugs in for reviews: the timer that opens what was blind."""

from __future__ import annotations

from typing import Final

from rethread.platform.jobs.due import DueWork

from .services import DUE, next_opening_at, open_due_reviews

DUE_WORK: Final[tuple[DueWork, ...]] = (
    DueWork("reviews.opening", open_due_reviews, next_opening_at, DUE),
)
