"""Ship today: what a seller has to send, and its labels: theirs alone and kept nowhere."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rethread.market.accounts.selectors import list_addresses
from rethread.market.fulfilment.rules.label_sheet import label_pdf, label_qr_svg
from rethread.market.fulfilment.types import LABELS_MAX
from rethread.market.orders.selectors import access_labels, access_return_label, list_orders_to_send
from rethread.market.orders.services import AT_ONCE_MAX, make_labels
from rethread.platform.kernel import DomainError, business_now

from ..edge import actor_of, see_other, signed_in
from ..presenting.sending import send_queue


@require_safe
@signed_in
def ship_today(request: HttpRequest) -> HttpResponse:
    """Show what has to go out, the most urgent first."""
    actor = actor_of(request)
    context = {
        "queue": send_queue(list_orders_to_send(actor), business_now()),
        "at_once": AT_ONCE_MAX,
        "has_sender": bool(list_addresses(actor=actor)),
    }
    return render(request, "web/ship_today.html", context)


@require_POST
@signed_in
def labels_make(request: HttpRequest) -> HttpResponse:
    """Get the labels that were chosen, and say of every other why there is none."""
    here = see_other(reverse("web:ship_today"))
    chosen = _order_ids(request.POST.getlist("order"))
    if not chosen:
        messages.error(request, _("Choose what you want labels for."))
        return here
    try:
        made = make_labels(actor=actor_of(request), order_ids=chosen)
    except DomainError as error:
        messages.error(request, error.message)
        return here
    for _order_id, why in made.refused:
        messages.error(request, why)
    if made.labelled:
        told = ngettext(
            "%(count)d label is ready to print.",
            "%(count)d labels are ready to print.",
            len(made.labelled),
        )
        messages.success(request, told % {"count": len(made.labelled)})
    return here


@require_safe
@signed_in
def labels_pdf(request: HttpRequest) -> HttpResponse:
    """Return the labels of several orders as one document."""
    chosen = _order_ids(request.GET.getlist("order"))
    if not chosen:
        raise Http404
    return _pdf(request, chosen)


@require_safe
@signed_in
def label_of_order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Return the label of one order."""
    return _pdf(request, [order_id])


@require_safe
@signed_in
def label_qr(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Return the code of a label, for a counter that prints it."""
    (face,) = access_labels(actor=actor_of(request), order_ids=[order_id])
    return _private(HttpResponse(label_qr_svg(face.code), content_type="image/svg+xml"))


@require_safe
@signed_in
def return_pdf(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Return the label with which a buyer sends an order back."""
    face = access_return_label(actor=actor_of(request), order_id=order_id)
    response = HttpResponse(label_pdf([face]), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="return.pdf"'
    return _private(response)


@require_safe
@signed_in
def return_qr(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Return the code of that label, for a counter that prints it."""
    face = access_return_label(actor=actor_of(request), order_id=order_id)
    return _private(HttpResponse(label_qr_svg(face.code), content_type="image/svg+xml"))


def _pdf(request: HttpRequest, order_ids: list[UUID]) -> HttpResponse:
    faces = access_labels(actor=actor_of(request), order_ids=order_ids)
    response = HttpResponse(label_pdf(faces), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="labels.pdf"'
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


def _order_ids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts[: LABELS_MAX + 1]]
    except ValueError as error:
        raise Http404 from error
