"""The shapes of cases over the API: what their two parties read on the page, and no more."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from rethread.market.support.selectors import TimelineItem, case_timeline
from rethread.market.support.types import CaseRow, CaseView

Words = Annotated[str, msgspec.Meta(max_length=2000)]
Photos = Annotated[list[UUID], msgspec.Meta(max_length=6)]


class EvidenceBody(msgspec.Struct, frozen=True):
    """A photo on record; `sha256` is of the bytes as they were sent."""

    photo_id: UUID
    url: str
    sha256: str


class TimelineBody(msgspec.Struct, frozen=True):
    """One thing that happened: to the order, the parcel, or in the case itself."""

    at: datetime
    source: str
    label: str
    detail: str
    text: str
    evidence: list[EvidenceBody]


class CaseSummary(msgspec.Struct, frozen=True):
    """A case in a list; `due_at` is the deadline of whom it waits for."""

    id: UUID
    reference: str
    object_kind: str
    object_id: UUID
    reason: str
    title: str
    status: str
    outcome: str
    holds_money: bool
    opened_at: datetime
    due_at: datetime | None


class CaseBody(msgspec.Struct, frozen=True):
    """A whole case with its one timeline; `role` is the caller's part in it."""

    id: UUID
    reference: str
    object_kind: str
    object_id: UUID
    reason: str
    title: str
    status: str
    outcome: str
    holds_money: bool
    role: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    can_come_back: bool
    asked_back_at: datetime | None
    timeline: list[TimelineBody]


class CasePage(msgspec.Struct, frozen=True):
    """A page of cases; `next_cursor` is null at the end."""

    data: list[CaseSummary]
    next_cursor: str | None


class NewCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A case to open, for a reason that the help page of the thing offers a case for."""

    object_kind: Literal["order", "listing", "payout", "conversation"]
    object_id: UUID
    reason: Annotated[str, msgspec.Meta(max_length=40)]
    text: Words
    photo_ids: Photos = []


class NewAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer of the other party; `agree` refunds the buyer in full and closes the case,
    `ask_back` has them send the piece back first."""

    text: Words = ""
    photo_ids: Photos = []
    agree: bool = False
    ask_back: bool = False


def case_summary(row: CaseRow) -> CaseSummary:
    """Turn a row into its JSON shape."""
    return CaseSummary(
        id=row.case_id,
        reference=row.reference,
        object_kind=row.object_kind,
        object_id=row.object_id,
        reason=row.reason,
        title=row.title,
        status=row.status,
        outcome=row.outcome,
        holds_money=row.holds_money,
        opened_at=row.opened_at,
        due_at=row.due_at,
    )


def case_body(view: CaseView) -> CaseBody:
    """Turn a case into its JSON shape."""
    return CaseBody(
        id=view.case_id,
        reference=view.reference,
        object_kind=view.object_kind,
        object_id=view.object_id,
        reason=view.reason,
        title=view.title,
        status=view.status,
        outcome=view.outcome,
        holds_money=view.holds_money,
        role=view.role,
        opened_at=view.opened_at,
        due_at=view.due_at,
        closed_at=view.closed_at,
        can_come_back=view.can_come_back,
        asked_back_at=view.asked_back_at,
        timeline=[_item(item) for item in case_timeline(view)],
    )


def _item(item: TimelineItem) -> TimelineBody:
    entry = item.entry
    return TimelineBody(
        at=item.at,
        source=item.source,
        label=item.label,
        detail=item.detail,
        text=entry.text if entry else "",
        evidence=[
            EvidenceBody(one.photo.id, one.photo.url(960, "webp"), one.sha256)
            for one in (entry.evidence if entry else ())
        ],
    )
