"""Who gets the places that are paid for: an even draw among what fits and runs, nobody bids more.

A garment that stands on the page by itself keeps that place for nothing.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Final, LiteralString
from uuid import UUID

from django.db import connection

from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.catalogue.types import ListingCard
from rethread.market.search.ports import ranking_store
from rethread.market.search.types import SearchPage, SearchRequest
from rethread.market.social.selectors import circle_of
from rethread.platform.kernel import Actor, business_now, new_id
from rethread.platform.kernel.fetching import select

from ..rules import day_of, draw, slots
from ..types import PlacedCards, Surface
from .moving import market_zone

LOOKED_AT_MAX: Final = 500
_RUNNING: LiteralString = """
SELECT b.listing_id, b.id FROM boosts_boost b
LEFT JOIN boosts_boostday d ON d.boost_id = b.id AND d.day = %(day)s
WHERE b.listing_id = ANY(%(listings)s) AND b.status = 'running' AND b.ends_at > %(now)s
  AND b.spent_minor + b.click_minor <= b.cap_minor
  AND coalesce(d.amount_minor, 0) + b.click_minor <= b.day_cap_minor
"""
_SHOWN: LiteralString = """
INSERT INTO boosts_showing
    (id, boost_id, ranking_id, listing_id, viewer_key, surface, position, shown_at)
SELECT id, boost_id, %(ranking)s, listing_id, %(viewer)s, %(surface)s, position, %(now)s
FROM unnest(%(ids)s::uuid[], %(boosts)s::uuid[], %(listings)s::uuid[], %(positions)s::int[])
    AS new(id, boost_id, listing_id, position)
ON CONFLICT DO NOTHING
"""


class PaidPlacesBook:
    """What discovery asks while it assembles a feed; see `discovery.ports.PaidPlaces`."""

    def offered(self, listing_ids: Sequence[UUID]) -> Mapping[UUID, UUID]:
        """Return which of these listings may have a paid place now, each with its boost."""
        return running_among(listing_ids)

    def shown(
        self, *, viewer_key: str, ranking_id: UUID, places: Sequence[tuple[UUID, UUID, int]]
    ) -> None:
        """Write down that (boost, listing) stood at a position of somebody's feed."""
        note_shown(viewer_key=viewer_key, ranking_id=ranking_id, surface="feed", places=places)


def running_among(listing_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Return the boosts that may be shown now, by listing; one query."""
    if not listing_ids:
        return {}
    now = business_now()
    asked = {"listings": list(listing_ids), "now": now, "day": day_of(now, market_zone())}
    return dict(select(_RUNNING, asked))


def note_shown(
    *,
    viewer_key: str,
    ranking_id: UUID,
    surface: Surface,
    places: Sequence[tuple[UUID, UUID, int]],
) -> None:
    """Write down which boosts were shown to whom, and where; a click must follow from it."""
    if not places:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _SHOWN,
            {
                "ranking": ranking_id,
                "viewer": viewer_key,
                "surface": surface,
                "now": business_now(),
                "ids": [new_id() for _ in places],
                "boosts": [boost_id for boost_id, _, _ in places],
                "listings": [listing_id for _, listing_id, _ in places],
                "positions": [position for _, _, position in places],
            },
        )


def place_in_results(
    *,
    actor: Actor,
    viewer_key: str | None,
    request: SearchRequest,
    page: SearchPage,
) -> PlacedCards:
    """Return the first page of a search by best match with the places that were paid for.

    They come from the same results, from further down, so they match the words and every filter.
    Other orders are what they say and have none. Nobody is shown any whose click could not be
    told from the next one's.
    """
    plain = PlacedCards(page.cards)
    if viewer_key is None or request.cursor or request.sort != "relevance":
        return plain
    free = slots(len(page.cards))
    kept = ranking_store().load(page.ranking_id) if free and page.next_cursor else None
    if not kept:
        return plain
    on_page = {card.id for card in page.cards}
    beyond = [one for key in kept[:LOOKED_AT_MAX] if (one := UUID(int=key)) not in on_page]
    running = running_among(beyond)
    if not running:
        return plain
    blocked = circle_of(actor).blocked
    cards = [
        card
        for card in cards_by_ids(running).values()
        if card.available and card.seller_id != actor.user_id and card.seller_id not in blocked
    ]
    rng = random.Random(f"boosts:{page.ranking_id}")  # noqa: S311  # drawn again by who checks it
    drawn, chance = draw(_one_per_seller(cards), len(free), rng)
    if not drawn:
        return plain
    placed = list(page.cards)
    for place, card in zip(free, drawn, strict=False):
        placed.insert(place, card)
    note_shown(
        viewer_key=viewer_key,
        ranking_id=page.ranking_id,
        surface="search",
        places=[
            (running[card.id], card.id, place + 1) for place, card in zip(free, drawn, strict=False)
        ],
    )
    return PlacedCards(tuple(placed), frozenset(card.id for card in drawn), chance)


def _one_per_seller(cards: Sequence[ListingCard]) -> list[ListingCard]:
    first: dict[UUID, ListingCard] = {}
    for card in sorted(cards, key=lambda one: one.id):
        first.setdefault(card.seller_id, card)
    return list(first.values())
