"""Daily partitions of the outbox and the log, made ahead of time.

A DEFAULT partition takes what no day was made for, so that nothing is lost when nobody did this.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from rethread.platform.kernel import wall_now

DAY_COLUMNS = {"outbox": "created_on", "event_log": "placed_on"}


def ensure_partitions(*, days_ahead: int = 7, today: date | None = None) -> int:
    """Make the partitions from `today` (wall clock, UTC) to `days_ahead` later; count new ones.

    Rows of such a day that already lie in the DEFAULT partition are moved to their own.
    """
    first = today or wall_now().date()
    made = 0
    for table, column in DAY_COLUMNS.items():
        for ahead in range(days_ahead + 1):
            with transaction.atomic(), connection.cursor() as cursor:
                made += _ensure(cursor, table, column, first + timedelta(days=ahead))
    return made


def _ensure(cursor: Any, table: str, column: str, day: date) -> int:
    name = f"{table}_{day:%Y%m%d}"
    cursor.execute("SELECT to_regclass(%s)", [name])
    if cursor.fetchone()[0] is not None:
        return 0
    # Names and dates are made here from constants, never from what somebody sent.
    following = day + timedelta(days=1)
    rows = f"FROM {table}_default WHERE {column} = '{day}'"
    cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
    cursor.execute(f"CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
    cursor.execute(f"INSERT INTO {name} SELECT * {rows}")
    cursor.execute(f"DELETE {rows}")
    cursor.execute(
        f"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ('{day}') TO ('{following}')"
    )
    return 1


def drop_partitions_before(day: date) -> list[str]:
    """Drop whole days of the log that every group has read past; return the dropped tables.

    A day that some group still has to read is kept, however old it is.
    """
    dropped = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(placed_on IS NULL), min(placed_on) FROM events_consumeroffset"
        )
        unread, slowest = cursor.fetchone()
        if unread:
            return []
        limit = min(day, slowest) if slowest else day
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits "
            "WHERE inhparent = 'event_log'::regclass ORDER BY 1"
        )
        for (name,) in cursor.fetchall():
            suffix = name.rpartition("_")[2]
            if suffix.isdigit() and suffix < f"{limit:%Y%m%d}":
                cursor.execute(f"DROP TABLE {name}")
                dropped.append(name)
    return dropped
