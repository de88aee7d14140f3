"""What sellers do between listing and being paid: lower a price, review a buyer.

It draws from a generator of its own, so that none of this moves anybody else's choices.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from uuid import UUID

from rethread.market.catalogue.errors import NothingImproved, RefreshTooSoon, WrongStatus
from rethread.market.catalogue.rules.editing import PRICE_MINOR_MIN
from rethread.market.catalogue.services import refresh_listing, update_listing
from rethread.market.orders.selectors import access_order
from rethread.market.reviews.services import write_review
from rethread.platform.kernel import Actor, DomainError, business_now

from .clockwork import Agenda
from .closet import Garment

LOWERS = 0.3  # of the pieces that are still there after a week or more
REFRESHES = 0.5  # of the lowered ones that are still there a month after they were listed
REVIEWS = 0.6  # of the orders that are completed
BUYER_STARS = ((5, 0.86), (4, 0.1), (3, 0.03), (2, 0.01))
WORDS = {
    5: ("Paid at once, lovely to deal with.", "Friendly and quick.", "A pleasure, thank you."),
    4: ("All good, took a while to say it had arrived.",),
    3: ("Many questions, but all right in the end.",),
    2: ("Not easy to please.",),
}


@dataclass(slots=True)
class Tending:
    """The patience of one simulation's sellers."""

    agenda: Agenda
    rng: random.Random
    lowered: int = 0
    reviewed: int = 0
    refreshing: random.Random = field(default_factory=lambda: random.Random("refresh"))
    refreshed: int = 0

    def listed(self, actor: Actor, listing_id: UUID, garment: Garment) -> None:
        """Plan to lower a price if the piece is still there then."""
        if self.rng.random() < LOWERS:
            share = self.rng.uniform(0.75, 0.94)
            at = business_now() + timedelta(days=self.rng.uniform(7, 21))
            price = max(int(garment.price_minor * share) // 50 * 50, PRICE_MINOR_MIN)
            self.agenda.plan(at, partial(self._lower, actor, listing_id, price))

    def _lower(self, actor: Actor, listing_id: UUID, price_minor: int) -> None:
        try:
            update_listing(actor=actor, listing_id=listing_id, changes={"price_minor": price_minor})
        except WrongStatus:
            return  # sold, or in somebody's checkout
        self.lowered += 1
        if self.refreshing.random() < REFRESHES:
            at = business_now() + timedelta(days=self.refreshing.uniform(9, 25))
            self.agenda.plan(at, partial(self._refresh, actor, listing_id))

    def _refresh(self, actor: Actor, listing_id: UUID) -> None:
        try:
            refresh_listing(actor=actor, listing_id=listing_id)
        except (WrongStatus, RefreshTooSoon, NothingImproved):
            return  # sold, too early, or by less than counts
        self.refreshed += 1

    def ordered(self, actor: Actor, order_id: UUID) -> None:
        """Plan to say something about the buyer once all is done."""
        if self.rng.random() < REVIEWS:
            at = business_now() + timedelta(days=self.rng.uniform(6, 14))
            self.agenda.plan(at, partial(self._review, actor, order_id))

    def _review(self, actor: Actor, order_id: UUID) -> None:
        if access_order(actor, order_id).status != "completed":
            return
        stars = self.rng.choices([s for s, _ in BUYER_STARS], [w for _, w in BUYER_STARS])[0]
        words = self.rng.choice(WORDS[stars])
        try:
            write_review(actor=actor, order_id=order_id, rating=stars, text=words)
        except DomainError:
            return  # the buyer's can be read already
        self.reviewed += 1
