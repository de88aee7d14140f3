"""The machines: their diagrams say what their tables say, and what is over stays over."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

import rethread.market.payments
from rethread.market.payments.models import Operation, Payment
from rethread.market.payments.rules.machines import MACHINES, step
from rethread.market.payments.rules.postings import settled
from rethread.market.payments.rules.retrying import backoff
from rethread.platform.kernel.errors import InvariantViolation
from tests.support.money import MoneyWorld

README = Path(rethread.market.payments.__file__).with_name("README.md").read_text()
EDGE = re.compile(r"^\s*(\w+) --> (\w+)", re.MULTILINE)


def diagram(name: str) -> set[tuple[str, str]]:
    """Read the edges drawn under the heading of a machine."""
    drawn = README.split(f"### {name}\n", 1)[1].split("```mermaid\n", 1)[1].split("```", 1)[0]
    return set(EDGE.findall(drawn))


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_the_diagram_draws_the_table(name: str) -> None:
    table = MACHINES[name]
    edges = {(before, after) for before, follow in table.items() for after in follow}
    assert diagram(name) == edges


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_what_is_not_in_the_table_cannot_happen(name: str) -> None:
    table = MACHINES[name]
    for before in table:
        for after in table:
            if after in table[before]:
                assert step(table, before, after) == after
            else:
                with pytest.raises(InvariantViolation):
                    step(table, before, after)


def test_terminal_states_never_regress_in_the_database(world: MoneyWorld) -> None:
    request = world.buy(world.request((2000, 170, 299)))
    for change in (
        lambda: Operation.objects.update(status="intended"),
        lambda: Payment.objects.update(status="open"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Payment.objects.get(checkout_id=request.checkout_id).status == "paid"


def test_backoff_grows_to_ten_minutes_and_repeats_for_the_same_key() -> None:
    waits = [backoff("a", attempt) for attempt in range(1, 30)]
    assert waits == [backoff("a", attempt) for attempt in range(1, 30)]
    assert waits != [backoff("b", attempt) for attempt in range(1, 30)]
    assert timedelta(seconds=1) <= waits[0] <= timedelta(seconds=2)
    assert all(timedelta(seconds=300) <= wait <= timedelta(seconds=600) for wait in waits[9:])


def test_an_entry_that_nets_to_nothing_moves_nothing() -> None:
    assert settled("platform", 0, currency="GBP") == []
