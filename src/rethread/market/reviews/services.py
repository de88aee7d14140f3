"""Write and answer reviews, and open what was blind. The shop's rating follows in the same
transaction, so the two never differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, LiteralString
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from rethread.market.accounts.services import record_shop_rating
from rethread.market.media.selectors import photos_by_ids
from rethread.market.orders.selectors import access_order
from rethread.market.orders.types import OrderView
from rethread.platform.kernel import Actor, business_now
from rethread.platform.vault.services import pseudonym_for

from .errors import (
    AlreadyReplied,
    AlreadyReviewed,
    InvalidReview,
    OrderNotCompleted,
    ReviewClosed,
    ReviewNotFound,
)
from .events import (
    emit_buyer_reviewed,
    emit_review_opened,
    emit_review_replied,
    emit_review_written,
)
from .models import Review, ReviewPhoto
from .rules import PHOTOS_MAX, RATING_MAX, TEXT_CHARS_MAX, is_open, opens_at
from .selectors import rating_of_shop, reviews_of_order
from .types import ReviewView

SYSTEM = Actor.system("reviews")
DUE: LiteralString = "SELECT 1 FROM reviews_review WHERE visible_at IS NULL AND opens_at <= %(now)s"


def write_review(
    *,
    actor: Actor,
    order_id: UUID,
    rating: int,
    text: str = "",
    photo_ids: Sequence[UUID] = (),
) -> ReviewView:
    """Review the other side of a completed order: the buyer the shop, the seller the buyer.

    Nobody reads it before both have written or 14 days have passed since completion; then both
    open at once, and the shop's rating follows.

    Raises:
        OrderNotFound: the order is not the actor's.
        OrderNotCompleted, AlreadyReviewed.
        ReviewClosed: what the other side wrote can be read already.
        InvalidReview: a rating outside 1 to 5, more than 1000 characters, more than 4 photos, or
            photos that are not the actor's.
    """
    words = text.strip()
    _check(rating, words)
    author_id = actor.require_user()
    photos = _own_photos(author_id, photo_ids)
    order = access_order(actor, order_id)
    if order.side is None or order.status != "completed" or order.completed_at is None:
        raise OrderNotCompleted
    with transaction.atomic():
        _queue_at(order)
        _write(actor, order, order.completed_at, rating, words, photos)
    own = reviews_of_order(actor, order_id).own
    assert own is not None
    return own


def _check(rating: int, words: str) -> None:
    if type(rating) is not int or not 1 <= rating <= RATING_MAX:
        raise InvalidReview("rating", _("Give one to five stars."))
    _check_words(words)


def _check_words(words: str) -> None:
    if len(words) > TEXT_CHARS_MAX:
        raise InvalidReview(
            "text", _("Use %(count)d characters at most.") % {"count": TEXT_CHARS_MAX}
        )


def _own_photos(author_id: UUID, photo_ids: Sequence[UUID]) -> list[UUID]:
    wanted = list(dict.fromkeys(photo_ids))
    if len(wanted) > PHOTOS_MAX:
        raise InvalidReview("photos", _("Use at most %(count)d photos.") % {"count": PHOTOS_MAX})
    found = photos_by_ids(wanted) if wanted else {}
    if any(one not in found or found[one].owner_id != author_id for one in wanted):
        raise InvalidReview("photos", _("One of these photos does not exist."))
    return wanted


def _queue_at(order: OrderView) -> None:
    """Let reviews of one shop go one after the other: no rating misses one, no pair stays blind."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"reviews:{order.shop_id}"]
        )


