"""Read reviews."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from rethread.market.accounts.selectors import users_by_ids
from rethread.market.media.selectors import photos_by_ids
from rethread.market.media.types import PhotoView
from rethread.market.orders.selectors import access_order
from rethread.platform.kernel import Actor, Invalid

from .models import Review, ReviewPhoto
from .types import OrderReviews, ReviewPage, ReviewView, Side

PAGE_MAX = 100


def list_reviews_for_shop(shop_id: UUID, cursor: str = "", limit: int = 20) -> ReviewPage:
    """Return a page of what buyers said about a shop, newest first.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    rows = Review.objects.filter(shop_id=shop_id, side="buyer", visible_at__isnull=False)
    if cursor:
        rows = rows.filter(id__lt=_cursor_id(cursor))
    size = max(1, min(limit, PAGE_MAX))
    found = list(rows.order_by("-id")[: size + 1])
    following = str(found[size - 1].id) if len(found) > size else ""
    return ReviewPage(reviews=tuple(_views(found[:size])), next_cursor=following)


def _cursor_id(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError as error:
        raise Invalid("reviews.bad_cursor", _("This page address is not valid.")) from error


def reviews_by_order_ids(order_ids: Iterable[UUID]) -> dict[UUID, ReviewView]:
    """Return the buyer's review of each of these orders; those that are blind are left out."""
    rows = Review.objects.filter(
        order_id__in=set(order_ids), side="buyer", visible_at__isnull=False
    )
    return {view.order_id: view for view in _views(rows)}


def reviews_of_order(actor: Actor, order_id: UUID) -> OrderReviews:
    """Return what the actor wrote about an order, and what the other side wrote once it is open.

    Raises:
        OrderNotFound: the order is not the actor's.
    """
    side = access_order(actor, order_id).side
    views = {view.side: view for view in _views(Review.objects.filter(order_id=order_id))}
    own = views.pop(side, None) if side is not None else None
    other = next(iter(views.values()), None)
    readable = other if other is not None and other.visible_at is not None else None
    return OrderReviews(own=own, other=readable, other_written=other is not None)


def rating_of_shop(shop_id: UUID) -> tuple[int, int]:
    """Return the sum and the count of a shop's stars, from the reviews that can be read."""
    return _stars(Review.objects.filter(shop_id=shop_id, side="buyer", visible_at__isnull=False))


def rating_of_buyer(user_id: UUID) -> tuple[int, int]:
    """Return the sum and the count of the stars that sellers gave a person as a buyer."""
    return _stars(
        Review.objects.filter(subject_id=user_id, side="seller", visible_at__isnull=False)
    )


def _stars(rows: QuerySet[Review]) -> tuple[int, int]:
    found = rows.aggregate(total=Sum("rating"), count=Count("id"))
    return found["total"] or 0, found["count"]


def _views(rows: Iterable[Review]) -> list[ReviewView]:
    found = list(rows)
    people = users_by_ids({row.author_id for row in found}) if found else {}
    photos = _photos_of([row.id for row in found])
    return [
        review_view(row, people[row.author_id].display_name, photos.get(row.id, ()))
        for row in found
    ]


def _photos_of(review_ids: Sequence[UUID]) -> dict[UUID, tuple[PhotoView, ...]]:
    """Return the photos of reviews in their order; a page without any costs one query."""
    if not review_ids:
        return {}
    links = list(
        ReviewPhoto.objects.filter(review_id__in=review_ids).order_by("review_id", "position")
    )
    photos = photos_by_ids(link.photo_id for link in links) if links else {}
    shown: dict[UUID, tuple[PhotoView, ...]] = {}
    for link in links:
        if link.photo_id in photos:
            shown[link.review_id] = (*shown.get(link.review_id, ()), photos[link.photo_id])
    return shown


def review_view(row: Review, author_name: str, photos: tuple[PhotoView, ...]) -> ReviewView:
    """Turn a row into the data that leaves this package."""
    return ReviewView(
        review_id=row.id,
        order_id=row.order_id,
        side=cast(Side, row.side),
        shop_id=row.shop_id,
        author_id=row.author_id,
        subject_id=row.subject_id,
        author_name=author_name,
        rating=row.rating,
        text=row.text,
        photos=photos,
        written_at=row.written_at,
        visible_at=row.visible_at,
        opens_at=row.opens_at,
        reply=row.reply,
        replied_at=row.replied_at,
    )
