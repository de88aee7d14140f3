"""Two clocks. Business time drives timers and facts and can be moved in a demo; wall time drives
leases, signatures, sessions and freshness and can never be moved."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.db import transaction

from .errors import invariant
from .settings import settings

_CACHE_S = 0.5  # how long a process may miss that the demo moved the clock
_cached: tuple[float, timedelta] | None = None
_frozen: Callable[[], datetime] | None = None


def wall_now() -> datetime:
    """Return the real time, in UTC."""
    return datetime.now(UTC)


def business_now() -> datetime:
    """Return the market's time, in UTC: real time plus the offset that the demo or a test set."""
    if _frozen is not None:
        return _frozen()
    return wall_now() + clock_offset()


def clock_offset() -> timedelta:
    """Return how far business time runs ahead of real time; read at most every half second."""
    global _cached
    if not settings().clock_moves:
        return timedelta(0)
    now = time.monotonic()
    if _cached is None or now - _cached[0] > _CACHE_S:
        _cached = (now, _read_offset())
    return _cached[1]


def _read_offset() -> timedelta:
    from .models import ClockOffset

    row = ClockOffset.objects.filter(pk=1).values_list("offset_us", flat=True).first()
    return timedelta(microseconds=row or 0)


def set_clock_offset(offset: timedelta) -> None:
    """Move the market's clock; refuses to go back, for timers that fired cannot be unfired."""
    global _cached
    from .models import ClockOffset

    invariant(settings().clock_moves, "the business clock of a live market cannot be moved")
    with transaction.atomic():
        row, _ = ClockOffset.objects.select_for_update().get_or_create(
            pk=1, defaults={"offset_us": 0}
        )
        offset_us = offset // timedelta(microseconds=1)
        invariant(offset_us >= row.offset_us, "business time never goes back")
        row.offset_us = offset_us
        row.save(update_fields=["offset_us"])
    _cached = None


@contextmanager
def business_clock(source: Callable[[], datetime]) -> Iterator[None]:
    """Replace the business clock of this process, for simulations and tests only."""
    global _frozen
    previous, _frozen = _frozen, source
    try:
        yield
    finally:
        _frozen = previous


def forget_clock_cache() -> None:
    """Make the next reading come from the database; tests call it between cases."""
    global _cached
    _cached = None
