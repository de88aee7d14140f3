"""Generated from contracts/ledger; do not edit.

The typed events of this domain. An `emit_` function checks its event against the
contract and adds it to the outbox of the current transaction; it refuses to run outside
of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from rethread.platform.events.emit import EventContext, EventType, emit
from rethread.platform.kernel import Actor


class TransferPosted(Struct, frozen=True, kw_only=True):
    """One movement between two accounts was written into the books."""

    # The journal it belongs to.
    journal_id: UUID

    # The movement.
    transfer_id: UUID

    # What happened, such as payment_confirmed.
    journal_kind: Annotated[str, Meta(max_length=40)]

    # Account that receives the debit: kind or kind:qualifier.
    debit_account: Annotated[str, Meta(max_length=120)]

    # Account that receives the credit: kind or kind:qualifier.
    credit_account: Annotated[str, Meta(max_length=120)]

    # Amount moved, in minor units, above zero.
    amount_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # ISO 4217 code of every amount.
    currency: Annotated[str, Meta(min_length=3, max_length=3)]

    # The order it is about; absent when it is about none.
    order_id: UUID | None = None


TRANSFER_POSTED = EventType(
    name="ledger.transfer_posted",
    version=1,
    partition_key="journal_id",
    payload=TransferPosted,
)


def emit_transfer_posted(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    journal_id: UUID,
    transfer_id: UUID,
    journal_kind: str,
    debit_account: str,
    credit_account: str,
    amount_minor: int,
    currency: str,
    order_id: UUID | None = None,
) -> UUID:
    """Emit `ledger.transfer_posted` and return the id of the event."""
    payload = TransferPosted(
        journal_id=journal_id, transfer_id=transfer_id, journal_kind=journal_kind,
        debit_account=debit_account, credit_account=credit_account, amount_minor=amount_minor,
        currency=currency, order_id=order_id,
    )  # fmt: skip
    return emit(TRANSFER_POSTED, payload, actor=actor, occurred_at=occurred_at, context=context)
