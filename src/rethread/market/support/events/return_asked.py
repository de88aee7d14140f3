"""Generated from contracts/support; do not edit.

The typed events of this domain. An `emit_` function checks its event against the
contract and adds it to the outbox of the current transaction; it refuses to run outside
of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from rethread.platform.events.emit import EventContext, EventType, emit
from rethread.platform.kernel import Actor

ReturnAskedAskedBy = Literal[
    "seller",
    "staff",
]


class ReturnAsked(Struct, frozen=True, kw_only=True):
    """The buyer of a disputed order is to send it back, and is refunded when it arrives."""

    # The case.
    case_id: UUID

    # The order that goes back.
    order_id: UUID

    # Who wants it back.
    asked_by: ReturnAskedAskedBy

    # By when the carrier should have it.
    due_at: Annotated[datetime, Meta(tz=True)]


RETURN_ASKED = EventType(
    name="support.return_asked",
    version=1,
    partition_key="case_id",
    payload=ReturnAsked,
)


def emit_return_asked(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    case_id: UUID,
    order_id: UUID,
    asked_by: ReturnAskedAskedBy,
    due_at: datetime,
) -> UUID:
    """Emit `support.return_asked` and return the id of the event."""
    payload = ReturnAsked(
        case_id=case_id, order_id=order_id, asked_by=asked_by, due_at=due_at,
    )  # fmt: skip
    return emit(RETURN_ASKED, payload, actor=actor, occurred_at=occurred_at, context=context)
