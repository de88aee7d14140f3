"""Due work: timers kept as rows of a domain's own table, run by whoever asks, in due order.

It keeps no schedule in memory and never compares with SQL `now()`: the business clock's reading
is passed as a parameter, so that a demo or a test can move time and see everything that follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

RunDue = Callable[[datetime, int], int]
NextDueAt = Callable[[], datetime | None]


@dataclass(frozen=True, slots=True)
class DueWork:
    """One kind of timer.

    `run_due(now, limit)` does what is due at `now` (at most `limit` rows) and returns how many it
    did; `next_due_at()` returns the earliest due time on the business clock, or None.
    """

    name: str
    run_due: RunDue
    next_due_at: NextDueAt


class ClockSetter(Protocol):
    """Moves the business clock to a moment, and whatever follows it (a sandbox's clock)."""

    def __call__(self, to: datetime) -> None: ...


def run_all_due(works: Sequence[DueWork], now: datetime, *, limit: int = 100) -> int:
    """Run each kind of due work once, in the given order, and return how many rows were done."""
    return sum(work.run_due(now, limit) for work in works)


def earliest_due(works: Sequence[DueWork]) -> datetime | None:
    """Return the earliest moment at which anything falls due."""
    moments = [moment for work in works if (moment := work.next_due_at()) is not None]
    return min(moments, default=None)


def advance(
    *,
    works: Sequence[DueWork],
    now: Callable[[], datetime],
    to: datetime,
    set_clock: ClockSetter,
    settle: Callable[[], int],
    rounds_max: int = 100_000,
) -> int:
    """Move business time to `to`, stopping at every due moment on the way, in due order.

    `settle` delivers events and whatever else follows from what was done; it and the due work
    repeat at each moment until neither does anything. Returns the number of moments stopped at.
    """
    stops = 0
    for _ in range(rounds_max):
        _run_until_quiet(works, now(), settle)
        following = earliest_due(works)
        if following is None or following > to:
            break
        if following > now():
            set_clock(following)
            stops += 1
    set_clock(to)
    _run_until_quiet(works, now(), settle)
    return stops


def _run_until_quiet(
    works: Sequence[DueWork], now: datetime, settle: Callable[[], int], rounds_max: int = 1000
) -> None:
    for _ in range(rounds_max):
        if run_all_due(works, now) + settle() == 0:
            return
