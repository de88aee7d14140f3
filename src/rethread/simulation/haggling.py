"""Who haggles, and how sellers answer: natures that the market never sees, only what they do.

Buyers offer for what they would want if it cost less; sellers accept, counter, decline or forget to
answer, set a lowest price, and offer a piece to people who like it. Every draw comes from
generators of its own, so that nobody else's choices move.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from uuid import UUID

from rethread.market.catalogue.selectors import list_own_cards
from rethread.market.catalogue.types import ListingCard
from rethread.market.offers.selectors import access_offer, access_selling_terms, list_offers
from rethread.market.offers.services import (
    accept_offer,
    counter_offer,
    decline_offer,
    make_offer,
    send_offers,
    set_floor,
)
from rethread.market.offers.types import OfferView
from rethread.platform.kernel import DomainError, Money, business_now

from .cast import Member, SellerMember
from .clockwork import Agenda
from .closet import Garment
from .selling import SellingSide
from .taste import LIKES_ABOVE, WANTS_ABOVE, utility

BuyAgreed = Callable[[Member, UUID], None]
HAGGLES = 0.22  # of those who would want a piece if it cost a fifth less
HOPED_SHARE = 0.8
TENDS_EVERY = timedelta(days=7)
LATE_SHARE = 0.08  # of agreed prices that their buyer forgets for a day
ROUND_MINOR = 50


@dataclass(frozen=True, slots=True)
class Nature:
    """How a seller bargains; shares are of the public price."""

    takes_share: float
    answers: float
    answers_after_h: float
    sets_floor: bool
    sends_to_likers: bool


def nature_of(seed: int, number: int) -> Nature:
    """Draw a seller's nature; the same seed and seller give the same."""
    rng = random.Random(f"haggle-nature-{seed}-{number}")
    return Nature(
        takes_share=rng.uniform(0.72, 0.97),
        answers=rng.uniform(0.6, 1.0),
        answers_after_h=min(20.0, rng.lognormvariate(1.1, 0.8)),
        sets_floor=rng.random() < 0.3,
        sends_to_likers=rng.random() < 0.35,
    )


