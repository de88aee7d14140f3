"""Cases, for their two parties."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rethread.market.support.rules.checking import PHOTOS_MAX
from rethread.market.support.selectors import access_case, list_cases
from rethread.market.support.services import (
    add_to_case,
    agree_to_refund,
    answer_case,
    appeal_decision,
    ask_back,
    ask_staff,
    get_return_label,
    mark_sent_back,
    withdraw_case,
)
from rethread.platform.kernel import DomainError

from ..edge import actor_of, blame_fields, see_other, signed_in
from ..forms import CaseForm
from ..presenting.help import case_lines, case_page, return_panel
from ..selling import accept_photos

WRITTEN: dict[str, Callable[..., object]] = {
    "answer": answer_case,
    "appeal": appeal_decision,
    "add": add_to_case,
}
PRESSED: dict[str, Callable[..., object]] = {
    "agree": agree_to_refund,
    "withdraw": withdraw_case,
    "staff": ask_staff,
    "ask_back": ask_back,
    "label_back": get_return_label,
    "sent_back": mark_sent_back,
}


@require_safe
@signed_in
def cases(request: HttpRequest) -> HttpResponse:
    """List the cases one is a party of."""
    page = list_cases(actor=actor_of(request), cursor=request.GET.get("cursor", ""))
    more = f"?cursor={page.next_cursor}" if page.next_cursor else ""
    return render(request, "web/cases.html", {"cases": case_lines(page.cases), "more_url": more})


@require_safe
@signed_in
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show a case with its one timeline."""
    return _page(request, case_id)


def _page(
    request: HttpRequest, case_id: UUID, form: CaseForm | None = None, status: int = 200
) -> HttpResponse:
    view = access_case(actor=actor_of(request), case_id=case_id)
    context = {
        "case": case_page(view),
        "back": return_panel(view),
        "form": form or CaseForm(label_suffix=""),
        "max_photos": PHOTOS_MAX,
    }
    return render(request, "web/case.html", context, status=status)


@require_POST
@signed_in
def case_step(request: HttpRequest, case_id: UUID, step: str) -> HttpResponse:
    """Do what a party may do to a case; a refusal is said on its page."""
    actor = actor_of(request)
    access_case(actor=actor, case_id=case_id)
    here = see_other(reverse("web:case", args=[case_id]))
    if step in PRESSED:
        try:
            PRESSED[step](actor=actor, case_id=case_id)
        except DomainError as error:
            messages.error(request, error.message)
            return here
        messages.success(request, _said(step))
        return here
    if step not in WRITTEN:
        raise Http404
    return _write(request, case_id, step)


def _write(request: HttpRequest, case_id: UUID, step: str) -> HttpResponse:
    actor = actor_of(request)
    form = CaseForm(request.POST, label_suffix="")
    photos, errors = accept_photos(
        actor, request.FILES.getlist("photos")[: PHOTOS_MAX + 1], PHOTOS_MAX + 1
    )
    for error in errors:
        form.add_error(None, error)
    if not form.is_valid():
        return _page(request, case_id, form, status=422)
    words = form.cleaned_data["text"]
    try:
        WRITTEN[step](actor=actor, case_id=case_id, text=words, photo_ids=photos)
    except DomainError as refused:
        blame_fields(form, refused)
        return _page(request, case_id, form, status=422)
    messages.success(request, _said(step))
    return see_other(reverse("web:case", args=[case_id]))


def _said(step: str) -> str:
    return {
        "answer": _("Your answer is on the timeline."),
        "appeal": _("Your appeal is in. Somebody else of our team decides it."),
        "add": _("Added to the timeline."),
        "agree": _("Thank you. The buyer gets everything back."),
        "withdraw": _("The case is closed, and the order goes on."),
        "staff": _("Our team has it now."),
        "ask_back": _("The buyer has a label to send it back, and seven days."),
        "label_back": _("Your label is ready. It costs you nothing."),
        "sent_back": _("Thank you. The carrier's scans show on this page."),
    }[step]
