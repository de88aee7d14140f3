"""Generated from contracts/reviews; do not edit.

The typed events of this domain. An `emit_` function checks its event against the
contract and adds it to the outbox of the current transaction; it refuses to run outside
of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from rethread.platform.events.emit import EventContext, EventType, emit
from rethread.platform.kernel import Actor


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
        review_id=review_id,
        order_id=order_id,
        shop_id=shop_id,
        author_key=author_key,
        seller_key=seller_key,
        rating=rating,
        has_text=has_text,
    )
    return emit(REVIEW_WRITTEN, payload, actor=actor, occurred_at=occurred_at, context=context)
