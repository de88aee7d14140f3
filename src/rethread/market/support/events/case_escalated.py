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

CaseEscalatedCause = Literal[
    "no_answer",
    "no_reply",
    "opener",
    "appeal",
    "no_return",
]


class CaseEscalated(Struct, frozen=True, kw_only=True):
    """A case went to staff."""

    # The case.
    case_id: UUID

    # What brought it there.
    cause: CaseEscalatedCause

    # By when staff have promised to decide.
    due_at: Annotated[datetime, Meta(tz=True)]


CASE_ESCALATED = EventType(
    name="support.case_escalated",
    version=1,
    partition_key="case_id",
    payload=CaseEscalated,
)


def emit_case_escalated(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    case_id: UUID,
    cause: CaseEscalatedCause,
    due_at: datetime,
) -> UUID:
    """Emit `support.case_escalated` and return the id of the event."""
    payload = CaseEscalated(
        case_id=case_id, cause=cause, due_at=due_at,
    )  # fmt: skip
    return emit(CASE_ESCALATED, payload, actor=actor, occurred_at=occurred_at, context=context)
