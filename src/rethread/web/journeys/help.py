"""Help in place: a thing, the reasons that fit it, an answer, something done, or a case."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rethread.market.orders.errors import AddressMissing
from rethread.market.support.errors import ReasonNotOffered
from rethread.market.support.rules.answers import answer_for
from rethread.market.support.rules.checking import PHOTOS_MAX
from rethread.market.support.selectors import access_subject
from rethread.market.support.services import ask_for_help, open_case, take_action
from rethread.platform.kernel import DomainError

from ..edge import actor_of, blame_fields, see_other, signed_in
from ..forms import CaseForm
from ..presenting.help import answer_page, help_page
from ..selling import accept_photos


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def help_about(request: HttpRequest, kind: str, object_id: UUID) -> HttpResponse:
    """Show the reasons that fit a thing; a chosen one is noted and leads to its answer."""
    actor = actor_of(request)
    subject = access_subject(actor=actor, kind=kind, object_id=object_id)
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            ask_for_help(actor=actor, kind=kind, object_id=object_id, reason=reason)
        except ReasonNotOffered as error:
            messages.error(request, error.message)
            return see_other(reverse("web:help", args=[kind, object_id]))
        return see_other(reverse("web:help_answer", args=[kind, object_id, reason]))
    return render(request, "web/help.html", {"about": help_page(subject)})


@require_safe
@signed_in
def help_answer(request: HttpRequest, kind: str, object_id: UUID, reason: str) -> HttpResponse:
    """Answer one reason from what the market knows now."""
    return _answer(request, kind, object_id, reason)


def _answer(
    request: HttpRequest,
    kind: str,
    object_id: UUID,
    reason: str,
    form: CaseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    subject = access_subject(actor=actor_of(request), kind=kind, object_id=object_id)
    answer = answer_for(subject.facts, reason)
    if answer is None:
        messages.error(request, ReasonNotOffered().message)
        return see_other(reverse("web:help", args=[kind, object_id]))
    context = {
        "about": help_page(subject),
        "answer": answer_page(subject, answer),
        "form": form or CaseForm(label_suffix=""),
        "max_photos": PHOTOS_MAX,
    }
    return render(request, "web/help_answer.html", context, status=status)


@require_POST
@signed_in
def help_do(request: HttpRequest, kind: str, object_id: UUID, reason: str) -> HttpResponse:
    """Do at once what an answer offers."""
    here = see_other(reverse("web:help_answer", args=[kind, object_id, reason]))
    try:
        take_action(
            actor=actor_of(request),
            kind=kind,
            object_id=object_id,
            reason=reason,
            action=request.POST.get("action", ""),
        )
    except AddressMissing:
        messages.error(request, _("The label needs a sender: add your own address first."))
        return see_other(reverse("web:you") + "#addresses")
    except DomainError as error:
        if error.status == 404:
            raise
        messages.error(request, error.message)
        return here
    messages.success(request, _("Done."))
    if kind in {"order", "listing"}:
        return see_other(reverse(f"web:{kind}", args=[object_id]))
    return see_other(reverse("web:you"))


@require_POST
@signed_in
def help_case(request: HttpRequest, kind: str, object_id: UUID, reason: str) -> HttpResponse:
    """Open a case; what was written stays when something is wrong with it."""
    actor = actor_of(request)
    form = CaseForm(request.POST, label_suffix="")
    photos, errors = accept_photos(
        actor, request.FILES.getlist("photos")[: PHOTOS_MAX + 1], PHOTOS_MAX + 1
    )
    for error in errors:
        form.add_error(None, error)
    if form.is_valid():
        try:
            case = open_case(
                actor=actor,
                kind=kind,
                object_id=object_id,
                reason=reason,
                text=form.cleaned_data["text"],
                photo_ids=photos,
            )
        except DomainError as refused:
            if refused.status == 404:
                raise
            blame_fields(form, refused)
        else:
            messages.success(request, _("Your case is open. Everything about it stands here."))
            return see_other(reverse("web:case", args=[case.case_id]))
    return _answer(request, kind, object_id, reason, form, status=422)
