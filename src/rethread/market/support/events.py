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
        case_id=case_id,
        agreed=agreed,
        photo_count=photo_count,
        due_at=due_at,
    )
    return emit(CASE_ANSWERED, payload, actor=actor, occurred_at=occurred_at, context=context)


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
        case_id=case_id,
        outcome=outcome,
        solved_by=solved_by,
    )
    return emit(CASE_CLOSED, payload, actor=actor, occurred_at=occurred_at, context=context)


CaseDecidedOutcome = Literal[
    "refund",
    "release",
    "answered",
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
        case_id=case_id,
        outcome=outcome,
        on_appeal=on_appeal,
        takes_effect_at=takes_effect_at,
    )
    return emit(CASE_DECIDED, payload, actor=actor, occurred_at=occurred_at, context=context)


CaseEscalatedCause = Literal[
    "no_answer",
    "no_reply",
    "opener",
    "appeal",
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
        case_id=case_id,
        cause=cause,
        due_at=due_at,
    )
    return emit(CASE_ESCALATED, payload, actor=actor, occurred_at=occurred_at, context=context)


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
        case_id=case_id,
        object_kind=object_kind,
        object_id=object_id,
        order_id=order_id,
        request_id=request_id,
        reason=reason,
        opener_side=opener_side,
        opener_key=opener_key,
        status=status,
        holds_money=holds_money,
        photo_count=photo_count,
        due_at=due_at,
    )
    return emit(CASE_OPENED, payload, actor=actor, occurred_at=occurred_at, context=context)


HelpAskedObjectKind = Literal[
    "order",
    "listing",
    "payout",
    "conversation",
]
HelpAskedSide = Literal[
    "buyer",
    "seller",
    "visitor",
]


class HelpAsked(Struct, frozen=True, kw_only=True):
    """Somebody chose a reason on a help page and read what the market knows."""

    # This question.
    request_id: UUID

    # What it is about.
    object_kind: HelpAskedObjectKind

    # Which one.
    object_id: UUID

    # The order, where it is about one.
    order_id: UUID | None = None

    # The reason chosen, by its code.
    reason: Annotated[str, Meta(max_length=40)]

    # On which side of the thing they stand.
    side: HelpAskedSide

    # Pseudonym of who asked.
    asker_key: Annotated[str, Meta(max_length=64)]


HELP_ASKED = EventType(
    name="support.help_asked",
    version=1,
    partition_key="object_id",
    payload=HelpAsked,
)


def emit_help_asked(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    request_id: UUID,
    object_kind: HelpAskedObjectKind,
    object_id: UUID,
    order_id: UUID | None = None,
    reason: str,
    side: HelpAskedSide,
    asker_key: str,
) -> UUID:
    """Emit `support.help_asked` and return the id of the event."""
    payload = HelpAsked(
        request_id=request_id,
        object_kind=object_kind,
        object_id=object_id,
        order_id=order_id,
        reason=reason,
        side=side,
        asker_key=asker_key,
    )
    return emit(HELP_ASKED, payload, actor=actor, occurred_at=occurred_at, context=context)
