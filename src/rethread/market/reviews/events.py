"""Generated from contracts/reviews; do not edit.

The typed events of this domain. An `emit_` function checks its event against the
contract and adds it to the outbox of the current transaction; it refuses to run outside
of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from rethread.platform.events.emit import EventContext, EventType, emit
from rethread.platform.kernel import Actor


class BuyerReviewed(Struct, frozen=True, kw_only=True):
    """A seller rated the buyer of a completed order. The text stays out of events."""

    # The review.
    review_id: UUID

    # The order it is about.
    order_id: UUID

    # Pseudonym of who wrote it.
    author_key: Annotated[str, Meta(max_length=64)]

    # Pseudonym of whom it is about.
    buyer_key: Annotated[str, Meta(max_length=64)]

    # Stars, 1 to 5.
    rating: Annotated[int, Meta(ge=1, le=5)]

    # Whether words were written with the stars.
    has_text: bool


BUYER_REVIEWED = EventType(
    name="reviews.buyer_reviewed",
    version=1,
    partition_key="order_id",
    payload=BuyerReviewed,
)


def emit_buyer_reviewed(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    review_id: UUID,
    order_id: UUID,
    author_key: str,
    buyer_key: str,
    rating: int,
    has_text: bool,
) -> UUID:
    """Emit `reviews.buyer_reviewed` and return the id of the event."""
    payload = BuyerReviewed(
        review_id=review_id, order_id=order_id, author_key=author_key, buyer_key=buyer_key,
        rating=rating, has_text=has_text,
    )  # fmt: skip
    return emit(BUYER_REVIEWED, payload, actor=actor, occurred_at=occurred_at, context=context)


ReviewOpenedSide = Literal[
    "buyer",
    "seller",
]
ReviewOpenedOpenedBy = Literal[
    "both",
    "days",
]


class ReviewOpened(Struct, frozen=True, kw_only=True):
    """A review can be read by everybody: both sides have written, or 14 days have passed."""

    # The review.
    review_id: UUID

    # The order it is about.
    order_id: UUID

    # Which side wrote it.
    side: ReviewOpenedSide

    # Pseudonym of who wrote it.
    author_key: Annotated[str, Meta(max_length=64)]

    # Pseudonym of whom it is about.
    about_key: Annotated[str, Meta(max_length=64)]

    # What opened it.
    opened_by: ReviewOpenedOpenedBy


REVIEW_OPENED = EventType(
    name="reviews.review_opened",
    version=1,
    partition_key="order_id",
    payload=ReviewOpened,
)


def emit_review_opened(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    review_id: UUID,
    order_id: UUID,
    side: ReviewOpenedSide,
    author_key: str,
    about_key: str,
    opened_by: ReviewOpenedOpenedBy,
) -> UUID:
    """Emit `reviews.review_opened` and return the id of the event."""
    payload = ReviewOpened(
        review_id=review_id, order_id=order_id, side=side, author_key=author_key,
        about_key=about_key, opened_by=opened_by,
    )  # fmt: skip
    return emit(REVIEW_OPENED, payload, actor=actor, occurred_at=occurred_at, context=context)


class ReviewReplied(Struct, frozen=True, kw_only=True):
    """Whom a review is about answered it, once. The text stays out of events."""

    # The review.
    review_id: UUID

    # The order it is about.
    order_id: UUID

    # Pseudonym of who answered.
    author_key: Annotated[str, Meta(max_length=64)]


REVIEW_REPLIED = EventType(
    name="reviews.review_replied",
    version=1,
    partition_key="order_id",
    payload=ReviewReplied,
)


def emit_review_replied(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    review_id: UUID,
    order_id: UUID,
    author_key: str,
) -> UUID:
    """Emit `reviews.review_replied` and return the id of the event."""
    payload = ReviewReplied(
        review_id=review_id, order_id=order_id, author_key=author_key,
    )  # fmt: skip
    return emit(REVIEW_REPLIED, payload, actor=actor, occurred_at=occurred_at, context=context)


class ReviewWritten(Struct, frozen=True, kw_only=True):
    """A buyer rated the seller of a completed order. The text stays out of events."""

    # The review.
    review_id: UUID

    # The order it is about.
    order_id: UUID

    # The shop that was rated.
    shop_id: UUID

    # Pseudonym of who wrote it.
    author_key: Annotated[str, Meta(max_length=64)]

    # Pseudonym of whom it is about.
    seller_key: Annotated[str, Meta(max_length=64)]

    # Stars, 1 to 5.
    rating: Annotated[int, Meta(ge=1, le=5)]

    # Whether words were written with the stars.
    has_text: bool


REVIEW_WRITTEN = EventType(
    name="reviews.review_written",
    version=1,
    partition_key="shop_id",
    payload=ReviewWritten,
)


def emit_review_written(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    review_id: UUID,
    order_id: UUID,
    shop_id: UUID,
    author_key: str,
    seller_key: str,
    rating: int,
    has_text: bool,
) -> UUID:
    """Emit `reviews.review_written` and return the id of the event."""
    payload = ReviewWritten(
        review_id=review_id, order_id=order_id, shop_id=shop_id, author_key=author_key,
        seller_key=seller_key, rating=rating, has_text=has_text,
    )  # fmt: skip
    return emit(REVIEW_WRITTEN, payload, actor=actor, occurred_at=occurred_at, context=context)
