"""Seal the books into a hash chain, in batches, and verify that they are whole."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from rethread.platform.kernel import new_id

from ..types import LedgerReport

SEAL_AFTER = timedelta(hours=1)

DUE = """
    SELECT 1 FROM ledger_journal
    WHERE seq = (
        SELECT min(seq) FROM ledger_journal
        WHERE seq > (SELECT coalesce(max(seq_upto), 0) FROM ledger_seal)
    ) AND occurred_at <= %(now)s - interval '1 hour'
"""
_UNSEALED = """
    SELECT j.occurred_at FROM ledger_journal j
    WHERE j.seq > (SELECT coalesce(max(seq_upto), 0) FROM ledger_seal)
    ORDER BY j.seq LIMIT 1
"""
_SUMS = """
    SELECT a.code, a.currency, a.floored, b.balance_minor, coalesce(s.total, 0) AS total
    FROM ledger_account a
    LEFT JOIN ledger_storedbalance b ON b.account_id = a.id
    LEFT JOIN (
        SELECT m.account_id,
               sum(CASE WHEN x.normal_side = m.side THEN m.amount ELSE -m.amount END) AS total
        FROM (
            SELECT debit_id AS account_id, 'debit' AS side, amount_minor AS amount
            FROM ledger_transfer
            UNION ALL
            SELECT credit_id, 'credit', amount_minor FROM ledger_transfer
        ) m JOIN ledger_account x ON x.id = m.account_id
        GROUP BY m.account_id
    ) s ON s.account_id = a.id
    WHERE a.floored
"""


def seal() -> int:
    """Add a link to the chain over every journal written so far; 0 if none is new, or if somebody
    has been posting for so long that waiting would hold up others."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT ledger_seal(%s)", [new_id()])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def next_seal_due() -> datetime | None:
    """Return when the oldest unsealed journal should be sealed; None when all are."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSEALED)
        row = cursor.fetchone()
    oldest: datetime | None = row[0] if row else None
    return oldest + SEAL_AFTER if oldest else None


def seal_due(now: datetime, limit: int) -> int:
    """Seal when the oldest unsealed journal has waited for an hour of business time."""
    due = next_seal_due()
    return seal() if due is not None and due <= now else 0


def verify() -> LedgerReport:
    """Compare every stored balance with the sum of its entries, and every seal with its journals.

    Reads one snapshot, so it can run beside the market.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(_SUMS)
        rows = cursor.fetchall()
        wrong = [f"{code} {cur}" for code, cur, _, stored, total in rows if stored != total]
        broken = [f"{code} {cur}" for code, cur, _, _, total in rows if total < 0]
        cursor.execute(
            "SELECT (SELECT count(*) FROM ledger_account), (SELECT count(*) FROM ledger_journal),"
            " (SELECT count(*) FROM ledger_transfer)"
        )
        accounts, journals, transfers = cursor.fetchone() or (0, 0, 0)
        seals, broken_seals = _check_chain()
    return LedgerReport(
        accounts, journals, transfers, seals, tuple(wrong), tuple(broken), tuple(broken_seals)
    )


def _check_chain() -> tuple[int, list[int]]:
    broken, previous, below = [], "", 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.number, s.seq_after, s.seq_upto, s.journals, s.previous_hash, s.hash,"
            " h.journals, h.hash FROM ledger_seal s,"
            " ledger_hash(s.seq_after, s.seq_upto, s.previous_hash) h ORDER BY s.number"
        )
        links = cursor.fetchall()
    for place, link in enumerate(links, start=1):
        number, start, end, count, before, digest, count_now, digest_now = link
        whole = (
            number == place
            and start == below
            and before == previous
            and (count, digest) == (count_now, digest_now)
        )
        if not whole:
            broken.append(number)
        previous, below = digest, end
    return len(links), broken
