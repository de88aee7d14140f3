"""Sellers who pay to be seen: some boost a piece that has waited long, for little, and let it run.

It draws from a generator of its own, so that none of this moves anybody else's choices.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

from rethread.market.boosts.services import start_boost, stop_boost
from rethread.market.catalogue.selectors import currency_of
from rethread.market.pricing.selectors import current_boost_price
from rethread.platform.kernel import Actor, DomainError, Money, business_now

from .cast import SellerMember
from .clockwork import Agenda

BOOSTS: Final = 0.15  # of the pieces, if they are still there after some days
DEMO_BOOSTS: Final = 0.4  # of the demo seller's, whose pages visitors read
STOPS: Final = 0.1  # of the boosts, before their time
LENGTHS: Final = ((3, 0.2), (7, 0.6), (14, 0.2))
CLICKS: Final = ((10, 0.3), (20, 0.4), (50, 0.3))  # what the whole may cost, in clicks


@dataclass(slots=True)
class BoostingSide:
    """The hopes of one simulation's sellers."""

    agenda: Agenda
    rng: random.Random
    started: int = 0

    def listed(self, member: SellerMember, listing_id: UUID) -> None:
        """Plan to boost a piece that nobody has bought by then."""
        share = DEMO_BOOSTS if member.seller.person.number == 0 else BOOSTS
        if self.rng.random() < share:
            at = business_now() + timedelta(days=self.rng.uniform(3, 20))
            self.agenda.plan(at, partial(self._start, member.member.actor, listing_id))

    def _start(self, actor: Actor, listing_id: UUID) -> None:
        days = self.rng.choices([n for n, _ in LENGTHS], [w for _, w in LENGTHS])[0]
        clicks = self.rng.choices([n for n, _ in CLICKS], [w for _, w in CLICKS])[0]
        stops_after = self.rng.uniform(0.5, 2.5) if self.rng.random() < STOPS else None
        click = current_boost_price(currency_of(listing_id)).click
        try:
            boost = start_boost(
                actor=actor,
                listing_id=listing_id,
                days=days,
                day_cap=Money(click.amount_minor * max(clicks // 5, 3), click.currency),
                cap=Money(click.amount_minor * clicks, click.currency),
            )
        except DomainError:
            return  # sold, in a checkout, on holiday, or they owe enough
        self.started += 1
        if stops_after is not None:
            at = business_now() + timedelta(days=stops_after)
            self.agenda.plan(at, partial(self._stop, actor, boost.id))

    def _stop(self, actor: Actor, boost_id: UUID) -> None:
        try:
            stop_boost(actor=actor, boost_id=boost_id)
        except DomainError:
            return  # over already
