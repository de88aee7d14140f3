"""What every bus must promise. A new implementation is added to `bus` and must pass as it is."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from rethread.platform.events.bus import Bus
from rethread.platform.events.envelope import Envelope
from rethread.platform.events.postgres_bus import PostgresBus
from rethread.platform.kernel import NotFound
from tests.support.events import event, key_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["postgres"])
def bus(request: pytest.FixtureRequest) -> Bus:
    return {"postgres": PostgresBus}[request.param]()


def put(bus: Bus, *events: Envelope) -> None:
    with bus.unit():
        bus.append(events)
    bus.flush()


def read(bus: Bus, group: str, partition: int, limit: int = 100) -> list[int]:
    with bus.unit():
        batch = bus.poll(group, partition=partition, limit=limit)
        assert batch is not None
        bus.commit(batch)
    return [one.payload["number"] for one in batch.events]


def test_events_of_one_key_arrive_in_the_order_they_were_appended(bus: Bus) -> None:
    keys = [f"order-{number}" for number in range(12)]
    put(bus, *(event(key, number) for number in range(10) for key in keys))
    seen: dict[str, list[int]] = {}
    for partition in range(bus.partitions()):
        with bus.unit():
            batch = bus.poll("readers", partition=partition, limit=1000)
            assert batch is not None
            assert [one.offset for one in batch.events] == list(range(len(batch.events)))
            for one in batch.events:
                seen.setdefault(one.partition_key, []).append(one.payload["number"])
    assert seen == {key: list(range(10)) for key in keys}


def test_what_was_committed_is_not_delivered_again(bus: Bus) -> None:
    put(bus, *(event(key_in(0), number) for number in range(5)))
    assert read(bus, "readers", 0, limit=3) == [0, 1, 2]
    assert read(bus, "readers", 0, limit=3) == [3, 4]
    assert read(bus, "readers", 0, limit=3) == []


def test_groups_read_independently(bus: Bus) -> None:
    put(bus, *(event(key_in(1), number) for number in range(3)))
    assert read(bus, "one", 1) == [0, 1, 2]
    assert read(bus, "two", 1) == [0, 1, 2]


def test_a_crash_before_the_commit_delivers_again(bus: Bus) -> None:
    put(bus, *(event(key_in(2), number) for number in range(3)))

    def crash() -> None:
        with bus.unit():
            batch = bus.poll("readers", partition=2, limit=2)
            assert batch is not None
            bus.commit(batch)
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        crash()
    assert read(bus, "readers", 2) == [0, 1, 2]


def test_a_writer_that_commits_late_is_not_passed_over(bus: Bus) -> None:
    key, other = key_in(3), key_in(3, start=1000)
    written, may_commit = threading.Event(), threading.Event()

    def slow_writer() -> None:
        try:
            with transaction.atomic():
                bus.append([event(key, 1)])
                written.set()
                assert may_commit.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slow_writer)
    thread.start()
    assert written.wait(20)
    put(bus, event(other, 2))
    assert read(bus, "readers", 3) == [2]
    may_commit.set()
    thread.join(20)
    bus.flush()
    assert read(bus, "readers", 3) == [1]


def test_two_consumers_of_a_group_never_hold_a_partition_together(bus: Bus) -> None:
    put(bus, *(event(key_in(0), number) for number in range(4)))
    held, may_end = threading.Event(), threading.Event()
    first: list[int] = []

    def first_consumer() -> None:
        try:
            with bus.unit():
                batch = bus.poll("readers", partition=0, limit=3)
                assert batch is not None
                first.extend(one.payload["number"] for one in batch.events)
                held.set()
                assert may_end.wait(20)
                bus.commit(batch)
        finally:
            connection.close()

    read(bus, "readers", 1)
    bus.seek("readers", partition=0, offset=0)
    thread = threading.Thread(target=first_consumer)
    thread.start()
    assert held.wait(20)
    with bus.unit():
        assert bus.poll("readers", partition=0, limit=3) is None
    may_end.set()
    thread.join(20)
    assert first == [0, 1, 2]
    assert read(bus, "readers", 0) == [3]


def test_a_group_that_goes_back_reads_the_same_again(bus: Bus) -> None:
    put(bus, *(event(key_in(1), number) for number in range(4)))
    first = read(bus, "readers", 1)
    bus.seek("readers", partition=1, offset=1)
    assert read(bus, "readers", 1) == first[1:] == [1, 2, 3]


def test_names_of_no_interest_are_left_out_and_not_looked_at_again(bus: Bus) -> None:
    key = key_in(2)
    put(bus, event(key, 1), event(key, 2, name="test.other"), event(key, 3, name="test.other"))
    with bus.unit():
        batch = bus.poll("readers", partition=2, limit=10, names=["test.happened"])
        assert batch is not None
        assert [one.payload["number"] for one in batch.events] == [1]
        assert batch.next_offset == 3
        bus.commit(batch)
    assert bus.lagging(["readers"]) == []


def test_lagging_names_only_groups_with_something_left(bus: Bus) -> None:
    put(bus, event(key_in(0), 1), event(key_in(3), 1))
    read(bus, "b", 0)
    assert bus.lagging(["b", "a"]) == [("a", 0), ("a", 3), ("b", 3)]


def test_a_dead_letter_keeps_the_whole_event_and_is_replayed_once(bus: Bus) -> None:
    put(bus, event(key_in(0), 7))
    with bus.unit():
        batch = bus.poll("readers", partition=0, limit=1)
        assert batch is not None
        letter = bus.dead_letter(
            "readers", batch.events[0], reason="readers.broken", detail="it broke"
        )
        bus.commit(batch)
    with bus.unit():
        assert bus.replay(letter) == batch.events[0]
    with pytest.raises(NotFound), bus.unit():
        bus.replay(letter)


def test_a_replay_that_fails_can_be_tried_again(bus: Bus) -> None:
    put(bus, event(key_in(0), 7))
    with bus.unit():
        batch = bus.poll("readers", partition=0, limit=1)
        assert batch is not None
        letter = bus.dead_letter("readers", batch.events[0], reason="broken", detail="")

    def fail() -> None:
        with bus.unit():
            bus.replay(letter)
            raise RuntimeError("still broken")

    with pytest.raises(RuntimeError, match="still broken"):
        fail()
    with bus.unit():
        assert bus.replay(letter).payload["number"] == 7


def test_who_has_nothing_of_interest_is_moved_on_and_others_stay(bus: Bus) -> None:
    key, other = key_in(2), key_in(3)
    put(bus, event(key, 1), event(key, 2, name="test.other"), event(other, 3, name="test.other"))
    for group in ("a", "b"):
        for partition in (2, 3):
            bus.seek(group, partition=partition, offset=0)
    interests = {"a": ["test.happened"], "b": ["test.other", "test.happened"]}
    assert bus.pass_over(interests) == {("a", 3)}
    assert bus.lagging(interests) == [("a", 2), ("b", 2), ("b", 3)]
    bus.seek("a", partition=2, offset=1)
    assert bus.pass_over(interests) == {("a", 2)}
    assert bus.pass_over(interests) == set()
    put(bus, event(key, 4))
    assert read(bus, "a", 2) == [4]


def test_what_another_consumer_holds_is_not_moved_on(bus: Bus) -> None:
    put(bus, event(key_in(0), 1, name="test.other"))
    bus.seek("readers", partition=0, offset=0)
    held, may_end = threading.Event(), threading.Event()

    def holder() -> None:
        try:
            with bus.unit():
                assert bus.poll("readers", partition=0, limit=1) is not None
                held.set()
                assert may_end.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=holder)
    thread.start()
    assert held.wait(20)
    assert bus.pass_over({"readers": ["test.happened"]}) == set()
    may_end.set()
    thread.join(20)
    assert bus.pass_over({"readers": ["test.happened"]}) == {("readers", 0)}
