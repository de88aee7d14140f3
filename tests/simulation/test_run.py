"""The same seed gives the same market: people, listings, orders, books, events."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from tests.support.factories import PASSWORD_HASH, ensure_pricing

from rethread.config.simulated_world import simulated_world
from rethread.market.ledger.services import verify
from rethread.market.payments.services import check_invariants, reconcile
from rethread.market.search.services import rebuild_index
from rethread.platform.vault.services import clear_cache
from rethread.simulation.digest import facts_digest
from rethread.simulation.pictures import ExpectedPictures
from rethread.simulation.run import Scale, Simulation, SimulationReport

START = datetime(2026, 3, 2, tzinfo=UTC)
SMALL = Scale(seed=11, sellers=4, listings=24, buyers=24, days=16)


def live(
    scale: Scale, folder: Path, *, dawdle_s: float = 0, told: Sequence[str] = ()
) -> tuple[SimulationReport, dict[str, str]]:
    """Empty the database, run a population, check the books at rest and return the digest.

    `dawdle_s` is slept after every tick, for what else may be at work meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        tables = [
            name
            for name in connection.introspection.table_names()
            if not name.startswith(("django_", "procrastinate_", "pricing_"))
        ]
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
        cursor.execute("SET session_replication_role = origin")
    ensure_pricing()
    clear_cache()
    rebuild_index()  # of nothing: what an earlier run indexed is gone
    with simulated_world(START, scale.seed) as world:
        simulation = Simulation(
            scale,
            world,
            ExpectedPictures(folder / "pictures.jsonl"),
            password_hash=PASSWORD_HASH,
            told=told,
        )
        report = simulation.run(
            start=START, clock=world.clock, on_progress=lambda *_: time.sleep(dawdle_s)
        )
        assert verify().ok
        assert [r.name for r in check_invariants() if not r.ok] == []
        assert reconcile().breaks == ()
    return report, facts_digest()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_seed_gives_the_same_business_facts(tmp_path: Path) -> None:
    first_report, first = live(SMALL, tmp_path / "one")
    second_report, second = live(SMALL, tmp_path / "two", dawdle_s=0.03)
    assert first_report.listed == 24
    assert first_report.orders > 0
    assert second_report == first_report
    assert second == first


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_another_seed_gives_another_market(tmp_path: Path) -> None:
    _, first = live(SMALL, tmp_path / "one")
    _, other = live(Scale(seed=12, sellers=4, listings=24, buyers=24, days=16), tmp_path / "two")
    assert other["listings"] != first["listings"]
