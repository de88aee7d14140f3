"""A disputed piece comes back: the seller asks for it or staff decide so, the buyer sends it with a
label of ours, and the carrier's scans end it. The money stays frozen until then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, cast
from uuid import UUID

from django.db import transaction

from rethread.market.fulfilment.types import ShipmentView
from rethread.market.orders.errors import NotAllowedNow
from rethread.market.orders.services import make_return_label, refund_disputed, send_back
from rethread.platform.kernel import Actor, business_now

from ..errors import CaseNotFound, NotNow, NotYourPart
from ..events import emit_return_asked
from ..models import Case
from ..rules.case import CARRIED_H, CaseEvent, next_case_status
from ..rules.checking import checked_words
from ..selectors import access_case
from ..selectors.cases import can_come_back, role_in
from ..types import CaseStatus, CaseView
from .telling import close_case, lock_case, move_case, write_entry

_SYSTEM = Actor.system("support.returns")


def ask_back(*, actor: Actor, case_id: UUID, text: str = "") -> CaseView:
    """Ask for the piece as the other party: the buyer sends it back, free of charge, and gets
    everything back when it arrives.

    Raises:
        CaseNotFound, NotYourPart, InvalidWords.
        NotNow: the case has moved on, or what it is about cannot come back.
    """
    words = checked_words(text, needed=False)
    with transaction.atomic():
        case = _locked(actor, case_id)
        if role_in(case, actor) != "respondent":
            raise NotYourPart
        if next_case_status(cast(CaseStatus, case.status), "ask_back") is None:
            raise NotNow
        if not can_come_back(case):
            raise NotNow
        begin_return(case, actor, "ask_back", business_now(), asked_by="seller", words=words)
    return access_case(actor=actor, case_id=case_id)


def begin_return(
    case: Case,
    actor: Actor,
    event: CaseEvent,
    now: datetime,
    *,
    asked_by: Literal["seller", "staff"],
    words: str = "",
) -> None:
    """Take a locked case to returning, with seven days for the buyer to send it."""
    move_case(case, event, now)
    case.asked_back_at = now
    case.save()
    write_entry(case, actor, "asked_back", now, words)
    emit_return_asked(
        actor=actor,
        case_id=case.id,
        order_id=cast(UUID, case.order_id),
        asked_by=asked_by,
        due_at=cast(datetime, case.due_at),
    )


def get_return_label(*, actor: Actor, case_id: UUID) -> ShipmentView:
    """Get the buyer's label for sending it back. Calls the carrier; not in a transaction. Asked
    again it returns the same label.

    Raises:
        CaseNotFound, NotYourPart.
        NotNow: nothing is to be sent back.
        NoReturnAddress, CarrierUnavailable, LabelRefused.
    """
    with transaction.atomic():
        order_id = _to_send_back(actor, case_id)
    try:
        return make_return_label(actor=actor, order_id=order_id)
    except NotAllowedNow as error:  # it was refunded in this very moment
        raise NotNow from error


def mark_sent_back(*, actor: Actor, case_id: UUID) -> CaseView:
    """Record that the buyer handed it to the carrier; the carrier's own scans count, not this word.

    Raises:
        CaseNotFound, NotYourPart, NotNow.
        NoLabel: there is no label yet.
    """
    with transaction.atomic():
        order_id = _to_send_back(actor, case_id)
        case = _locked(actor, case_id)
        already = case.entries.filter(kind="sent_back").exists()
        send_back(actor=actor, order_id=order_id)
        if not already:
            write_entry(case, actor, "sent_back", business_now())
    return access_case(actor=actor, case_id=case_id)


def see_return_scan(*, order_id: UUID, kind: str, at: datetime) -> None:
    """Follow what the carrier sees of a return: arrived, or lost by the carrier, the buyer gets
    everything back, whoever has the case by then; anything else gives it time.

    Scans may come late, twice or out of order, and after the case is over.
    """
    with transaction.atomic():
        rows = Case.objects.select_for_update().filter(order_id=order_id, holds_money=True)
        case = rows.exclude(status="closed").exclude(asked_back_at=None).first()
        if case is None:
            return
        now = business_now()
        if kind not in {"delivered", "lost"}:
            if case.status == "returning":
                case.due_at = max(cast(datetime, case.due_at), at + timedelta(hours=CARRIED_H))
                case.save(update_fields=["due_at"])
            return
        if next_case_status(cast(CaseStatus, case.status), "come_back") is None:
            return
        refund_disputed(actor=_SYSTEM, order_id=order_id)
        close_case(case, _SYSTEM, "come_back", now, outcome="refund", solved_by="carrier")


def _to_send_back(actor: Actor, case_id: UUID) -> UUID:
    case = _locked(actor, case_id)
    if role_in(case, actor) != "opener":
        raise NotYourPart
    if case.status != "returning" or case.order_id is None:
        raise NotNow
    return case.order_id


def _locked(actor: Actor, case_id: UUID) -> Case:
    case = lock_case(case_id)
    if case is None or role_in(case, actor) is None:
        raise CaseNotFound
    return case
