"""The shapes of reviews in the API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from rethread.market.reviews.types import ReviewView

from .schemas import PhotoBody, photo_body


class ReviewBody(msgspec.Struct, frozen=True):
    """A review; `side` is who wrote it. `visible_at` is null while it is blind."""

    id: UUID
    order_id: UUID | None
    side: Literal["buyer", "seller"]
    author: str
    rating: int
    text: str
    photos: list[PhotoBody]
    written_at: datetime
    visible_at: datetime | None
    reply: str
    replied_at: datetime | None


class ReviewList(msgspec.Struct, frozen=True):
    """A page of a shop's reviews, newest first; `next_cursor` is null at the end."""

    data: list[ReviewBody]
    next_cursor: str | None


class OrderReviewsBody(msgspec.Struct, frozen=True):
    """Your review and the other side's of an order.

    `other` is null until it can be read; `other_written` says whether there is one.
    """

    own: ReviewBody | None
    other: ReviewBody | None
    other_written: bool


class NewReview(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What you say of the other side of a completed order."""

    rating: Annotated[int, msgspec.Meta(ge=1, le=5)]
    text: str = ""
    photo_ids: list[UUID] = []


class NewReply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Your one reply to a review of your shop."""

    text: str


def review_body(review: ReviewView, *, own: bool) -> ReviewBody:
    """Turn a review into its JSON shape; which order it was is said to its two sides alone."""
    return ReviewBody(
        id=review.review_id,
        order_id=review.order_id if own else None,
        side=review.side,
        author=review.author_name,
        rating=review.rating,
        text=review.text,
        photos=[photo_body(photo) for photo in review.photos],
        written_at=review.written_at,
        visible_at=review.visible_at,
        reply=review.reply,
        replied_at=review.replied_at,
    )


REVIEW_TYPES = (ReviewList, ReviewBody, OrderReviewsBody, NewReview, NewReply)
