"""Offers: name a price, answer one, and what a seller sets for a piece.

Whoever names a price sees what it means for both before it is sent; whoever answers sends along
the price they saw. Nothing needs a script.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rethread.market.catalogue.rules.editing import PRICE_MINOR_MIN
from rethread.market.catalogue.selectors import access_listing_for_edit, currency_of, get_listing
from rethread.market.offers.errors import AlreadyOpen, OwnListing
from rethread.market.offers.rules import PRICES_MAX
from rethread.market.offers.selectors import (
    access_offer,
    access_selling_terms,
    find_latest_offer,
    list_offers,
)
from rethread.market.offers.services import (
    accept_offer,
    counter_offer,
    decline_offer,
    make_offer,
    send_offers,
    set_floor,
    withdraw_offer,
)
from rethread.market.offers.types import OfferView
from rethread.platform.kernel import DomainError, Money
from rethread.platform.kernel.money import SYMBOLS

from ..edge import actor_of, next_url, see_other, signed_in
from ..presenting.listings import card_of, price_view
from ..presenting.offers import (
    Suggestion,
    between,
    offer_rows,
    offers_page,
    suggestion,
    suggestions,
)

SHOWN = 30


@require_safe
@signed_in
def offers(request: HttpRequest) -> HttpResponse:
    """Show one's offers on both sides."""
    page = list_offers(actor_of(request), request.GET.get("cursor", ""), limit=SHOWN)
    context = {
        "page": offers_page(offer_rows(page.offers)),
        "any": bool(page.offers),
        "more_url": f"?{urlencode({'cursor': page.next_cursor})}" if page.next_cursor else "",
    }
    return render(request, "web/offers.html", context)


