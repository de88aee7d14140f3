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

CaseDecidedOutcome = Literal[
    "refund",
    "release",
    "answered",
    "return",
]


class CaseDecided(Struct, frozen=True, kw_only=True):
    """Staff decided a case, with a written reason that both parties read."""

    # The case.
    case_id: UUID

    # What was decided.
    outcome: CaseDecidedOutcome

    # Whether it decides an appeal.
    on_appeal: bool

    # When it is carried out, unless it is appealed.
    takes_effect_at: Annotated[datetime, Meta(tz=True)]


CASE_DECIDED = EventType(
    name="support.case_decided",
    version=1,
    partition_key="case_id",
    payload=CaseDecided,
)


def emit_case_decided(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    case_id: UUID,
    outcome: CaseDecidedOutcome,
    on_appeal: bool,
    takes_effect_at: datetime,
) -> UUID:
    """Emit `support.case_decided` and return the id of the event."""
    payload = CaseDecided(
        case_id=case_id, outcome=outcome, on_appeal=on_appeal, takes_effect_at=takes_effect_at,
    )  # fmt: skip
    return emit(CASE_DECIDED, payload, actor=actor, occurred_at=occurred_at, context=context)
