"""Liked pieces that became cheaper, as the likes page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.catalogue.types import ListingCard
from rethread.market.social.selectors import list_cheaper_likes
from rethread.platform.kernel import Actor, Money


@dataclass(frozen=True, slots=True)
class CheaperRow:
    """A piece and what it cost before."""

    card: ListingCard
    was: Money


def cheaper_rows(actor: Actor) -> list[CheaperRow]:
    """Return what can be bought now for less than before, the latest drop first."""
    drops = list_cheaper_likes(actor)
    cards = cards_by_ids(drop.listing_id for drop in drops)
    rows = [
        CheaperRow(card, Money(drop.was_minor, card.buyer_price.currency))
        for drop in drops
        if (card := cards.get(drop.listing_id)) is not None and card.available
    ]
    return [row for row in rows if row.card.buyer_price.amount_minor < row.was.amount_minor]
