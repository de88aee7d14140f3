"""Emitting: checked against the contract, inside a transaction, people only by pseudonym."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from django.db import connection, transaction

from rethread.market.discovery.events import emit_listing_viewed
from rethread.market.search.events import emit_search_performed
from rethread.platform.events.emit import EventContext
from rethread.platform.events.outbox import batched
from rethread.platform.kernel import Actor, new_id
from rethread.platform.kernel.clock import business_clock
from rethread.platform.kernel.errors import InvariantViolation
from tests.support.events import outbox_size

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def search(**changes: Any) -> dict[str, Any]:
    return {
        "actor": Actor.anonymous(),
        "ranking_id": new_id(),
        "query_hash": "ab" * 32,
        "query_words": 2,
        "filters": ["colour", "size"],
        "sort": "newest",
        "page": 1,
        "results_total": 10,
        "results_shown": 9,
        "took_ms": 3,
        **changes,
    }


def test_an_event_carries_envelope_and_payload() -> None:
    user_id, ranking_id = new_id(), new_id()
    with business_clock(lambda: NOON), transaction.atomic():
        event_id = emit_search_performed(
            **search(
                actor=Actor.user(user_id),
                ranking_id=ranking_id,
                context=EventContext(session_id="s1", consent="analytics"),
            )
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event_id, name, schema_version, occurred_at, subject_key, session_id, consent,"
            " partition_key, payload->>'ranking_id', payload->'filters', payload->>'page'"
            " FROM outbox"
        )
        assert cursor.fetchall() == [
            (
                event_id, "search.search_performed", 1, NOON, f"p-{user_id.hex[-6:]}", "s1",
                "analytics", str(ranking_id), str(ranking_id), '["colour", "size"]', "1",
            )
        ]  # fmt: skip


@pytest.mark.parametrize(
    "broken",
    [
        {"page": 0},
        {"page": "1"},
        {"query_hash": "x" * 65},
        {"filters": ["x" * 41]},
        {"took_ms": None},
        {"results_shown": 1001},
    ],
)
def test_a_value_outside_of_its_contract_is_refused_and_nothing_is_written(
    broken: dict[str, Any],
) -> None:
    with pytest.raises(msgspec.ValidationError), transaction.atomic():
        emit_search_performed(**search(**broken))
    assert outbox_size() == 0


def test_an_event_needs_a_transaction() -> None:
    with pytest.raises(InvariantViolation, match="outside of a transaction"):
        emit_search_performed(**search())
    assert outbox_size() == 0


def test_optional_fields_are_null_and_an_unknown_enum_value_is_refused() -> None:
    with transaction.atomic():
        emit_listing_viewed(actor=Actor.anonymous(), listing_id=new_id(), surface="direct")
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload->'ranking_id', payload->'position' FROM outbox")
        assert cursor.fetchone() == ("null", "null")
    with pytest.raises(msgspec.ValidationError), transaction.atomic():
        emit_listing_viewed(
            actor=Actor.anonymous(),
            listing_id=new_id(),
            surface="moon",  # type: ignore[arg-type]  # the point of the test
        )
    assert outbox_size() == 1


def test_a_batch_is_inserted_together_and_in_order() -> None:
    with batched():
        ids = [emit_search_performed(**search(page=page)) for page in range(1, 1203)]
        assert outbox_size() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_id, (payload->>'page')::int FROM outbox ORDER BY id")
        assert cursor.fetchall() == list(zip(ids, range(1, 1203), strict=True))


def test_a_batch_that_fails_leaves_nothing_and_the_next_event_is_inserted_at_once() -> None:
    def fail() -> None:
        with batched():
            emit_search_performed(**search(page=1))
            emit_search_performed(**search(page=0))

    with pytest.raises(msgspec.ValidationError):
        fail()
    with transaction.atomic():
        emit_search_performed(**search())
        assert outbox_size() == 1


def test_a_batch_refuses_events_inside_of_a_savepoint() -> None:
    with pytest.raises(InvariantViolation, match="savepoint"), batched(), transaction.atomic():
        emit_search_performed(**search())
    assert outbox_size() == 0
