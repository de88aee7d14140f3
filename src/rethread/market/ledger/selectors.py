"""Read the books: balances and entries of accounts, positive on an account's normal side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from django.db import connection
from django.db.models import Q

from rethread.platform.kernel.fetching import select

from .models import Transfer
from .rules import kind_of
from .types import AccountBalance, EntryView, NetMove

# A floored account has its balance stored; any other is summed from its transfers.
_BALANCES = """
    SELECT a.code, a.kind, a.currency, coalesce(b.balance_minor,
        (SELECT coalesce(sum(amount_minor), 0) FROM ledger_transfer WHERE debit_id = a.id)
        * CASE a.normal_side WHEN 'debit' THEN 1 ELSE -1 END
        + (SELECT coalesce(sum(amount_minor), 0) FROM ledger_transfer WHERE credit_id = a.id)
        * CASE a.normal_side WHEN 'credit' THEN 1 ELSE -1 END)::bigint
    FROM ledger_account a LEFT JOIN ledger_storedbalance b ON b.account_id = a.id
"""

# Every movement of some accounts, positive where they are credited; both sides have an index.
_NET_MOVES: LiteralString = """
    SELECT j.id, j.kind, j.order_id, j.occurred_at, sum(m.signed_minor)::bigint
    FROM ledger_account a CROSS JOIN LATERAL (
        SELECT journal_id, amount_minor AS signed_minor FROM ledger_transfer WHERE credit_id = a.id
        UNION ALL
        SELECT journal_id, -amount_minor FROM ledger_transfer WHERE debit_id = a.id
    ) m JOIN ledger_journal j ON j.id = m.journal_id
    WHERE a.code = ANY(%s) AND a.currency = %s AND j.occurred_at >= %s AND j.occurred_at < %s
    GROUP BY j.id HAVING sum(m.signed_minor) <> 0 ORDER BY j.seq
"""
_NET_BEFORE: LiteralString = """
    SELECT coalesce(sum(m.signed_minor), 0)::bigint
    FROM ledger_account a CROSS JOIN LATERAL (
        SELECT journal_id, amount_minor AS signed_minor FROM ledger_transfer WHERE credit_id = a.id
        UNION ALL
        SELECT journal_id, -amount_minor FROM ledger_transfer WHERE debit_id = a.id
    ) m JOIN ledger_journal j ON j.id = m.journal_id
    WHERE a.code = ANY(%s) AND a.currency = %s AND j.occurred_at < %s
"""


def _read(where: str, values: list[Any]) -> list[AccountBalance]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_BALANCES} WHERE {where} ORDER BY a.code, a.currency", values)
        return [AccountBalance(*row) for row in cursor]


def balance(account: str, currency: str) -> int:
    """Return an account's balance in minor units; an account never used has none, which is 0."""
    return balances([account], currency)[account]


def balances(accounts: Sequence[str], currency: str) -> dict[str, int]:
    """Return several balances at once."""
    for account in accounts:
        kind_of(account)
    found = _read("a.code = ANY(%s) AND a.currency = %s", [list(accounts), currency])
    return dict.fromkeys(accounts, 0) | {row.account: row.balance_minor for row in found}


def balances_of_kind(kind: str, currency: str | None = None) -> list[AccountBalance]:
    """Return the balance of every account of a kind."""
    if currency is None:
        return _read("a.kind = %s", [kind])
    return _read("a.kind = %s AND a.currency = %s", [kind, currency])


def entries_for(account: str, currency: str, *, limit: int = 100) -> list[EntryView]:
    """Return an account's newest entries, newest first."""
    side = kind_of(account).side
    found = (
        Transfer.objects.filter(Q(debit__code=account) | Q(credit__code=account), currency=currency)
        .select_related("journal", "debit", "credit")
        .order_by("-journal__seq", "-line")[:limit]
    )
    return [_entry(row, plus=(row.debit.code == account) == (side == "debit")) for row in found]


def net_moves(
    accounts: Sequence[str], currency: str, *, begins_at: datetime, ends_at: datetime
) -> list[NetMove]:
    """Return what every journal of a time did to several accounts taken together, oldest first.

    An amount is positive where they were credited more than debited; a journal that only moved
    money between them did nothing and is left out. `ends_at` is not part of the time.
    """
    for account in accounts:
        kind_of(account)
    rows = select(_NET_MOVES, [list(accounts), currency, begins_at, ends_at])
    return [NetMove(*row) for row in rows]


def net_before(accounts: Sequence[str], currency: str, at: datetime) -> int:
    """Return how much more several accounts together were credited than debited before `at`."""
    for account in accounts:
        kind_of(account)
    return int(select(_NET_BEFORE, [list(accounts), currency, at])[0][0])


def entries_of_order(order_id: UUID) -> list[EntryView]:
    """Return every transfer of an order's journals, oldest first."""
    return entries_of_orders([order_id])


def entries_of_orders(order_ids: Sequence[UUID]) -> list[EntryView]:
    """Return every transfer of several orders' journals, oldest first."""
    found = (
        Transfer.objects.filter(journal__order_id__in=list(order_ids))
        .select_related("journal", "debit", "credit")
        .order_by("journal__seq", "line")
    )
    return [_entry(row, plus=True) for row in found]


def _entry(row: Transfer, *, plus: bool) -> EntryView:
    return EntryView(
        transfer_id=row.id,
        journal_id=row.journal_id,
        kind=row.journal.kind,
        order_id=row.journal.order_id,
        debit=row.debit.code,
        credit=row.credit.code,
        signed_minor=row.amount_minor if plus else -row.amount_minor,
        amount_minor=row.amount_minor,
        currency=row.currency,
        occurred_at=row.journal.occurred_at,
    )
