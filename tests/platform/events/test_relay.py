"""The relay and the day partitions: dense offsets in id order, and nothing lost by the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.db import connection, transaction

from rethread.platform.events import outbox, relay
from rethread.platform.events.partitions import drop_partitions_before, ensure_partitions
from rethread.platform.events.postgres_bus import PostgresBus
from rethread.platform.kernel import wall_now
from tests.support.events import event, key_in, log, outbox_size, write

pytestmark = pytest.mark.django_db(transaction=True)


def test_rows_leave_the_outbox_and_get_dense_offsets_over_many_rounds() -> None:
    key = key_in(0)
    for start in range(0, 30, 10):
        write(*(event(key, number) for number in range(start, start + 10)))
        while relay.relay_partitions([0], limit=4):
            pass
    assert log() == [(0, number, key, number) for number in range(30)]
    assert outbox_size() == 0


def test_a_rolled_back_write_leaves_no_event() -> None:
    with transaction.atomic():
        outbox.add(event("gone"))
        transaction.set_rollback(True)
    assert relay.relay_once() == 0
    assert log() == []


def test_only_one_relay_works_on_a_partition() -> None:
    write(event(key_in(1), 1))
    assert relay.relay_partitions([1]) == 1
    write(event(key_in(1), 2))
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT 1 FROM events_buspartition WHERE partition = 1 FOR UPDATE")
        assert relay.relay_partitions([1]) == 0
        assert outbox_size() == 1
    assert relay.relay_partitions([1]) == 1


def test_partitions_that_another_relay_holds_keep_nobody_waiting() -> None:
    write(event(key_in(1), 1), event(key_in(2), 2))
    relay.relay_once()
    write(event(key_in(1), 3), event(key_in(2), 4), event(key_in(3), 5))
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT 1 FROM events_buspartition WHERE partition = 1 FOR UPDATE")
        assert relay.relay_once() == 2
        assert outbox_size() == 1
    assert relay.relay_once() == 1
    assert [(partition, offset, number) for partition, offset, _, number in log()] == [
        (1, 0, 1), (1, 1, 3), (2, 0, 2), (2, 1, 4), (3, 0, 5),
    ]  # fmt: skip


def test_the_relay_alone_tells_listeners_and_names_the_partition() -> None:
    parameters = connection.get_connection_params() | {"cursor_factory": None}
    with psycopg.connect(**parameters, autocommit=True) as listener:
        listener.execute(f"LISTEN {relay.CHANNEL}")
        write(event(key_in(2), 1))
        assert list(listener.notifies(timeout=0)) == []
        relay.relay_once()
        assert [note.payload for note in listener.notifies(timeout=5, stop_after=1)] == ["2"]


def test_a_clock_that_was_set_back_places_no_later_offset_on_an_earlier_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    day = datetime(2031, 5, 2, 0, 0, 1, tzinfo=UTC)
    key = key_in(0)
    for now in (day, day - timedelta(hours=2)):
        monkeypatch.setattr(relay, "wall_now", lambda now=now: now)
        write(event(key))
        relay.relay_once()
    with connection.cursor() as cursor:
        cursor.execute('SELECT "offset", placed_on FROM event_log ORDER BY "offset"')
        assert cursor.fetchall() == [(0, day.date()), (1, day.date())]


def test_a_day_without_partition_is_kept_and_moved_when_its_partition_is_made() -> None:
    key = key_in(0)
    write(event(key, 1))
    relay.relay_once()
    day = date(2035, 1, 1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE event_log SET placed_on = %s", [day])
        cursor.execute("SELECT count(*) FROM event_log_default")
        assert cursor.fetchone()[0] == 1
    assert ensure_partitions(today=day, days_ahead=1) == 4
    assert ensure_partitions(today=day, days_ahead=1) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event_log_20350101")
        assert cursor.fetchone()[0] == 1
        cursor.execute("SELECT count(*) FROM event_log_default")
        assert cursor.fetchone()[0] == 0
        for table in ("event_log", "outbox"):
            for suffix in ("20350101", "20350102"):
                cursor.execute(f"DROP TABLE {table}_{suffix}")


def test_a_day_that_a_group_has_not_read_is_not_dropped() -> None:
    day = date(2036, 1, 1)
    ensure_partitions(today=day, days_ahead=0)
    bus = PostgresBus()
    bus.seek("readers", partition=0, offset=0)
    assert drop_partitions_before(date(2037, 1, 1)) == []
    write(event(key_in(0), 1))
    ensure_partitions()
    relay.relay_once()
    with bus.unit():
        batch = bus.poll("readers", partition=0, limit=10)
        assert batch is not None
        bus.commit(batch)
    # The group stands at today: everything before it may go, 2036 lies after it.
    before_today = drop_partitions_before(date(2037, 1, 1))
    assert f"event_log_{wall_now():%Y%m%d}" not in before_today
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE event_log_20360101; DROP TABLE outbox_20360101")
