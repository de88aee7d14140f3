"""Simulated people land like real ones, and what truly brought them stays out of the market."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from tests.support.factories import PASSWORD_HASH, ensure_pricing
from tests.support.outbox import emitted

from rethread.config.simulated_world import simulated_world
from rethread.insight.measurement.rules.address import read_marks
from rethread.insight.measurement.rules.channels import channel_of
from rethread.insight.measurement.truth import find_truth, truth_path
from rethread.market.search.services import rebuild_index
from rethread.simulation.advertising import (
    DOORS,
    Door,
    caused_share,
    causing_door,
    followed_share,
    habitual_door,
)
from rethread.simulation.marketing_books import close_marketing_books
from rethread.simulation.pictures import ExpectedPictures
from rethread.simulation.run import Scale, Simulation

START = datetime(2026, 3, 2, tzinfo=UTC)
TINY = Scale(seed=5, sellers=3, listings=14, buyers=14, days=10)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.campaign or door.channel)
def test_the_taxonomy_reads_every_door_as_the_channel_it_is(door: Door) -> None:
    marks = read_marks(door.query(random.Random(1)), door.referrer)
    assert channel_of(marks) == door.channel
    assert marks.defects == ()


def test_those_who_come_anyway_see_most_ads_that_follow_people() -> None:
    eager, rare = 1.5, 0.2
    assert followed_share(eager) > 3 * followed_share(rare)
    assert caused_share(eager) < caused_share(rare) / 2
    rng = random.Random(2)
    causing = Counter(causing_door(rng).channel for _ in range(5_000))
    habits = Counter(habitual_door(rng).channel for _ in range(5_000))
    assert not {"direct", "organic_search", "organic_social"} & causing.keys()
    assert not {"paid_social", "retargeting"} & habits.keys()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_truth_adds_up_and_the_market_never_sees_it(tmp_path: Path) -> None:
    ensure_pricing()
    rebuild_index()
    with simulated_world(START, TINY.seed) as world:
        simulation = Simulation(
            TINY, world, ExpectedPictures(tmp_path / "pictures.jsonl"), password_hash=PASSWORD_HASH
        )
        report = simulation.run(start=START, clock=world.clock, on_progress=lambda *_: None)
        arrivals = simulation.buying.arrivals
        done = close_marketing_books(arrivals, tmp_path)
        again = close_marketing_books(arrivals, tmp_path)
    truth = find_truth()
    truth_path().unlink()  # the home is shared by the whole test run
    assert truth is not None
    purchases = sum(truth.caused.values()) + truth.anyway + truth.unconsented
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT checkout_id) FROM orders_order WHERE paid_at IS NOT NULL"
        )
        assert cursor.fetchone() == (purchases,)
        cursor.execute("SELECT count(*) FROM event_log WHERE name = 'measurement.landing_recorded'")
        (recorded,) = cursor.fetchone()
        cursor.execute(
            "SELECT coalesce(sum(events), 0) FROM events_unconsentedcount "
            "WHERE name = 'measurement.landing_recorded'"
        )
        (uncounted,) = cursor.fetchone()
        cursor.execute("SELECT payload::text FROM event_log")
        told = " ".join(text for (text,) in cursor.fetchall())
    assert recorded == sum(truth.visits.values())
    assert recorded + uncounted == report.sessions
    assert "caused" not in told
    assert done.added > 0
    assert (again.added, again.corrected) == (0, 0)
    assert len(emitted("measurement.spend_recorded")) == done.added
