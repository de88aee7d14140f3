"""The relay: moves outbox rows to the log in id order and gives each its dense offset.

One relay per bus partition at a time (it locks the partition's row); it alone sends NOTIFY. A
transaction that commits late simply gets a later offset, so no consumer can pass over it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection, transaction

from rethread.platform.kernel import settings, wall_now

from .outbox import COLUMNS

CHANNEL = "rethread_events"
_HOLD = (
    "SELECT next_offset, placed_on FROM events_buspartition WHERE partition = %s "
    "FOR UPDATE SKIP LOCKED"
)
_LISTED = ", ".join(COLUMNS)
# The rows leave the outbox, are numbered and enter the log in one statement.
_MOVE = f"""
WITH picked AS (
    SELECT id, created_on FROM outbox WHERE partition = %(partition)s ORDER BY id LIMIT %(limit)s
), moved AS (
    DELETE FROM outbox USING picked
    WHERE outbox.id = picked.id AND outbox.created_on = picked.created_on
    RETURNING outbox.*
)
INSERT INTO event_log ("offset", placed_on, placed_at, {_LISTED})
SELECT
    %(next_offset)s + row_number() OVER (ORDER BY id) - 1, %(placed_on)s, %(placed_at)s, {_LISTED}
FROM moved
"""  # noqa: S608  # constants only


def relay_once(*, limit: int = 5000) -> int:
    """Place what waits in the outbox, partition by partition, and return how many were placed."""
    return sum(relay_partition(number, limit=limit) for number in _waiting())


def _waiting() -> list[int]:
    """Ask once which partitions have something; an idle relay costs one small statement."""
    numbers = range(settings().bus_partitions)
    asked = ", ".join("EXISTS (SELECT 1 FROM outbox WHERE partition = %s)" for _ in numbers)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", list(numbers))
        return [number for number, found in zip(numbers, cursor.fetchone(), strict=True) if found]


def relay_partition(partition: int, *, limit: int = 5000) -> int:
    """Place up to `limit` events of one partition; 0 also when another relay holds it."""
    with transaction.atomic(), connection.cursor() as cursor:
        held = _hold(cursor, partition)
        return _place(cursor, partition, *held, limit) if held is not None else 0


def _hold(cursor: Any, partition: int) -> tuple[int, date | None] | None:
    """Lock the partition's row; return its next offset and last day, None where it is held."""
    cursor.execute(_HOLD, [partition])
    found: tuple[int, date | None] | None = cursor.fetchone()
    if found is not None:
        return found
    cursor.execute(
        "INSERT INTO events_buspartition (partition, next_offset) VALUES (%s, 0) "
        "ON CONFLICT DO NOTHING",
        [partition],
    )
    return (0, None) if cursor.rowcount else None


def _place(cursor: Any, partition: int, next_offset: int, last_day: date | None, limit: int) -> int:
    now = wall_now()
    # A clock that was set back must not place a later offset on an earlier day.
    placed_on = max(last_day, now.date()) if last_day else now.date()
    cursor.execute(
        _MOVE,
        {
            "partition": partition,
            "limit": limit,
            "next_offset": next_offset,
            "placed_on": placed_on,
            "placed_at": now,
        },
    )
    placed: int = cursor.rowcount
    if placed:
        cursor.execute(
            "UPDATE events_buspartition SET next_offset = %s, placed_on = %s WHERE partition = %s "
            "RETURNING pg_notify(%s, %s)",
            [next_offset + placed, placed_on, partition, CHANNEL, str(partition)],
        )
    return placed
