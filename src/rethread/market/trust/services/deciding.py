"""Decisions by people. Each carries out what it says in the same transaction, answers whoever
reported it, and is audited."""

from __future__ import annotations

from datetime import timedelta
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.market.catalogue.errors import (
    InvalidListing,
    ListingNotFound,
    PublishRefused,
    WrongStatus,
)
from rethread.market.catalogue.selectors import access_listing_for_view, list_own_cards
from rethread.market.catalogue.services import hide_listing, publish_listing, show_listing
from rethread.market.catalogue.types import ListingView
from rethread.platform.audit.services import record
from rethread.platform.kernel import Actor, business_now

from ..errors import CaseDecided, CaseNotFound, InvalidDecision, NotOnOneself, StaffOnly
from ..models import Approval, Case, Decision
from ..rules.grounds import (
    ACTIONS,
    FIXABLE_GROUNDS,
    GROUNDS,
    LISTING_ACTIONS,
    TIMED_ACTIONS,
)
from ..rules.words import WORDS_CHARS_MAX, clean_words
from ..selectors.standing import access_decision
from ..types import Action, DecisionView, Ground, ObjectKind
from .cases import SYSTEM, Verdict, close_case, in_force_for_listing, open_case, step, write
from .notices import answer_notices
from .screening import mark_of

DAYS_MAX = 365


def open_case_about(*, actor: Actor, kind: ObjectKind, object_id: UUID, subject_id: UUID) -> UUID:
    """Open a case of one's own accord, or return the one that is open.

    Raises:
        StaffOnly: the actor is no member of staff.
    """
    if not actor.is_staff:
        raise StaffOnly
    with transaction.atomic():
        row = open_case(kind=kind, object_id=object_id, subject_id=subject_id, source="staff")
        record(actor=actor, action="trust.open_case", object_type="case", object_id=row.id)
        return row.id


def decide_case(
    *, actor: Actor, case_id: UUID, action: str, ground: str, facts: str, days: int | None = None
) -> DecisionView:
    """Decide a case: write the reasons, do what they say, and answer whoever reported it.

    `days` bounds a restriction or a suspension; None means without an end. Deciding that there is
    nothing to do lets go of what screening held, and screening asks no more about it as it is.

    Raises:
        StaffOnly, NotOnOneself, CaseNotFound, CaseDecided.
        InvalidDecision: `fields` says what is missing or does not fit.
        WrongStatus: the listing is in somebody's checkout or sold; nothing was decided.
    """
    if not actor.is_staff:
        raise StaffOnly
    words = _checked(action, ground, facts, days)
    with transaction.atomic():
        case = _lock(case_id)
        if case.subject_id == actor.user_id:
            raise NotOnOneself
        listing = _listing(case)
        if action in LISTING_ACTIONS and listing is None:
            raise InvalidDecision("action", _("This is not about a listing."))
        decision = write_decision(
            actor=actor, case=case, listing=listing, action=action, ground=ground, facts=words,
            days=days,
        )  # fmt: skip
        close_case(case)
        answer_notices(actor, case, upheld=action != "none")
    return access_decision(actor, decision.id)


def write_decision(
    *,
    actor: Actor,
    case: Case,
    listing: ListingView | None,
    action: str,
    ground: str,
    facts: str,
    days: int | None,
) -> Decision:
    """Write a person's decision and carry it out; joins its caller's transaction."""
    mendable = action == "hide_listing" and ground in FIXABLE_GROUNDS
    decision = write(
        actor,
        case,
        Verdict(
            action=cast(Action, action),
            ground=cast(Ground, ground),
            facts=facts,
            automated=False,
            fixable=mendable,
            listing_id=listing.id if listing is not None else None,
            fingerprint=mark_of(listing) if listing is not None else "",
            ends_at=business_now() + timedelta(days=days) if days is not None else None,
        ),
    )
    if action in LISTING_ACTIONS and listing is not None and listing.status == "live":
        hide_listing(actor=actor, listing_id=listing.id)
    elif action in LISTING_ACTIONS and listing is not None:
        _refuse_taken(listing)
    elif action == "suspend":
        _hide_all(actor, case.subject_id)
    elif action == "none" and listing is not None:
        let_go(actor, listing)
    return decision


def _refuse_taken(listing: ListingView) -> None:
    if listing.status in {"reserved", "sold"}:
        raise WrongStatus(listing.status, "hide")


def _hide_all(actor: Actor, person_id: UUID) -> None:
    """Hide all that a suspended person has for sale; what is in a checkout is the buyer's."""
    for card in list_own_cards(actor=Actor.user(person_id)):
        if card.status == "live":
            hide_listing(actor=actor, listing_id=card.id)


def let_go(actor: Actor, listing: ListingView) -> None:
    """Approve a listing as it is, and put up what screening had kept from going up."""
    Approval.objects.get_or_create(
        listing_id=listing.id,
        fingerprint=mark_of(listing),
        defaults={"approved_by_id": actor.require_user(), "approved_at": business_now()},
    )
    held = in_force_for_listing(listing.id)
    for row in held:
        step(actor, row, "reverse")
    if held:
        put_up(actor, listing)


def put_up(actor: Actor, listing: ListingView) -> None:
    """Publish or show what was held; where something else is in the way, its seller does it."""
    act = {"draft": publish_listing, "hidden": show_listing}.get(listing.status)
    if act is None:
        return
    try:
        with transaction.atomic():
            act(actor=actor, listing_id=listing.id)
    except (PublishRefused, InvalidListing, WrongStatus):
        return


def _checked(action: str, ground: str, facts: str, days: int | None) -> str:
    if action not in ACTIONS:
        raise InvalidDecision("action", _("Choose what to do."))
    if ground not in GROUNDS:
        raise InvalidDecision("ground", _("Choose the reason."))
    words = clean_words(facts)
    if not words:
        raise InvalidDecision("facts", _("Write what you found; the person concerned reads it."))
    if len(words) > WORDS_CHARS_MAX:
        raise InvalidDecision("facts", _("Use 2,000 characters at most."))
    if days is not None and action not in TIMED_ACTIONS:
        raise InvalidDecision("days", _("Only a restriction or a suspension has an end."))
    if days is not None and not 1 <= days <= DAYS_MAX:
        raise InvalidDecision("days", _("Choose between 1 and 365 days."))
    if action == "restrict" and days is None:
        raise InvalidDecision("days", _("A restriction has an end: say for how many days."))
    return words


def _lock(case_id: UUID) -> Case:
    row = Case.objects.select_for_update().filter(pk=case_id).first()
    if row is None:
        raise CaseNotFound
    if row.status != "open":
        raise CaseDecided
    return row


def _listing(case: Case) -> ListingView | None:
    if case.object_kind != "listing":
        return None
    try:
        return access_listing_for_view(actor=SYSTEM, listing_id=case.object_id)
    except ListingNotFound:  # its seller has deleted it meanwhile
        return None
