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

CaseOpenedObjectKind = Literal[
    "order",
    "listing",
    "payout",
    "conversation",
]
CaseOpenedOpenerSide = Literal[
    "buyer",
    "seller",
    "visitor",
]
CaseOpenedStatus = Literal[
    "awaiting_answer",
    "with_staff",
]


class CaseOpened(Struct, frozen=True, kw_only=True):
    """Somebody was not helped by what the market knows and opened a case."""

    # The case.
    case_id: UUID

    # What it is about.
    object_kind: CaseOpenedObjectKind

    # Which one.
    object_id: UUID

    # The order, where it is about one.
    order_id: UUID | None = None

    # The question on the help page that led to it.
    request_id: UUID | None = None

    # The reason chosen, by its code.
    reason: Annotated[str, Meta(max_length=40)]

    # On which side of the thing its opener stands.
    opener_side: CaseOpenedOpenerSide

    # Pseudonym of who opened it.
    opener_key: Annotated[str, Meta(max_length=64)]

    # Whom it waits for first.
    status: CaseOpenedStatus

    # Whether the order's money is frozen while it is open.
    holds_money: bool

    # Photos put on record with it.
    photo_count: Annotated[int, Meta(ge=0, le=6)]

    # By when it waits for an answer.
    due_at: Annotated[datetime, Meta(tz=True)]


CASE_OPENED = EventType(
    name="support.case_opened",
    version=1,
    partition_key="case_id",
    payload=CaseOpened,
)


def emit_case_opened(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    case_id: UUID,
    object_kind: CaseOpenedObjectKind,
    object_id: UUID,
    order_id: UUID | None = None,
    request_id: UUID | None = None,
    reason: str,
    opener_side: CaseOpenedOpenerSide,
    opener_key: str,
    status: CaseOpenedStatus,
    holds_money: bool,
    photo_count: int,
    due_at: datetime,
) -> UUID:
    """Emit `support.case_opened` and return the id of the event."""
    payload = CaseOpened(
        case_id=case_id, object_kind=object_kind, object_id=object_id, order_id=order_id,
        request_id=request_id, reason=reason, opener_side=opener_side, opener_key=opener_key,
        status=status, holds_money=holds_money, photo_count=photo_count, due_at=due_at,
    )  # fmt: skip
    return emit(CASE_OPENED, payload, actor=actor, occurred_at=occurred_at, context=context)
