"""Write a review. The shop's rating follows in the same transaction, so the two never differ."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from rethread.market.accounts.services import record_shop_rating
from rethread.market.orders.selectors import access_order
from rethread.market.orders.types import OrderView
from rethread.platform.kernel import Actor, business_now
from rethread.platform.vault.services import pseudonym_for

from .errors import AlreadyReviewed, InvalidReview, NotTheBuyer, OrderNotCompleted
from .events import emit_review_written
from .models import Review
from .selectors import rating_of_shop, reviews_by_order_ids
from .types import ReviewView

TEXT_CHARS_MAX = 1000
RATING_MAX = 5


def write_review(*, actor: Actor, order_id: UUID, rating: int, text: str = "") -> ReviewView:
    """Review the seller of a completed order; the shop's rating follows in the same transaction.

    Raises:
        OrderNotFound: the order is not the actor's.
        NotTheBuyer, OrderNotCompleted, AlreadyReviewed.
        InvalidReview: a rating outside 1 to 5, or more than 1000 characters.
    """
    words = text.strip()
    _check(rating, words)
    order = access_order(actor, order_id)
    if order.side != "buyer":
        raise NotTheBuyer
    if order.status != "completed":
        raise OrderNotCompleted
    with transaction.atomic():
        _write(actor, order, rating, words)
    return reviews_by_order_ids([order_id])[order_id]


def _check(rating: int, words: str) -> None:
    if type(rating) is not int or not 1 <= rating <= RATING_MAX:
        raise InvalidReview("rating", _("Give one to five stars."))
    if len(words) > TEXT_CHARS_MAX:
        raise InvalidReview(
            "text", _("Use %(count)d characters at most.") % {"count": TEXT_CHARS_MAX}
        )


def _queue_at(shop_id: UUID) -> None:
    """Let reviews of one shop count one after the other, so that no rating misses one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"reviews:{shop_id}"]
        )


def _write(actor: Actor, order: OrderView, rating: int, words: str) -> None:
    now = business_now()
    _queue_at(order.shop_id)
    try:
        with transaction.atomic():
            review = Review.objects.create(
                order_id=order.order_id,
                author_id=order.buyer_id,
                subject_id=order.seller_id,
                shop_id=order.shop_id,
                rating=rating,
                text=words,
                written_at=now,
                visible_at=now,
            )
    except IntegrityError as error:
        raise AlreadyReviewed from error
    rating_sum, rating_count = rating_of_shop(order.shop_id)
    record_shop_rating(
        actor=Actor.system("reviews"),
        shop_id=order.shop_id,
        rating_sum=rating_sum,
        rating_count=rating_count,
    )
    emit_review_written(
        actor=actor,
        review_id=review.id,
        order_id=order.order_id,
        shop_id=order.shop_id,
        author_key=pseudonym_for(order.buyer_id),
        seller_key=pseudonym_for(order.seller_id),
        rating=rating,
        has_text=bool(words),
    )
