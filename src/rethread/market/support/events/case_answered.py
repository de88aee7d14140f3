"""Generated from contracts/support; do not edit.

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


class CaseAnswered(Struct, frozen=True, kw_only=True):
    """The other party answered a case. The words stay out of events."""

    # The case.
    case_id: UUID

    # Whether they agreed to refund.
    agreed: bool

    # Photos put on record with it.
    photo_count: Annotated[int, Meta(ge=0, le=6)]

    # By when the opener may ask staff; absent when they agreed.
    due_at: Annotated[datetime, Meta(tz=True)] | None = None


CASE_ANSWERED = EventType(
    name="support.case_answered",
    version=1,
    partition_key="case_id",
    payload=CaseAnswered,
)


def emit_case_answered(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    case_id: UUID,
    agreed: bool,
    photo_count: int,
    due_at: datetime | None = None,
) -> UUID:
    """Emit `support.case_answered` and return the id of the event."""
    payload = CaseAnswered(
        case_id=case_id, agreed=agreed, photo_count=photo_count, due_at=due_at,
    )  # fmt: skip
    return emit(CASE_ANSWERED, payload, actor=actor, occurred_at=occurred_at, context=context)
