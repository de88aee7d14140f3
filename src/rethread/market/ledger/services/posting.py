"""Post journals: all of their transfers, or none, once per key, in one round trip."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from rethread.platform.kernel import Actor, business_now, new_id

from ..errors import JournalMismatch, LedgerRefused, Overdraft
from ..rules import check_transfers, fingerprint_of, kind_of
from ..types import JournalSpec, JournalView, TransferSpec
from .announcing import Posted, announce

MISMATCH, FLOOR = "LG001", "23514"


def post_journal(
    *,
    actor: Actor,
    key: str,
    kind: str,
    transfers: Sequence[TransferSpec],
    order_id: UUID | None = None,
) -> JournalView:
    """Write one journal into the books, in the caller's transaction, once per `key`.

    Raises:
        LedgerRefused: the journal may not stand.
        Overdraft: an account with a floor would go below zero.
        JournalMismatch: `key` was used for other content.
    """
    spec = JournalSpec(key, kind, tuple(transfers), order_id)
    return post_journals(actor=actor, journals=[spec])[0]


def post_journals(*, actor: Actor, journals: Sequence[JournalSpec]) -> list[JournalView]:
    """Write several journals in one round trip, locking all their accounts in order first.

    A transaction that needs several journals posts them in one call: the lock order holds within
    a call, not between two.

    Raises:
        LedgerRefused, Overdraft, JournalMismatch: as `post_journal`; none of them is written.
    """
    if not journals:
        return []
    if len({spec.key for spec in journals}) != len(journals):
        raise LedgerRefused("ledger.key_twice", "Two journals of one call have the same key.")
    for spec in journals:
        check_transfers(spec.transfers)
    posted = _rows(actor, journals)
    with transaction.atomic():
        outcome = _post(posted, _accounts(journals))
        views = []
        for row in posted:
            journal_id, replayed = outcome[row.spec.key]
            spec = row.spec
            views.append(JournalView(journal_id, spec.key, spec.kind, spec.order_id, replayed))
        announce(actor, [row for row in posted if not outcome[row.spec.key][1]])
    return views


def _rows(actor: Actor, journals: Sequence[JournalSpec]) -> list[Posted]:
    now = business_now()
    return [
        Posted(new_id(), spec, tuple(new_id() for _ in spec.transfers), now, actor.label())
        for spec in journals
    ]


def _accounts(journals: Sequence[JournalSpec]) -> list[dict[str, Any]]:
    named = {
        (account, t.currency)
        for spec in journals
        for t in spec.transfers
        for account in (t.debit, t.credit)
    }
    rows = []
    for account, currency in sorted(named):
        kind = kind_of(account)
        rows.append(
            {
                "code": account,
                "kind": kind.name,
                "currency": currency,
                "side": kind.side,
                "floored": kind.floor,
            }
        )
    return rows


def _post(posted: Sequence[Posted], accounts: list[dict[str, Any]]) -> dict[str, tuple[UUID, bool]]:
    journals = [
        {
            "id": str(row.id),
            "key": row.spec.key,
            "kind": row.spec.kind,
            "order_id": str(row.spec.order_id) if row.spec.order_id else None,
            "actor": row.actor,
            "fingerprint": fingerprint_of(row.spec.kind, row.spec.transfers, row.spec.order_id),
            "occurred_at": row.occurred_at.isoformat(),
        }
        for row in posted
    ]
    transfers = [
        {
            "id": str(transfer_id),
            "journal_id": str(row.id),
            "line": line,
            "debit": t.debit,
            "credit": t.credit,
            "amount": t.amount_minor,
            "currency": t.currency,
        }
        for row in posted
        for line, (transfer_id, t) in enumerate(
            zip(row.transfer_ids, row.spec.transfers, strict=True)
        )
    ]
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT journal_key, journal_id, replayed FROM ledger_post(%s, %s, %s)",
                [json.dumps(journals), json.dumps(transfers), json.dumps(accounts)],
            )
            return {key: (journal_id, replayed) for key, journal_id, replayed in cursor}
    except DatabaseError as error:
        raise _translated(error) from error


def _translated(error: DatabaseError) -> Exception:
    state = getattr(error.__cause__, "sqlstate", "")
    if state == FLOOR:
        return Overdraft("ledger.overdraft", "This would take more than the account holds.")
    if state == MISMATCH:
        return JournalMismatch("ledger.key_mismatch", "This key was used for another journal.")
    return error
