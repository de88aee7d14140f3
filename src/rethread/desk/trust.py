"""Moderation at the desk: the queue, one page per case with everything needed to decide it, appeals
and letters. Looking at a case is written down too, and so is everything that is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rethread.market.accounts.selectors import find_shop_of, get_user, users_by_ids
from rethread.market.catalogue.errors import ListingNotFound
from rethread.market.catalogue.selectors import access_listing_for_view
from rethread.market.catalogue.types import ListingView
from rethread.market.media.selectors import find_lookalikes, photos_by_ids
from rethread.market.media.types import PhotoView
from rethread.market.social.selectors import messages_around, messages_by_ids
from rethread.market.trust.rules.grounds import (
    ACTIONS,
    GROUNDS,
    LISTING_ACTIONS,
    action_label,
    default_facts,
    ground_label,
)
from rethread.market.trust.selectors import (
    access_case,
    access_decision,
    decisions_of_case,
    list_appeals,
    list_cases,
    list_letter_writers,
    list_letters,
    notices_of_case,
)
from rethread.market.trust.services import answer_letters, decide_appeal, decide_case
from rethread.market.trust.types import AppealView, CaseView, DecisionView
from rethread.platform.audit.services import list_entries, record
from rethread.platform.kernel import Actor, DomainError
from rethread.platform.storage import open_object

from .edge import staff_of, staff_only, surroundings

MATCHES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the queue."""

    case: CaseView
    title: str
    person: str
    why: str


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal in the queue, with what it is against."""

    appeal: AppealView
    decision: DecisionView
    action: str
    ground: str
    person: str


@require_safe
@staff_only
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits: cases, appeals, letters."""
    actor = staff_of(request)
    cases = list_cases(actor)
    writers = list_letter_writers(actor)
    people = users_by_ids({*(case.subject_id for case in cases), *writers})
    context = surroundings("trust") | {
        "cases": [_row(actor, case, _name(people.get(case.subject_id))) for case in cases],
        "appeals": [_appeal_row(actor, appeal) for appeal in list_appeals(actor)],
        "writers": [(writer, _name(people.get(writer))) for writer in writers],
        "decided": [_row(actor, case, "") for case in list_cases(actor, status="decided")[:20]],
    }
    return render(request, "desk/trust_queue.html", context)


def _name(person: Any) -> str:
    return (person and (person.display_name or person.email)) or _("Somebody")


def _row(actor: Actor, case: CaseView, person: str) -> CaseRow:
    why = ", ".join(ground_label(one.ground) for one in case.findings)
    return CaseRow(case, _title(actor, case), person, why)


def _title(actor: Actor, case: CaseView) -> str:
    if case.object_kind == "listing":
        view = _listing(actor, case)
        return view.title if view else _("A deleted listing")
    if case.object_kind == "message":
        message = messages_by_ids([case.object_id]).get(case.object_id)
        return f"“{message.text[:60]}”" if message else _("A message")
    shop = find_shop_of(case.object_id)
    return shop.name if shop else _("A person")


def _listing(actor: Actor, case: CaseView) -> ListingView | None:
    if case.object_kind != "listing":
        return None
    try:
        return access_listing_for_view(actor=actor, listing_id=case.object_id)
    except ListingNotFound:
        return None


def _facts(listing: ListingView) -> list[str]:
    """Return what a listing says of itself, in few words; what it does not say is left out."""
    states = {
        "draft": _("Draft"),
        "live": _("For sale"),
        "reserved": _("Being paid for"),
        "sold": _("Sold"),
        "hidden": _("Hidden"),
        "elsewhere": _("Sold elsewhere"),
        "removed": _("Deleted"),
    }
    facts = (
        states.get(listing.status, listing.status),
        listing.brand_label,
        listing.type_label,
        listing.size,
        listing.condition_label,
        listing.price.format() if listing.price else "",
    )
    return [str(fact) for fact in facts if fact]


def _appeal_row(actor: Actor, appeal: AppealView) -> AppealRow:
    decision = access_decision(actor, appeal.decision_id)
    return AppealRow(
        appeal,
        decision,
        action_label(decision.action),
        ground_label(decision.ground),
        _name(users_by_ids([decision.subject_id]).get(decision.subject_id)),
    )


