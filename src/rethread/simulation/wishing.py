"""What buyers wait for: a search that they save, and what they do with the pieces found for it.

It draws from a generator of its own, so that who saves a search moves nobody else's choices.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from uuid import UUID

from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.catalogue.types import ListingCard
from rethread.market.search.selectors import list_matches, list_saved_searches
from rethread.market.search.services import look_at_saved_search, save_search
from rethread.market.search.types import SearchRequest
from rethread.market.social.selectors import list_cheaper_likes
from rethread.market.social.services import like_listing
from rethread.platform.kernel import DomainError

from .cast import Member
from .selling import SellingSide
from .taste import WANTS_ABOVE, chance, utility

SAVES = 0.06  # of the searches with words
LOOKS_AT_LIKES = 0.2  # of the visits: is anything cheaper?
EACH_AT_MOST = 5  # saved searches of one person: nobody here collects them


@dataclass(slots=True)
class Wishes:
    """The saved searches of one simulation, by person."""

    rng: random.Random
    selling: SellingSide
    kept: dict[UUID, int] = field(default_factory=dict)

    def searched(self, buyer: Member, request: SearchRequest) -> None:
        """Save a search now and then."""
        saves = self.rng.random() < SAVES
        if not (saves and request.query) or self.kept.get(buyer.user_id, 0) >= EACH_AT_MOST:
            return
        try:
            save_search(actor=buyer.actor, query=request.query, filters=request.filters)
        except DomainError:
            return  # all that was typed was a price
        self.kept[buyer.user_id] = self.kept.get(buyer.user_id, 0) + 1

    def look(self, buyer: Member) -> list[ListingCard]:
        """Look at what was found since the last visit; return what the person wants to buy."""
        wanted = self._cheaper(buyer) if self.rng.random() < LOOKS_AT_LIKES else []
        if buyer.user_id not in self.kept:
            return wanted
        for saved in list_saved_searches(buyer.actor):
            if not saved.new_count:
                break  # those with something new come first
            page = list_matches(buyer.actor, saved.saved_search_id)
            look_at_saved_search(actor=buyer.actor, saved_search_id=saved.saved_search_id)
            cards = cards_by_ids(one.listing_id for one in page.matches if one.is_new)
            wanted += [card for card in cards.values() if self._wants(buyer, card)]
        return wanted

    def _cheaper(self, buyer: Member) -> list[ListingCard]:
        """Look at what one likes and was told of as cheaper."""
        cards = cards_by_ids(one.listing_id for one in list_cheaper_likes(buyer.actor))
        return [card for card in cards.values() if self._wants(buyer, card)]

    def _wants(self, buyer: Member, card: ListingCard) -> bool:
        garment = self.selling.truth.get(card.id)
        if garment is None or not card.available:
            return False
        value = utility(buyer.person, garment, card.buyer_price.amount_minor)
        if self.rng.random() < chance(value, base=0.22):
            like_listing(actor=buyer.actor, listing_id=card.id)
        return value > WANTS_ABOVE and self.rng.random() < chance(value, base=0.16)
