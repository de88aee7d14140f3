"""One listing, and its heart."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rethread.market.boosts.selectors import find_live_boost
from rethread.market.catalogue.selectors import (
    access_listing_for_view,
    list_shop_cards,
    refresh_standings,
)
from rethread.market.catalogue.types import ListingView
from rethread.market.discovery.selectors import interest_in
from rethread.market.offers.selectors import find_latest_offer, private_prices
from rethread.market.orders.selectors import bag_view
from rethread.market.search.services import listing_in_index
from rethread.market.social.selectors import like_counts, liked_ids
from rethread.market.social.services import toggle_like
from rethread.market.trust.selectors import find_listing_decision
from rethread.platform.kernel import Actor

from ..edge import actor_of, is_htmx, next_url, see_other, signed_in, uuid_of
from ..presenting.listings import listing_page, price_view
from ..presenting.offers import moment, offer_rows
from ..presenting.preview import preview_of_listing
from ..presenting.showing import refreshing_of, showing_of

MORE_SHOWN = 8
HEART_STYLES = {"", "heart--inline"}


@require_safe
def listing(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Show a listing to whoever may see it; its seller's draft opens in the editor."""
    actor = actor_of(request)
    view = access_listing_for_view(actor=actor, listing_id=listing_id)
    if view.status == "draft":
        return redirect("web:listing_edit", listing_id=view.id)
    more = list_shop_cards(shop_id=view.shop.id, limit=MORE_SHOWN + 1, statuses=("live",)).cards
    more_cards = [card for card in more if card.id != view.id][:MORE_SHOWN]
    liked = liked_ids(actor.user_id, [view.id, *(card.id for card in more_cards)])
    page = listing_page(view)
    context = {
        "listing": page,
        "preview": preview_of_listing(view, page.size_label),
        "price": price_view(view),
        "shop": view.shop,
        "is_own": actor.user_id == view.seller_id,
        **_for_seller(actor, view),
        "available": view.available,
        "in_bag": _in_bag(actor, view),
        "liked": view.id in liked,
        "liked_ids": liked,
        "like_count": like_counts([view.id])[view.id],
        "more_cards": more_cards,
        "similar_url": _similar_url(view),
        **_offer(actor, view),
    }
    return render(request, "web/listing.html", context)


def _for_seller(actor: Actor, view: ListingView) -> dict[str, object]:
    """Return what only its seller reads on a listing: where it shows, why not, who cares."""
    if actor.user_id != view.seller_id:
        return {"held": None}
    held = find_listing_decision(view.id)
    return {
        "held": held,
        "showing": showing_of(view, listing_in_index(view.id), held=held is not None),
        "interest": interest_in([view.id])[view.id],
        "boost": find_live_boost(view.id),
        "refreshing": refreshing_of(refresh_standings([view.id]).get(view.id)),
    }


def _in_bag(actor: Actor, view: ListingView) -> bool:
    if actor.user_id is None or not view.available:
        return False
    bag = bag_view(actor, currency=view.currency)
    return any(line.listing_id == view.id for parcel in bag.parcels for line in parcel.lines)


def _offer(actor: Actor, view: ListingView) -> dict[str, object]:
    """Return what a person has negotiated about a piece; a visitor and its seller have nothing."""
    if actor.user_id in {None, view.seller_id} or view.price is None:
        return {}
    latest = find_latest_offer(actor, view.id)
    if latest is None:
        return {}
    private = private_prices(actor, [view.id]).get(view.id)
    counts = private is not None and view.available and private.beats(view.price)
    if private is None or not counts:
        return {"offer": offer_rows([latest])[0]}
    return {
        "offer": offer_rows([latest])[0],
        "private": private,
        "private_until": moment(private.until),
        "private_protection": private.buyer_price - private.price,
    }


def _similar_url(view: ListingView) -> str:
    query = urlencode({"department": view.department, "type": view.type})
    return f"{reverse('web:search')}?{query}"


@require_POST
@signed_in
def like(request: HttpRequest) -> HttpResponse:
    """Like a piece, or take the like back; a script gets the new heart."""
    actor = actor_of(request)
    listing_id = uuid_of(request.POST.get("listing_id"))
    heart = toggle_like(actor=actor, listing_id=listing_id)
    if not is_htmx(request):
        return see_other(next_url(request, reverse("web:listing", args=[listing_id])))
    css = request.POST.get("css", "")
    context = {
        "listing_id": listing_id,
        "title": heart.title,
        "liked": heart.liked,
        "signed_in": True,
        "css": css if css in HEART_STYLES else "",
    }
    return render(request, "web/partials/heart.html", context)
