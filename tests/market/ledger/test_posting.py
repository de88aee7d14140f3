"""Journals: whole or not at all, once per key, never below a floor, never changed."""

from __future__ import annotations

import threading
from itertools import pairwise
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from rethread.market.ledger import selectors, services
from rethread.market.ledger.errors import JournalMismatch, LedgerRefused, Overdraft
from rethread.market.ledger.types import JournalSpec, TransferSpec
from rethread.platform.kernel import Actor

ACTOR = Actor.system("tests.ledger")
ORDER = UUID("01890000-0000-7000-8000-000000000001")
TABLES = ("ledger_journal", "ledger_transfer", "ledger_account")


def move(debit: str, credit: str, amount: int, currency: str = "GBP") -> TransferSpec:
    return TransferSpec(debit, credit, amount, currency)


def post(key: str, *transfers: TransferSpec, kind: str = "test") -> bool:
    view = services.post_journal(
        actor=ACTOR, key=key, kind=kind, transfers=transfers, order_id=ORDER
    )
    return view.replayed


def counts() -> list[int]:
    with connection.cursor() as cursor:
        found = []
        for table in (*TABLES, "outbox"):
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  # fixed names
            found.append(cursor.fetchone()[0])
    return found


@pytest.mark.django_db
def test_a_journal_moves_money_on_the_normal_side_of_each_account() -> None:
    post(
        "paid",
        move("provider_pending:platform", "held:1", 1000),
        move("provider_pending:platform", "fee_buyer", 120),
        move("provider_fees", "provider_pending:platform", 37),
    )
    assert selectors.balances(
        ["provider_pending:platform", "held:1", "fee_buyer", "provider_fees", "held:2"], "GBP"
    ) == {
        "provider_pending:platform": 1083,
        "held:1": 1000,
        "fee_buyer": 120,
        "provider_fees": 37,
        "held:2": 0,
    }
    assert [e.signed_minor for e in selectors.entries_for("provider_pending:platform", "GBP")] == [
        -37,
        120,
        1000,
    ]
    assert [e.amount_minor for e in selectors.entries_of_order(ORDER)] == [1000, 120, 37]
    assert counts() == [1, 3, 4, 3]


@pytest.mark.django_db
def test_the_same_key_and_content_is_written_once() -> None:
    assert post("once", move("suspense", "held:1", 5)) is False
    assert post("once", move("suspense", "held:1", 5)) is True
    assert selectors.balance("held:1", "GBP") == 5
    assert counts() == [1, 1, 2, 1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [
        move("suspense", "held:1", 6),
        move("suspense", "held:2", 5),
        move("suspense", "held:1", 5, "EUR"),
    ],
)
def test_the_same_key_with_other_content_is_refused(other: TransferSpec) -> None:
    post("once", move("suspense", "held:1", 5))
    before = counts()
    with pytest.raises(JournalMismatch) as refused:
        post("once", other)
    assert refused.value.code == "ledger.key_mismatch"
    assert counts() == before


@pytest.mark.django_db
def test_an_account_with_a_floor_never_goes_below_zero() -> None:
    post("in", move("suspense", "held:1", 500))
    before = counts()
    with pytest.raises(Overdraft) as refused:
        post("out", move("held:1", "seller_pending:s", 501))
    assert refused.value.code == "ledger.overdraft"
    assert counts() == before
    assert selectors.balance("held:1", "GBP") == 500
    post("out", move("held:1", "seller_pending:s", 500))
    assert selectors.balance("held:1", "GBP") == 0


@pytest.mark.django_db
def test_the_order_of_the_lines_of_a_journal_does_not_matter_to_the_floor() -> None:
    post("through", move("held:1", "seller_pending:s", 9), move("suspense", "held:1", 9))
    assert selectors.balance("seller_pending:s", "GBP") == 9


