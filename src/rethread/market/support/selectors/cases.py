"""Read cases: by their two parties and by staff; for anybody else they are not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rethread.market.accounts.selectors import users_by_ids
from rethread.market.media.selectors import photos_by_ids
from rethread.market.orders.selectors import orders_by_ids
from rethread.market.orders.selectors.views import reference_of
from rethread.platform.kernel import Actor, Invalid

from ..errors import CaseNotFound
from ..models import Case, CaseEntry, Evidence
from ..rules.case import RETURNABLE, WITH_STAFF
from ..types import (
    CaseOutcome,
    CasePage,
    CaseParties,
    CaseRow,
    CaseStatus,
    CaseView,
    EntryKind,
    EntryView,
    EvidencePhoto,
    ObjectKind,
    Role,
    Side,
)

PAGE_MAX = 100
QUEUE_MAX = 200


def access_case(*, actor: Actor, case_id: UUID) -> CaseView:
    """Return a case to its opener, its respondent or staff, with its whole timeline.

    Raises:
        CaseNotFound: there is none, or it is between others.
    """
    row = Case.objects.filter(pk=case_id).first()
    role = role_in(row, actor) if row is not None else None
    if row is None or role is None:
        raise CaseNotFound
    return _view(row, role)


def find_case_parties(case_id: UUID) -> CaseParties | None:
    """Return between whom a case is, or None; for callers that tell each of their own case."""
    row = Case.objects.filter(pk=case_id).only("opener_id", "respondent_id", "title").first()
    return CaseParties(row.opener_id, row.respondent_id, row.title) if row is not None else None


def role_in(row: Case, actor: Actor) -> Role | None:
    """Return the part an actor has in a case, or None where they have none."""
    if actor.is_staff:
        return "staff"
    if actor.is_system:
        return "system"
    if actor.user_id is None:
        return None
    if actor.user_id == row.opener_id:
        return "opener"
    return "respondent" if actor.user_id == row.respondent_id else None


def can_come_back(row: Case) -> bool:
    """Tell whether what a case is about can be sent back: a carrier brought it, the buyer says what
    is wrong with it, and it was not asked for before."""
    if row.order_id is None or not row.holds_money or row.asked_back_at is not None:
        return False
    if row.reason not in RETURNABLE or row.opener_side != "buyer":
        return False
    order = orders_by_ids([row.order_id])[row.order_id]
    arrived = order.status == "delivered" or (
        order.status == "shipped" and order.delivery_method == "untracked"
    )
    return arrived and not order.is_pickup


def list_cases(*, actor: Actor, cursor: str = "", limit: int = 20) -> CasePage:
    """Return a page of the cases the actor is a party of, newest first.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    user_id = actor.require_user()
    rows = Case.objects.filter(Q(opener_id=user_id) | Q(respondent_id=user_id)).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=_cursor_id(cursor))
    size = max(1, min(limit, PAGE_MAX))
    found = list(rows[: size + 1])
    following = str(found[size - 1].id) if len(found) > size else ""
    return CasePage(cases=tuple(_row(row) for row in found[:size]), next_cursor=following)


def _cursor_id(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError as error:
        raise Invalid("support.bad_cursor", _("This page address is not valid.")) from error


def list_queue(*, status: str = "") -> tuple[CaseRow, ...]:
    """Return open cases for staff, the nearest deadline first.

    Without a status: those that wait for staff. Callers have checked that staff ask.
    """
    rows: QuerySet[Case] = Case.objects.exclude(status="closed")
    rows = rows.filter(status=status) if status else rows.filter(status__in=WITH_STAFF)
    return tuple(_row(row) for row in rows.order_by("due_at", "id")[:QUEUE_MAX])


def open_case_about(*, order_id: UUID) -> UUID | None:
    """Return the open case that holds an order's money, or None."""
    found = Case.objects.filter(order_id=order_id, holds_money=True).exclude(status="closed")
    return found.values_list("id", flat=True).first()


def _row(row: Case) -> CaseRow:
    return CaseRow(
        case_id=row.id,
        reference=reference_of(row.id),
        object_kind=cast(ObjectKind, row.object_kind),
        object_id=row.object_id,
        order_id=row.order_id,
        reason=row.reason,
        title=row.title,
        status=cast(CaseStatus, row.status),
        outcome=cast(CaseOutcome, row.outcome),
        holds_money=row.holds_money,
        opened_at=row.opened_at,
        due_at=row.due_at,
    )


def _view(row: Case, role: Role) -> CaseView:
    people = users_by_ids({one for one in (row.opener_id, row.respondent_id) if one})
    names = {key: person.display_name for key, person in people.items()}
    return CaseView(
        case_id=row.id,
        reference=reference_of(row.id),
        object_kind=cast(ObjectKind, row.object_kind),
        object_id=row.object_id,
        order_id=row.order_id,
        reason=row.reason,
        title=row.title,
        status=cast(CaseStatus, row.status),
        outcome=cast(CaseOutcome, row.outcome),
        holds_money=row.holds_money,
        opener_id=row.opener_id,
        respondent_id=row.respondent_id,
        opener_side=cast(Side, row.opener_side),
        opener_name=names.get(row.opener_id, ""),
        respondent_name=names.get(row.respondent_id, "") if row.respondent_id else "",
        opened_at=row.opened_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        decided_outcome=cast(CaseOutcome, row.decided_outcome),
        decided_by=row.decided_by_id,
        entries=tuple(_entries(row, names)),
        role=role,
        asked_back_at=row.asked_back_at,
        can_come_back=row.status != "closed" and can_come_back(row),
    )


def _entries(row: Case, names: dict[UUID, str]) -> Iterable[EntryView]:
    entries = list(CaseEntry.objects.filter(case=row).order_by("id"))
    shown = list(Evidence.objects.filter(entry__in=entries).order_by("entry_id", "position"))
    photos = photos_by_ids({one.photo_id for one in shown})
    for entry in entries:
        own = [one for one in shown if one.entry_id == entry.id and one.photo_id in photos]
        name = names.get(entry.author_id, "") if entry.author_id else ""
        yield EntryView(
            entry_id=entry.id,
            kind=cast(EntryKind, entry.kind),
            role=cast(Role, entry.role),
            author_name="" if entry.role == "staff" else name,
            at=entry.at,
            text=entry.text,
            evidence=tuple(EvidencePhoto(photos[one.photo_id], one.sha256) for one in own),
        )
