"""What reviews show to the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One review of a shop. `author_name` is the display name, "" when the author has none."""

    review_id: UUID
    order_id: UUID
    shop_id: UUID
    author_id: UUID
    author_name: str
    rating: int
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A page of reviews, newest first. `next_cursor` is empty at the end."""

    reviews: tuple[ReviewView, ...]
    next_cursor: str
