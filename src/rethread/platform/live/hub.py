"""Hands signals to the open pages of whom they are for. Memory only, bounded everywhere.

It remembers the last signals, so that a page that lost its connection is told what it missed; where
that is not certain the page is told to look for itself (`resync`). It asks no database.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid4

REMEMBERED: Final = 5000
WAITING_MAX: Final = 32  # signals that a slow page may be behind before it is told to resync
PER_PERSON_MAX: Final = 8


class HubFull(Exception):
    """No more pages can be kept connected here."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal: its id, for whom, and what it says."""

    id: str
    to: frozenset[UUID]
    topic: str
    about: str = ""

    def text(self) -> str:
        """Write it as a server-sent event (WHATWG HTML, 9.2)."""
        said = json.dumps({"topic": self.topic, "about": self.about}, separators=(",", ":"))
        return f"id: {self.id}\nevent: news\ndata: {said}\n\n"


def signal_of(text: str) -> Signal:
    """Read what `signalling` has sent.

    Raises:
        ValueError: it is something else.
    """
    try:
        said = json.loads(text)
        people = frozenset(UUID(one) for one in said["to"])
        return Signal(str(said["id"]), people, str(said["topic"]), str(said["about"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(text[:100]) from error


@dataclass(slots=True, eq=False)
class Line:
    """One open page. `waiting` holds what it has not been sent; None ends it."""

    person_id: UUID
    waiting: asyncio.Queue[Signal | None] = field(
        default_factory=lambda: asyncio.Queue(WAITING_MAX)
    )

    def put(self, signal: Signal | None, newest: str) -> None:
        """Add a signal; a page too far behind is told to look for itself instead."""
        if self.waiting.full():
            while not self.waiting.empty():
                self.waiting.get_nowait()
            self.waiting.put_nowait(_resync(newest))
        if signal is None or signal.topic != "resync" or self.waiting.empty():
            self.waiting.put_nowait(signal)


def _resync(newest: str) -> Signal:
    return Signal(newest, frozenset(), "resync")


class Hub:
    """The open pages of one process. Belongs to one event loop; nothing in it waits."""

    def __init__(self, *, lines_max: int) -> None:
        """Keep at most so many pages."""
        self._lines_max = lines_max
        self._lines: dict[UUID, list[Line]] = {}
        self._count = 0
        self._past: deque[Signal] = deque(maxlen=REMEMBERED)
        self.forget()

    def __len__(self) -> int:
        return self._count

    @property
    def newest(self) -> str:
        """Return the id of the last signal."""
        return self._past[-1].id

    def forget(self) -> None:
        """Begin anew, for signals may have been missed; every page is told to look for itself."""
        self._past.clear()
        self._past.append(Signal(uuid4().hex, frozenset(), "begin"))
        for line in self._all():
            line.put(_resync(self.newest), self.newest)

    def join(self, person_id: UUID, last_id: str = "") -> Line:
        """Connect a page, first with what it missed since `last_id`.

        One person has at most eight; the oldest makes room.

        Raises:
            HubFull: as many pages are connected as may be.
        """
        own = self._lines.setdefault(person_id, [])
        if len(own) >= PER_PERSON_MAX:
            oldest = own[0]
            self.leave(oldest)
            oldest.put(None, self.newest)
            own = self._lines.setdefault(person_id, [])
        if self._count >= self._lines_max:
            if not own:
                del self._lines[person_id]
            raise HubFull
        line = Line(person_id)
        own.append(line)
        self._count += 1
        for signal in self._missed(person_id, last_id) if last_id else ():
            line.put(signal, self.newest)
        return line

    def _missed(self, person_id: UUID, last_id: str) -> list[Signal]:
        found: list[Signal] = []
        for signal in reversed(self._past):
            if signal.id == last_id:
                return found[::-1]
            if person_id in signal.to:
                found.append(signal)
        return [_resync(self.newest)]

    def leave(self, line: Line) -> None:
        """Disconnect a page; leaving twice is no error."""
        own = self._lines.get(line.person_id, [])
        if line in own:
            own.remove(line)
            self._count -= 1
        if not own:
            self._lines.pop(line.person_id, None)

    def hear(self, signal: Signal) -> None:
        """Remember a signal and put it to the pages of whom it is for."""
        self._past.append(signal)
        for person_id in signal.to:
            for line in self._lines.get(person_id, ()):
                line.put(signal, self.newest)

    def close(self) -> None:
        """End every page's connection."""
        for line in self._all():
            self.leave(line)
            line.put(None, self.newest)

    def _all(self) -> list[Line]:
        return [line for own in self._lines.values() for line in own]
