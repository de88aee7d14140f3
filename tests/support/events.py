"""Makes envelopes and reads the log, for tests of the bus and of what hangs on it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from rethread.platform.events import outbox
from rethread.platform.events.envelope import Envelope
from rethread.platform.kernel import new_id

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def event(key: str, number: int = 0, *, name: str = "test.happened", **extra: Any) -> Envelope:
    return Envelope(
        event_id=new_id(),
        name=name,
        schema_version=1,
        producer="tests",
        occurred_at=NOON,
        partition_key=key,
        payload={"key": key, "number": number, **extra},
    )


def key_in(partition: int, *, start: int = 0) -> str:
    """Return a key that falls into a partition."""
    number = start
    while outbox.partition_of(f"key-{number}") != partition:
        number += 1
    return f"key-{number}"


def write(*events: Envelope) -> None:
    with transaction.atomic():
        outbox.add_many(events)


def log() -> list[tuple[int, int, str, int]]:
    """Return (partition, offset, key, number) of everything placed, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT partition, \"offset\", partition_key, (payload->>'number')::int "
            'FROM event_log ORDER BY partition, "offset"'
        )
        return list(cursor.fetchall())


def outbox_size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM outbox")
        return int(cursor.fetchone()[0])
