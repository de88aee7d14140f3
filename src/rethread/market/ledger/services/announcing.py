"""Tell the bus what was posted: one event per transfer, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rethread.platform.events import outbox
from rethread.platform.events.emit import seal
from rethread.platform.kernel import Actor

from ..events import TRANSFER_POSTED, TransferPosted
from ..types import JournalSpec


@dataclass(frozen=True, slots=True)
class Posted:
    """A journal with the ids it is written under."""

    id: UUID
    spec: JournalSpec
    transfer_ids: tuple[UUID, ...]
    occurred_at: datetime
    actor: str


def announce(actor: Actor, rows: Sequence[Posted]) -> None:
    """Emit ledger.transfer_posted for every transfer of these journals, in one statement.

    It seals the events itself instead of calling `emit_transfer_posted` once per transfer: a
    journal has several, and each call would be a round trip.
    """
    events = [
        seal(
            TRANSFER_POSTED,
            TransferPosted(
                journal_id=row.id,
                transfer_id=transfer_id,
                journal_kind=row.spec.kind,
                debit_account=t.debit,
                credit_account=t.credit,
                amount_minor=t.amount_minor,
                currency=t.currency,
                order_id=row.spec.order_id,
            ),
            actor=actor,
            occurred_at=row.occurred_at,
        )
        for row in rows
        for transfer_id, t in zip(row.transfer_ids, row.spec.transfers, strict=True)
    ]
    if events:
        outbox.add_many(events)
