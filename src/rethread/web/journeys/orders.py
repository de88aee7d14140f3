"""Orders, for whoever bought and whoever sold."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rethread.market.fulfilment.selectors import find_return_for_order, find_shipment_for_order
from rethread.market.orders.errors import AddressMissing
from rethread.market.orders.selectors import (
    access_order,
    find_pickup,
    list_orders_for_buyer,
    list_orders_for_seller,
)
from rethread.market.orders.services import (
    cancel_order,
    confirm_received,
    give_back_part,
    hand_over_pickup,
    make_label,
    mark_shipped,
    renew_pickup_code,
)
from rethread.market.orders.types import OrderView
from rethread.market.reviews.rules import PHOTOS_MAX
from rethread.market.reviews.selectors import rating_of_buyer, reviews_of_order
from rethread.market.reviews.services import reply_to_review, write_review
from rethread.market.support.selectors import open_case_about
from rethread.platform.kernel import DomainError, Money, new_id
from rethread.platform.kernel.money import SYMBOLS

from ..edge import actor_of, blame_fields, next_url, see_other, signed_in
from ..forms import ReviewForm
from ..presenting.orders import order_page, order_rows, scan_rows
from ..selling import accept_photos


@require_safe
@signed_in
def orders(request: HttpRequest) -> HttpResponse:
    """List what one bought, or what one sold."""
    side = "selling" if request.GET.get("side") == "selling" else "buying"
    read = list_orders_for_seller if side == "selling" else list_orders_for_buyer
    page = read(actor_of(request), request.GET.get("cursor", ""))
    more = urlencode({"side": side, "cursor": page.next_cursor}) if page.next_cursor else ""
    context = {
        "side": side,
        "to_send": any(one.side == "seller" and one.status == "paid" for one in page.orders),
        "orders": order_rows(page.orders),
        "more_url": f"?{more}" if more else "",
    }
    return render(request, "web/orders.html", context)


@require_safe
@signed_in
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Show an order to one of its two sides."""
    return _page(request, order_id)


def _page(
    request: HttpRequest, order_id: UUID, form: ReviewForm | None = None, status: int = 200
) -> HttpResponse:
    view = access_order(actor_of(request), order_id)
    shipment = find_shipment_for_order(order_id)
    reviews = reviews_of_order(actor_of(request), order_id)
    may_review = (
        view.side is not None
        and view.status == "completed"
        and reviews.own is None
        and reviews.other is None
    )
    context = {
        "order": order_page(view, shipment),
        "part_key": new_id(),
        "symbol": SYMBOLS.get(view.total.currency, view.total.currency),
        "pickup": find_pickup(view),
        "case_id": open_case_about(order_id=order_id),
        "coming_back": scan_rows(find_return_for_order(order_id)),
        "reviews": reviews,
        "buyer_rating": _buyer_rating(view),
        "review_form": (form or ReviewForm(label_suffix="")) if may_review else None,
    }
    return render(request, "web/order.html", context, status=status)


def _act(
    request: HttpRequest, order_id: UUID, act: Callable[[], object], done: str
) -> HttpResponse:
    """Do something to an order and come back to it; a refusal is said on its page."""
    here = see_other(next_url(request, reverse("web:order", args=[order_id])))
    access_order(actor_of(request), order_id)
    try:
        act()
    except AddressMissing:
        messages.error(request, _("The label needs a sender: add your own address first."))
        return see_other(reverse("web:you") + "#addresses")
    except DomainError as error:
        messages.error(request, error.message)
        return here
    messages.success(request, done)
    return here


@require_POST
@signed_in
def order_label(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Get the label for a parcel."""
    actor = actor_of(request)
    return _act(
        request,
        order_id,
        lambda: make_label(actor=actor, order_id=order_id),
        _("Your label is ready. Print it, or show its code at the counter."),
    )


@require_POST
@signed_in
def order_ship(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Note that the parcel was handed over."""
    actor = actor_of(request)
    code = request.POST.get("tracking_code", "")
    return _act(
        request,
        order_id,
        lambda: mark_shipped(actor=actor, order_id=order_id, tracking_code=code),
        _("Marked as shipped. The buyer has been told."),
    )


@require_POST
@signed_in
def order_hand_over(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Note that the buyer fetched it and showed this code."""
    actor = actor_of(request)
    code = request.POST.get("code", "")
    return _act(
        request,
        order_id,
        lambda: hand_over_pickup(actor=actor, order_id=order_id, code=code),
        _("Handed over. The buyer now has time to look at it; then the money is yours."),
    )


@require_POST
@signed_in
def order_new_code(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Make another code for a pick-up."""
    actor = actor_of(request)
    return _act(
        request,
        order_id,
        lambda: renew_pickup_code(actor=actor, order_id=order_id),
        _("Here is your new code. The old one no longer works."),
    )


@require_POST
@signed_in
def order_confirm(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Note that all is well, and release the payment."""
    actor = actor_of(request)
    return _act(
        request,
        order_id,
        lambda: confirm_received(actor=actor, order_id=order_id),
        _("Thank you. The seller is being paid."),
    )


@require_POST
@signed_in
def order_give_part(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Give a part of the money back; sent twice, it is given once."""
    actor = actor_of(request)

    def give() -> None:
        currency = access_order(actor, order_id).total.currency
        amount = Money.parse(request.POST.get("amount", ""), currency, field="amount")
        give_back_part(
            actor=actor,
            order_id=order_id,
            amount=amount,
            reason=request.POST.get("reason", "").strip()[:200],
            key=f"{order_id}:{request.POST.get('key', '')[:60]}",
        )

    return _act(request, order_id, give, _("It goes back to the buyer. The sale stands."))


@require_POST
@signed_in
def order_cancel(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Call an order off before it is sent."""
    actor = actor_of(request)
    return _act(
        request,
        order_id,
        lambda: cancel_order(actor=actor, order_id=order_id),
        _("Called off. The full amount goes back to the buyer."),
    )


@require_POST
@signed_in
def order_review(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Write a review; what is wrong with it is said beside its field."""
    actor = actor_of(request)
    form = ReviewForm(request.POST, label_suffix="")
    if form.is_valid():
        photos, errors = accept_photos(actor, request.FILES.getlist("photos"), PHOTOS_MAX)
        for text in errors:
            messages.error(request, text)
        try:
            write_review(actor=actor, order_id=order_id, photo_ids=photos, **form.cleaned_data)
        except DomainError as error:
            if error.status == 404:
                raise
            blame_fields(form, error)
        else:
            messages.success(
                request,
                _("Thank you. It can be read when both of you have written, or after 14 days."),
            )
            return see_other(reverse("web:order", args=[order_id]))
    return _page(request, order_id, form, status=422)


@require_POST
@signed_in
def review_reply(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Answer a review about oneself, once."""
    try:
        reply_to_review(
            actor=actor_of(request), review_id=review_id, text=request.POST.get("text", "")
        )
    except DomainError as error:
        if error.status == 404:
            raise
        messages.error(request, error.message)
    else:
        messages.success(request, _("Your answer stands below the review."))
    return see_other(next_url(request, reverse("web:orders")))


def _buyer_rating(view: OrderView) -> tuple[float, int] | None:
    """Return what sellers gave this buyer, for the seller who sends to them."""
    if view.side != "seller":
        return None
    total, count = rating_of_buyer(view.buyer_id)
    return (total / count, count) if count else None