@require_safe
@staff_only
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show everything that is needed to decide a case."""
    actor = staff_of(request)
    access_case(actor, case_id)
    record(actor=actor, action="trust.view_case", object_type="case", object_id=case_id)
    return _page(request, actor, case_id)


def _page(
    request: HttpRequest, actor: Actor, case_id: UUID, error: DomainError | None = None
) -> HttpResponse:
    found = access_case(actor, case_id)
    listing = _listing(actor, found)
    ground = _suggested(request, found)
    decisions = decisions_of_case(case_id)
    context = surroundings("trust") | {
        "case": found,
        "title": _title(actor, found),
        "person": get_user(found.subject_id),
        "shop": find_shop_of(found.subject_id),
        "listing": listing,
        "listing_facts": _facts(listing) if listing else (),
        "matches": _matches(listing),
        "said": messages_around(found.object_id) if found.object_kind == "message" else (),
        "notices": [(n, ground_label(n.ground)) for n in notices_of_case(actor, case_id)],
        "findings": [(one, ground_label(one.ground)) for one in found.findings],
        "decisions": [
            (d, action_label(d.action), ground_label(d.ground), _name_of(d.decided_by), _state(d))
            for d in decisions
        ],
        "appeals": [
            _appeal_row(actor, d.appeal)
            for d in decisions
            if d.appeal is not None and d.appeal.status == "open"
        ],
        "history": [
            _row(actor, other, "")
            for other in list_cases(actor, subject_id=found.subject_id)
            if other.case_id != case_id
        ],
        "entries": list_entries(object_type="case", object_id=case_id),
        "actions": _actions(found),
        "grounds": [(code, ground_label(code)) for code in GROUNDS],
        "reasons": [(code, default_facts(code)) for code in GROUNDS],
        "ground": ground,
        "action": request.POST.get("action", ""),
        "facts": request.POST.get("facts") or default_facts(ground),
        "days": request.POST.get("days", ""),
        "answer": request.POST.get("answer", ""),
        "errors": error.fields if error else {},
        "refusal": error.message if error and not error.fields else "",
    }
    return render(request, "desk/trust_case.html", context, status=error.status if error else 200)


@require_safe
@staff_only
def photo(request: HttpRequest, case_id: UUID, message_id: UUID, place: int) -> HttpResponse:
    """Show a photo of what was said around a reported message, and of nothing else."""
    found = access_case(staff_of(request), case_id)
    said = messages_around(found.object_id) if found.object_kind == "message" else ()
    photos = next((one.photos for one in said if one.message_id == message_id), ())
    if place >= len(photos):
        raise Http404
    file, _size = open_object(photos[place].key(960))
    headers = {"Cache-Control": "private, no-store"}
    with file:
        return HttpResponse(file.read(), content_type="image/webp", headers=headers)


def _name_of(person_id: UUID | None) -> str:
    return _("our rules") if person_id is None else _name(users_by_ids([person_id]).get(person_id))


def _state(found: DecisionView) -> str:
    """Say whether a decision counts; that there was nothing to do neither counts nor ends."""
    words = {
        "in_force": _("In force"),
        "mended": _("Mended"),
        "ended": _("Over"),
        "replaced": _("Replaced"),
        "reversed": _("Taken back"),
    }
    return "" if found.action == "none" else words[found.status]


def _suggested(request: HttpRequest, found: CaseView) -> str:
    """Return the ground that the form begins with: chosen, found by screening, or other."""
    wanted = request.POST.get("ground") or request.GET.get("ground", "")
    if wanted in GROUNDS:
        return wanted
    return found.findings[0].ground if found.findings else "other"


def _actions(found: CaseView) -> list[tuple[str, str]]:
    about_listing = found.object_kind == "listing"
    return [
        (code, action_label(code))
        for code in ACTIONS
        if about_listing or code not in LISTING_ACTIONS
    ]


def _matches(listing: ListingView | None) -> list[tuple[PhotoView, PhotoView, str, int]]:
    """Return pairs of this listing's photos and older look-alikes, with whose they are."""
    if listing is None:
        return []
    own = {photo.id: photo for photo in listing.photos}
    found = find_lookalikes(own)[:MATCHES_SHOWN]
    others = photos_by_ids(match.other_photo_id for match in found)
    owners = users_by_ids({match.other_owner_id for match in found})
    return [
        (
            own[match.photo_id],
            others[match.other_photo_id],
            _name(owners.get(match.other_owner_id)),
            match.bits,
        )
        for match in found
    ]


@require_POST
@staff_only
def decide(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Decide a case; what is wrong with the form is said beside its field."""
    actor = staff_of(request)
    days = request.POST.get("days", "").strip()
    try:
        decide_case(
            actor=actor,
            case_id=case_id,
            action=request.POST.get("action", ""),
            ground=request.POST.get("ground", ""),
            facts=request.POST.get("facts", ""),
            days=None if not days else int(days) if days.isdecimal() and len(days) < 5 else 0,
        )
    except DomainError as error:
        if error.status == 404:
            raise
        return _page(request, actor, case_id, error)
    messages.success(request, _("Decided. The person concerned reads the reasons on their page."))
    return redirect("desk:trust")


@require_POST
@staff_only
def appeal_decide(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    """Answer an appeal."""
    actor = staff_of(request)
    waiting = {appeal.appeal_id: appeal for appeal in list_appeals(actor)}
    try:
        decide_appeal(
            actor=actor,
            appeal_id=appeal_id,
            outcome=request.POST.get("outcome", ""),
            answer=request.POST.get("answer", ""),
        )
    except DomainError as error:
        if error.status == 404 or appeal_id not in waiting:
            raise
        decision = access_decision(actor, waiting[appeal_id].decision_id)
        return _page(request, actor, decision.case_id, error)
    messages.success(request, _("Answered. They read it on their page."))
    return redirect("desk:trust")


@staff_only
def letters(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Read what a person wrote to staff, and answer."""
    actor = staff_of(request)
    person, problem = get_user(person_id), ""
    if request.method == "POST":
        try:
            answer_letters(actor=actor, person_id=person_id, text=request.POST.get("text", ""))
        except DomainError as error:
            problem = error.message
        else:
            messages.success(request, _("Sent."))
            return redirect("desk:trust")
    context = surroundings("trust") | {
        "person": person,
        "letters": list_letters(actor, person_id),
        "cases": [_row(actor, one, "") for one in list_cases(actor, subject_id=person_id)],
        "problem": problem,
        "text": request.POST.get("text", ""),
    }
    return render(request, "desk/trust_letters.html", context, status=422 if problem else 200)
