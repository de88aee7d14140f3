"""What buyers do: visit, scroll, search, like, follow, fill a bag, pay, review.

They see only what pages show (cards with prices that include the fee) and decide by their own
taste, which the market never sees.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from uuid import UUID

from rethread.market.boosts.services import place_in_results
from rethread.market.catalogue.types import ListingCard
from rethread.market.discovery.services import open_feed, profile_key_of
from rethread.market.discovery.types import FeedCard
from rethread.market.orders.errors import OrderNotFound
from rethread.market.orders.selectors import access_order, get_checkout
from rethread.market.orders.services import (
    add_to_bag,
    confirm_received,
    open_pay_page,
    start_checkout,
)
from rethread.market.reviews.services import write_review
from rethread.market.search.services import perform_search
from rethread.market.search.types import Filters, SearchRequest
from rethread.market.social.services import follow_shop, like_listing
from rethread.platform.kernel import DomainError, business_now, new_id

from .arrivals import Arrivals
from .browsing import BrowserSession
from .cast import Member
from .clockwork import Agenda
from .complaining import Complaints
from .fetching import Fetching
from .haggling import HagglingSide
from .people import UK_WOMEN, Person
from .selling import SellingSide
from .taste import WANTS_ABOVE, chance, utility
from .wishing import Wishes
from .world import PayOutcome, World

REVIEW_WORDS = {
    5: (
        "Exactly as described, lovely wrapping.",
        "Love it! Quick post too.",
        "Perfect, thank you.",
    ),
    4: ("Nice piece, a little creased on arrival.", "Good, slightly smaller than I thought."),
    3: ("Fine, but there was a mark I had not seen in the photos.",),
    2: ("Took a week to be sent and smelled of smoke.",),
}
REVIEW_STARS = ((5, 0.68), (4, 0.22), (3, 0.07), (2, 0.03))
PAY_OUTCOMES: tuple[tuple[PayOutcome, float], ...] = (
    ("paid", 0.93),
    ("declined", 0.03),
    ("abandoned", 0.04),
)


@dataclass(slots=True)
class BuyingSide:
    """The buyers of one simulation."""

    world: World
    agenda: Agenda
    rng: random.Random
    selling: SellingSide
    arrivals: Arrivals
    complaints: Complaints
    haggling: HagglingSide
    wishes: Wishes
    fetching: Fetching
    sessions: int = 0
    searches: int = 0
    likes: int = 0
    checkouts: int = 0
    orders: int = 0
    reviews: int = 0
    refused: dict[str, int] = field(default_factory=dict)

    def visit(self, buyer: Member) -> None:
        """One visit from landing to leaving, perhaps with a purchase."""
        self.sessions += 1
        browser = BrowserSession(buyer.user_id, str(new_id()))
        self.arrivals.arrive(buyer, browser)
        wanted = self.wishes.look(buyer)
        if self.rng.random() < 0.6:
            page = open_feed(actor=buyer.actor, limit=self._depth())
            chosen = {place.card.id: _chosen(place) for place in page.cards}
            cards = [place.card for place in page.cards]
            wanted += self._look(buyer, browser, cards, page.ranking_id, "feed", chosen)
        for _ in range(self.rng.choices((0, 1, 2), (0.3, 0.5, 0.2))[0]):
            wanted += self._search(buyer, browser)
        browser.close()
        if wanted and self.rng.random() < 0.85:
            self._buy(buyer, wanted)

    def _search(self, buyer: Member, browser: BrowserSession) -> list[ListingCard]:
        self.searches += 1
        request = SearchRequest(
            query=self._query(buyer.person), filters=self._filters(buyer.person)
        )
        page = perform_search(actor=buyer.actor, request=request)
        self.wishes.searched(buyer, request)
        placed = place_in_results(
            actor=buyer.actor,
            viewer_key=profile_key_of(buyer.user_id),
            request=request,
            page=page,
        )
        paid = {"source": "boosted", "propensity_ppm": placed.propensity_ppm}
        chosen = dict.fromkeys(placed.boosted, paid)
        return self._look(buyer, browser, placed.cards, page.ranking_id, "search", chosen)

    def _depth(self) -> int:
        """Return how many garments a person scrolls past on one page."""
        return self.rng.choice((6, 10, 16, 24))

    def _query(self, person: Person) -> str:
        known = list(self.selling.truth.values())
        if not known or self.rng.random() < 0.15:
            return ""
        model = self.rng.choice(known)
        words = {
            "brand": f"{model.brand} {model.type}",
            "colour": f"{model.colours[0]} {model.type}",
            "style": f"{self.rng.choice(person.styles)} {model.type}",
            "type": model.type,
            "only brand": model.brand,
        }
        query = words[self.rng.choice(sorted(words))].lower()
        if self.rng.random() < 0.06 and len(query) > 5:
            at = self.rng.randrange(1, len(query) - 1)
            query = query[:at] + query[at + 1 :]
        return query

    def _filters(self, person: Person) -> Filters:
        departments = (person.department,) if self.rng.random() < 0.4 else ()
        price_max = int(person.budget_minor * 1.5) if self.rng.random() < 0.3 else None
        return Filters(departments=departments, price_max_minor=price_max)

    def _look(
        self,
        buyer: Member,
        browser: BrowserSession,
        cards: Sequence[ListingCard],
        ranking_id: UUID,
        surface: str,
        chosen: Mapping[UUID, Mapping[str, object]] | None = None,
    ) -> list[ListingCard]:
        """Scroll through cards, open some, like some; return what the person wants to buy."""
        wanted = []
        for position, card in enumerate(cards, start=1):
            place = {"listing_id": card.id, "ranking_id": ranking_id, "surface": surface}
            said = (chosen or {}).get(card.id, {})
            browser.report("discovery.listing_impressed", position=position, **place, **said)
            garment = self.selling.truth.get(card.id)
            if garment is None or card.seller_id == buyer.user_id:
                continue
            value = utility(buyer.person, garment, card.buyer_price.amount_minor)
            if self.rng.random() > chance(value, base=0.11):
                continue
            browser.report("discovery.listing_clicked", position=position, **place)
            browser.report("discovery.listing_viewed", **place)
            self._react(buyer, card, value)
            if value > WANTS_ABOVE and self.rng.random() < chance(value, base=0.16):
                wanted.append(card)
            else:
                self.haggling.consider(buyer, card, garment, value)
        return wanted

    def _react(self, buyer: Member, card: ListingCard, value: float) -> None:
        if self.rng.random() < chance(value, base=0.22):
            self._try(partial(like_listing, actor=buyer.actor, listing_id=card.id))
            self.likes += 1
        if self.rng.random() < chance(value, base=0.02):
            self._try(partial(follow_shop, actor=buyer.actor, shop_id=card.shop_id))

    def _try(self, act: Callable[[], object]) -> bool:
        """Do what may be refused (it was sold a moment ago) and count the refusal."""
        try:
            act()
        except DomainError as error:
            self.refused[error.code] = self.refused.get(error.code, 0) + 1
            return False
        return True

    def _buy(self, buyer: Member, wanted: list[ListingCard]) -> None:
        chosen = sorted(wanted, key=lambda card: card.buyer_price.amount_minor)[:2]
        put = [
            c for c in chosen if self._try(partial(add_to_bag, actor=buyer.actor, listing_id=c.id))
        ]
        if not put:
            return
        outcome = self.rng.choices([o for o, _ in PAY_OUTCOMES], [w for _, w in PAY_OUTCOMES])[0]
        try:
            checkout = start_checkout(
                actor=buyer.actor,
                address_id=buyer.address_id,
                idempotency_key=str(new_id()),
                expected_total=None,
                delivery=self.fetching.choose(buyer, put),
                currency=put[0].buyer_price.currency,
            )
        except DomainError as error:
            self.refused[error.code] = self.refused.get(error.code, 0) + 1
            return
        self.checkouts += 1
        self.world.pay(open_pay_page(buyer.actor, checkout.checkout_id), outcome)
        if outcome == "paid":
            at = business_now() + timedelta(minutes=1)
            self.agenda.plan(at, partial(self._after_paying, buyer, checkout.checkout_id))

    def buy_agreed(self, buyer: Member, listing_id: UUID) -> None:
        """Buy one piece at the price that was agreed for it, and pay at once."""
        try:
            checkout = start_checkout(
                actor=buyer.actor,
                address_id=buyer.address_id,
                idempotency_key=str(new_id()),
                expected_total=None,
                listing_ids=[listing_id],
            )
        except DomainError as error:
            self.refused[error.code] = self.refused.get(error.code, 0) + 1
            return
        self.checkouts += 1
        self.world.pay(open_pay_page(buyer.actor, checkout.checkout_id), "paid")
        at = business_now() + timedelta(minutes=1)
        self.agenda.plan(at, partial(self._after_paying, buyer, checkout.checkout_id))

    def _after_paying(self, buyer: Member, checkout_id: UUID) -> None:
        self.world.settle_payments()
        paid_before = self.orders
        for order in get_checkout(buyer.actor, checkout_id).orders:
            if order.status != "paid":
                continue
            self.orders += 1
            self.fetching.follow(buyer, order)
            if not order.is_pickup:
                self.selling.plan_shipping(order.order_id, order.seller_id)
            self.complaints.order_paid(buyer, order.order_id, order.seller_id)
            if self.rng.random() < 0.75:
                at = business_now() + timedelta(days=self.rng.uniform(5, 12))
                self.agenda.plan(at, partial(self._look_back, buyer, order.order_id, tries=3))
        if self.orders > paid_before:
            self.arrivals.purchased(buyer)

    def _look_back(self, buyer: Member, order_id: UUID, *, tries: int) -> None:
        """Confirm the parcel if it waits for that, and review when the order is complete."""
        try:
            order = access_order(buyer.actor, order_id)
        except OrderNotFound:
            return
        if order.status == "delivered" and self.rng.random() < 0.3:
            self._try(partial(confirm_received, actor=buyer.actor, order_id=order_id))
            order = access_order(buyer.actor, order_id)
        if order.status == "completed":
            stars = self.rng.choices([s for s, _ in REVIEW_STARS], [w for _, w in REVIEW_STARS])[0]
            words = self.rng.choice(REVIEW_WORDS[stars])
            if self._try(
                partial(
                    write_review, actor=buyer.actor, order_id=order_id, rating=stars, text=words
                )
            ):
                self.reviews += 1
        elif tries and order.status in {"paid", "shipped", "delivered"}:
            at = business_now() + timedelta(days=3)
            self.agenda.plan(at, partial(self._look_back, buyer, order_id, tries=tries - 1))


def _chosen(place: FeedCard) -> dict[str, object]:
    """Return what an impression says of the ranking's choice, if anything was ranked."""
    if place.propensity_ppm is None:
        return {}
    return {"source": place.source, "propensity_ppm": place.propensity_ppm}


def my_sizes(person: Person) -> tuple[str, ...]:
    """Return the sizes a person would set in the filters."""
    return (person.alpha_size, f"UK {UK_WOMEN[person.alpha_size]}", f"UK {person.shoe_size}")
