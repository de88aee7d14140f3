"""The bus on PostgreSQL: the outbox is its door, the relay its writer, offsets its only cursor.

Consumers never see transaction ids; a group's claim on a partition is the lock of its offset row.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, transaction

from rethread.platform.kernel import NotFound, invariant, settings, wall_now

from . import outbox, relay
from .bus import Batch
from .envelope import Envelope
from .models import ConsumerOffset, DeadLetter

READ_COLUMNS = (
    "event_id", "name", "schema_version", "producer", "occurred_at", "sent_at", "received_at",
    "subject_key", "anonymous_id", "session_id", "consent", "trace_id", "partition_key",
    "partition", "placed_at",
)  # fmt: skip
_SELECT = (
    f'SELECT {", ".join(READ_COLUMNS)}, "offset", payload::text, context::text, placed_on '  # noqa: S608
    "FROM event_log"
)
_LAGGING = """
SELECT g.name, b.partition
FROM unnest(%s::text[]) AS g(name)
CROSS JOIN events_buspartition b
LEFT JOIN events_consumeroffset c ON c."group" = g.name AND c.partition = b.partition
WHERE coalesce(c.next_offset, 0) < b.next_offset AND (c.retry_at IS NULL OR c.retry_at <= %s)
ORDER BY g.name COLLATE "C", b.partition
"""
# What a poll and a commit of nothing would do, for all groups at once. The end of a partition and
# the events before it were committed together, so one snapshot that has the end has them all.
_MOVE_ON = """
WITH interest AS (
    SELECT * FROM unnest(%s::text[], %s::text[]) AS i("group", name)
), free AS (
    SELECT c.id, b.next_offset, b.placed_on
    FROM events_consumeroffset c
    JOIN events_buspartition b ON b.partition = c.partition
    WHERE c."group" = ANY(%s) AND c.next_offset < b.next_offset AND NOT EXISTS (
        SELECT 1 FROM event_log log
        WHERE log.partition = c.partition
            AND log."offset" >= c.next_offset AND log."offset" < b.next_offset
            AND (c.placed_on IS NULL OR log.placed_on >= c.placed_on)
            AND (c."group", log.name) IN (SELECT "group", name FROM interest)
    )
    ORDER BY c.id
    FOR UPDATE OF c SKIP LOCKED
)
UPDATE events_consumeroffset c
SET next_offset = free.next_offset, placed_on = free.placed_on, attempts = 0, retry_at = NULL,
    last_error = '', updated_at = %s
FROM free WHERE c.id = free.id
RETURNING c."group", c.partition
"""
_COMMIT = """
UPDATE events_consumeroffset
SET next_offset = %s, placed_on = %s, attempts = 0, retry_at = NULL, last_error = '',
    updated_at = %s
WHERE "group" = %s AND partition = %s
"""
_CLAIM = """
SELECT c.next_offset, c.placed_on, coalesce(b.next_offset, 0), b.placed_on
FROM events_consumeroffset c
LEFT JOIN events_buspartition b ON b.partition = c.partition
WHERE c."group" = %s AND c.partition = %s
FOR UPDATE OF c SKIP LOCKED
"""
_WAITING = """
SELECT log.name, min(log.placed_at)
FROM events_buspartition b
LEFT JOIN events_consumeroffset c ON c."group" = %s AND c.partition = b.partition
JOIN event_log log ON log.partition = b.partition AND log."offset" >= coalesce(c.next_offset, 0)
    AND (c.placed_on IS NULL OR log.placed_on >= c.placed_on)
