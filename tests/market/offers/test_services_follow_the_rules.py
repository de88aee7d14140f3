"""The services on a real PostgreSQL against the machine of the rules: in the same order of events
both refuse the same, and show the same prices, states and words.

Every order to depth 2 from the middle of a negotiation, and many walks of depth 6.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from rethread.market.catalogue.selectors import access_listing_for_view
from rethread.market.catalogue.services import (
    hide_listing,
    remove_listing,
    show_listing,
    update_listing,
)
from rethread.market.offers.rules import told
from rethread.market.offers.selectors import find_latest_offer
from rethread.market.offers.services import decline_offer, withdraw_offer
from rethread.market.offers.services.redeeming import end_where_gone
from rethread.market.offers.tasks import run_due_offers
from rethread.market.orders.models import Checkout, OrderLine
from rethread.market.orders.services import start_checkout
from rethread.market.orders.services.settlement import (
    confirm_payment,
    let_lapse,
    settle_late_payment,
)
from rethread.market.social.services import block_person, unblock_person
from rethread.platform.kernel import Actor, DomainError
from tests.market.orders.world import Buyer

from .model import EVENTS, HIGH_PRICE, LOW_PRICE, NAMED, State, Who, apply
from .world import Haggling

SYSTEM = Actor.system("tests")
WALKS = 30


class Undo(Exception):
    """Rolls a savepoint back."""


@dataclass
class Market:
    """The same events, done through the services."""

    haggling: Haggling
    checkouts: dict[Who, UUID] = field(default_factory=dict)

    def do(self, event: str) -> bool:
        """Do an event and tell whether it happened; a refusal leaves nothing behind."""
        try:
            with transaction.atomic():
                return self._do(event)
        except DomainError:
            return False

    def _do(self, event: str) -> bool:
        h, listing_id = self.haggling, self.haggling.listing.id
        who, _, what = event.partition(" ")
        if what in {"checks out", "pays", "lets it lapse", "pays late"}:
            return self._buy("A" if who == "A" else "B", what)
        if event == "A offers":
            h.offer(NAMED[event])
            return True
        if what in {"counters", "accepts", "declines", "withdraws"}:
            return self._answer(h.buyer.actor if who == "A" else h.seller, what, event)
        if event == "a day passes":
            h.world.moments[0] += timedelta(days=1)
            return True
        if event == "timers run":
            return run_due_offers(h.world.now, 100) > 0
        if event == "news arrive":
            before = find_latest_offer(h.buyer.actor, listing_id)
            end_where_gone(listing_id=listing_id)
            after = find_latest_offer(h.buyer.actor, listing_id)
            return before is not None and after is not None and before.status != after.status
        acts: dict[str, Callable[[], object]] = {
            "S hides it": lambda: hide_listing(actor=h.seller, listing_id=listing_id),
            "S shows it": lambda: show_listing(actor=h.seller, listing_id=listing_id),
            "S removes it": lambda: remove_listing(actor=h.seller, listing_id=listing_id),
            "S makes it cheaper": lambda: self._price(LOW_PRICE),
            "S makes it dearer": lambda: self._price(HIGH_PRICE),
            "they fall out": lambda: block_person(
                actor=h.buyer.actor, person_id=h.seller.require_user()
            ),
            "they make up": lambda: unblock_person(
                actor=h.buyer.actor, person_id=h.seller.require_user()
            ),
        }
        acts[event]()
        return True

    def _price(self, minor: int) -> None:
        update_listing(
            actor=self.haggling.seller,
            listing_id=self.haggling.listing.id,
            changes={"price_minor": minor},
        )

    def _answer(self, actor: Actor, what: str, event: str) -> bool:
        offer = find_latest_offer(self.haggling.buyer.actor, self.haggling.listing.id)
        if offer is None:
            return False
        if what == "counters":
            self.haggling.counter(actor, offer, NAMED[event])
        elif what == "accepts":
            self.haggling.accept(actor, offer)
        else:
            act = decline_offer if what == "declines" else withdraw_offer
            act(actor=actor, offer_id=offer.offer_id, seen=offer.price)
        return True

    def _buy(self, who: Who, what: str) -> bool:
        buyer: Buyer = self.haggling.buyer if who == "A" else self.haggling.rival
        if what == "checks out":
            held = self._status(who) in {"open", "paying"}
            if held:
                return False  # the same checkout comes back; nothing new happens
            self.haggling.world.keys += 1
            view = start_checkout(
                actor=buyer.actor,
                address_id=buyer.address_id,
                idempotency_key=f"walk-{self.haggling.world.keys}",
                expected_total=None,
                listing_ids=[self.haggling.listing.id],
            )
            self.checkouts[who] = view.checkout_id
            return True
        wanted = {"pays": "open", "lets it lapse": "open", "pays late": "expired"}[what]
        if self._status(who) != wanted or self._refunded(who):
            return False
        act = {
            "pays": confirm_payment,
            "lets it lapse": let_lapse,
            "pays late": settle_late_payment,
        }
        act[what](actor=SYSTEM, checkout_id=self.checkouts[who])  # type: ignore[operator]
        return True

    def _status(self, who: Who) -> str:
        row = Checkout.objects.filter(pk=self.checkouts.get(who)).first()
        return row.status if row is not None else ""

    def _refunded(self, who: Who) -> bool:
        row = Checkout.objects.filter(pk=self.checkouts.get(who)).first()
        return row is not None and row.refunded_late_at is not None

    def word(self) -> str:
        offer = find_latest_offer(self.haggling.buyer.actor, self.haggling.listing.id)
        return offer.told if offer is not None else ""

    def seen(self) -> tuple[str, str, dict[str, int], int]:
        listing = access_listing_for_view(
            actor=Actor.staff(self.haggling.seller.require_user()),
            listing_id=self.haggling.listing.id,
        )
        quotes: dict[str, int] = {}
        for who, checkout_id in self.checkouts.items():
            line = OrderLine.objects.get(order__checkout_id=checkout_id)
            quotes[who] = line.price_minor
        sold = OrderLine.objects.filter(
            listing_id=listing.id, live=True, order__status="paid"
        ).count()
        return listing.status, self.word(), quotes, sold


def expected(state: State) -> tuple[str, str, dict[str, int], int]:
    word = ""
    if state.offer is not None:
        word = told(state.offer, state.piece, blocked=state.blocked, now=state.now)
    quotes = {who: quote.price_minor for who, quote in state.quotes}
    return state.listing, word, quotes, len(state.sold_to)


def follow(market: Market, state: State, event: str) -> State:
    """Do an event on both sides and compare everything that can be seen."""
    following = apply(state, event)
    happened = market.do(event)
    assert happened == (following is not None), (event, state)
    state = following or state
    assert market.seen() == expected(state), (event, state)
    return state


@pytest.mark.slow
@pytest.mark.parametrize(
    "middle", [("A offers",), ("A offers", "S counters"), ("A offers", "S accepts")]
)
def test_every_order_to_depth_two_agrees(haggling: Haggling, middle: tuple[str, ...]) -> None:
    market, state = Market(haggling), State()
    for event in middle:
        state = follow(market, state, event)
    _explore(market, state, 2)


def _explore(market: Market, state: State, depth: int) -> None:
    for event in EVENTS:
        moments, checkouts = list(market.haggling.world.moments), dict(market.checkouts)
        try:
            with transaction.atomic():
                following = follow(market, state, event)
                if depth > 1 and following != state:
                    _explore(market, following, depth - 1)
                raise Undo
        except Undo:
            market.haggling.world.moments[:] = moments
            market.checkouts = checkouts


@pytest.mark.parametrize("walk", range(WALKS))
def test_walks_of_depth_six_agree(haggling: Haggling, walk: int) -> None:
    rng = random.Random(f"offers-walk-{walk}")
    market, state = Market(haggling), State()
    state = follow(market, state, "A offers")
    for _ in range(6):
        possible = [event for event in EVENTS if apply(state, event) is not None]
        wanted = rng.choice(possible if rng.random() < 0.85 else list(EVENTS))
        state = follow(market, state, wanted)
