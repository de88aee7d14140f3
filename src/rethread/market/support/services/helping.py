"""Answer people from what the market knows, and do for them what they may do themselves."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from rethread.market.accounts.selectors import find_shop_of
from rethread.market.accounts.services import set_vacation
from rethread.market.catalogue.services import show_listing
from rethread.market.orders.services import (
    cancel_order,
    confirm_received,
    give_back,
    make_label,
)
from rethread.market.payments.services import request_payout
from rethread.platform.kernel import Actor, business_now
from rethread.platform.vault.services import pseudonym_for

from ..errors import ActionNotOffered, ReasonNotOffered
from ..events import emit_help_asked
from ..models import HelpRequest
from ..rules.answers import answer_for
from ..selectors import access_subject
from ..types import ActionCode, Answer, PayoutFacts, Subject


def ask_for_help(*, actor: Actor, kind: str, object_id: UUID, reason: str) -> Answer:
    """Note that somebody asked, and return what the market knows about it now.

    Asking again for the same reason is the same contact.

    Raises:
        SubjectNotFound: the thing is not theirs to ask about.
        ReasonNotOffered: it does not fit the thing as it stands.
    """
    subject = access_subject(actor=actor, kind=kind, object_id=object_id)
    answer = answer_for(subject.facts, reason)
    if answer is None:
        raise ReasonNotOffered
    if reason != "case":  # who comes for their case has asked before
        with transaction.atomic():
            note_request(actor, subject, reason)
    return answer


def note_request(actor: Actor, subject: Subject, reason: str) -> HelpRequest:
    """Write down a contact once, and tell of it when it is new."""
    person_id = actor.require_user()
    row, new = HelpRequest.objects.get_or_create(
        person_id=person_id,
        object_kind=subject.kind,
        object_id=subject.object_id,
        reason=reason,
        defaults={"side": subject.side, "asked_at": business_now()},
    )
    if new:
        emit_help_asked(
            actor=actor,
            request_id=row.id,
            object_kind=subject.kind,
            object_id=subject.object_id,
            order_id=subject.order_id,
            reason=reason,
            side=subject.side,
            asker_key=pseudonym_for(person_id),
        )
    return row


def take_action(
    *, actor: Actor, kind: str, object_id: UUID, reason: str, action: str
) -> ActionCode:
    """Do at once what an answer offers, through the service that a page would call.

    The services check again who may do what. May call the carrier; not in a transaction.

    Raises:
        SubjectNotFound, ActionNotOffered.
        DomainError: whatever the service says.
    """
    subject = access_subject(actor=actor, kind=kind, object_id=object_id)
    answer = answer_for(subject.facts, reason)
    offered = next((one for one in answer.actions if one == action), None) if answer else None
    if offered is None:
        raise ActionNotOffered
    _do(actor, subject, offered)
    HelpRequest.objects.filter(
        person_id=actor.require_user(), object_kind=kind, object_id=object_id, reason=reason
    ).update(acted_at=business_now())
    return offered


def _do(actor: Actor, subject: Subject, action: ActionCode) -> None:
    object_id = subject.object_id
    if action == "cancel":
        cancel_order(actor=actor, order_id=object_id)
    elif action == "confirm":
        confirm_received(actor=actor, order_id=object_id)
    elif action == "label":
        make_label(actor=actor, order_id=object_id)
    elif action == "give_back":
        give_back(actor=actor, order_id=object_id)
    elif action == "show_listing":
        show_listing(actor=actor, listing_id=object_id)
    elif action == "payout":
        facts = subject.facts
        currency = facts.amount.currency if isinstance(facts, PayoutFacts) else ""
        request_payout(actor=actor, seller_id=actor.require_user(), currency=currency)
    else:
        shop = find_shop_of(actor.require_user())
        if shop is not None:
            set_vacation(actor=actor, shop_id=shop.id, on_vacation=False)
