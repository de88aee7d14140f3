"""A shop: what it sells, what it sold, what buyers said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rethread.market.accounts.selectors import get_shop_by_handle, shop_records_by_ids
from rethread.market.accounts.types import ShopSummary
from rethread.market.catalogue.selectors import count_shop_listings, list_shop_cards
from rethread.market.media.types import PhotoView
from rethread.market.orders.selectors import orders_by_ids
from rethread.market.portability.selectors import list_brought_reviews
from rethread.market.reviews.selectors import list_reviews_for_shop
from rethread.market.reviews.types import ReviewView
from rethread.market.social.selectors import followed_shop_ids, follower_counts, liked_ids
from rethread.market.social.services import follow_shop, unfollow_shop

from ..edge import actor_of, is_htmx, see_other, signed_in
from ..presenting.preview import preview_of_shop
from ..presenting.shops import shop_record

TABS = {"live": ("live", "reserved"), "sold": ("sold",), "reviews": ()}
COUNTS_S = 60


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review as the shop's page shows it."""

    review_id: UUID
    rating: int
    text: str
    author: str
    written_at: datetime
    listing_title: str
    photos: tuple[PhotoView, ...]
    reply: str
    replied_at: datetime | None


@require_safe
def shop(request: HttpRequest, handle: str) -> HttpResponse:
    """Show one tab of a shop, or the next part of its rail."""
    actor = actor_of(request)
    found = get_shop_by_handle(handle)
    tab = request.GET.get("tab", "live")
    tab = tab if tab in TABS else "live"
    page = list_shop_cards(
        shop_id=found.id, cursor=request.GET.get("cursor") or None, statuses=TABS[tab]
    )
    more_url = ""
    if page.next_cursor:
        more_url = f"?{urlencode({'tab': tab, 'cursor': page.next_cursor})}"
    context: dict[str, object] = {
        "cards": page.cards,
        "liked": liked_ids(actor.user_id, [card.id for card in page.cards]),
        "more_url": more_url,
        "surface": "shop",
    }
    if is_htmx(request):
        return render(request, "web/partials/more_items.html", context)
    reviews = list_reviews_for_shop(found.id).reviews if tab == "reviews" else ()
    context |= {
        "shop": found,
        "preview": preview_of_shop(found, page.cards),
        "counts": _counts(found),
        "record": shop_record(shop_records_by_ids([found.id])[found.id]),
        "is_own": actor.user_id == found.owner_id,
        "following": found.id in followed_shop_ids(actor.user_id),
        "tab": tab,
        "reviews": _review_rows(reviews),
        "brought": list_brought_reviews(found.id) if tab == "reviews" else (),
    }
    return render(request, "web/shop.html", context)


def _counts(found: ShopSummary) -> dict[str, int]:
    """Count what is for sale, what was sold and who follows, as of a minute ago at most."""
    key = f"web:shop:{found.id}:{found.on_vacation}:counted"
    known: dict[str, int] | None = cache.get(key)
    if known is None:
        live, sold = count_shop_listings(found.id)
        known = {"live": live, "sold": sold, "followers": follower_counts([found.id])[found.id]}
        cache.set(key, known, COUNTS_S)
    return known


def _review_rows(reviews: tuple[ReviewView, ...]) -> list[ReviewRow]:
    orders = orders_by_ids([review.order_id for review in reviews])
    return [
        ReviewRow(
            review.review_id,
            review.rating,
            review.text,
            review.author_name,
            review.written_at,
            orders[review.order_id].lines[0].title if review.order_id in orders else "",
            review.photos,
            review.reply,
            review.replied_at,
        )
        for review in reviews
    ]


@require_POST
@signed_in
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """Follow a shop, or stop following it."""
    actor = actor_of(request)
    found = get_shop_by_handle(handle)
    if request.POST.get("follow") == "0":
        unfollow_shop(actor=actor, shop_id=found.id)
    else:
        follow_shop(actor=actor, shop_id=found.id)
    cache.delete(f"web:shop:{found.id}:counted")
    return see_other(reverse("web:shop", args=[found.handle]))
