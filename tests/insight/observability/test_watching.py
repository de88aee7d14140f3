"""From events to incidents: counted while they load, one incident per fault, closed by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from rethread.insight.lake import loader
from rethread.insight.lake.models import LakeLoad, WarehouseBuild
from rethread.insight.lake.ports import install_observer
from rethread.insight.observability.models import FeedHour, Incident
from rethread.insight.observability.recording import Recorder
from rethread.insight.observability.selectors import get_feed, list_incidents, manifest_path
from rethread.insight.observability.services import watch
from rethread.market.discovery.events import emit_listing_viewed
from rethread.platform.events.envelope import Envelope
from rethread.platform.events.postgres_bus import PostgresBus
from rethread.platform.kernel import Actor, wall_now
from rethread.platform.kernel.clock import business_clock

from .test_lineage import model

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
VIEWED = "discovery.listing_viewed"


@pytest.fixture
def clock() -> Iterator[list[datetime]]:
    moments = [NOON]
    install_observer(Recorder())
    with business_clock(lambda: moments[0]):
        yield moments


def view(count: int, at: datetime) -> None:
    with transaction.atomic():
        for number in range(count):
            emit_listing_viewed(
                actor=Actor.anonymous(),
                occurred_at=at,
                listing_id=UUID(int=number),
                ranking_id=UUID(int=1) if number % 4 else None,
                surface="direct",
            )
    PostgresBus().flush()


def test_each_load_counts_by_hour_of_business_time_what_was_offered_and_landed(
    clock: list[datetime],
) -> None:
    view(8, NOON - timedelta(minutes=90))
    view(4, NOON - timedelta(minutes=30))
    loader.load_all()
    view(4, NOON - timedelta(minutes=30))
    loader.load_once(sieve=lambda event: event.payload["listing_id"] != str(UUID(int=0)))
    rows = FeedHour.objects.order_by("hour").values_list("event", "hour", "offered", "landed")
    assert list(rows) == [
        (VIEWED, NOON - timedelta(hours=2), 8, 8),
        (VIEWED, NOON - timedelta(hours=1), 8, 7),
    ]
    feed = get_feed(VIEWED)
    assert (feed.offered, feed.landed, feed.versions) == (16, 15, {"1": 15})
    assert feed.nulls["ranking_id"] == pytest.approx(3 / 15)


def test_a_batch_that_is_taken_back_leaves_no_count(
    clock: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    view(5, NOON - timedelta(hours=1))

    def dying(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(loader, "_record", dying)
    with pytest.raises(OSError, match="disk full"):
        loader.load_once()
    assert FeedHour.objects.count() == 0
    monkeypatch.undo()
    assert loader.load_once() == 5
    assert FeedHour.objects.get().landed == 5


def test_events_lost_on_the_way_are_one_incident_that_closes_by_itself(
    clock: list[datetime],
) -> None:
    view(100, NOON - timedelta(hours=1))
    loader.load_once(sieve=_loses_thirty)
    assert watch() == 1
    assert watch() == 1
    (incident,) = list_incidents()
    assert (incident.root, incident.owner) == (f"event:{VIEWED}", "discovery")
    (sign,) = incident.signs
    assert sign.check == "completeness"
    assert sign.detail == {"offered": 100, "landed": 70, "promised_percent": 95.0}

    clock[0] += timedelta(hours=27)
    view(100, clock[0] - timedelta(hours=1))
    loader.load_once()
    assert watch() == 0
    (incident,) = list_incidents()
    assert incident.closed_at is not None
    assert incident.signs[0].ended_at == incident.closed_at


def test_tables_that_are_built_after_an_incident_opened_are_named_by_it_at_once(
    clock: list[datetime],
) -> None:
    view(100, NOON - timedelta(hours=1))
    loader.load_once(sieve=_loses_thirty)
    assert watch() == 1
    assert list_incidents()[0].affected == ()
    staging, mart = "stg_discovery__listing_viewed", "fct_event"
    nodes = {
        f"model.rethread.{staging}": model(staging, "staging", f"source.rethread.{VIEWED}"),
        f"model.rethread.{mart}": model(mart, "marts", f"model.rethread.{staging}"),
    }
    manifest_path().parent.mkdir(parents=True, exist_ok=True)
    manifest_path().write_text(json.dumps({"nodes": nodes, "exposures": {}}))
    assert list_incidents()[0].affected == (f"model:{mart}",)


def _loses_thirty(event: Envelope) -> bool:
    return int(UUID(event.payload["listing_id"])) % 10 >= 3


def test_a_few_lost_events_are_within_what_the_contract_promises(clock: list[datetime]) -> None:
    view(100, NOON - timedelta(hours=1))
    loader.load_once(sieve=lambda event: int(UUID(event.payload["listing_id"])) >= 4)
    assert FeedHour.objects.get().landed == 96
    assert watch() == 0


def test_events_that_wait_for_the_lake_are_late_once_somebody_has_waited(
    clock: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    view(1, NOON)
    loader.load_once()
    view(1, NOON)
    assert watch() == 0
    later = wall_now() + timedelta(minutes=5)
    monkeypatch.setattr("rethread.insight.observability.checks.wall_now", lambda: later)
    assert watch() == 1
    (incident,) = list_incidents(open_only=True)
    assert (incident.root, incident.signs[0].check) == ("step:lake", "freshness")
    assert incident.signs[0].detail["events"] == [VIEWED]
    loader.load_once()
    assert watch() == 0


def test_a_market_that_was_just_filled_is_not_late(
    clock: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    view(1, NOON)
    later = wall_now() + timedelta(minutes=5)
    monkeypatch.setattr("rethread.insight.observability.checks.wall_now", lambda: later)
    assert not LakeLoad.objects.exists()
    assert watch() == 0


def test_a_failed_build_is_an_incident_until_one_succeeds(clock: list[datetime]) -> None:
    def build(ok: bool) -> None:
        failures = [] if ok else ["source.rethread.orders.order_placed: fail: Got 2 results"]
        WarehouseBuild.objects.create(
            started_at=wall_now(), finished_at=wall_now(), ok=ok, failures=failures
        )

    build(False)
    assert watch() == 1
    incident = Incident.objects.get()
    assert (incident.root, incident.owner) == ("event:orders.order_placed", "orders")
    build(True)
    assert watch() == 0
