"""Generated from contracts/trust; do not edit.

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

AppealDecidedOutcome = Literal[
    "upheld",
    "reversed",
]


class AppealDecided(Struct, frozen=True, kw_only=True):
    """A person decided an appeal."""

    # The appeal.
    appeal_id: UUID

    # What it was against.
    decision_id: UUID

    # What became of the decision.
    outcome: AppealDecidedOutcome

    # Whether another person decided it than had decided before.
    by_another: bool

    # Seconds from appeal to answer.
    open_s: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # Pseudonym of who appealed.
    person_key: Annotated[str, Meta(max_length=64)]


APPEAL_DECIDED = EventType(
    name="trust.appeal_decided",
    version=1,
    partition_key="person_key",
    payload=AppealDecided,
)


def emit_appeal_decided(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    appeal_id: UUID,
    decision_id: UUID,
    outcome: AppealDecidedOutcome,
    by_another: bool,
    open_s: int,
    person_key: str,
) -> UUID:
    """Emit `trust.appeal_decided` and return the id of the event."""
    payload = AppealDecided(
        appeal_id=appeal_id, decision_id=decision_id, outcome=outcome, by_another=by_another,
        open_s=open_s, person_key=person_key,
    )  # fmt: skip
    return emit(APPEAL_DECIDED, payload, actor=actor, occurred_at=occurred_at, context=context)


class AppealMade(Struct, frozen=True, kw_only=True):
    """The person concerned asked for another look."""

    # The appeal.
    appeal_id: UUID

    # What it is against.
    decision_id: UUID

    # Pseudonym of who appeals.
    person_key: Annotated[str, Meta(max_length=64)]


APPEAL_MADE = EventType(
    name="trust.appeal_made",
    version=1,
    partition_key="person_key",
    payload=AppealMade,
)


def emit_appeal_made(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    appeal_id: UUID,
    decision_id: UUID,
    person_key: str,
) -> UUID:
    """Emit `trust.appeal_made` and return the id of the event."""
    payload = AppealMade(
        appeal_id=appeal_id, decision_id=decision_id, person_key=person_key,
    )  # fmt: skip
    return emit(APPEAL_MADE, payload, actor=actor, occurred_at=occurred_at, context=context)


DecisionEndedOutcome = Literal[
    "mended",
    "ended",
    "reversed",
    "replaced",
]


class DecisionEnded(Struct, frozen=True, kw_only=True):
    """A decision is no longer in force."""

    # The decision.
    decision_id: UUID

    # How it ended.
    outcome: DecisionEndedOutcome

    # Pseudonym of whom it concerned.
    person_key: Annotated[str, Meta(max_length=64)]


DECISION_ENDED = EventType(
    name="trust.decision_ended",
    version=1,
    partition_key="person_key",
    payload=DecisionEnded,
)


def emit_decision_ended(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    decision_id: UUID,
    outcome: DecisionEndedOutcome,
    person_key: str,
) -> UUID:
    """Emit `trust.decision_ended` and return the id of the event."""
    payload = DecisionEnded(
        decision_id=decision_id, outcome=outcome, person_key=person_key,
    )  # fmt: skip
    return emit(DECISION_ENDED, payload, actor=actor, occurred_at=occurred_at, context=context)


DecisionTakenAction = Literal[
    "none",
    "hold_listing",
    "hide_listing",
    "remove_listing",
    "warn",
    "restrict",
    "suspend",
]
DecisionTakenGround = Literal[
    "off_platform",
    "counterfeit",
    "prohibited",
    "stolen_photos",
    "misdescribed",
    "harassment",
    "fraud",
    "other",
]
DecisionTakenObjectKind = Literal[
    "listing",
    "person",
    "message",
]
DecisionTakenSource = Literal[
    "notice",
    "screening",
    "staff",
]


class DecisionTaken(Struct, frozen=True, kw_only=True):
    """Something was decided about a listing or a person, with a statement of reasons."""

    # The decision.
    decision_id: UUID

    # The case it closes or belongs to.
    case_id: UUID

    # What was decided.
    action: DecisionTakenAction

    # Why.
    ground: DecisionTakenGround

    # Whether no person took part.
    automated: bool

    # What it is about.
    object_kind: DecisionTakenObjectKind

    # The listing, person or message.
    object_id: UUID

    # Pseudonym of whom it concerns.
    person_key: Annotated[str, Meta(max_length=64)]

    # How it came up.
    source: DecisionTakenSource

    # Version of the screening rules.
    rules_version: Annotated[int, Meta(ge=1, le=1000000)]

    # Seconds from the opening of the case to this decision.
    open_s: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # When it ends by itself; absent when it does not.
    ends_at: Annotated[datetime, Meta(tz=True)] | None = None


DECISION_TAKEN = EventType(
    name="trust.decision_taken",
    version=1,
    partition_key="person_key",
    payload=DecisionTaken,
)


def emit_decision_taken(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    decision_id: UUID,
    case_id: UUID,
    action: DecisionTakenAction,
    ground: DecisionTakenGround,
    automated: bool,
    object_kind: DecisionTakenObjectKind,
    object_id: UUID,
    person_key: str,
    source: DecisionTakenSource,
    rules_version: int,
    open_s: int,
    ends_at: datetime | None = None,
) -> UUID:
    """Emit `trust.decision_taken` and return the id of the event."""
    payload = DecisionTaken(
        decision_id=decision_id, case_id=case_id, action=action, ground=ground, automated=automated,
        object_kind=object_kind, object_id=object_id, person_key=person_key, source=source,
        rules_version=rules_version, open_s=open_s, ends_at=ends_at,
    )  # fmt: skip
    return emit(DECISION_TAKEN, payload, actor=actor, occurred_at=occurred_at, context=context)


class NoticeAnswered(Struct, frozen=True, kw_only=True):
    """A reporter was told what came of their notice."""

    # The notice.
    notice_id: UUID

    # Its case.
    case_id: UUID

    # Whether something was done about it.
    upheld: bool


NOTICE_ANSWERED = EventType(
    name="trust.notice_answered",
    version=1,
    partition_key="case_id",
    payload=NoticeAnswered,
)


def emit_notice_answered(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    notice_id: UUID,
    case_id: UUID,
    upheld: bool,
) -> UUID:
    """Emit `trust.notice_answered` and return the id of the event."""
    payload = NoticeAnswered(
        notice_id=notice_id, case_id=case_id, upheld=upheld,
    )  # fmt: skip
    return emit(NOTICE_ANSWERED, payload, actor=actor, occurred_at=occurred_at, context=context)


NoticeSubmittedObjectKind = Literal[
    "listing",
    "person",
    "message",
]
NoticeSubmittedGround = Literal[
    "off_platform",
    "counterfeit",
    "prohibited",
    "stolen_photos",
    "misdescribed",
    "harassment",
    "fraud",
    "other",
]


class NoticeSubmitted(Struct, frozen=True, kw_only=True):
    """Somebody told staff about a listing, a person or a message. The text stays out of events."""

    # The notice.
    notice_id: UUID

    # The case it was put to.
    case_id: UUID

    # What it is about.
    object_kind: NoticeSubmittedObjectKind

    # The listing, person or message.
    object_id: UUID

    # What the reporter says is wrong.
    ground: NoticeSubmittedGround

    # Pseudonym of the reporter; absent when signed out.
    reporter_key: Annotated[str, Meta(max_length=64)] | None = None

    # Pseudonym of whom it concerns.
    person_key: Annotated[str, Meta(max_length=64)]

    # Whether words were written.
    has_text: bool


NOTICE_SUBMITTED = EventType(
    name="trust.notice_submitted",
    version=1,
    partition_key="case_id",
    payload=NoticeSubmitted,
)


def emit_notice_submitted(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    notice_id: UUID,
    case_id: UUID,
    object_kind: NoticeSubmittedObjectKind,
    object_id: UUID,
    ground: NoticeSubmittedGround,
    reporter_key: str | None = None,
    person_key: str,
    has_text: bool,
) -> UUID:
    """Emit `trust.notice_submitted` and return the id of the event."""
    payload = NoticeSubmitted(
        notice_id=notice_id, case_id=case_id, object_kind=object_kind, object_id=object_id,
        ground=ground, reporter_key=reporter_key, person_key=person_key, has_text=has_text,
    )  # fmt: skip
    return emit(NOTICE_SUBMITTED, payload, actor=actor, occurred_at=occurred_at, context=context)
