"""The hash chain: sealed in batches, and an edit behind the triggers' back is found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from rethread.market.ledger import services
from rethread.market.ledger.types import TransferSpec
from rethread.platform.kernel import Actor
from rethread.platform.kernel.clock import business_clock

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def post(key: str) -> None:
    services.post_journal(
        actor=Actor.system("tests"),
        key=key,
        kind="test",
        transfers=[TransferSpec("suspense", "held:1", 5, "GBP")],
    )


def by_force(statement: str) -> None:
    """Change the books as only a superuser who switches the triggers off can."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)


def test_journals_are_sealed_an_hour_after_the_oldest() -> None:
    with business_clock(lambda: NOON):
        post("a")
        post("b")
    assert services.next_seal_due() == NOON + timedelta(hours=1)
    assert services.seal_due(NOON + timedelta(minutes=59), 10) == 0
    assert services.seal_due(NOON + timedelta(minutes=60), 10) == 2
    assert services.next_seal_due() is None
    post("c")
    assert services.seal() == 1
    assert services.seal() == 0
    report = services.verify()
    assert (report.ok, report.seals, report.journals) == (True, 2, 3)


@pytest.mark.parametrize(
    ("statement", "seal"),
    [
        ("UPDATE ledger_transfer SET amount_minor = 4", 1),
        ("DELETE FROM ledger_transfer", 1),
        ("UPDATE ledger_journal SET kind = 'gift' WHERE key = 'b'", 1),
        ("UPDATE ledger_seal SET hash = repeat('0', 64) WHERE number = 1", 1),
        ("DELETE FROM ledger_seal WHERE number = 1", 2),
    ],
)
def test_case_68_an_edit_behind_the_triggers_breaks_the_chain(statement: str, seal: int) -> None:
    post("a")
    post("b")
    services.seal()
    post("c")
    services.seal()
    assert services.verify().ok
    by_force(statement)
    report = services.verify()
    assert not report.ok
    assert seal in report.broken_seals


def test_a_stored_balance_that_is_not_the_sum_of_its_entries_is_found() -> None:
    post("a")
    by_force("UPDATE ledger_storedbalance SET balance_minor = 6")
    report = services.verify()
    assert report.wrong_balances == ("held:1 GBP",)
    assert not report.ok
