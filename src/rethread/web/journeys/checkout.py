"""From the bag to the pay page and back.

The browser's total is only compared with ours. A refused checkout comes back with what was typed
and a fresh key, so that the next try is a new request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rethread.market.accounts.selectors import list_addresses
from rethread.market.accounts.services import save_address
from rethread.market.orders.errors import (
    BagEmpty,
    CheckoutClosed,
    CheckoutInProgress,
    ListingUnavailable,
    OwnListing,
    PaymentUnavailable,
)
from rethread.market.orders.selectors import bag_view, get_checkout
from rethread.market.orders.services import (
    cancel_checkout,
    open_pay_page,
    refresh_checkout,
    start_checkout,
)
from rethread.market.orders.types import CheckoutView
from rethread.market.pricing.types import DELIVERY_METHODS, DeliveryMethod
from rethread.platform.kernel import DomainError, Money, business_now, new_id, settings

from ..edge import actor_of, blame_fields, see_other, signed_in, uuid_of
from ..forms import AddressForm
from ..presenting.account import address_rows
from ..presenting.bags import ParcelRow, bag_page, checkout_lines, checkout_parcels
from ..presenting.order_words import checkout_outcome
from ..presenting.orders import order_rows

REFRESH_S = 2
NO_ADDRESS = "none"  # what the page says when everything is picked up
GARMENTS_MAX = 30
HELD = frozenset({"open", "paying"})


@signed_in
def checkout_start(request: HttpRequest) -> HttpResponse:
    """Show where it goes and what it costs. Nothing is held yet, so it may be looked at freely."""
    return _form(request)


def _form(
    request: HttpRequest,
    *,
    form: AddressForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    ways = _ways(request)
    bag = bag_page(bag_view(actor, ways, currency=_currency(request)))
    if not bag.parcels:
        return see_other(reverse("web:bag"))
    addresses = address_rows(
        list_addresses(actor=actor), request.POST.get("address_id", "") if form else ""
    )
    context = {
        "addresses": addresses,
        "chosen_new": bool(form and (form.errors or not addresses)),
        "address_form": form or _address_form(),
        "no_address": not bag.needs_address,
        "parcels": _with_links(bag.parcels, bag.total.currency if bag.apart else ""),
        "lines": bag.lines,
        "total": bag.total,
        "problem": problem,
        "idempotency_key": str(new_id()),
    }
    return render(request, "web/checkout.html", context, status=status)


def _address_form(typed: QueryDict | None = None) -> AddressForm:
    """Build the form without `required`: a browser cannot complain about fields that are folded
    away while a stored address is chosen, and would not send the page."""
    return AddressForm(typed, label_suffix="", use_required_attribute=False)


@require_POST
@signed_in
def checkout_pay(request: HttpRequest) -> HttpResponse:
    """Hold the pieces under a fixed quote and go to the pay page."""
    form = _address_form(request.POST)
    try:
        address_id = None
        if request.POST.get("address_id") != NO_ADDRESS:
            address_id = _address_id(request, form)
            if address_id is None:
                return _form(request, form=form, status=422)
        view = start_checkout(
            actor=actor_of(request),
            address_id=address_id,
            idempotency_key=request.POST.get("idempotency_key", "")[:100] or str(new_id()),
            expected_total=_expected(request),
            delivery=_ways(request),
            currency=_currency(request),
        )
    except (BagEmpty, ListingUnavailable, OwnListing) as error:
        messages.error(request, error.message)
        return see_other(reverse("web:bag"))
    except CheckoutInProgress as error:
        messages.warning(request, error.message)
        return see_other(reverse("web:checkout", args=[error.checkout_id]))
    except DomainError as error:
        return _form(request, form=form, problem=error.message, status=error.status)
    return _to_pay_page(request, view.checkout_id)


def _ways(request: HttpRequest) -> dict[UUID, DeliveryMethod]:
    """Return how each shop should deliver, as the page says it: `delivery=shop:method`, repeated.

    What is no shop or no method is passed over; whether a shop offers it is decided by orders.
    """
    asked = request.POST if request.method == "POST" else request.GET
    found: dict[UUID, DeliveryMethod] = {}
    for text in asked.getlist("delivery")[:GARMENTS_MAX]:
        shop, _colon, wanted = text.partition(":")
        method = next((each for each in DELIVERY_METHODS if each == wanted), None)
        with suppress(ValueError):
            if method is not None:
                found[UUID(shop)] = method
    return found


def _currency(request: HttpRequest) -> str:
    """Return the currency that the page asks to be paid in; "" where it asks for none of ours."""
    asked = (request.POST if request.method == "POST" else request.GET).get("currency", "")
    return asked if asked in settings().trading_currencies else ""


def _with_links(parcels: Sequence[ParcelRow], currency: str) -> list[ParcelRow]:
    """Let every way of delivery lead to the page on which it is chosen, the others as they are."""
    chosen = {p.shop_id: way.method for p in parcels for way in p.ways if way.is_chosen}
    return [
        replace(
            parcel,
            ways=tuple(
                replace(way, url=_choosing(chosen | {parcel.shop_id: way.method}, currency))
                for way in parcel.ways
            ),
        )
        for parcel in parcels
    ]


def _choosing(ways: Mapping[UUID, str], currency: str) -> str:
    query = [("delivery", f"{shop_id}:{method}") for shop_id, method in ways.items()]
    if currency:
        query.append(("currency", currency))
    return f"{reverse('web:checkout_start')}?{urlencode(query)}"


def _address_id(request: HttpRequest, form: AddressForm) -> UUID | None:
    """Return the chosen address, stored now if it was typed; None where the form says why not."""
    chosen = request.POST.get("address_id", "new")
    if chosen != "new":
        return uuid_of(chosen)
    if not form.is_valid():
        return None
    try:
        saved = save_address(
            actor=actor_of(request), country=settings().country, **form.cleaned_data
        )
    except DomainError as error:
        blame_fields(form, error)
        return None
    return saved.id


def _expected(request: HttpRequest) -> Money | None:
    text = request.POST.get("expected_minor", "")
    currency = _currency(request) or settings().currency
    return Money(int(text), currency) if text.isdecimal() and len(text) < 13 else None


def _to_pay_page(request: HttpRequest, checkout_id: UUID) -> HttpResponse:
    try:
        return see_other(open_pay_page(actor_of(request), checkout_id))
    except PaymentUnavailable as error:
        messages.error(request, error.message)
    except CheckoutClosed:
        pass
    return see_other(reverse("web:checkout", args=[checkout_id]))


@require_POST
@signed_in
def checkout_resume(request: HttpRequest, checkout_id: UUID) -> HttpResponse:
    """Go (back) to the pay page of a checkout that is still held."""
    return _to_pay_page(request, checkout_id)


@require_POST
@signed_in
def checkout_cancel(request: HttpRequest, checkout_id: UUID) -> HttpResponse:
    """Give the pieces back."""
    try:
        cancel_checkout(actor=actor_of(request), checkout_id=checkout_id)
    except CheckoutClosed:
        return see_other(reverse("web:checkout", args=[checkout_id]))
    messages.success(
        request, _("Given up. The pieces are free again as soon as your pay page is closed.")
    )
    return see_other(reverse("web:bag"))


@require_safe
@signed_in
def checkout(request: HttpRequest, checkout_id: UUID) -> HttpResponse:
    """Show how a checkout stands; the pay page leads back here."""
    actor = actor_of(request)
    view = get_checkout(actor, checkout_id)
    back_from_paying = request.GET.get("from") == "paid"
    if view.status != "paid":
        view = refresh_checkout(actor=actor, checkout_id=checkout_id)
    if view.status in HELD and not back_from_paying:
        return _held(request, view)
    return _outcome(request, view)


def _held(request: HttpRequest, view: CheckoutView) -> HttpResponse:
    context = {
        "checkout_id": view.checkout_id,
        "held_address": view.address,
        "no_address": all(order.is_pickup for order in view.orders),
        "parcels": checkout_parcels(view),
        "lines": checkout_lines(view),
        "total": view.total,
        "reserved_until": view.reserved_until,
        "business_now": business_now(),
    }
    return render(request, "web/checkout.html", context)


def _outcome(request: HttpRequest, view: CheckoutView) -> HttpResponse:
    state = checkout_outcome(view)
    if state == "moved_on":
        return see_other(reverse("web:orders"))
    here = reverse("web:checkout", args=[view.checkout_id]) + "?from=paid"
    context = {
        "state": state,
        "orders": order_rows([replace(order, side="buyer") for order in view.orders]),
        "total": view.total,
        "refresh_url": here,
    }
    response = render(request, "web/checkout_return.html", context)
    if state == "confirming":
        response["Refresh"] = f"{REFRESH_S}; url={here}"
    return response