WHERE coalesce(c.next_offset, 0) < b.next_offset
GROUP BY log.name
"""
_PLACED_AT_ONCE = 5000  # of each partition
_RETRY_FIRST_S = 1.0
_RETRY_MAX_S = 300.0


class PostgresBus:
    """The default bus. It holds no state: any process may use an instance of its own."""

    def partitions(self) -> int:
        """Return how many partitions there are."""
        return settings().bus_partitions

    def append(self, events: Sequence[Envelope]) -> None:
        """Put events in the outbox, in the caller's transaction."""
        outbox.add_many(events)

    def flush(self) -> int:
        """Run the relay until nothing committed is left in the outbox."""
        placed = step = relay.relay_once(limit=_PLACED_AT_ONCE)
        while step >= _PLACED_AT_ONCE:
            step = relay.relay_once(limit=_PLACED_AT_ONCE)
            placed += step
        return placed

    def unit(self) -> AbstractContextManager[None]:
        """Open a transaction (a savepoint inside of one)."""
        return transaction.atomic()

    def poll(
        self, group: str, *, partition: int, limit: int, names: Collection[str] | None = None
    ) -> Batch | None:
        """Lock the group's offset row, then read up to the end of what was placed."""
        invariant(connection.in_atomic_block, "poll inside of a unit")
        with connection.cursor() as cursor:
            claim = _claim(cursor, group, partition)
            if claim is None:
                return None
            # The end is read before the rows: what it covers is committed, so no row is missed.
            start, day, end, end_day = claim
            rows = _read(cursor, partition, start, end, day, limit, names) if end > start else []
        events = tuple(_envelope(row) for row in rows)
        full = len(rows) == limit
        return Batch(
            group=group,
            partition=partition,
            events=events,
            first_offset=start,
            next_offset=rows[-1][15] + 1 if full else max(start, end),
            placed_on=rows[-1][18] if full else end_day,
        )

    def commit(self, batch: Batch) -> None:
        """Move the group's offset; a batch without progress writes nothing."""
        if batch.next_offset == batch.first_offset:
            return
        values = [
            batch.next_offset, batch.placed_on, wall_now(), batch.group, batch.partition
        ]  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(_COMMIT, values)

    def lagging(self, groups: Collection[str]) -> list[tuple[str, int]]:
        """Ask once for all groups; what waits for its next attempt is left out."""
        with connection.cursor() as cursor:
            cursor.execute(_LAGGING, [sorted(groups), wall_now()])
            return [(name, partition) for name, partition in cursor.fetchall()]

    def pass_over(self, interests: Mapping[str, Collection[str]]) -> set[tuple[str, int]]:
        """Move on, in one statement, whoever has nothing of interest up to the partition's end."""
        pairs = [(group, name) for group in sorted(interests) for name in sorted(interests[group])]
        groups, names = [group for group, _ in pairs], [name for _, name in pairs]
        with connection.cursor() as cursor:
            cursor.execute(_MOVE_ON, [groups, names, sorted(interests), wall_now()])
            return {(group, partition) for group, partition in cursor.fetchall()}

    def seek(self, group: str, *, partition: int, offset: int) -> None:
        """Set the group's next offset; the day is forgotten, so older days are read again."""
        invariant(offset >= 0, "offsets begin at 0")
        ConsumerOffset.objects.update_or_create(
            group=group,
            partition=partition,
            defaults={
                "next_offset": offset,
                "placed_on": None,
                "attempts": 0,
                "retry_at": None,
                "updated_at": wall_now(),
            },
        )

    def fail(self, batch: Batch, error: str) -> int:
        """Count the failure and put off the next attempt, twice as long each time."""
        with transaction.atomic():
            row, _ = ConsumerOffset.objects.select_for_update().get_or_create(
                group=batch.group, partition=batch.partition
            )
            if row.next_offset != batch.first_offset:
                return 0  # another consumer of the group has moved on meanwhile
            row.attempts += 1
            wait_s = min(_RETRY_FIRST_S * 2 ** (row.attempts - 1), _RETRY_MAX_S)
            row.retry_at = wall_now() + timedelta(seconds=wait_s)
            row.last_error = error[:1000]
            row.save()
            return row.attempts

    def dead_letter(self, group: str, event: Envelope, *, reason: str, detail: str) -> UUID:
        """Store the whole envelope: it met its contract, so it holds nothing it may not."""
        return DeadLetter.objects.create(
            created_at=wall_now(),
            group=group,
            reason=reason[:100],
            detail=detail[:500],
            contract=f"{event.name}.v{event.schema_version}",
            event_id=event.event_id,
            partition=event.partition,
            offset=event.offset,
            raw=msgspec.json.encode(event).decode(),
        ).id

    def replay(self, letter_id: UUID) -> Envelope:
        """Lock the letter, mark it replayed and return its event."""
        letter = (
            DeadLetter.objects.select_for_update()
            .filter(pk=letter_id, replayed_at=None, offset__isnull=False)
            .first()
        )
        if letter is None:
            raise NotFound("events.no_dead_letter", "There is no such dead letter to replay.")
        letter.replayed_at = wall_now()
        letter.save(update_fields=["replayed_at"])
        return msgspec.json.decode(letter.raw, type=Envelope)


def waiting_for(group: str) -> dict[str, datetime]:
    """Return, per event, when the oldest that a group has not read was placed (wall clock)."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [group])
        return dict(cursor.fetchall())


def _claim(cursor: Any, group: str, partition: int) -> tuple[int, Any, int, Any] | None:
    """Lock the group's offset row; return where it stands and where the partition ends."""
    cursor.execute(_CLAIM, [group, partition])
    found: tuple[int, Any, int, Any] | None = cursor.fetchone()
    if found is not None:
        return found
    # Either nobody has read this partition for the group yet, or somebody holds it now.
    cursor.execute(
        'INSERT INTO events_consumeroffset ("group", partition, next_offset, attempts, '
        "last_error) VALUES (%s, %s, 0, 0, '') ON CONFLICT DO NOTHING",
        [group, partition],
    )
    return _claim(cursor, group, partition) if cursor.rowcount else None


def _read(
    cursor: Any,
    partition: int,
    start: int,
    end: int,
    day: Any,
    limit: int,
    names: Collection[str] | None,
) -> list[tuple[Any, ...]]:
    where = ' WHERE partition = %s AND "offset" >= %s AND "offset" < %s'
    values: list[Any] = [partition, start, end]
    if day is not None:
        where += " AND placed_on >= %s"
        values.append(day)
    if names is not None:
        where += " AND name = ANY(%s)"
        values.append(sorted(names))
    cursor.execute(_SELECT + where + ' ORDER BY "offset" LIMIT %s', [*values, limit])
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _envelope(row: tuple[Any, ...]) -> Envelope:
    return Envelope(
        **dict(zip(READ_COLUMNS, row, strict=False)),
        offset=row[15],
        payload=msgspec.json.decode(row[16]),
        context=msgspec.json.decode(row[17]),
    )
