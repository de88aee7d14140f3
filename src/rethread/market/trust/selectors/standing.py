"""How somebody stands: what was decided about them and why. Theirs to read whatever was decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from rethread.platform.kernel import Actor, business_now
from rethread.platform.kernel.fetching import fetch

from ..errors import DecisionNotFound, StaffOnly
from ..models import LISTING_ACTIONS, Appeal, Decision, Letter
from ..rules.grounds import appeal_until
from ..types import (
    Action,
    AppealStatus,
    AppealView,
    DecisionStatus,
    DecisionView,
    Ground,
    LetterView,
    ObjectKind,
)

LETTERS_SHOWN = 100
DECISIONS_SHOWN = 100
_RESTRICTS = (
    "WHERE subject_id = %s AND action = ANY(%s) AND status = 'in_force' "
    "AND (ends_at IS NULL OR ends_at > %s)"
)
_UNREAD = """
SELECT (
    SELECT count(*) FROM trust_decision AS decision
    JOIN trust_statementofreasons AS statement ON statement.id = decision.statement_id
    LEFT JOIN trust_appeal AS appeal ON appeal.decision_id = decision.id
    WHERE decision.subject_id = %(person)s AND decision.action <> 'none' AND (
        statement.read_at IS NULL OR (appeal.decided_at IS NOT NULL AND appeal.read_at IS NULL)
    )
) + (
    SELECT count(*) FROM trust_notice
    WHERE reporter_id = %(person)s AND answered_at IS NOT NULL AND read_at IS NULL
)
"""


def list_standing(actor: Actor) -> tuple[DecisionView, ...]:
    """Return what was decided about the actor, newest first; "nothing to do" concerns nobody."""
    rows = _rows().filter(subject_id=actor.require_user()).exclude(action="none")
    return tuple(decision_view(row) for row in rows.order_by("-id")[:DECISIONS_SHOWN])


def access_decision(actor: Actor, decision_id: UUID) -> DecisionView:
    """Return a decision that concerns the actor; staff may read every one.

    Raises:
        DecisionNotFound: there is none, or it concerns somebody else.
    """
    row = _rows().filter(pk=decision_id).first()
    if row is None or not (actor.is_staff or actor.is_system or actor.user_id == row.subject_id):
        raise DecisionNotFound
    return decision_view(row)


def find_listing_decision(listing_id: UUID) -> DecisionView | None:
    """Return what keeps a listing from being public, or None; for its seller and staff."""
    rows = _rows().filter(listing_id=listing_id, action__in=LISTING_ACTIONS, status="in_force")
    row = rows.first()
    return decision_view(row) if row is not None else None


def find_restriction(user_id: UUID, actions: Iterable[Action]) -> DecisionView | None:
    """Return the decision that keeps a person from acting now, the one that lasts longest.

    One whose time is over counts no more, whether or not a timer has written that down.
    """
    open_rows = fetch(Decision, _RESTRICTS, [user_id, list(actions), business_now()])
    found = sorted(open_rows, key=lambda row: (row.ends_at is None, row.ends_at or row.decided_at))
    return decision_view(found[-1]) if found else None


def decisions_of_case(case_id: UUID) -> tuple[DecisionView, ...]:
    """Return the decisions of a case, oldest first; for the desk."""
    return tuple(decision_view(row) for row in _rows().filter(case_id=case_id).order_by("id"))


def count_unread_reasons(actor: Actor) -> int:
    """Return how many statements and answers the actor has not looked at; a visitor has none."""
    if actor.user_id is None:
        return 0
    mine = Decision.objects.filter(subject_id=actor.user_id).exclude(action="none")
    unread = mine.filter(
        Q(statement__read_at__isnull=True)
        | Q(appeal__decided_at__isnull=False, appeal__read_at__isnull=True)
    )
    return unread.count()


def count_unread_news(actor: Actor) -> int:
    """Return how many statements, and answers to appeals and notices, wait, in one query."""
    if actor.user_id is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, {"person": actor.user_id})
        return int(cursor.fetchone()[0])


def list_letters(actor: Actor, person_id: UUID | None = None) -> tuple[LetterView, ...]:
    """Return what the actor and staff wrote to each other, oldest first; staff name the person.

    Raises:
        StaffOnly: somebody else's letters are asked for by who is no member of staff.
    """
    if person_id is not None and not actor.is_staff:
        raise StaffOnly
    rows = Letter.objects.filter(person_id=person_id or actor.require_user())
    latest = list(rows.order_by("-id")[:LETTERS_SHOWN])
    return tuple(
        LetterView(row.id, row.staff_id is not None, row.text, row.written_at)
        for row in reversed(latest)
    )


def _rows() -> QuerySet[Decision]:
    return Decision.objects.select_related("statement", "case", "appeal")


def decision_view(row: Decision) -> DecisionView:
    """Turn a row (with its statement, case and appeal) into the data that leaves this package."""
    words, appeal = row.statement, getattr(row, "appeal", None)
    return DecisionView(
        decision_id=row.id,
        case_id=row.case_id,
        subject_id=row.subject_id,
        object_kind=cast(ObjectKind, row.case.object_kind),
        object_id=row.case.object_id,
        listing_id=row.listing_id,
        action=cast(Action, row.action),
        ground=cast(Ground, row.ground),
        status=cast(DecisionStatus, row.status),
        automated=row.automated,
        decided_by=row.decided_by_id,
        decided_at=row.decided_at,
        ends_at=row.ends_at,
        facts=row.facts,
        rules_version=row.rules_version,
        what=words.what,
        why=words.why,
        until=words.until,
        how_to_mend=words.how_to_mend,
        how_to_appeal=words.how_to_appeal,
        appeal_until=appeal_until(row.decided_at),
        appeal=appeal_view(appeal) if appeal is not None else None,
    )


def appeal_view(row: Appeal) -> AppealView:
    """Turn a row into the data that leaves this package."""
    return AppealView(
        appeal_id=row.id,
        decision_id=row.decision_id,
        status=cast(AppealStatus, row.status),
        text=row.text,
        made_at=row.made_at,
        answer=row.answer,
        decided_at=row.decided_at,
        decided_by=row.decided_by_id,
    )
