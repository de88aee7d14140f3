"""What reviews show to the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from rethread.market.media.types import PhotoView

Side = Literal["buyer", "seller"]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One review. `author_name` is the display name, "" when the author has none.

    `shop_id` is None where a seller wrote about a buyer; `visible_at` is None while it is blind.
    """

    review_id: UUID
    order_id: UUID
    side: Side
    shop_id: UUID | None
    author_id: UUID
    subject_id: UUID
    author_name: str
    rating: int
    text: str
    photos: tuple[PhotoView, ...]
    written_at: datetime
    visible_at: datetime | None
    opens_at: datetime | None
    reply: str
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class OrderReviews:
    """What one side of an order may know of its reviews.

    `other` is there once it can be read; before that, `other_written` says that there is one.
    """

    own: ReviewView | None
    other: ReviewView | None
    other_written: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A page of reviews, newest first. `next_cursor` is empty at the end."""

    reviews: tuple[ReviewView, ...]
    next_cursor: str
