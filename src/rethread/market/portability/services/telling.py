"""What of a shop's past goes along: reviews, sales and conversations, as records of the archive.

Other people appear as the name they go by, or as "Person 3": no ids, no addresses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from rethread.market.accounts.selectors import users_by_ids
from rethread.market.accounts.types import ShopSummary
from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.orders.selectors import list_orders_for_seller, orders_by_ids
from rethread.market.orders.types import OrderView
from rethread.market.reviews.selectors import list_reviews_for_shop
from rethread.market.reviews.types import ReviewView
from rethread.market.social.selectors import list_conversations, list_messages
from rethread.market.social.types import ConversationView
from rethread.platform.kernel import Actor
from rethread.platform.vault.signing import sign

from ..rules import format as shape

PAGE = 100


def review_records(
    shop: ShopSummary, market: shape.Market, owner: shape.Owner
) -> Iterator[shape.ReviewRecord]:
    """Yield what buyers said about a shop, newest first, each with a signature of its own."""
    mark = hashlib.sha256(f"{owner.salt}:{owner.email_sha256}".encode()).hexdigest()
    cursor = ""
    while True:
        page = list_reviews_for_shop(shop.id, cursor, PAGE)
        orders = orders_by_ids(review.order_id for review in page.reviews)
        for review in page.reviews:
            record = _review(review, shop, market, mark, orders.get(review.order_id))
            yield msgspec.structs.replace(record, signature=sign(shape.canonical(record)))
        cursor = page.next_cursor
        if not cursor:
            return


def _review(
    review: ReviewView, shop: ShopSummary, market: shape.Market, mark: str, order: OrderView | None
) -> shape.ReviewRecord:
    return shape.ReviewRecord(
        format=shape.REVIEW_FORMAT,
        version=shape.VERSION,
        id=str(review.review_id),
        market_name=market.name,
        market_url=market.url,
        key_id=market.key_id,
        archive_owner=mark,
        shop=shop.handle,
        about=", ".join(line.title for line in order.lines)[:200] if order else "",
        author=review.author_name,
        rating=review.rating,
        text=review.text,
        written_at=review.written_at.isoformat(),
    )


def sale_records(actor: Actor) -> Iterator[shape.SaleRecord]:
    """Yield what the acting person sold, newest first."""
    cursor = ""
    while True:
        page = list_orders_for_seller(actor, cursor, PAGE)
        yield from (_sale(order) for order in page.orders)
        cursor = page.next_cursor
        if not cursor:
            return


def _sale(order: OrderView) -> shape.SaleRecord:
    return shape.SaleRecord(
        reference=order.reference,
        status=order.status,
        ordered_at=order.created_at.isoformat(),
        completed_at=order.completed_at.isoformat() if order.completed_at else "",
        currency=order.items.currency,
        items_minor=order.items.amount_minor,
        seller_fee_minor=order.seller_fee.amount_minor,
        seller_gets_minor=order.seller_gets.amount_minor,
        pieces=[
            {
                "listing_id": str(line.listing_id),
                "title": line.title,
                "brand": line.brand,
                "size": line.size,
                "condition": line.condition,
                "price_minor": line.price.amount_minor,
            }
            for line in order.lines
        ],
    )


def conversation_records(actor: Actor) -> Iterator[shape.ConversationRecord]:
    """Yield the conversations of the acting person, as buyer and as seller, latest first."""
    cursor, names = "", _Names()
    while True:
        page = list_conversations(actor, cursor, PAGE)
        names.learn({view.other_id for view in page.conversations})
        cards = cards_by_ids(view.listing_id for view in page.conversations)
        for view in page.conversations:
            card = cards.get(view.listing_id)
            yield _conversation(actor, view, names.of(view.other_id), card.title if card else "")
        cursor = page.next_cursor
        if not cursor:
            return


def _conversation(
    actor: Actor, view: ConversationView, other: str, piece: str
) -> shape.ConversationRecord:
    messages: list[shape.MessageRecord] = []
    cursor = ""
    while True:
        page = list_messages(actor, view.conversation_id, cursor, PAGE)
        messages.extend(
            shape.MessageRecord(
                by="you" if message.sender_id == actor.user_id else other,
                at=message.sent_at.isoformat(),
                text=message.text,
            )
            for message in page.messages
        )
        cursor = page.next_cursor
        if not cursor:
            break
    return shape.ConversationRecord(
        about=view.about,
        piece=piece,
        your_side="seller" if view.seller_id == actor.user_id else "buyer",
        other=other,
        messages=messages[::-1],
    )


class _Names:
    """How other people are called in one archive: by their name, or by a number of its own."""

    def __init__(self) -> None:
        self._by_id: dict[UUID, str] = {}

    def learn(self, people: set[UUID]) -> None:
        """Look up the names of people not met before."""
        found = users_by_ids(people - self._by_id.keys())
        for person_id in sorted(people - self._by_id.keys()):
            number = len(self._by_id) + 1
            known = found.get(person_id)
            name = known.display_name if known else ""
            self._by_id[person_id] = name or _("Person %(number)d") % {"number": number}

    def of(self, person_id: UUID) -> str:
        """Return how a person is called."""
        return self._by_id[person_id]
