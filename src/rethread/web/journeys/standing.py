"""How somebody stands: what was decided about them and why, the way to appeal, and letters to
staff. It opens for everybody who can sign in, suspended or not."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rethread.market.trust.selectors import list_letters, list_standing
from rethread.market.trust.services import make_appeal, read_standing, write_letter
from rethread.platform.kernel import DomainError, business_now

from ..edge import actor_of, see_other, signed_in
from ..presenting.trust import reasons_card


@require_safe
@signed_in
def standing(request: HttpRequest) -> HttpResponse:
    """Show every decision about the person, with its reasons."""
    response = _page(request)
    read_standing(actor=actor_of(request))
    return response


def _page(
    request: HttpRequest,
    *,
    appealed: UUID | None = None,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, now = actor_of(request), business_now()
    cards = [
        reasons_card(actor, found, over=found.ends_at is not None and found.ends_at <= now)
        for found in list_standing(actor)
    ]
    context = {
        "cards": cards,
        "letters": list_letters(actor),
        "appealed": appealed,
        "appeal_error": error.message if error and appealed else "",
        "letter_error": error.message if error and not appealed else "",
        "text": request.POST.get("text", ""),
    }
    return render(request, "web/standing.html", context, status=status)


@require_POST
@signed_in
def appeal(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Ask for another look at a decision."""
    try:
        make_appeal(
            actor=actor_of(request), decision_id=decision_id, text=request.POST.get("text", "")
        )
    except DomainError as error:
        if error.status == 404:
            raise
        return _page(request, appealed=decision_id, error=error, status=error.status)
    messages.success(request, _("Sent. A person looks at it again and answers you here."))
    return see_other(f"{reverse('web:standing')}#d-{decision_id}")


@require_POST
@signed_in
def letter(request: HttpRequest) -> HttpResponse:
    """Write to staff."""
    try:
        write_letter(actor=actor_of(request), text=request.POST.get("text", ""))
    except DomainError as error:
        return _page(request, error=error, status=error.status)
    messages.success(request, _("Sent. Staff read it and answer you here."))
    return see_other(f"{reverse('web:standing')}#letters")
