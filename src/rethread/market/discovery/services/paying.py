"""Put places that are paid for into a feed, and note which of them were really shown."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from ..ports import paid_places
from ..rules.paid import with_paid
from ..types import FeedCard
from .ranking import RankedFeed


def paid_for(
    ranked: RankedFeed, ranking_id: UUID, *, at_us: int, page_size: int
) -> tuple[RankedFeed, Mapping[UUID, UUID]]:
    """Return a ranked feed with its paid places, and what pays for each listing that may have one.

    One query, of whoever knows; none where nobody does.
    """
    book = paid_places()
    beyond = {ranked.facts(place).listing_id: place.row for place in ranked.places[page_size:]}
    offers = book.offered(list(beyond)) if book is not None and beyond else {}
    if not offers:
        return ranked, {}
    places = with_paid(
        ranked.items,
        ranked.places,
        {beyond[listing_id] for listing_id in offers},
        at_us=at_us,
        page_size=page_size,
        rng=random.Random(f"paid:{ranking_id}"),  # noqa: S311  # drawn again by whoever checks it
    )
    return replace(ranked, places=places), offers


def note_paid(
    key: str, ranking_id: UUID, shown: Sequence[FeedCard], offers: Mapping[UUID, UUID]
) -> None:
    """Note, in the caller's transaction, which paid places the page really shows."""
    book = paid_places()
    places = [
        (offers[card.card.id], card.card.id, position)
        for position, card in enumerate(shown, start=1)
        if card.source == "boosted"
    ]
    if book is not None and places:
        book.shown(viewer_key=key, ranking_id=ranking_id, places=places)
