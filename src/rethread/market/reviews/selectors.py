"""Read reviews."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from rethread.market.accounts.selectors import users_by_ids
from rethread.platform.kernel import Invalid

from .models import Review
from .types import ReviewPage, ReviewView

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
    """Return the buyer's review of each of these orders; orders without one are left out."""
    rows = Review.objects.filter(order_id__in=set(order_ids), side="buyer")
    return {view.order_id: view for view in _views(rows)}


def rating_of_shop(shop_id: UUID) -> tuple[int, int]:
    """Return the sum and the count of a shop's stars, from the reviews themselves."""
    rows = Review.objects.filter(shop_id=shop_id, side="buyer")
    found = rows.aggregate(total=Sum("rating"), count=Count("id"))
    return found["total"] or 0, found["count"]


def _views(rows: Iterable[Review]) -> list[ReviewView]:
    found = list(rows)
    people = users_by_ids({row.author_id for row in found}) if found else {}
    return [_view(row, people[row.author_id].display_name) for row in found]


def _view(row: Review, author_name: str) -> ReviewView:
    return ReviewView(
        review_id=row.id,
        order_id=row.order_id,
        shop_id=cast(UUID, row.shop_id),
        author_id=row.author_id,
        author_name=author_name,
        rating=row.rating,
        text=row.text,
        written_at=row.written_at,
    )