def _write(
    actor: Actor,
    order: OrderView,
    completed_at: datetime,
    rating: int,
    words: str,
    photos: Sequence[UUID],
) -> None:
    now = business_now()
    other = Review.objects.filter(order_id=order.order_id).exclude(side=order.side).first()
    mine = Review.objects.filter(order_id=order.order_id, side=order.side)
    if not mine.exists() and other is not None and other.visible_at is not None:
        raise ReviewClosed
    by_buyer = order.side == "buyer"
    try:
        with transaction.atomic():
            review = Review.objects.create(
                order_id=order.order_id,
                side="buyer" if by_buyer else "seller",
                author_id=order.buyer_id if by_buyer else order.seller_id,
                subject_id=order.seller_id if by_buyer else order.buyer_id,
                shop_id=order.shop_id if by_buyer else None,
                rating=rating,
                text=words,
                written_at=now,
                opens_at=opens_at(completed_at),
            )
    except IntegrityError as error:
        raise AlreadyReviewed from error
    ReviewPhoto.objects.bulk_create(
        ReviewPhoto(review=review, photo_id=one, position=at) for at, one in enumerate(photos)
    )
    _tell_written(actor, order, review)
    if is_open(other_written=other is not None, completed_at=completed_at, now=now):
        for one in filter(None, (other, review)):
            _open(one, now, "both" if other is not None else "days")
        _count(order.shop_id)


def _tell_written(actor: Actor, order: OrderView, review: Review) -> None:
    author_key, subject_key = pseudonym_for(review.author_id), pseudonym_for(review.subject_id)
    if review.side == "buyer":
        emit_review_written(
            actor=actor,
            review_id=review.id,
            order_id=review.order_id,
            shop_id=order.shop_id,
            author_key=author_key,
            seller_key=subject_key,
            rating=review.rating,
            has_text=bool(review.text),
        )
    else:
        emit_buyer_reviewed(
            actor=actor,
            review_id=review.id,
            order_id=review.order_id,
            author_key=author_key,
            buyer_key=subject_key,
            rating=review.rating,
            has_text=bool(review.text),
        )


def _open(review: Review, now: datetime, opened_by: Literal["both", "days"]) -> None:
    review.visible_at = now
    review.save(update_fields=["visible_at"])
    emit_review_opened(
        actor=SYSTEM,
        review_id=review.id,
        order_id=review.order_id,
        side="buyer" if review.side == "buyer" else "seller",
        author_key=pseudonym_for(review.author_id),
        about_key=pseudonym_for(review.subject_id),
        opened_by=opened_by,
    )


def _count(shop_id: UUID) -> None:
    rating_sum, rating_count = rating_of_shop(shop_id)
    record_shop_rating(
        actor=SYSTEM, shop_id=shop_id, rating_sum=rating_sum, rating_count=rating_count
    )


def open_due_reviews(now: datetime, limit: int) -> int:
    """Open at most `limit` reviews whose 14 days are over, and return how many."""
    with transaction.atomic():
        due = Review.objects.filter(visible_at__isnull=True, opens_at__lte=now)
        rows = list(due.order_by("opens_at", "id").select_for_update(skip_locked=True)[:limit])
        for row in rows:
            _open(row, now, "days")
        for shop_id in sorted({row.shop_id for row in rows if row.shop_id is not None}):
            _count(shop_id)
    return len(rows)


def next_opening_at() -> datetime | None:
    """Return when the next blind review opens, or None."""
    waiting = Review.objects.filter(visible_at__isnull=True, opens_at__isnull=False)
    return waiting.order_by("opens_at").values_list("opens_at", flat=True).first()


def reply_to_review(*, actor: Actor, review_id: UUID, text: str) -> None:
    """Answer a review that is about the actor, once; it stands below the review from then on.

    Raises:
        ReviewNotFound: there is none about the actor that can be read.
        AlreadyReplied: the actor has answered it.
        InvalidReview: no words, or more than 1000 characters.
    """
    words = text.strip()
    if not words:
        raise InvalidReview("text", _("Write something first."))
    _check_words(words)
    user_id = actor.require_user()
    with transaction.atomic():
        readable = Review.objects.filter(subject_id=user_id, visible_at__isnull=False)
        row = readable.select_for_update().filter(pk=review_id).first()
        if row is None:
            raise ReviewNotFound
        if row.replied_at is not None:
            raise AlreadyReplied
        row.reply, row.replied_at = words, business_now()
        row.save(update_fields=["reply", "replied_at"])
        emit_review_replied(
            actor=actor,
            review_id=row.id,
            order_id=row.order_id,
            author_key=pseudonym_for(user_id),
        )
