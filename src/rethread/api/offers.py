"""Offers over the API: list, make, answer, and a seller's own terms, through the services."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rethread.market.catalogue.selectors import currency_of
from rethread.market.offers.errors import PriceMissing
from rethread.market.offers.selectors import access_offer, access_selling_terms, list_offers
from rethread.market.offers.services import (
    accept_offer,
    counter_offer,
    decline_offer,
    make_offer,
    send_offers,
    set_floor,
    withdraw_offer,
)
from rethread.platform.kernel import Actor, Invalid, Money
from rethread.platform.kernel.money import MAX_MINOR

from .edge import caller, once, problems, read_body, respond
from .offer_schemas import (
    LikerOfferBody,
    NewLikerOffer,
    NewOffer,
    NewOfferAnswer,
    NewOfferTerms,
    OfferBody,
    OfferPageBody,
    OfferTermsBody,
    offer_body,
    terms_body,
)


@problems
@require_http_methods(["GET", "HEAD", "POST"])
def collection(request: HttpRequest) -> HttpResponse:
    """GET lists the caller's offers on both sides, newest first; POST makes one."""
    if request.method != "POST":
        page = list_offers(caller(request, "offers:read"), request.GET.get("cursor", ""))
        data = [offer_body(offer) for offer in page.offers]
        return respond(OfferPageBody(data=data, next_cursor=page.next_cursor or None))
    actor = caller(request, "offers:write")
    wanted = read_body(request, NewOffer)

    def made() -> OfferBody:
        price = _money(wanted.amount_minor, currency_of(wanted.listing_id))
        return offer_body(make_offer(actor=actor, listing_id=wanted.listing_id, price=price))

    return once(request, actor, "offers.create", made)


@problems
@require_http_methods(["GET", "HEAD"])
def item(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """GET one of the caller's offers."""
    return respond(offer_body(access_offer(caller(request, "offers:read"), offer_id)))


@problems
@require_http_methods(["POST"])
def answers(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """POST accepts, counters, declines or withdraws an offer."""
    actor = caller(request, "offers:write")
    wanted = read_body(request, NewOfferAnswer)
    operation = f"offers.answer.{offer_id}"
    return once(request, actor, operation, lambda: _answered(actor, offer_id, wanted))


def _answered(actor: Actor, offer_id: UUID, wanted: NewOfferAnswer) -> OfferBody:
    currency = access_offer(actor, offer_id).price.currency
    seen = _money(wanted.seen_minor, currency)
    if wanted.answer == "counter":
        if wanted.amount_minor is None:
            raise PriceMissing
        price = _money(wanted.amount_minor, currency)
        return offer_body(counter_offer(actor=actor, offer_id=offer_id, price=price, seen=seen))
    act = {"accept": accept_offer, "decline": decline_offer, "withdraw": withdraw_offer}
    return offer_body(act[wanted.answer](actor=actor, offer_id=offer_id, seen=seen))


@problems
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """GET what the caller has set for a listing of theirs; POST sets the lowest price they take."""
    if request.method != "POST":
        actor = caller(request, "offers:read")
        return respond(terms_body(access_selling_terms(actor, listing_id)))
    actor = caller(request, "offers:write")
    wanted = read_body(request, NewOfferTerms)

    def stored() -> OfferTermsBody:
        named, currency = wanted.floor_minor, currency_of(listing_id)
        floor = _money(named, currency) if named is not None else None
        set_floor(actor=actor, listing_id=listing_id, floor=floor)
        return terms_body(access_selling_terms(actor, listing_id))

    return once(request, actor, f"offers.terms.{listing_id}", stored)


@problems
@require_http_methods(["POST"])
def likers(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """POST offers a lower price to people who like a listing of the caller's."""
    actor = caller(request, "offers:write")
    wanted = read_body(request, NewLikerOffer)

    def sent() -> LikerOfferBody:
        price = _money(wanted.amount_minor, currency_of(listing_id))
        done = send_offers(actor=actor, listing_id=listing_id, price=price)
        return LikerOfferBody(people=done.people)

    return once(request, actor, f"offers.likers.{listing_id}", sent)


def _money(amount_minor: int, currency: str) -> Money:
    if abs(amount_minor) > MAX_MINOR:
        raise Invalid("api.amount", _("An amount is at most 2^53 minor units."))
    return Money(amount_minor, currency)
