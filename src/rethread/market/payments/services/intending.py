"""Write intents down, take provider entries into the books, and finish operations: the small steps
that every flow shares. All of it runs inside the caller's transaction."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from rethread.platform.kernel import business_now
from rethread.platform.kernel.fetching import change, insert

from ..models import Operation, ProviderEntry
from ..ports import BalanceEntry
from ..types import OperationKind

_FINISH = """
UPDATE payments_operation
SET status = 'succeeded', result = %s, lease_until = NULL, last_error = '', dead = false
WHERE key = %s AND status IN ('intended', 'sent', 'unknown')
"""


def intend(
    *,
    kind: OperationKind,
    key: str,
    subject_id: UUID,
    payload: dict[str, Any] | None = None,
) -> None:
    """Write down that the provider shall be asked; the same key is the same operation."""
    now = business_now()
    insert(
        Operation(
            kind=kind,
            key=key,
            subject_id=subject_id,
            payload=payload or {},
            next_attempt_at=now,
            created_at=now,
        ),
        or_leave=True,
    )


def finish(key: str, **result: Any) -> None:
    """Close an operation whose effect stands, whichever way its result was learned."""
    change(_FINISH, [json.dumps(result), key])


def take_in(entry: BalanceEntry) -> str:
    """Remember a balance transaction of the provider and return the bucket it is in.

    The unique id means that a second attempt to take it in fails the whole transaction.
    """
    pending = entry.status == "pending"
    insert(
        ProviderEntry(
            entry_id=entry.id,
            account=entry.account,
            kind=entry.kind,
            source=entry.source,
            net_minor=entry.net_minor,
            fee_minor=entry.fee_minor,
            currency=entry.currency,
            status=entry.status,
            next_check_at=moment(entry.available_on) if pending else None,
        )
    )
    return entry.status


def moment(epoch_s: int) -> datetime:
    """Return a provider's timestamp as a time."""
    return datetime.fromtimestamp(epoch_s, UTC)


def in_a_while(**span: int) -> datetime:
    """Return a moment of business time ahead of now."""
    return business_now() + timedelta(**span)
