"""From what people did, through the warehouse, to a model; and back, bit by bit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rethread.insight.lake import loader, warehouse
from rethread.insight.lake.marts import close_marts, query_marts
from rethread.market.discovery.services import (
    count_heat,
    ladder_status,
    open_feed,
    replay,
    train,
)
from rethread.market.discovery.services import training as training_service
from rethread.market.social.services import like_listing
from rethread.platform.events.postgres_bus import PostgresBus
from rethread.platform.kernel import Actor, Invalid, new_id
from rethread.platform.kernel.clock import business_clock
from rethread.simulation.browsing import BrowserSession
from tests.support.factories import make_live_listing, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


def live_a_while(clock: Clock, days: int) -> None:
    """Three people look at their feeds each day, open the dresses and like one."""
    for place in range(12):
        kind = "dress" if place % 2 else "jumper"
        make_live_listing(changes={"type": kind, "title": f"A {kind} number {place}", "size": "M"})
    people = [make_user().id for _ in range(3)]
    for _ in range(days):
        for user_id in people:
            clock.now += timedelta(hours=7)
            visit(user_id)
            count_heat()


def visit(user_id: object) -> None:
    actor = Actor.user(user_id)  # type: ignore[arg-type]  # a UUID
    browser = BrowserSession(user_id, str(new_id()))  # type: ignore[arg-type]  # as above
    page = open_feed(actor=actor, limit=8)
    for place in page.cards:
        seen = {"listing_id": place.card.id, "ranking_id": page.ranking_id, "surface": "feed"}
        browser.report(
            "discovery.listing_impressed", position=place.position, source=place.source,
            propensity_ppm=place.propensity_ppm, **seen,
        )  # fmt: skip
        if place.card.type == "dress":
            browser.report("discovery.listing_clicked", position=place.position, **seen)
    browser.close()
    dress = next(place.card for place in page.cards if place.card.type == "dress")
    like_listing(actor=actor, listing_id=dress.id)


def build() -> None:
    PostgresBus().flush()
    loader.load_all()
    status = warehouse.build_warehouse()
    assert status.failures == ()
    assert status.ok


def test_from_visits_to_a_model_and_no_later_event_changes_an_earlier_row(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    with business_clock(clock):
        live_a_while(clock, days=9)
        build()
        found = replay()
        assert (found.rankings, found.rows, found.different, found.unknown) == (27, 27 * 12, 0, 0)
        before = query_marts("SELECT * EXCLUDE (grade) FROM marts.training_set_asof ORDER BY 1")
        past = "SELECT * EXCLUDE (valid_to) FROM marts.user_features ORDER BY 1"
        features = query_marts(past)
        assert len(before) == 27 * 8
        with pytest.raises(Invalid) as refusal:
            train()
        assert refusal.value.code == "discovery.too_little_to_learn"
        assert ladder_status().card is None
        monkeypatch.setattr(training_service, "RANKINGS_MIN", 20)
        trained = train(serve_anyway=True)
        assert (trained.card.rankings, trained.card.rankings_held_out) == (20, 7)
        assert set(trained.card.metrics) == {"trees", "rules", "popular", "newest", "as shown"}
        assert open_feed(actor=Actor.user(make_user().id)).rung == "trees"

        clock.now += timedelta(days=2)
        live_a_while(clock, days=1)
        build()
        keys = {row[0] for row in before}
        again = query_marts("SELECT * EXCLUDE (grade) FROM marts.training_set_asof ORDER BY 1")
        assert [row for row in again if row[0] in keys] == before
        assert len(again) > len(before)
        known = {row[0] for row in features}
        assert [row for row in query_marts(past) if row[0] in known] == features
        assert replay().different == 0
    close_marts()
