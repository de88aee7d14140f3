"""What trust shows to the rest of the house: frozen data, never rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

ObjectKind = Literal["listing", "person", "message"]
Action = Literal[
    "none", "hold_listing", "hide_listing", "remove_listing", "warn", "restrict", "suspend"
]
Ground = Literal[
    "off_platform", "counterfeit", "prohibited", "stolen_photos", "misdescribed", "harassment",
    "fraud", "other",
]  # fmt: skip
Source = Literal["notice", "screening", "staff"]
DecisionStatus = Literal["in_force", "mended", "ended", "replaced", "reversed"]
AppealStatus = Literal["open", "upheld", "reversed"]
CaseStatus = Literal["open", "decided"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that screening saw: which rule, why it matters, the words (or what was matched)."""

    rule: str
    ground: str
    excerpt: str
    fixable: bool


@dataclass(frozen=True, slots=True)
class AppealView:
    """An appeal against a decision."""

    appeal_id: UUID
    decision_id: UUID
    status: AppealStatus
    text: str
    made_at: datetime
    answer: str
    decided_at: datetime | None
    decided_by: UUID | None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision with its statement of reasons, as the person concerned reads it."""

    decision_id: UUID
    case_id: UUID
    subject_id: UUID
    object_kind: ObjectKind
    object_id: UUID
    listing_id: UUID | None
    action: Action
    ground: Ground
    status: DecisionStatus
    automated: bool
    decided_by: UUID | None
    decided_at: datetime
    ends_at: datetime | None
    facts: str
    rules_version: int
    what: str
    why: str
    until: str
    how_to_mend: str
    how_to_appeal: str
    appeal_until: datetime
    appeal: AppealView | None


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice as its reporter and staff read it; `answer` is "" until its case was decided."""

    notice_id: UUID
    case_id: UUID
    object_kind: ObjectKind
    object_id: UUID
    ground: Ground
    text: str
    made_at: datetime
    answered_at: datetime | None
    upheld: bool
    answer: str


@dataclass(frozen=True, slots=True)
class NoticeReceipt:
    """What a reporter gets: where to read the answer. `token` is for who is signed out."""

    notice_id: UUID
    token: str
    merged: bool


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter between a person and staff."""

    letter_id: UUID
    from_staff: bool
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case of the queue; `findings` are what screening saw."""

    case_id: UUID
    object_kind: ObjectKind
    object_id: UUID
    subject_id: UUID
    source: Source
    status: CaseStatus
    opened_at: datetime
    decided_at: datetime | None
    findings: tuple[Finding, ...]
    notice_count: int


@dataclass(frozen=True, slots=True)
class TransparencyCounts:
    """What is made public: counts from the tables themselves."""

    notices: int
    notices_answered: int
    decisions_by_ground: Mapping[str, int]
    decisions_by_action: Mapping[str, int]
    automated: int
    by_people: int
    appeals: int
    appeals_upheld: int
    appeals_reversed: int
    median_open_s: int | None
