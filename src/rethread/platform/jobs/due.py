"""Due work: timers kept as rows of a domain's own table, run by whoever asks, in due order.

It keeps no schedule in memory and never compares with SQL `now()`: the business clock's reading
is passed as a parameter, so that a demo or a test can move time and see everything that follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import LiteralString, Protocol

from django.db import connection

from rethread.platform.kernel import wall_now

RunDue = Callable[[datetime, int], int]
NextDueAt = Callable[[], datetime | None]


@dataclass(frozen=True, slots=True)
class DueWork:
    """One kind of timer.

    `run_due(now, limit)` does what is due at `now` (at most `limit` rows) and returns how many it
    did; `next_due_at()` returns the earliest due time on the business clock, or None. `due` is a
    SELECT that finds a row whenever `run_due` would find something to do at `%(now)s` (`%(wall)s`
    is wall time, for leases); without it, a kind is asked by running it.
    """

    name: str
    run_due: RunDue
    next_due_at: NextDueAt
    due: LiteralString | None = None


class ClockSetter(Protocol):
    """Moves the business clock to a moment, and whatever follows it (a sandbox's clock)."""

    def __call__(self, to: datetime) -> None: ...


def run_all_due(works: Sequence[DueWork], now: datetime, *, limit: int = 100) -> int:
    """Run each kind of due work once, in the given order, and return how many rows were done.

    One statement asks which kinds have something to do. It is asked again after one of them ran,
    for what that one made due, so a kind is passed over only when nothing of it is due.
    """
    done, waiting = 0, list(works)
    while (at := _first_due(waiting, now)) is not None:
        done += waiting[at].run_due(now, limit)
        waiting = waiting[at + 1 :]
    return done


def _first_due(works: Sequence[DueWork], now: datetime) -> int | None:
    """Return which of these kinds, in their order, is the first with something to do."""
    asked = list(takewhile(lambda work: work.due is not None, works))
    if asked:
        exist = ", ".join(f"EXISTS ({work.due})" for work in asked)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {exist}", {"now": now, "wall": wall_now()})
            found = cursor.fetchone()
        for place, is_due in enumerate(found or ()):
            if is_due:
                return place
    return len(asked) if len(asked) < len(works) else None


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
