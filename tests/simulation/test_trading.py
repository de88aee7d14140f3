"""A trial of money in bad weather: no promise breaks, and what is broken on purpose is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection, transaction

from rethread.config.simulated_world import SimulatedWorld, simulated_world
from rethread.market.orders.models import Order
from rethread.simulation import trading
from rethread.simulation.clockwork import simulated_time
from rethread.simulation.trade_audit import Verdict, audit
from rethread.simulation.trading import Traded, Trading

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
START = datetime(2026, 3, 2, tzinfo=UTC)
SEED = 5
ORDERS = 14


@pytest.fixture
def bad_weather(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let only the worst of the weathers be, and buyers complain often."""
    shares = {"both": 0.7, "calls fail": 0.3}
    worse = {name: (share, trading.WEATHER[name][1]) for name, share in shares.items()}
    monkeypatch.setattr(trading, "WEATHER", worse)
    monkeypatch.setattr(trading, "COMPLAINED", 0.3)
    monkeypatch.setattr(trading, "RIVALS", 0.5)


@pytest.fixture
def traded(bad_weather: None) -> Iterator[tuple[SimulatedWorld, Traded]]:
    with simulated_world(START, SEED) as world:
        done = Trading(world, world.clock, orders=ORDERS, seed=SEED).run(on_progress=_ignore)
        with simulated_time(world.clock, SEED):
            yield world, done


def _ignore(done: int, wanted: int) -> None:
    pass


def broken(verdicts: list[Verdict]) -> set[str]:
    return {verdict.promise for verdict in verdicts if verdict.violations}


def test_no_promise_is_broken_in_the_worst_of_weathers_and_what_breaks_is_noticed(
    traded: tuple[SimulatedWorld, Traded],
) -> None:
    world, done = traded
    assert done.orders >= ORDERS
    assert done.complaints > 0
    assert done.refused["orders.listing_unavailable"] > 0  # the rivals
    struck = {rule["kind"] for rule in world.sandbox.faults.listing()}
    assert struck == set()  # the weather is fair again
    found = audit(world, done)
    assert [verdict for verdict in found if verdict.violations] == []
    assert len(found) > 20
    _each_lie_is_found(world, done)


def _each_lie_is_found(world: SimulatedWorld, done: Traded) -> None:
    """Change rows behind the market's back, one thing at a time, and ask the audit again."""
    completed = Order.objects.filter(status="completed").order_by("id")
    first, second = completed[0], completed[1]
    dearer = (
        "UPDATE orders_order SET total_minor = total_minor + 1, delivery_minor = delivery_minor + 1"
    )
    with _told(f"{dearer} WHERE id = %s", first.id):
        assert "kept of a charge = orders completed" in broken(audit(world, done))
    with _told(
        "UPDATE orders_order SET seller_fee_minor = seller_fee_minor - 1 WHERE id = %s", first.id
    ):
        assert "sent to a seller = what their statements say" in broken(audit(world, done))
    done.sold_twice.append(UUID(int=1))
    assert broken(audit(world, done)) == {"a piece is sold once"}
    done.sold_twice.clear()
    lines = "UPDATE orders_orderline SET live = false, listing_id = %s WHERE order_id = %s"
    with _told(lines, first.lines.get(position=0).listing_id, second.id):
        assert "a piece is sold once" in broken(audit(world, done))


@contextmanager
def _told(statement: str, *values: object) -> Iterator[None]:
    """Run a statement with triggers and checks asleep, and take it back afterwards."""
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        yield
        transaction.set_rollback(True)
