"""Reads of the desk: what waits for a decision, and what is known about it. For staff only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.db.models import Count, Max

from rethread.platform.kernel import Actor

from ..errors import CaseNotFound, StaffOnly
from ..models import Appeal, Case, Letter, Notice
from ..types import (
    AppealView,
    CaseStatus,
    CaseView,
    Finding,
    NoticeView,
    ObjectKind,
    Source,
)
from .notices import notice_view
from .standing import appeal_view

SHOWN = 100


def list_cases(
    actor: Actor, *, status: CaseStatus = "open", subject_id: UUID | None = None
) -> tuple[CaseView, ...]:
    """Return cases, those that wait longest first, or a person's, latest first.

    Raises:
        StaffOnly: the actor is no member of staff.
    """
    _staff(actor)
    rows = Case.objects.annotate(n=Count("notices"))
    if subject_id is not None:
        return tuple(_views(rows.filter(subject_id=subject_id).order_by("-id")[:SHOWN]))
    order = "id" if status == "open" else "-id"
    return tuple(_views(rows.filter(status=status).order_by(order)[:SHOWN]))


def access_case(actor: Actor, case_id: UUID) -> CaseView:
    """Return a case.

    Raises:
        StaffOnly: the actor is no member of staff.
        CaseNotFound: there is none.
    """
    _staff(actor)
    found = _views(Case.objects.annotate(n=Count("notices")).filter(pk=case_id))
    if not found:
        raise CaseNotFound
    return found[0]


def notices_of_case(actor: Actor, case_id: UUID) -> tuple[NoticeView, ...]:
    """Return what was reported about a case, oldest first.

    Raises:
        StaffOnly: the actor is no member of staff.
    """
    _staff(actor)
    rows = Notice.objects.select_related("case").filter(case_id=case_id).order_by("id")
    return tuple(notice_view(row) for row in rows[:SHOWN])


def list_appeals(actor: Actor) -> tuple[AppealView, ...]:
    """Return appeals that wait for an answer, oldest first.

    Raises:
        StaffOnly: the actor is no member of staff.
    """
    _staff(actor)
    rows = Appeal.objects.filter(status="open").order_by("id")
    return tuple(appeal_view(row) for row in rows[:SHOWN])


def list_letter_writers(actor: Actor) -> tuple[UUID, ...]:
    """Return the people whose letters wait for an answer, longest waiting first.

    Raises:
        StaffOnly: the actor is no member of staff.
    """
    _staff(actor)
    rows = Letter.objects.filter(staff__isnull=True, answered=False).values("person_id")
    latest = rows.annotate(last=Max("written_at")).order_by("last")
    return tuple(row["person_id"] for row in latest[:SHOWN])


def count_waiting(actor: Actor) -> int:
    """Return how many cases and appeals wait; for the desk's navigation.

    Raises:
        StaffOnly: the actor is no member of staff.
    """
    _staff(actor)
    return Case.objects.filter(status="open").count() + Appeal.objects.filter(status="open").count()


def _staff(actor: Actor) -> None:
    if not (actor.is_staff or actor.is_system):
        raise StaffOnly


def _views(rows: Iterable[Case]) -> list[CaseView]:
    return [
        CaseView(
            case_id=row.id,
            object_kind=cast(ObjectKind, row.object_kind),
            object_id=row.object_id,
            subject_id=row.subject_id,
            source=cast(Source, row.source),
            status=cast(CaseStatus, row.status),
            opened_at=row.opened_at,
            decided_at=row.decided_at,
            findings=tuple(Finding(**found) for found in row.findings),
            notice_count=row.n,  # type: ignore[attr-defined]  # annotated by the callers
        )
        for row in rows
    ]
