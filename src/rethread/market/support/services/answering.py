"""What the two parties of a case do: answer, agree, add, ask staff, withdraw, appeal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction

from rethread.market.orders.services import refund_disputed, resume_order
from rethread.platform.kernel import Actor, business_now

from ..errors import CaseNotFound, NotNow, NotYourPart
from ..events import CaseEscalatedCause, emit_case_answered, emit_case_escalated
from ..models import Case
from ..rules.case import CaseEvent, loser_of, next_case_status
from ..rules.checking import checked_words
from ..selectors import access_case
from ..selectors.cases import role_in
from ..types import CaseOutcome, CaseStatus, CaseView, Role
from .telling import checked_photos, close_case, lock_case, move_case, write_entry


def answer_case(
    *, actor: Actor, case_id: UUID, text: str, photo_ids: Sequence[UUID] = ()
) -> CaseView:
    """Answer a claim as the other party; the opener then has 48 hours to ask staff.

    Raises:
        CaseNotFound, NotYourPart, NotNow, InvalidWords, InvalidEvidence.
    """
    words, photos = checked_words(text), checked_photos(actor, photo_ids)
    with transaction.atomic():
        case = _mine(actor, case_id, "respondent", "answer")
        now = business_now()
        move_case(case, "answer", now)
        case.save()
        write_entry(case, actor, "answered", now, words, photos)
        emit_case_answered(
            actor=actor,
            case_id=case.id,
            agreed=False,
            photo_count=len(photos),
            due_at=case.due_at,
        )
    return access_case(actor=actor, case_id=case_id)


def agree_to_refund(*, actor: Actor, case_id: UUID, text: str = "") -> CaseView:
    """Agree as the other party: the buyer gets everything back now, and the case is closed.

    Raises:
        CaseNotFound, NotYourPart, NotNow, InvalidWords.
    """
    words = checked_words(text, needed=False)
    with transaction.atomic():
        case = _mine(actor, case_id, "respondent", "agree")
        now = business_now()
        write_entry(case, actor, "agreed", now, words)
        emit_case_answered(actor=actor, case_id=case.id, agreed=True, photo_count=0)
        refund_disputed(actor=Actor.system("support.cases"), order_id=cast(UUID, case.order_id))
        close_case(case, actor, "agree", now, outcome="refund", solved_by="parties")
    return access_case(actor=actor, case_id=case_id)


def withdraw_case(*, actor: Actor, case_id: UUID, text: str = "") -> CaseView:
    """Take a case back as its opener; the order goes on, its time to report begins afresh.

    Raises:
        CaseNotFound, NotYourPart, NotNow, InvalidWords.
    """
    words = checked_words(text, needed=False)
    with transaction.atomic():
        case = _mine(actor, case_id, "opener", "withdraw")
        now = business_now()
        write_entry(case, actor, "withdrawn", now, words)
        if case.holds_money:
            resume_order(order_id=cast(UUID, case.order_id))
        close_case(case, actor, "withdraw", now, outcome="withdrawn", solved_by="parties")
    return access_case(actor=actor, case_id=case_id)


def add_to_case(
    *, actor: Actor, case_id: UUID, text: str, photo_ids: Sequence[UUID] = ()
) -> CaseView:
    """Add words or photos to an open case, from any of its people; nothing else changes.

    Raises:
        CaseNotFound, NotNow, InvalidWords, InvalidEvidence.
    """
    words, photos = checked_words(text), checked_photos(actor, photo_ids)
    with transaction.atomic():
        case = _open_to(actor, case_id)
        if case.status == "closed":
            raise NotNow
        write_entry(case, actor, "added", business_now(), words, photos)
    return access_case(actor=actor, case_id=case_id)


def ask_staff(*, actor: Actor, case_id: UUID) -> CaseView:
    """Hand an answered case to staff, because the answer did not settle it.

    Raises:
        CaseNotFound, NotYourPart.
        NotNow: the other party's time to answer still runs, or staff have it already.
    """
    with transaction.atomic():
        case = _mine(actor, case_id, "opener", "escalate")
        if case.status != "answered":
            raise NotNow
        escalate(case, actor, "escalate", "opener", business_now())
    return access_case(actor=actor, case_id=case_id)


def appeal_decision(
    *, actor: Actor, case_id: UUID, text: str, photo_ids: Sequence[UUID] = ()
) -> CaseView:
    """Appeal a decision as the party it goes against, before it takes effect.

    Raises:
        CaseNotFound, NotYourPart, NotNow, InvalidWords, InvalidEvidence.
    """
    words, photos = checked_words(text), checked_photos(actor, photo_ids)
    with transaction.atomic():
        case = _open_to(actor, case_id)
        if role_in(case, actor) != loser_of(cast(CaseOutcome, case.decided_outcome)):
            raise NotYourPart
        _require(case, "appeal")
        now = business_now()
        write_entry(case, actor, "appealed", now, words, photos)
        escalate(case, actor, "appeal", "appeal", now)
    return access_case(actor=actor, case_id=case_id)


def escalate(
    case: Case, actor: Actor, event: CaseEvent, cause: CaseEscalatedCause, now: datetime
) -> None:
    """Hand a locked case to staff, with their deadline."""
    move_case(case, event, now)
    case.escalated_at = case.escalated_at or now
    case.save()
    if event == "escalate":
        write_entry(case, actor, "escalated", now)
    emit_case_escalated(
        actor=actor, case_id=case.id, cause=cause, due_at=cast(datetime, case.due_at)
    )


def _open_to(actor: Actor, case_id: UUID) -> Case:
    case = lock_case(case_id)
    if case is None or role_in(case, actor) is None:
        raise CaseNotFound
    return case


def _mine(actor: Actor, case_id: UUID, role: Role, event: CaseEvent) -> Case:
    case = _open_to(actor, case_id)
    if role_in(case, actor) != role:
        raise NotYourPart
    _require(case, event)
    return case


def _require(case: Case, event: CaseEvent) -> None:
    if next_case_status(cast(CaseStatus, case.status), event) is None:
        raise NotNow
