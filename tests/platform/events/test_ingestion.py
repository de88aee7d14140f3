"""The door for browsers' events: what is kept, refused, counted, and never stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from django.db import connection

from rethread.platform.events.ingestion import (
    BYTES_MAX,
    EVENTS_MAX,
    IngestContext,
    IngestResult,
    forget_seen_before,
    ingest_batch,
)
from rethread.platform.events.models import DeadLetter, SeenEvent, UnconsentedCount
from rethread.platform.kernel import Invalid, new_id, wall_now
from rethread.platform.kernel.clock import business_clock
from tests.support.events import outbox_size

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
AGREED = IngestContext(user_agent=BROWSER, session_id="s1", anonymous_id="a1", consent="analytics")


def viewed(**changes: Any) -> dict[str, Any]:
    return {
        "event_id": str(new_id()),
        "name": "discovery.listing_viewed",
        "schema_version": 1,
        "occurred_at": "2026-07-01T09:59:58Z",
        "payload": {"listing_id": str(new_id()), "surface": "direct"},
        **changes,
    }


def body(*events: Any, sent_at: str = "2026-07-01T10:00:00Z") -> bytes:
    return msgspec.json.encode({"sent_at": sent_at, "events": list(events)})


def kept() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, producer, occurred_at, session_id, anonymous_id, subject_key, consent,"
            " partition_key, payload->>'surface' FROM outbox ORDER BY id"
        )
        return list(cursor.fetchall())


def test_a_good_event_is_kept_with_its_age_taken_from_the_markets_clock() -> None:
    event, user_id = viewed(), new_id()
    with business_clock(lambda: NOW):
        result = ingest_batch(
            body(event),
            context=IngestContext(
                user_agent=BROWSER,
                session_id="s1",
                anonymous_id="a1",
                consent="analytics",
                user_id=user_id,
            ),
        )
    assert result == IngestResult(accepted=1)
    assert kept() == [
        (
            "discovery.listing_viewed", "browser", NOW - timedelta(seconds=2), "s1", "a1",
            f"p-{user_id.hex[-6:]}", "analytics", event["payload"]["listing_id"], "direct",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reason", "contract"),
    [
        ({"name": "discovery.nothing"}, "unknown_event", ""),
        ({"schema_version": 9}, "unknown_version", ""),
        ({"schema_version": "1"}, "not_an_event", ""),
        ({"name": "search.search_performed"}, "not_for_browsers", "search.search_performed.v1"),
        ({"occurred_at": "2026-06-20T00:00:00Z"}, "too_old", "discovery.listing_viewed.v1"),
        ({"event_id": "7b0b8d1e-3a63-4d6e-9e43-0f8b6a2f4a10"}, "bad_event_id", ""),
        ({"payload": {"surface": "direct"}}, "breaks_contract", "discovery.listing_viewed.v1"),
        (
            {"payload": {"listing_id": str(new_id()), "surface": "moon"}},
            "breaks_contract",
            "discovery.listing_viewed.v1",
        ),
        (
            {"payload": {"listing_id": str(new_id()), "surface": "feed", "extra": 1}},
            "breaks_contract",
            "discovery.listing_viewed.v1",
        ),
    ],
)
def test_a_broken_event_becomes_a_dead_letter_and_harms_no_other(
    change: dict[str, Any], reason: str, contract: str
) -> None:
    result = ingest_batch(body(viewed(**change), viewed()), context=AGREED)
    assert result == IngestResult(accepted=1, rejected=1)
    letter = DeadLetter.objects.get()
    assert (letter.group, letter.reason, letter.contract) == ("ingestion", reason, contract)
    assert letter.detail
    assert outbox_size() == 1


def test_a_dead_letter_keeps_what_the_contract_knows_and_masks_the_rest() -> None:
    payload = {
        "listing_id": "ann@example.org",
        "surface": "feed",
        "position": 3,
        "note": "call me on 07700 900123",
        "Ann Other": "x",
    }
    ingest_batch(body(viewed(payload=payload)), context=AGREED)
    raw = DeadLetter.objects.get().raw
    assert msgspec.json.decode(raw)["payload"] == {
        "listing_id": "<masked>",
        "surface": "feed",
        "position": 3,
        "note": "<text of 23>",
        "<key of 9>": "<text of 1>",
    }
    for secret in ("ann@", "07700", "Ann", "call"):
        assert secret not in raw


def test_what_is_no_batch_is_refused_and_only_its_size_and_hash_are_kept() -> None:
    with pytest.raises(Invalid) as refused:
        ingest_batch(b"mail ann@example.org", context=AGREED)
    assert refused.value.code == "events.not_a_batch"
    letter = DeadLetter.objects.get()
    assert letter.reason == "not_a_batch"
    assert letter.raw.startswith("<unreadable, 20 bytes, sha256 ")
    assert "ann" not in letter.raw + letter.detail


@pytest.mark.parametrize(
    "raw", [b" " * (BYTES_MAX + 1), body(*([1] * (EVENTS_MAX + 1)))], ids=["bytes", "events"]
)
def test_a_batch_that_is_too_large_is_refused_whole(raw: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        ingest_batch(raw, context=AGREED)
    assert refused.value.code == "events.batch_too_large"
    assert (outbox_size(), DeadLetter.objects.count()) == (0, 0)


def test_the_same_event_sent_again_is_kept_once() -> None:
    event = viewed()
    assert ingest_batch(body(event, event), context=AGREED) == IngestResult(
        accepted=1, duplicates=1
    )
    assert ingest_batch(body(event, viewed()), context=AGREED) == IngestResult(
        accepted=1, duplicates=1
    )
    assert outbox_size() == 2


def test_ids_are_forgotten_after_the_window() -> None:
    ingest_batch(body(viewed()), context=AGREED)
    today = wall_now().date()
    assert forget_seen_before(today) == 0
    assert forget_seen_before(today + timedelta(days=1)) == 1
    assert SeenEvent.objects.count() == 0


def test_without_consent_only_an_hourly_count_remains() -> None:
    with business_clock(lambda: NOW):
        for _ in range(2):
            result = ingest_batch(
                body(viewed(), viewed()),
                context=IngestContext(user_agent=BROWSER, anonymous_id="a1"),
            )
    assert result == IngestResult(dropped=2)
    assert list(UnconsentedCount.objects.values_list("name", "hour", "events")) == [
        ("discovery.listing_viewed", NOW, 4)
    ]
    assert (outbox_size(), SeenEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize("agent", ["Googlebot/2.1", "curl/8.5", "HeadlessChrome/130", ""])
def test_robots_leave_nothing(agent: str) -> None:
    context = IngestContext(user_agent=agent, consent="analytics")
    assert ingest_batch(body(viewed(), viewed()), context=context) == IngestResult(dropped=2)
    assert ingest_batch(b"{", context=context) == IngestResult(dropped=0)
    assert (outbox_size(), DeadLetter.objects.count()) == (0, 0)
