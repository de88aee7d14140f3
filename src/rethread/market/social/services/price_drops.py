"""Tells people that a garment they like became cheaper: each drop once, in bounded batches.

The rule is `rules.is_drop`. Who is told knows the new price from then on, and only what is still
for sale is told of.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from django.db import transaction

from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.catalogue.types import ListingCard
from rethread.platform.kernel import Actor, business_now
from rethread.platform.kernel.fetching import change, select
from rethread.platform.vault.services import pseudonym_for

from ..events import emit_liked_price_dropped
from ..rules import DROP_PERCENT_MIN

ACTOR = Actor.system("social.price_drops")
LIKES_AT_ONCE = 200
DUE: LiteralString = "SELECT 1 FROM social_price_drop WHERE noted_at <= %(now)s"
# Most edits concern nobody: then not even a row is written.
_NOTE: LiteralString = """
INSERT INTO social_price_drop (listing_id, noted_at) SELECT %(listing)s, %(now)s
WHERE EXISTS (SELECT 1 FROM social_like WHERE listing_id = %(listing)s
              AND %(price)s * 100 <= known_price_minor * (100 - %(percent)s))
ON CONFLICT (listing_id) DO NOTHING
"""
_TAKE: LiteralString = """
SELECT id, user_id, known_price_minor FROM social_like
WHERE listing_id = %(listing)s AND %(price)s * 100 <= known_price_minor * (100 - %(percent)s)
ORDER BY id LIMIT %(size)s FOR UPDATE
"""
_KNOW: LiteralString = (
    "UPDATE social_like SET dropped_from_minor = known_price_minor, dropped_at = %s, "
    "known_price_minor = %s WHERE id = ANY(%s)"
)


def note_price(*, listing_id: UUID, price_minor: int) -> bool:
    """Note what a listing costs a buyer now; return whether somebody is to hear of it.

    Joins the caller's transaction, and is no more than one statement whatever the likes.
    """
    asked = {
        "listing": listing_id,
        "now": business_now(),
        "price": price_minor,
        "percent": DROP_PERCENT_MIN,
    }
    return change(_NOTE, asked) > 0


def tell_price_drops(now: datetime, limit: int) -> int:
    """Tell people of the oldest noted drop, 200 of them at most; return how many were told.

    The note goes when nobody is left to tell. A drop that nobody can use any more tells nobody.
    """
    del limit  # of listings; one listing can concern thousands of people
    with transaction.atomic():
        taken = select(
            "SELECT listing_id FROM social_price_drop WHERE noted_at <= %s "
            "ORDER BY noted_at, listing_id LIMIT 1 FOR UPDATE SKIP LOCKED",
            [now],
        )
        if not taken:
            return 0
        listing_id: UUID = taken[0][0]
        card = cards_by_ids([listing_id]).get(listing_id)
        likes = _fallen(card) if card is not None and card.available else []
        if card is not None:
            _tell(card, likes, now)
        if len(likes) < LIKES_AT_ONCE:
            change("DELETE FROM social_price_drop WHERE listing_id = %s", [listing_id])
    return len(likes) or 1


def _fallen(card: ListingCard) -> list[tuple[Any, ...]]:
    asked = {
        "listing": card.id,
        "price": card.buyer_price.amount_minor,
        "percent": DROP_PERCENT_MIN,
        "size": LIKES_AT_ONCE,
    }
    return select(_TAKE, asked)


def _tell(card: ListingCard, likes: Iterable[tuple[Any, ...]], now: datetime) -> None:
    price = card.buyer_price
    told = []
    for like_id, user_id, known_minor in likes:
        emit_liked_price_dropped(
            actor=ACTOR,
            like_id=like_id,
            listing_id=card.id,
            liker_key=pseudonym_for(user_id),
            was_minor=known_minor,
            now_minor=price.amount_minor,
            currency=price.currency,
        )
        told.append(like_id)
    if told:
        change(_KNOW, [now, price.amount_minor, told])


def next_drop_at() -> datetime | None:
    """Return when the oldest drop was noted that somebody is yet to hear of, or None."""
    found: datetime | None = select("SELECT min(noted_at) FROM social_price_drop")[0][0]
    return found