@dataclass(slots=True)
class HagglingSide:
    """The offers of one simulation; `buyers` are whom a seller's offer can reach."""

    seed: int
    agenda: Agenda
    selling: SellingSide
    rng: random.Random
    buyers: dict[UUID, Member] = field(default_factory=dict)
    natures: dict[UUID, Nature] = field(default_factory=dict)
    made: int = 0
    sent: int = 0
    agreed: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    buy: BuyAgreed | None = None

    def open_shop(self, shop: SellerMember) -> None:
        """Give a seller their nature, and plan how they look after their rail."""
        nature = nature_of(self.seed, shop.seller.person.number)
        self.natures[shop.member.user_id] = nature
        if nature.sets_floor or nature.sends_to_likers:
            self._plan_tending(shop)

    def _plan_tending(self, shop: SellerMember) -> None:
        at = business_now() + TENDS_EVERY * self.rng.uniform(0.5, 1.3)
        self.agenda.plan(at, partial(self._tend, shop))

    def _tend(self, shop: SellerMember) -> None:
        """Set a lowest price for what has none, and offer one piece to people who like it."""
        self._plan_tending(shop)
        nature, actor = self.natures[shop.member.user_id], shop.member.actor
        sent = False
        for card in list_own_cards(actor=actor, status="live", limit=12):
            if nature.sets_floor and self.rng.random() < 0.5:
                floor = _rounded(card.price, nature.takes_share * 0.9)
                self._try(partial(set_floor, actor=actor, listing_id=card.id, floor=floor))
            if nature.sends_to_likers and not sent:
                sent = self._send(shop, card, nature)

    def _send(self, shop: SellerMember, card: ListingCard, nature: Nature) -> bool:
        actor = shop.member.actor
        terms = access_selling_terms(actor, card.id)
        highest = terms.liker_price_max
        if not terms.likers or highest is None:
            return False
        price = _rounded(card.price, min(0.95, nature.takes_share + 0.02))
        price = price if price <= highest else highest
        if not self._try(partial(send_offers, actor=actor, listing_id=card.id, price=price)):
            return False
        self.sent += 1
        for offer in list_offers(actor, limit=50, listing_id=card.id).offers:
            if offer.told == "asks_buyer" and offer.buyer_id in self.buyers:
                self._plan_reply(self.buyers[offer.buyer_id], offer.offer_id)
        return True

    def consider(self, buyer: Member, card: ListingCard, garment: Garment, value: float) -> None:
        """Offer for a piece that the buyer would want if it cost less."""
        self.buyers[buyer.user_id] = buyer
        if not LIKES_ABOVE < value <= WANTS_ABOVE or not card.available:
            return
        hoped = int(card.buyer_price.amount_minor * HOPED_SHARE)
        if utility(buyer.person, garment, hoped) <= WANTS_ABOVE or self.rng.random() > HAGGLES:
            return
        price = _rounded(card.price, self.rng.uniform(0.62, 0.92))
        self._try(partial(self._offer, buyer, card, price))

    def _offer(self, buyer: Member, card: ListingCard, price: Money) -> None:
        offer = make_offer(actor=buyer.actor, listing_id=card.id, price=price)
        self.made += 1
        if offer.told == "asks_seller":
            self._plan_answer(card.seller_id, offer.offer_id)

    def _plan_answer(self, seller_id: UUID, offer_id: UUID) -> None:
        shop, nature = self.selling.by_user.get(seller_id), self.natures.get(seller_id)
        if shop is None or nature is None or self.rng.random() > nature.answers:
            return
        hours = nature.answers_after_h * self.rng.lognormvariate(0, 0.4)
        at = business_now() + timedelta(hours=hours)
        self.agenda.plan(at, partial(self._answer, shop, nature, offer_id))

    def _answer(self, shop: SellerMember, nature: Nature, offer_id: UUID) -> None:
        actor = shop.member.actor
        offer = access_offer(actor, offer_id)
        if "accept" not in offer.steps or offer.card is None:
            return
        takes = _rounded(offer.card.price, nature.takes_share)
        if takes <= offer.price:
            self._agree(shop.member, offer)
            return
        low, high = offer.counter_min, offer.counter_max
        far = offer.price.amount_minor < takes.amount_minor * 0.75
        if far or low is None or high is None or not low <= takes or not takes <= high:
            self._try(partial(decline_offer, actor=actor, offer_id=offer_id, seen=offer.price))
            return
        act = partial(counter_offer, actor=actor, offer_id=offer_id, price=takes, seen=offer.price)
        if self._try(act) and offer.buyer_id in self.buyers:
            self._plan_reply(self.buyers[offer.buyer_id], offer_id)

    def _plan_reply(self, buyer: Member, offer_id: UUID) -> None:
        at = business_now() + timedelta(hours=min(30.0, self.rng.lognormvariate(1.3, 0.9)))
        self.agenda.plan(at, partial(self._reply, buyer, offer_id))

    def _reply(self, buyer: Member, offer_id: UUID) -> None:
        """Take what the seller asks if it is worth it; else say no, or forget it."""
        offer = access_offer(buyer.actor, offer_id)
        garment = self.selling.truth.get(offer.listing_id)
        if "accept" not in offer.steps or garment is None:
            return
        value = utility(buyer.person, garment, offer.buyer_price.amount_minor)
        if value > WANTS_ABOVE - 0.15:
            self._agree(buyer, offer)
        elif self.rng.random() < 0.6:
            self._try(
                partial(decline_offer, actor=buyer.actor, offer_id=offer_id, seen=offer.price)
            )

    def _agree(self, member: Member, offer: OfferView) -> None:
        act = partial(accept_offer, actor=member.actor, offer_id=offer.offer_id, seen=offer.price)
        buyer = self.buyers.get(offer.buyer_id)
        if not self._try(act) or buyer is None or self.buy is None:
            return
        self.agreed += 1
        hours = 30.0 if self.rng.random() < LATE_SHARE else self.rng.uniform(0.2, 20)
        self.agenda.plan(
            business_now() + timedelta(hours=hours),
            partial(self._buy_agreed, buyer, offer.offer_id),
        )

    def _buy_agreed(self, buyer: Member, offer_id: UUID) -> None:
        offer = access_offer(buyer.actor, offer_id)
        if offer.told == "price_runs" and self.buy is not None:
            self.buy(buyer, offer.listing_id)

    def _try(self, act: Callable[[], object]) -> bool:
        """Do what may be refused and count the refusal."""
        try:
            act()
        except DomainError as error:
            self.refused[error.code] = self.refused.get(error.code, 0) + 1
            return False
        return True


def _rounded(price: Money, share: float) -> Money:
    minor = int(price.amount_minor * share) // ROUND_MINOR * ROUND_MINOR
    return Money(max(minor, 100), price.currency)
