"""An audit of a trial of money from outside: the provider's own objects beside the market's rows.

It shares no code with what it audits: statements of its own over the tables, sums of its own over
what the provider keeps. `check_invariants` and `reconcile` are asked besides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from rethread.market.payments.services import check_invariants, reconcile

from .trading import Traded, TradedWorld

SHOWN_MAX: Final = 5
_SOLD_TWICE: Final = """
SELECT line.listing_id::text FROM orders_orderline line
JOIN orders_order o ON o.id = line.order_id
WHERE o.paid_at IS NOT NULL AND o.status NOT IN ('cancelled', 'refunded')
GROUP BY 1 HAVING count(*) > 1
"""
_KEPT: Final = """
SELECT o.checkout_id::text, sum(o.total_minor) FROM orders_order o
WHERE o.status = 'completed' GROUP BY 1
"""
_OWED_TO_SELLERS: Final = """
SELECT o.seller_id::text, sum(o.items_minor - o.seller_fee_minor) FROM orders_order o
WHERE o.status = 'completed' GROUP BY 1
"""
_GOT_BY_SELLERS: Final = """
SELECT r.payee_id::text, sum(r.amount_minor) FROM payments_release r GROUP BY 1
"""
_UNFINISHED: Final = """
SELECT o.id::text || ' ' || o.status FROM orders_order o
WHERE o.paid_at IS NOT NULL AND o.status NOT IN ('completed', 'cancelled', 'refunded')
"""
_OPEN_CHECKOUTS: Final = """
SELECT id::text || ' ' || status FROM orders_checkout WHERE closed_at IS NULL AND paid_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A promise, how many times it was broken, and the first of those."""

    promise: str
    violations: int
    examples: tuple[str, ...] = ()


def audit(world: TradedWorld, done: Traded) -> list[Verdict]:
    """Return every promise about money with its count of violations, computed now."""
    report = reconcile()
    breaks = [
        f"{row.account} {row.bucket}: {row.ledger_minor} not {row.provider_minor}"
        for row in report.breaks
    ]
    found = [
        Verdict(one.name, one.violations, (one.detail,) if one.violations else ())
        for one in check_invariants()
    ]
    charges = [
        one for one in world.provider_objects("charge") if one["paid"] and one["payment_intent"]
    ]
    return [
        *found,
        _verdict("ledger = the provider's balances", breaks),
        _verdict("a checkout is charged once at most", _charged_twice(charges)),
        _verdict("a piece is sold once", (*_column(_SOLD_TWICE), *map(str, done.sold_twice))),
        _verdict("kept of a charge = orders completed", _kept_differs(charges)),
        _verdict("sent to a seller = what their statements say", _sent_differs()),
        _verdict("released = sent by the provider", _transfers_differ(world)),
        _verdict("every paid order has ended", _column(_UNFINISHED)),
        _verdict("every checkout has ended", _column(_OPEN_CHECKOUTS)),
    ]


def _verdict(promise: str, broken: Iterable[str]) -> Verdict:
    rows = sorted(broken)
    return Verdict(promise, len(rows), tuple(rows[:SHOWN_MAX]))


def _column(statement: str) -> list[str]:
    return [row[0] for row in _rows(statement)]


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _of_checkout(charge: dict[str, Any]) -> str:
    return str(charge["metadata"].get("checkout_id", f"none named by {charge['id']}"))


def _charged_twice(charges: Sequence[dict[str, Any]]) -> list[str]:
    count: dict[str, int] = defaultdict(int)
    for charge in charges:
        count[_of_checkout(charge)] += 1
    return [f"{checkout}: {times} charges" for checkout, times in count.items() if times > 1]


def _kept_differs(charges: Sequence[dict[str, Any]]) -> list[str]:
    """What a buyer did not get back is what the orders that stand cost, for every checkout."""
    kept: dict[str, int] = defaultdict(int)
    for charge in charges:
        kept[_of_checkout(charge)] += charge["amount"] - charge["amount_refunded"]
    return _differing(kept, dict(_rows(_KEPT)))


def _sent_differs() -> list[str]:
    owners = dict(_rows("SELECT id::text, seller_id::text FROM payments_payee"))
    got = {owners.get(payee, payee): amount for payee, amount in _rows(_GOT_BY_SELLERS)}
    return _differing(got, dict(_rows(_OWED_TO_SELLERS)))


def _transfers_differ(world: TradedWorld) -> list[str]:
    sent = sum(one["amount"] - one["amount_reversed"] for one in world.provider_objects("transfer"))
    released = sum(amount for _, amount in _rows(_GOT_BY_SELLERS))
    return [] if sent == released else [f"{released} released, {sent} sent"]


def _differing(found: dict[str, int], expected: dict[str, int]) -> list[str]:
    return [
        f"{key}: {found.get(key, 0)} not {expected.get(key, 0)}"
        for key in {*found, *expected}
        if int(found.get(key, 0)) != int(expected.get(key, 0))
    ]
