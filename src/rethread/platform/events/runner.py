"""Runs handlers: each group reads on, and its effects commit together with its offset.

An event that keeps failing becomes a dead letter of that group; the others go on. The broad
`except` here is the one that a worker loop may have.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from uuid import UUID

from rethread.platform.kernel import NotFound, invariant

from .bus import Batch, Bus
from .envelope import Envelope
from .handling import Handle, Subscription
from .models import DeadLetter
from .postgres_bus import PostgresBus

ATTEMPTS_MAX = 5
_log = logging.getLogger(__name__)
Handlers = dict[str, list[Handle]]


def run_handlers(
    subscriptions: Iterable[Subscription],
    *,
    limit: int = 200,
    bus: Bus | None = None,
    retry_now: bool = False,
) -> int:
    """Let every group handle up to `limit` events per partition; return how many were handled.

    Groups run by name and partitions by number, so one process always does the same in the same
    order. `retry_now` repeats a failing event at once instead of later.
    """
    bus = bus or PostgresBus()
    groups = _by_group(subscriptions)
    waiting = bus.lagging(groups)
    passed = bus.pass_over(groups) if waiting else set()
    done = 0
    for group, partition in waiting:
        if (group, partition) not in passed:
            done += _run(bus, group, partition, groups[group], limit, retry_now)
    return done


def drain(
    subscriptions: Sequence[Subscription], *, bus: Bus | None = None, rounds_max: int = 10_000
) -> int:
    """Run relay and handlers in a fixed order until both are quiet; return events handled."""
    bus = bus or PostgresBus()
    total = 0
    for _ in range(rounds_max):
        placed = bus.flush()
        handled = run_handlers(subscriptions, bus=bus, retry_now=True)
        total += handled
        if placed + handled == 0:
            return total
    invariant(False, "handlers keep emitting events that they handle themselves")
    return total


def replay_dead_letter(
    letter_id: UUID, subscriptions: Iterable[Subscription], *, bus: Bus | None = None
) -> None:
    """Let the group that failed handle its dead letter again, in one unit with its mark.

    Raises:
        NotFound: there is no such letter, it was replayed, or its group handles it no more.
    """
    bus = bus or PostgresBus()
    letter = DeadLetter.objects.filter(pk=letter_id).first()
    groups = _by_group(subscriptions)
    if letter is None or letter.group not in groups:
        raise NotFound("events.no_dead_letter", "There is no such dead letter to replay.")
    with bus.unit():
        event = bus.replay(letter_id)
        _handle(groups[letter.group], event)


def _by_group(subscriptions: Iterable[Subscription]) -> dict[str, Handlers]:
    groups: dict[str, Handlers] = {}
    for one in subscriptions:
        groups.setdefault(one.group, {}).setdefault(one.event_name, []).append(one.handle)
    return groups


def _handle(handlers: Handlers, event: Envelope) -> None:
    for handle in handlers.get(event.name, ()):
        handle(event)


def _run(
    bus: Bus, group: str, partition: int, handlers: Handlers, limit: int, retry_now: bool
) -> int:
    found: Batch | None = None
    try:
        with bus.unit():
            found = bus.poll(group, partition=partition, limit=limit, names=handlers)
            if found is None:
                return 0
            for event in found.events:
                _handle(handlers, event)
            bus.commit(found)
    except Exception:
        if found is None:
            raise
        # The whole batch was rolled back. Taken one by one, only the failing event stays behind.
        return _run_singly(bus, found, handlers, retry_now)
    return len(found.events)


def _run_singly(bus: Bus, failed: Batch, handlers: Handlers, retry_now: bool) -> int:
    done = 0
    while done < len(failed.events):
        outcome = _run_one(bus, failed, handlers)
        if outcome == "gone":
            break
        if outcome == "failed" and not retry_now:
            break
        done += outcome == "handled"
    return done


def _run_one(bus: Bus, failed: Batch, handlers: Handlers) -> str:
    one: Batch | None = None
    try:
        with bus.unit():
            one = bus.poll(failed.group, partition=failed.partition, limit=1, names=handlers)
            if one is None or not one.events:
                return "gone"
            _handle(handlers, one.events[0])
            bus.commit(one)
    except Exception as error:
        if one is None:
            raise
        return _record(bus, one, error)
    return "handled"


def _record(bus: Bus, one: Batch, error: Exception) -> str:
    event = one.events[0]
    detail = f"{type(error).__name__}: {error}"
    with bus.unit():
        attempts = bus.fail(one, detail)
        _log.warning(
            "%s could not handle %s %s (attempt %d)",
            one.group, event.name, event.event_id, attempts, exc_info=error,
        )  # fmt: skip
        if attempts < ATTEMPTS_MAX:
            return "failed"
        bus.dead_letter(one.group, event, reason=_reason(error), detail=detail)
        bus.commit(one)
    return "handled"


def _reason(error: Exception) -> str:
    return str(getattr(error, "code", "") or type(error).__name__)
