"""The relay: moves outbox rows to the log in id order and gives each its dense offset.

One relay per bus partition at a time (it locks the partition's row); it alone sends NOTIFY. A
transaction that commits late simply gets a later offset, so no consumer can pass over it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from rethread.platform.kernel import settings, wall_now

from .outbox import COLUMNS

CHANNEL = "rethread_events"
_HOLD = (
    "SELECT partition FROM events_buspartition WHERE partition = ANY(%s) "
    "ORDER BY partition FOR UPDATE SKIP LOCKED"
)
_BEGIN = (
    "INSERT INTO events_buspartition (partition, next_offset) "
    "SELECT number, 0 FROM unnest(%s::int[]) AS number ORDER BY number "
    "ON CONFLICT DO NOTHING RETURNING partition"
)
_LISTED = ", ".join(COLUMNS)
# The rows leave the outbox, are numbered, enter the log and are told of in one statement. A clock
# that was set back must not place a later offset on an earlier day.
_MOVE = f"""
WITH held AS (
    SELECT partition, next_offset, greatest(placed_on, %(today)s) AS placed_on
    FROM events_buspartition WHERE partition = ANY(%(held)s)
), picked AS (
    SELECT waiting.id, waiting.created_on
    FROM held CROSS JOIN LATERAL (
        SELECT id, created_on FROM outbox WHERE partition = held.partition
        ORDER BY id LIMIT %(limit)s
    ) AS waiting
), moved AS (
    DELETE FROM outbox USING picked
    WHERE outbox.id = picked.id AND outbox.created_on = picked.created_on
    RETURNING outbox.*
), placed AS (
    INSERT INTO event_log ("offset", placed_on, placed_at, {_LISTED})
    SELECT
        held.next_offset + row_number() OVER (PARTITION BY held.partition ORDER BY id) - 1,
        held.placed_on, %(placed_at)s, {", ".join(f"moved.{name}" for name in COLUMNS)}
    FROM moved JOIN held ON held.partition = moved.partition
    RETURNING partition, placed_on
), counted AS (
    SELECT partition, placed_on, count(*) AS events FROM placed GROUP BY partition, placed_on
)
UPDATE events_buspartition AS ends
SET next_offset = ends.next_offset + counted.events, placed_on = counted.placed_on
FROM counted WHERE counted.partition = ends.partition
RETURNING counted.events, pg_notify(%(channel)s, counted.partition::text)
"""  # noqa: S608  # constants only


def relay_once(*, limit: int = 5000) -> int:
    """Place what waits in the outbox, `limit` events a partition; return how many were placed."""
    waiting = _waiting()
    return relay_partitions(waiting, limit=limit) if waiting else 0


def _waiting() -> list[int]:
    """Ask once which partitions have something; an idle relay costs one small statement."""
    numbers = range(settings().bus_partitions)
    asked = ", ".join("EXISTS (SELECT 1 FROM outbox WHERE partition = %s)" for _ in numbers)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", list(numbers))
        return [number for number, found in zip(numbers, cursor.fetchone(), strict=True) if found]


def relay_partitions(partitions: Sequence[int], *, limit: int = 5000) -> int:
    """Place up to `limit` events of each partition; another relay's partitions are left to it."""
    with transaction.atomic(), connection.cursor() as cursor:
        held = _hold(cursor, partitions)
        # What is numbered is read after the lock was won, by a statement of its own.
        return _place(cursor, held, limit) if held else 0


def _hold(cursor: Any, partitions: Sequence[int]) -> list[int]:
    """Lock the rows of those partitions that no other relay holds; a new one gets its row."""
    cursor.execute(_HOLD, [list(partitions)])
    held = [partition for (partition,) in cursor.fetchall()]
    others = [partition for partition in partitions if partition not in held]
    if others:
        cursor.execute(_BEGIN, [others])
        held += [partition for (partition,) in cursor.fetchall()]
    return held


def _place(cursor: Any, held: Sequence[int], limit: int) -> int:
    now = wall_now()
    values = {
        "today": now.date(), "held": list(held), "limit": limit, "placed_at": now,
        "channel": CHANNEL,
    }  # fmt: skip
    cursor.execute(_MOVE, values)
    return sum(events for events, _ in cursor.fetchall())
