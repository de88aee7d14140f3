"""What staff and the clock do with a case: decide it with a written reason, hear an appeal, carry
it out. Every action of staff is audited."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction

from rethread.market.orders.services import refund_disputed, release_disputed
from rethread.platform.audit.services import record
from rethread.platform.kernel import Actor, business_now, invariant

from ..errors import CaseNotFound, NotNow, NotYourPart, SameJudge
from ..events import CaseClosedOutcome, emit_case_decided
from ..models import Case
from ..rules.case import TIMED, CaseEvent, next_case_status
from ..rules.checking import checked_words
from ..selectors import access_case
from ..selectors.cases import can_come_back
from ..types import CaseStatus, CaseView, Decision
from .answering import escalate
from .returning import begin_return
from .telling import close_case, lock_case, move_case, write_entry

_SYSTEM = Actor.system("support.cases")


def decide_case(*, actor: Actor, case_id: UUID, outcome: Decision, reason: str) -> CaseView:
    """Decide a case as staff, with a reason that both parties read.

    A decision about money takes effect after 48 hours, so that the party it goes against can
    appeal ("return" then asks for the piece first); the answer to a question closes it.

    Raises:
        CaseNotFound, NotYourPart: the actor is not staff, or is a party of it.
        NotNow: it does not wait for staff, or the outcome does not fit it.
        SameJudge: they decided it before; an appeal is for somebody else.
        InvalidWords: there is no reason.
    """
    words = checked_words(reason)
    if not actor.is_staff:
        raise CaseNotFound
    with transaction.atomic():
        case = lock_case(case_id)
        if case is None:
            raise CaseNotFound
        _check(case, actor, outcome)
        _decide(case, actor, outcome, words, business_now())
    return access_case(actor=actor, case_id=case_id)


def _check(case: Case, actor: Actor, outcome: Decision) -> None:
    if actor.user_id in {case.opener_id, case.respondent_id}:
        raise NotYourPart
    if case.status not in {"with_staff", "appealed"}:
        raise NotNow
    if (outcome == "answered") == case.holds_money:
        raise NotNow
    if outcome == "return" and not can_come_back(case):
        raise NotNow
    if case.status == "appealed" and case.decided_by_id == actor.user_id:
        raise SameJudge


def _decide(case: Case, actor: Actor, outcome: Decision, words: str, now: datetime) -> None:
    on_appeal = case.status == "appealed"
    write_entry(case, actor, "decided", now, words)
    case.decided_outcome, case.decided_by_id, case.decided_at = outcome, actor.user_id, now
    if outcome == "answered":
        close_case(case, actor, "reply", now, outcome="answered", solved_by="staff")
    elif on_appeal:
        carry_out(case, actor, "decide_appeal", now)
    else:
        move_case(case, "decide", now)
        case.save()
    record(
        actor=actor,
        action="support.decide_case",
        object_type="case",
        object_id=case.id,
        detail={"outcome": outcome, "on_appeal": on_appeal},
    )
    emit_case_decided(
        actor=actor,
        case_id=case.id,
        outcome=outcome,
        on_appeal=on_appeal,
        takes_effect_at=case.due_at or now,
    )


def carry_out(case: Case, actor: Actor, event: CaseEvent, now: datetime) -> None:
    """Close a locked case with what was decided, and move the money in the same transaction;
    what is to come back first is waited for."""
    if case.decided_outcome == "return":
        begin_return(case, actor, "send_back", now, asked_by="staff")
        return
    outcome = cast(CaseClosedOutcome, case.decided_outcome)
    order_id = cast(UUID, case.order_id)
    if outcome == "refund":
        refund_disputed(actor=_SYSTEM, order_id=order_id)
    else:
        invariant(outcome == "release", "a dispute ends in a refund or a release")
        release_disputed(actor=_SYSTEM, order_id=order_id)
    close_case(case, actor, event, now, outcome=outcome, solved_by="staff")


def overtake(*, order_id: UUID) -> None:
    """Close the disputes of an order whose money went back another way (its parcel was lost)."""
    with transaction.atomic():
        rows = Case.objects.select_for_update().filter(order_id=order_id, holds_money=True)
        for case in rows.exclude(status="closed").order_by("id"):
            close_case(
                case,
                _SYSTEM,
                "overtake",
                business_now(),
                outcome="overtaken",
                solved_by="carrier",
            )


def run_deadline(case_id: UUID, now: datetime) -> bool:
    """Do what follows when a case's deadline has passed; return whether anything did."""
    with transaction.atomic():
        case = lock_case(case_id)
        if case is None or case.status not in TIMED or case.due_at is None or case.due_at > now:
            return False
        status = cast(CaseStatus, case.status)
        if status == "decided":
            carry_out(case, _SYSTEM, "take_effect", now)
            return True
        invariant(next_case_status(status, "escalate"), "a party's deadline leads to staff")
        causes = {"awaiting_answer": "no_answer", "returning": "no_return"}
        cause = causes.get(status, "no_reply")
        escalate(case, _SYSTEM, "escalate", cause, now)  # type: ignore[arg-type]  # one of three
        return True
