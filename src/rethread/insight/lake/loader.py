"""Loads the bus into the lake in micro-batches, so that a crash anywhere neither loses nor doubles.

Each table's commit carries how far each bus partition was read for it; the group's own offset is
committed after all tables, and what is delivered again is dropped by those marks.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import datetime

from rethread.platform.events import registry
from rethread.platform.events.bus import Batch, Bus
from rethread.platform.events.envelope import Envelope
from rethread.platform.events.postgres_bus import PostgresBus
from rethread.platform.kernel import wall_now

from . import tables
from .models import LakeLoad
from .ports import Landing, observer

GROUP = "lake"
Sieve = Callable[[Envelope], bool]


def load_once(limit: int = 50_000, *, bus: Bus | None = None, sieve: Sieve | None = None) -> int:
    """Load what waits on the bus, up to `limit` events per partition; return how many.

    0 also when another loader is at work. `sieve` lets a demo lose events here on purpose.
    """
    bus = bus or PostgresBus()
    waiting = [partition for _, partition in bus.lagging([GROUP])]
    if not waiting:
        return 0
    started = time.monotonic()
    with bus.unit():
        batches = [
            batch
            for partition in waiting
            if (batch := bus.poll(GROUP, partition=partition, limit=limit)) is not None
        ]
        offered = _by_name(bus, batches)
        grouped = _through(sieve, offered)
        for name, events in grouped.items():
            _load_table(name, events)
        for batch in batches:
            bus.commit(batch)
        _tell(offered, grouped)
        loaded = [event for events in grouped.values() for event in events]
        if loaded:
            _record(loaded, len(grouped), time.monotonic() - started)
    return len(loaded)


def load_all(*, bus: Bus | None = None) -> int:
    """Load until nothing waits; return how many events were loaded."""
    total = 0
    while loaded := load_once(bus=bus):
        total += loaded
    return total


def app_id(partition: int) -> str:
    """Name the mark of one bus partition in a table's log."""
    return f"{GROUP}:{partition}"


def _through(sieve: Sieve | None, offered: dict[str, list[Envelope]]) -> dict[str, list[Envelope]]:
    if sieve is None:
        return offered
    return {name: [event for event in events if sieve(event)] for name, events in offered.items()}


def _tell(offered: dict[str, list[Envelope]], landed: dict[str, list[Envelope]]) -> None:
    now = wall_now()
    observer().landed(
        [
            Landing(name=name, offered=events, landed=landed[name], landed_at=now)
            for name, events in offered.items()
        ]
    )


def _by_name(bus: Bus, batches: Iterable[Batch]) -> dict[str, list[Envelope]]:
    known = {contract.name for contract in registry.current()}
    grouped: dict[str, list[Envelope]] = {}
    for batch in batches:
        for event in batch.events:
            if event.name in known:
                grouped.setdefault(event.name, []).append(event)
            else:
                detail = f"no contract for {event.name}"
                bus.dead_letter(GROUP, event, reason="no_contract", detail=detail)
    return dict(sorted(grouped.items()))


def _load_table(name: str, events: list[Envelope]) -> None:
    table = tables.open_table(name)
    marks: dict[int, int] = {}
    for partition in {event.partition or 0 for event in events}:
        mark = table.transaction_version(app_id(partition))
        marks[partition] = -1 if mark is None else mark
    fresh = [event for event in events if (event.offset or 0) > marks[event.partition or 0]]
    if not fresh:
        return
    ends: dict[str, int] = {}
    for event in fresh:
        key = app_id(event.partition or 0)
        ends[key] = max(ends.get(key, 0), event.offset or 0)
    tables.append(table, name, fresh, ends)


def _record(loaded: list[Envelope], table_count: int, seconds: float) -> None:
    through: datetime = max(event.placed_at or event.occurred_at for event in loaded)
    LakeLoad.objects.create(
        finished_at=wall_now(),
        seconds=seconds,
        events=len(loaded),
        tables=table_count,
        loaded_through=through,
    )
