"""What config plugs in for discovery: who listens in the transaction, and what a worker runs."""

from __future__ import annotations

from datetime import datetime

from rethread.platform.events.immediate import Listener
from rethread.platform.jobs.due import DueWork

from .handlers import (
    ACTED,
    CAME_OR_WENT,
    CHANGED,
    listings_changed,
    shops_came_or_went,
    somebody_acted,
)
from .services.recording import UNCOUNTED, count_heat, oldest_uncounted
from .services.upkeep import forget_old

COUNT_AT_LEAST = 500
LISTENERS: tuple[Listener, ...] = (
    Listener(frozenset(CHANGED), listings_changed),
    Listener(frozenset(CAME_OR_WENT), shops_came_or_went),
    Listener(frozenset(ACTED), somebody_acted),
)


def _count_due(now: datetime, limit: int) -> int:
    del now  # what was done is due to be counted at once
    return count_heat(max(limit, COUNT_AT_LEAST))


DUE_WORK: tuple[DueWork, ...] = (
    DueWork(name="discovery.heat", run_due=_count_due, next_due_at=oldest_uncounted, due=UNCOUNTED),
)

__all__ = ["DUE_WORK", "LISTENERS", "forget_old"]