@pytest.mark.django_db
def test_several_journals_are_written_together_or_not_at_all() -> None:
    good = JournalSpec("a", "test", (move("suspense", "held:1", 5),))
    bad = JournalSpec("b", "test", (move("held:2", "suspense", 5),))
    before = counts()
    with pytest.raises(Overdraft):
        services.post_journals(actor=ACTOR, journals=[good, bad])
    assert counts() == before
    with pytest.raises(LedgerRefused):
        services.post_journals(actor=ACTOR, journals=[good, good])
    assert counts() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("transfers", "code"),
    [
        ((), "ledger.transfer_count"),
        ((move("held:1", "held:1", 5),), "ledger.same_account"),
        ((move("wallet:1", "held:1", 5),), "ledger.unknown_kind"),
        ((move("held:", "suspense", 5),), "ledger.bad_qualifier"),
        ((move("held:1", "suspense", 0),), "ledger.bad_amount"),
        ((move("held:1", "suspense", -5),), "ledger.bad_amount"),
        ((move("held:1", "suspense", 2**53 + 1),), "ledger.bad_amount"),
        ((move("held:1", "suspense", 1.5),), "ledger.bad_amount"),  # type: ignore[arg-type]  # on purpose
        ((move("held:1", "suspense", 5, "XXX"),), "ledger.bad_currency"),
    ],
)
def test_case_42_a_journal_that_cannot_stand_is_refused(
    transfers: tuple[TransferSpec, ...], code: str
) -> None:
    before = counts()
    with pytest.raises(LedgerRefused) as refused:
        post("bad", *transfers)
    assert refused.value.code == code
    assert counts() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_transfer SET amount_minor = amount_minor + 1",
        "DELETE FROM ledger_transfer",
        "TRUNCATE ledger_transfer",
        "UPDATE ledger_journal SET kind = 'other'",
        "DELETE FROM ledger_journal",
        "TRUNCATE ledger_journal CASCADE",
        "UPDATE ledger_account SET normal_side = 'debit'",
        "DELETE FROM ledger_account",
        "TRUNCATE ledger_account CASCADE",
        "UPDATE ledger_storedbalance SET balance_minor = 999999",
        "DELETE FROM ledger_storedbalance",
        "TRUNCATE ledger_storedbalance",
    ],
)
def test_case_68_editing_the_books_by_hand_is_refused(statement: str) -> None:
    post("in", move("suspense", "held:1", 500))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    before = counts()
    with (
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert refused.value.__cause__.sqlstate == "LG003"  # type: ignore[union-attr]  # psycopg's error
    assert counts() == before
    assert services.verify().ok


@pytest.mark.django_db
def test_a_transfer_between_accounts_of_two_currencies_is_refused_by_the_database() -> None:
    post("in", move("suspense", "held:1", 500), move("suspense", "held:2", 500, "EUR"))
    insert = """
        INSERT INTO ledger_transfer
        (id, journal_id, line, debit_id, credit_id, amount_minor, currency)
        SELECT uuidv7(), j.id, 9, d.id, c.id, 5, 'GBP' FROM ledger_journal j, ledger_account d,
        ledger_account c WHERE d.code = 'held:1' AND c.code = 'held:2' LIMIT 1
    """
    with (
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(insert)
    assert refused.value.__cause__.sqlstate == "LG004"  # type: ignore[union-attr]  # psycopg's error
    assert selectors.balance("held:1", "GBP") == 500


@pytest.mark.django_db(transaction=True)
def test_journals_that_share_accounts_in_any_order_never_deadlock() -> None:
    names = [f"held:{n}" for n in range(6)]
    post("fill", *(move("suspense", name, 10_000) for name in names))
    failures: list[BaseException] = []

    def work(worker: int) -> None:
        try:
            for turn in range(25):
                start, step = (worker + turn) % 6, 1 if worker % 2 else 5
                ring = [names[(start + step * i) % 6] for i in range(6)]
                pairs = pairwise(ring)
                post(f"{worker}:{turn}", *(move(a, b, 1) for a, b in pairs))
        except BaseException as error:  # noqa: BLE001  # reported by the main thread
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sum(selectors.balances(names, "GBP").values()) == 60_000
    report = services.verify()
    assert (report.ok, report.journals, report.transfers) == (True, 151, 756)


@pytest.mark.django_db(transaction=True)
def test_one_key_posted_by_many_at_once_is_written_once() -> None:
    outcomes: list[bool] = []

    def work() -> None:
        try:
            outcomes.append(post("same", move("suspense", "held:1", 7)))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False] + [True] * 7
    assert selectors.balance("held:1", "GBP") == 7
