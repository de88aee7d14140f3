"""Write a review."""

from __future__ import annotations

from uuid import UUID

from rethread.platform.kernel import Actor

from .types import ReviewView


def write_review(*, actor: Actor, order_id: UUID, rating: int, text: str = "") -> ReviewView:
    """Review the seller of a completed order; the shop's rating follows in the same transaction.

    Raises:
        OrderNotFound: the order is not the actor's.
        NotTheBuyer, OrderNotCompleted, AlreadyReviewed.
        InvalidReview: a rating outside 1 to 5, or more than 1000 characters.
    """
    raise NotImplementedError
