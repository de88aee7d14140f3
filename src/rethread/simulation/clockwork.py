"""Simulated time and seeded ids: the same seed gives the same moments and the same keys.

It never sleeps and never reads the wall clock.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from uuid import UUID

from rethread.platform.kernel import invariant
from rethread.platform.kernel.clock import business_clock
from rethread.platform.kernel.ids import id_source, uuid7_from

Action = Callable[[], None]


@dataclass(slots=True)
class SimulatedClock:
    """The business time of a simulation; it only moves forward."""

    now: datetime

    def move_to(self, moment: datetime) -> None:
        """Move to a moment that is not in the past; an earlier one changes nothing."""
        self.now = max(self.now, moment)

    def timestamp(self) -> float:
        """Return the moment in seconds since 1970, as a sandbox wants it."""
        return self.now.timestamp()


class SeededIds:
    """UUIDv7 ids from simulated time, a counter and a seeded generator."""

    def __init__(self, seed: int, clock: SimulatedClock) -> None:
        """Start a sequence that depends on nothing but the seed and the order of use."""
        self._random = random.Random(f"ids-{seed}")
        self._clock = clock
        self._counter = 0
        self._last_ms = 0

    def __call__(self) -> UUID:
        """Make the next id; ids sort in the order in which they were made."""
        now_ms = int(self._clock.now.timestamp() * 1000)
        if now_ms > self._last_ms:
            self._last_ms, self._counter = now_ms, 0
        else:
            self._counter += 1
            if self._counter > 0xFFF:
                self._last_ms, self._counter = self._last_ms + 1, 0
        return uuid7_from(self._last_ms, self._counter, self._random.getrandbits(62))


@contextmanager
def simulated_time(clock: SimulatedClock, seed: int) -> Iterator[None]:
    """Make this process live on simulated time and seeded ids."""
    with business_clock(lambda: clock.now), id_source(SeededIds(seed, clock)):
        yield


@dataclass(order=True, slots=True)
class _Entry:
    at: datetime
    order: int
    action: Action = field(compare=False)


class Agenda:
    """What people are going to do, in order of time; ties go in the order they were planned."""

    def __init__(self) -> None:
        """Start with nothing planned."""
        self._entries: list[_Entry] = []
        self._order = count()

    def __len__(self) -> int:
        return len(self._entries)

    def plan(self, at: datetime, action: Action) -> None:
        """Plan an action for a moment."""
        heapq.heappush(self._entries, _Entry(at, next(self._order), action))

    def pop_due(self, until: datetime) -> tuple[datetime, Action] | None:
        """Return the next action planned no later than `until`, or None."""
        if self._entries and self._entries[0].at <= until:
            entry = heapq.heappop(self._entries)
            return entry.at, entry.action
        return None

    def next_at(self) -> datetime:
        """Return when the next action is planned."""
        invariant(self._entries, "the agenda is not empty")
        return self._entries[0].at
