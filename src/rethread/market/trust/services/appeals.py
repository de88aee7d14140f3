"""Appeals: made by the person concerned, once per decision, decided by a person, and by another one
than had decided wherever there is another."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.market.accounts.selectors import count_staff
from rethread.market.catalogue.errors import ListingNotFound
from rethread.market.catalogue.selectors import access_listing_for_view
from rethread.platform.audit.services import record
from rethread.platform.kernel import Actor, business_now, invariant
from rethread.platform.vault.services import pseudonym_for

from ..errors import (
    AnotherDecides,
    AppealDecided,
    AppealNotFound,
    CannotAppeal,
    DecisionNotFound,
    InvalidAppeal,
    NotOnOneself,
    StaffOnly,
)
from ..events import emit_appeal_decided, emit_appeal_made
from ..models import LISTING_ACTIONS, Appeal, Case, Decision
from ..rules.grounds import appeal_until
from ..rules.transitions import APPEALABLE, AppealStep, next_appeal_status
from ..rules.words import WORDS_CHARS_MAX, clean_words
from ..selectors.standing import access_decision, appeal_view
from ..types import AppealView, DecisionView
from .cases import SYSTEM, close_case, step
from .deciding import let_go
from .notices import answer_notices


def make_appeal(*, actor: Actor, decision_id: UUID, text: str) -> DecisionView:
    """Ask for another look at a decision that concerns the actor.

    Raises:
        DecisionNotFound: there is none, or it concerns somebody else.
        InvalidAppeal: nothing was written, or more than 2,000 characters.
        CannotAppeal: it was appealed before, is six months old, or is no longer in the world.
    """
    person_id = actor.require_user()
    words = _checked("text", text)
    with transaction.atomic():
        rows = Decision.objects.select_for_update().filter(pk=decision_id, subject_id=person_id)
        decision = rows.exclude(action="none").first()
        if decision is None:
            raise DecisionNotFound
        _refuse(decision)
        row = Appeal.objects.create(decision=decision, text=words, made_at=business_now())
        emit_appeal_made(
            actor=actor,
            appeal_id=row.id,
            decision_id=decision.id,
            person_key=pseudonym_for(person_id),
        )
    return access_decision(actor, decision_id)


def _checked(field: str, text: str) -> str:
    words = clean_words(text)
    if not words:
        raise InvalidAppeal(field, _("Write why."))
    if len(words) > WORDS_CHARS_MAX:
        raise InvalidAppeal(field, _("Use 2,000 characters at most."))
    return words


def _refuse(decision: Decision) -> None:
    if Appeal.objects.filter(decision=decision).exists():
        raise CannotAppeal(_("You have asked for another look at this already."))
    if decision.status not in APPEALABLE:
        raise CannotAppeal(_("This decision counts no more; there is nothing to look at again."))
    if business_now() > appeal_until(decision.decided_at):
        raise CannotAppeal(_("The six months in which this could be looked at again are over."))


def decide_appeal(*, actor: Actor, appeal_id: UUID, outcome: str, answer: str) -> AppealView:
    """Answer an appeal: let the decision stand ("upheld") or take it back ("reversed").

    Taking it back undoes what can be undone: a restriction ends, a listing is approved as it is and
    put up again where nothing else is in the way.

    Raises:
        StaffOnly, NotOnOneself, AppealNotFound, AppealDecided.
        AnotherDecides: the actor made the decision, and there is other staff.
        InvalidAppeal: no answer, or an unknown outcome.
    """
    if not actor.is_staff:
        raise StaffOnly
    words = _checked("answer", answer)
    steps: dict[str, AppealStep] = {"upheld": "uphold", "reversed": "reverse"}
    if outcome not in steps:
        raise InvalidAppeal("outcome", _("Choose whether the decision stands."))
    with transaction.atomic():
        row = Appeal.objects.select_for_update().filter(pk=appeal_id).first()
        if row is None:
            raise AppealNotFound
        if next_appeal_status(row.status, steps[outcome]) is None:
            raise AppealDecided
        decision = Decision.objects.select_for_update().get(pk=row.decision_id)
        _refuse_judge(actor, decision)
        row.status, row.answer = outcome, words
        row.decided_by_id, row.decided_at = actor.require_user(), business_now()
        row.save()
        if outcome == "reversed":
            _undo(actor, decision)
        _settle_case(actor, decision, upheld=outcome == "upheld")
        _tell(actor, row, decision)
    return appeal_view(row)


def _refuse_judge(actor: Actor, decision: Decision) -> None:
    if decision.subject_id == actor.user_id:
        raise NotOnOneself
    if decision.decided_by_id == actor.user_id and count_staff() > 1:
        raise AnotherDecides


def _undo(actor: Actor, decision: Decision) -> None:
    if decision.action in LISTING_ACTIONS and decision.status == "in_force":
        try:
            listing = access_listing_for_view(
                actor=SYSTEM, listing_id=cast(UUID, decision.listing_id)
            )
        except ListingNotFound:
            listing = None
        if listing is not None:
            let_go(actor, listing)
            decision.refresh_from_db()
    if decision.status != "reversed":
        if decision.status == "replaced":
            return  # what replaced it is a decision of its own
        step(actor, decision, "reverse")
    invariant(decision.status == "reversed", "what was taken back counts no more")


def _settle_case(actor: Actor, decision: Decision, *, upheld: bool) -> None:
    """Close what a rule had held for a person: the appeal was that person's look."""
    case = Case.objects.select_for_update().get(pk=decision.case_id)
    if case.status == "open" and decision.automated and not upheld:
        close_case(case)
        answer_notices(actor, case, upheld=False)


def _tell(actor: Actor, row: Appeal, decision: Decision) -> None:
    decided_at = row.decided_at or business_now()
    emit_appeal_decided(
        actor=actor,
        appeal_id=row.id,
        decision_id=decision.id,
        outcome="upheld" if row.status == "upheld" else "reversed",
        by_another=decision.decided_by_id != actor.user_id,
        open_s=max(0, int((decided_at - row.made_at).total_seconds())),
        person_key=pseudonym_for(decision.subject_id),
    )
    record(
        actor=actor,
        action="trust.decide_appeal",
        object_type="case",
        object_id=decision.case_id,
        detail={"decision": str(decision.id), "outcome": row.status},
    )
