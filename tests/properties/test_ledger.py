"""Any sequence of journals keeps stored balances equal to the sums and floors unbroken."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rethread.market.ledger import selectors, services
from rethread.market.ledger.errors import Overdraft
from rethread.market.ledger.rules import kind_of
from rethread.market.ledger.types import TransferSpec
from rethread.platform.kernel import Actor

ACCOUNTS = ["held:1", "held:2", "seller_pending:a", "provider_pending:platform", "fee_buyer",
            "in_transit", "suspense"]  # fmt: skip
transfer = st.tuples(
    st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS), st.integers(1, 50)
).filter(lambda t: t[0] != t[1])


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(journals=st.lists(st.lists(transfer, min_size=1, max_size=4), max_size=12))
def test_the_ledger_agrees_with_a_naive_one(
    django_db_reset: object, journals: list[list[tuple[str, str, int]]]
) -> None:
    naive: Counter[str] = Counter()
    prefix = str(services.verify().journals)
    start = selectors.balances(ACCOUNTS, "GBP")
    naive.update(start)
    for number, lines in enumerate(journals):
        after = Counter(naive)
        for debit, credit, amount in lines:
            after[debit] += amount if kind_of(debit).side == "debit" else -amount
            after[credit] += amount if kind_of(credit).side == "credit" else -amount
        allowed = all(after[a] >= 0 for a in ACCOUNTS if kind_of(a).floor)
        specs = [TransferSpec(d, c, amount, "GBP") for d, c, amount in lines]
        try:
            services.post_journal(
                actor=Actor.system("tests"),
                key=f"{prefix}:{number}",
                kind="test",
                transfers=specs,
            )
            assert allowed
            naive = after
        except Overdraft:
            assert not allowed
        assert selectors.balances(ACCOUNTS, "GBP") == {a: naive[a] for a in ACCOUNTS}
    assert services.verify().ok


@pytest.fixture
def django_db_reset(db: None) -> None:
    """Keep one database transaction for all examples; each starts from where the last ended."""
