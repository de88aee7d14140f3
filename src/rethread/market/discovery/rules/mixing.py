"""How the feed is put together, pure: newest first, followed shops' fresh ones mixed in, no seller
too often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from rethread.market.catalogue.types import ListingCard

from ..types import Source

PER_SELLER_MAX: Final = 2
FOLLOWED_EVERY: Final = 3  # at most every third place goes to a followed shop out of turn
FRESH_FOR: Final = timedelta(days=7)


def mix(
    cards: Sequence[ListingCard], *, followed: Collection[UUID], now: datetime, limit: int
) -> list[tuple[ListingCard, Source]]:
    """Choose and order the first page from candidates that come newest first.

    Every third place takes the freshest followed card of the last seven days if there is one,
    the others the newest card left; no seller has more than two.
    """
    favourites = [card for card in cards if _is_fresh_of(card, followed, now)]
    taken: dict[UUID, ListingCard] = {}
    sellers: Counter[UUID] = Counter()
    while len(taken) < limit:
        turn = bool(favourites) and len(taken) % FOLLOWED_EVERY == FOLLOWED_EVERY - 1
        card = None
        if turn:
            card = next(_allowed(favourites, taken, sellers), None)
        if card is None:
            card = next(_allowed(cards, taken, sellers), None)
        if card is None:
            break
        taken[card.id] = card
        sellers[card.seller_id] += 1
    return [(card, source_of(card, followed)) for card in taken.values()]


def _is_fresh_of(card: ListingCard, followed: Collection[UUID], now: datetime) -> bool:
    published = card.published_at
    return card.shop_id in followed and published is not None and now - published <= FRESH_FOR


def _allowed(
    cards: Iterable[ListingCard], taken: Collection[UUID], sellers: Counter[UUID]
) -> Iterator[ListingCard]:
    return (
        card for card in cards if card.id not in taken and sellers[card.seller_id] < PER_SELLER_MAX
    )


def source_of(card: ListingCard, followed: Collection[UUID]) -> Source:
    """Return why a card is in the feed."""
    return "followed_shop" if card.shop_id in followed else "fresh"