@signed_in
def offer_make(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Name a price for a piece: look at what it means, then send it."""
    actor = actor_of(request)
    view = get_listing(listing_id)
    if view.seller_id == actor.user_id:
        messages.error(request, OwnListing().message)
        return see_other(reverse("web:listing", args=[listing_id]))
    there = find_latest_offer(actor, listing_id)
    if request.method != "POST" and there is not None and there.live:
        return see_other(reverse("web:offers") + f"#o{there.offer_id}")
    if not view.available or view.price is None:
        messages.error(request, _("This piece is not for sale at the moment."))
        return see_other(reverse("web:listing", args=[listing_id]))
    currency = view.price.currency
    low, high = Money(PRICE_MINOR_MIN, currency), Money(view.price.amount_minor - 1, currency)
    context: dict[str, object] = {
        "card": card_of(view),
        "action": request.path,
        "suggestions": suggestions(view.price, low, high),
        "delivery": price_view(view).delivery,
        "side": "buyer",
        "heading": _("Make an offer"),
        "back_url": reverse("web:listing", args=[listing_id]),
        "prices_max": PRICES_MAX,
    }

    def send(price: Money) -> OfferView:
        return make_offer(actor=actor, listing_id=listing_id, price=price)

    return _name_price(request, currency, context, send)


@signed_in
def offer_counter(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Answer with another price, in the same two steps."""
    actor = actor_of(request)
    offer = access_offer(actor, offer_id)
    low, high = offer.counter_min, offer.counter_max
    if offer.card is None or low is None or high is None:
        return see_other(reverse("web:offers") + f"#o{offer_id}")
    context: dict[str, object] = {
        "card": offer.card,
        "action": request.path,
        "suggestions": [suggestion(between(low, high))],
        "side": offer.side,
        "stands": offer.price,
        "prices_left": offer.prices_left,
        "heading": _("Name another price"),
        "back_url": reverse("web:offers") + f"#o{offer_id}",
        "prices_max": PRICES_MAX,
    }

    def send(price: Money) -> OfferView:
        seen = _seen(request, offer.price)
        return counter_offer(actor=actor, offer_id=offer_id, price=price, seen=seen)

    return _name_price(request, offer.price.currency, context, send)


def _name_price(
    request: HttpRequest,
    currency: str,
    context: dict[str, object],
    send: Callable[[Money], OfferView],
) -> HttpResponse:
    """Show the form, what a price means, or send it; what was typed stays where it is refused."""
    context["symbol"] = SYMBOLS.get(currency, currency)
    if request.method != "POST":
        return render(request, "web/offer_make.html", context)
    typed = request.POST.get("amount", "")
    context["typed"] = typed
    try:
        price = _price(request, typed, currency)
        if request.POST.get("then") == "review":
            context["review"] = _checked(suggestion, price)
            return render(request, "web/offer_make.html", context)
        offer = send(price)
    except AlreadyOpen as error:
        messages.warning(request, error.message)
        return see_other(reverse("web:offers") + f"#o{error.offer_id}")
    except DomainError as error:
        context["problem"] = error.fields.get("amount") or error.message
        return render(request, "web/offer_make.html", context, status=error.status)
    if offer.told != "too_low":
        messages.success(request, _("Sent. The other side has a day to answer."))
    return see_other(reverse("web:offers") + f"#o{offer.offer_id}")


def _price(request: HttpRequest, typed: str, currency: str) -> Money:
    tapped = request.POST.get("amount_minor", "")
    if tapped.isdecimal() and len(tapped) < 12:
        return Money(int(tapped), currency)
    return Money.parse(typed, currency, field="amount")


def _checked(show: Callable[[Money], Suggestion], price: Money) -> Suggestion:
    """Return what a price means; one that is no price is refused as sending it would be."""
    least = Money(PRICE_MINOR_MIN, price.currency)
    return show(price if least <= price else least)


def _seen(request: HttpRequest, otherwise: Money) -> Money:
    text = request.POST.get("seen_minor", "")
    return (
        Money(int(text), otherwise.currency) if text.isdecimal() and len(text) < 12 else otherwise
    )


@require_POST
@signed_in
def offer_step(request: HttpRequest, offer_id: UUID, step: str) -> HttpResponse:
    """Accept, decline or take back, in one tap."""
    steps = {
        "accept": (accept_offer, _("Agreed. The price counts for a day.")),
        "decline": (decline_offer, _("Declined.")),
        "withdraw": (withdraw_offer, _("Taken back.")),
    }
    if step not in steps:
        raise Http404
    act, done = steps[step]
    actor = actor_of(request)
    offer = access_offer(actor, offer_id)
    try:
        act(actor=actor, offer_id=offer_id, seen=_seen(request, offer.price))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return see_other(next_url(request, reverse("web:offers") + f"#o{offer_id}"))


@require_safe
@signed_in
def listing_offers(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Show a piece's offers to its seller, and what they have set for it."""
    return _listing_offers(request, listing_id)


def _listing_offers(
    request: HttpRequest, listing_id: UUID, *, problem: DomainError | None = None
) -> HttpResponse:
    actor = actor_of(request)
    view = access_listing_for_edit(actor=actor, listing_id=listing_id)
    terms = access_selling_terms(actor, listing_id)
    found = list_offers(actor, limit=SHOWN, listing_id=listing_id)
    fields = problem.fields if problem is not None else {}
    floor = terms.floor
    context = {
        "card": card_of(view),
        "terms": terms,
        "floor": request.POST.get("floor") or (_plain(floor) if floor is not None else ""),
        "floor_problem": fields.get("floor", ""),
        "amount": request.POST.get("amount", ""),
        "amount_problem": fields.get("amount") or (problem.message if problem else ""),
        "page": offers_page(offer_rows(found.offers)),
        "any": bool(found.offers),
        "symbol": SYMBOLS.get(view.currency, view.currency),
        "best": suggestion(terms.liker_price_max) if terms.liker_price_max else None,
    }
    if fields.get("floor"):
        context["amount_problem"] = ""
    status = problem.status if problem is not None else 200
    return render(request, "web/listing_offers.html", context, status=status)


def _plain(amount: Money) -> str:
    return amount.typed()


@require_POST
@signed_in
def floor_set(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Set or drop the lowest price one takes."""
    typed = request.POST.get("floor", "").strip()
    try:
        floor = Money.parse(typed, currency_of(listing_id), field="floor") if typed else None
        set_floor(actor=actor_of(request), listing_id=listing_id, floor=floor)
    except DomainError as error:
        if error.status == 404:
            raise
        return _listing_offers(request, listing_id, problem=error)
    messages.success(request, _("Saved. Nobody but you can see it."))
    return see_other(reverse("web:listing_offers", args=[listing_id]))


@require_POST
@signed_in
def likers_send(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Send an offer to the people who like a piece."""
    try:
        price = _price(request, request.POST.get("amount", ""), currency_of(listing_id))
        sent = send_offers(actor=actor_of(request), listing_id=listing_id, price=price)
    except DomainError as error:
        if error.status == 404:
            raise
        return _listing_offers(request, listing_id, problem=error)
    text = ngettext("Sent to %(count)d person.", "Sent to %(count)d people.", sent.people)
    messages.success(request, text % {"count": sent.people})
    return see_other(reverse("web:listing_offers", args=[listing_id]))
