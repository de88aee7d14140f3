"""The front page: what is fresh, and a few shops to step into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rethread.market.accounts.selectors import shops_by_ids
from rethread.market.catalogue.rules import TYPES
from rethread.market.catalogue.selectors import list_fresh_cards
from rethread.market.catalogue.types import ListingCard
from rethread.market.discovery.services import open_feed
from rethread.market.discovery.types import FeedOrder, FeedPage
from rethread.market.social.selectors import circle_of, liked_ids
from rethread.market.social.types import Circle
from rethread.platform.kernel import Actor

from ..edge import VISITOR_COOKIE, actor_of, cookie_id, event_context, is_htmx
from ..presenting.feed import feed_items
from ..presenting.listings import AISLES
from ..variants import variant_for

SHELVES_KEY = "web:feed:shelves"
SHELVES_S = 10
SHOPS_SHOWN = 2
CARDS_PER_SHOP = 6
ORDER_COOKIE = "feed_order"
ORDERS: tuple[FeedOrder, ...] = ("for_you", "newest", "following")
YEAR_S = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class ShopShelf:
    """A shop with a few of its pieces."""

    owner_id: UUID
    handle: str
    name: str
    rating: float | None
    rating_count: int
    cards: tuple[ListingCard, ...]


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Show the front page, or the next part of it."""
    actor = actor_of(request)
    visitor_id = cookie_id(request, VISITOR_COOKIE)
    order = _order(request, actor)
    circle = circle_of(actor)
    page = open_feed(
        actor=actor,
        visitor_id=visitor_id,
        cursor=request.GET.get("cursor", ""),
        order=order,
        context=event_context(request),
        circle=circle,
    )
    cards = [item.card for item in page.cards]
    context = {
        "cards": cards,
        "items": feed_items(page),
        "order": order,
        "is_personal": actor.user_id is not None or visitor_id is not None,
        "liked": liked_ids(actor.user_id, [card.id for card in cards]),
        "ranking_id": page.ranking_id,
        "offset": page.cards[0].position - 1 if page.cards else 0,
        "more_url": _more_url(page),
        "surface": "feed",
    }
    if is_htmx(request):
        return render(request, "web/partials/feed_more.html", context)
    if "cursor" not in request.GET:
        context |= _around(circle, cards) if order != "following" else {}
        context["follows_nobody"] = not circle.followed
        context["dense"] = variant_for(request, "feed_density") == "dense"
    response = render(request, "web/feed.html", context)
    if request.GET.get("sort") in ORDERS:
        response.set_cookie(
            ORDER_COOKIE, order, max_age=YEAR_S, samesite="Lax", httponly=True,
            secure=request.is_secure(),
        )  # fmt: skip
    return response


def _order(request: HttpRequest, actor: Actor) -> FeedOrder:
    """Return the order that was asked for just now, or else the one asked for last.

    Nobody but a person follows anyone.
    """
    wanted = request.GET.get("sort") or request.COOKIES.get(ORDER_COOKIE)
    known = ORDERS if actor.user_id is not None else ORDERS[:2]
    return next((order for order in known if order == wanted), "for_you")


def _more_url(page: FeedPage) -> str:
    if not page.next_cursor:
        return ""
    return f"{reverse('web:feed')}?{urlencode({'cursor': page.next_cursor})}"


def _around(circle: Circle, cards: Sequence[ListingCard]) -> dict[str, object]:
    following: Sequence[ListingCard] = ()
    if circle.followed:
        following = list_fresh_cards(
            shop_ids=circle.followed, limit=12, hidden_seller_ids=circle.blocked
        ).cards
    return {
        "following": following,
        "aisles": tuple((code, TYPES.label(code)) for code in AISLES),
        "shops": [shelf for shelf in _shelves(cards) if shelf.owner_id not in circle.blocked],
    }


def _shelves(cards: Sequence[ListingCard]) -> list[ShopShelf]:
    """Return shops with their fresh pieces, as of a few seconds ago at most."""
    known: list[ShopShelf] | None = cache.get(SHELVES_KEY)
    if known is None:
        known = _read_shelves(cards)
        cache.set(SHELVES_KEY, known, SHELVES_S)
    return known


def _read_shelves(cards: Sequence[ListingCard]) -> list[ShopShelf]:
    found = shops_by_ids({card.shop_id for card in cards})
    best = sorted(found.values(), key=lambda shop: (-shop.rating_count, shop.handle))[:SHOPS_SHOWN]
    fresh: dict[UUID, list[ListingCard]] = {shop.id: [] for shop in best}
    for card in list_fresh_cards(shop_ids=fresh, limit=CARDS_PER_SHOP * 4).cards:
        if len(fresh[card.shop_id]) < CARDS_PER_SHOP:
            fresh[card.shop_id].append(card)
    return [
        ShopShelf(
            shop.owner_id,
            shop.handle,
            shop.name,
            shop.rating,
            shop.rating_count,
            tuple(fresh[shop.id]),
        )
        for shop in best
        if len(fresh[shop.id]) > 1
    ]
