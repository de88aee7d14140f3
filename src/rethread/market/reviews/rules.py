"""Pure rules of reviews: how long they stay blind, and what they may hold."""

from __future__ import annotations

from datetime import datetime, timedelta

TEXT_CHARS_MAX = 1000
RATING_MAX = 5
PHOTOS_MAX = 4
BLIND_FOR = timedelta(days=14)


def opens_at(completed_at: datetime) -> datetime:
    """Return when what one side wrote opens, even if the other has written nothing."""
    return completed_at + BLIND_FOR


def is_open(*, other_written: bool, completed_at: datetime, now: datetime) -> bool:
    """Tell whether a review that is written now can be read at once."""
    return other_written or now >= opens_at(completed_at)
