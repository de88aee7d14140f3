"""Read reviews."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from .types import ReviewPage, ReviewView


def list_reviews_for_shop(shop_id: UUID, cursor: str = "", limit: int = 20) -> ReviewPage:
    """Return a page of what buyers said about a shop, newest first."""
    raise NotImplementedError


def reviews_by_order_ids(order_ids: Iterable[UUID]) -> dict[UUID, ReviewView]:
    """Return the buyer's review of each of these orders; orders without one are left out."""
    raise NotImplementedError
