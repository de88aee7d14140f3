"""Generated from contracts/support; do not edit.

The typed events of this domain. An `emit_` function checks its event against the
contract and adds it to the outbox of the current transaction; it refuses to run outside
of one."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from rethread.platform.events.emit import EventContext, EventType, emit
from rethread.platform.kernel import Actor

CaseClosedOutcome = Literal[
    "refund",
    "release",
    "answered",
    "withdrawn",
    "overtaken",
]
CaseClosedSolvedBy = Literal[
    "parties",
    "staff",
    "carrier",
]


class CaseClosed(Struct, frozen=True, kw_only=True):
    """A case is over and its outcome carried out."""

    # The case.
    case_id: UUID

    # How it ended.
    outcome: CaseClosedOutcome

    # Who ended it.
    solved_by: CaseClosedSolvedBy


CASE_CLOSED = EventType(
    name="support.case_closed",
    version=1,
    partition_key="case_id",
    payload=CaseClosed,
)


def emit_case_closed(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    case_id: UUID,
    outcome: CaseClosedOutcome,
    solved_by: CaseClosedSolvedBy,
) -> UUID:
    """Emit `support.case_closed` and return the id of the event."""
    payload = CaseClosed(
        case_id=case_id, outcome=outcome, solved_by=solved_by,
    )  # fmt: skip
    return emit(CASE_CLOSED, payload, actor=actor, occurred_at=occurred_at, context=context)
