"""Open a case. A dispute freezes the order's money in the same transaction, or does not open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import IntegrityError, transaction

from rethread.market.orders.errors import NotAllowedNow
from rethread.market.orders.services import dispute_order
from rethread.platform.kernel import Actor, business_now, invariant
from rethread.platform.vault.services import pseudonym_for

from ..errors import CaseAlreadyOpen, CaseNotOffered
from ..events import CaseOpenedStatus, emit_case_opened
from ..models import Case
from ..rules.answers import answer_for
from ..rules.case import due_after
from ..rules.checking import checked_words
from ..selectors import access_case, access_subject
from ..types import CaseStatus, CaseView, Subject
from .helping import note_request
from .telling import checked_photos, write_entry

TITLE_CHARS_MAX = 140


def open_case(
    *,
    actor: Actor,
    kind: str,
    object_id: UUID,
    reason: str,
    text: str,
    photo_ids: Sequence[UUID] = (),
) -> CaseView:
    """Open a case about a thing, for a reason whose answer did not help.

    Between buyer and seller, the order's money is frozen and the other party has 48 hours to
    answer; anything else goes to staff at once.

    Raises:
        SubjectNotFound: the thing is not theirs to ask about.
        CaseNotOffered: not for this reason, or not as things stand (it was released meanwhile).
        CaseAlreadyOpen: one is open about it.
        InvalidWords, InvalidEvidence: what they wrote or sent.
    """
    words = checked_words(text)
    photos = checked_photos(actor, photo_ids)
    subject = access_subject(actor=actor, kind=kind, object_id=object_id)
    if subject.facts.open_case_id is not None:
        raise CaseAlreadyOpen
    answer = answer_for(subject.facts, reason)
    if answer is None or answer.case is None:
        raise CaseNotOffered
    try:
        with transaction.atomic():
            case = _open(actor, subject, reason, answer.case.holds_money)
            write_entry(case, actor, "opened", case.opened_at, words, photos)
            _tell(actor, case, len(photos))
    except NotAllowedNow as error:  # its money was released in this very moment
        raise CaseNotOffered from error
    except IntegrityError as error:
        raise CaseAlreadyOpen from error
    return access_case(actor=actor, case_id=case.id)


def _open(actor: Actor, subject: Subject, reason: str, holds_money: bool) -> Case:
    now: datetime = business_now()
    status: CaseStatus = "awaiting_answer" if holds_money else "with_staff"
    request = note_request(actor, subject, reason)
    case = Case.objects.create(
        request=None if Case.objects.filter(request=request).exists() else request,
        object_kind=subject.kind,
        object_id=subject.object_id,
        order_id=subject.order_id,
        reason=reason,
        title=subject.title[:TITLE_CHARS_MAX],
        opener_id=actor.require_user(),
        opener_side=subject.side,
        respondent_id=subject.other_id if holds_money else None,
        holds_money=holds_money,
        status=status,
        opened_at=now,
        due_at=due_after(status, now),
        escalated_at=None if holds_money else now,
    )
    if holds_money:
        invariant(subject.order_id, "only an order's money can be held")
        dispute_order(order_id=cast(UUID, subject.order_id))
    return case


def _tell(actor: Actor, case: Case, photo_count: int) -> None:
    request = case.request
    emit_case_opened(
        actor=actor,
        case_id=case.id,
        object_kind=case.object_kind,  # type: ignore[arg-type]  # constrained in the database
        object_id=case.object_id,
        order_id=case.order_id,
        request_id=request.id if request else None,
        reason=case.reason,
        opener_side=case.opener_side,  # type: ignore[arg-type]  # from the facts
        opener_key=pseudonym_for(case.opener_id),
        status=cast(CaseOpenedStatus, case.status),
        holds_money=case.holds_money,
        photo_count=photo_count,
        due_at=cast(datetime, case.due_at),
    )
