"""Handlers: effect and offset together, a poison event set aside, the others served."""

from __future__ import annotations

import pytest

from rethread.platform.events import runner
from rethread.platform.events.envelope import Envelope
from rethread.platform.events.handling import Subscription
from rethread.platform.events.models import ConsumerOffset, DeadLetter, SeenEvent
from rethread.platform.events.postgres_bus import PostgresBus
from rethread.platform.events.runner import drain, replay_dead_letter, run_handlers
from rethread.platform.kernel import Invalid, NotFound, wall_now
from tests.support.events import event, key_in, write

pytestmark = pytest.mark.django_db(transaction=True)


def effect(one: Envelope) -> None:
    """Leave a trace in the database that rolls back with the handler's transaction."""
    SeenEvent.objects.create(event_id=one.event_id, seen_on=wall_now().date())


def only(group: str, handle: runner.Handle) -> list[Subscription]:
    return [Subscription(group=group, event_name="test.happened", handle=handle)]


def test_effect_and_offset_commit_together() -> None:
    write(*(event(key_in(0), number) for number in range(5)))
    PostgresBus().flush()
    assert run_handlers(only("traces", effect)) == 5
    assert SeenEvent.objects.count() == 5
    assert ConsumerOffset.objects.get(group="traces", partition=0).next_offset == 5
    assert run_handlers(only("traces", effect)) == 0


def test_a_failing_event_rolls_back_its_own_effect_and_holds_its_partition() -> None:
    def handle(one: Envelope) -> None:
        effect(one)
        if one.payload["number"] == 2:
            raise Invalid("traces.broken", "It broke.")

    write(*(event(key_in(0), number) for number in range(5)), event(key_in(1), 9))
    PostgresBus().flush()
    assert run_handlers(only("traces", handle)) == 3
    assert SeenEvent.objects.count() == 3
    row = ConsumerOffset.objects.get(group="traces", partition=0)
    assert (row.next_offset, row.attempts) == (2, 1)
    assert "traces.broken" in row.last_error
    assert row.retry_at is not None
    assert row.retry_at > wall_now()
    assert run_handlers(only("traces", handle)) == 0
    assert ConsumerOffset.objects.get(group="traces", partition=0).attempts == 1


def test_a_poison_event_becomes_a_dead_letter_and_the_others_go_on() -> None:
    seen: list[int] = []

    def handle(one: Envelope) -> None:
        if one.payload["number"] == 1:
            raise Invalid("traces.broken", "It broke.")
        effect(one)
        seen.append(one.payload["number"])

    key = key_in(3)
    write(*(event(key, number) for number in range(4)))
    assert drain(only("traces", handle)) == 4
    assert SeenEvent.objects.count() == 3
    letter = DeadLetter.objects.get()
    assert (letter.group, letter.reason, letter.offset) == ("traces", "traces.broken", 1)
    assert "It broke." in letter.detail
    assert ConsumerOffset.objects.get(group="traces", partition=3).next_offset == 4

    replay_dead_letter(letter.id, only("traces", effect))
    assert SeenEvent.objects.count() == 4
    with pytest.raises(NotFound):
        replay_dead_letter(letter.id, only("traces", effect))
    assert SeenEvent.objects.count() == 4


def test_drain_follows_events_that_handlers_emit_and_keeps_one_order() -> None:
    order: list[tuple[str, int]] = []

    def echo(one: Envelope) -> None:
        order.append(("echo", one.payload["number"]))
        write(event(one.partition_key, one.payload["number"] + 100, name="test.echoed"))

    subscriptions = [
        Subscription("b", "test.happened", echo),
        Subscription("a", "test.echoed", lambda one: order.append(("a", one.payload["number"]))),
        Subscription("c", "test.echoed", lambda one: order.append(("c", one.payload["number"]))),
    ]
    write(event(key_in(1), 1), event(key_in(0), 0), event(key_in(0), 2))
    assert drain(subscriptions) == 9
    assert order == [
        ("echo", 0), ("echo", 2), ("echo", 1),
        ("a", 100), ("a", 102), ("a", 101),
        ("c", 100), ("c", 102), ("c", 101),
    ]  # fmt: skip
