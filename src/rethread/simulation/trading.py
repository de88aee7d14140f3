"""People who do nothing but trade while the provider misbehaves: a trial of everything about money.

Sellers list pieces just before somebody buys them, rivals want the same ones, cards are declined,
pages are left or paid too late, parcels get lost, buyers complain. Every few hours the provider's
weather changes: calls fail on the way, answers are lost, webhooks vanish, double and come in any
order, or nothing answers at all. Afterwards the weather is fair and time passes until all is done.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, Protocol
from uuid import UUID

from rethread.market.media.services import expect_photos
from rethread.market.media.types import ExpectedPhoto
from rethread.market.orders.selectors import access_order, get_checkout
from rethread.market.orders.services import (
    add_to_bag,
    cancel_order,
    confirm_received,
    open_pay_page,
    refresh_checkout,
    start_checkout,
)
from rethread.platform.kernel import Actor, DomainError, business_now, new_id

from .cast import Member, SellerMember, join, open_for_business
from .clockwork import Agenda, SimulatedClock, simulated_time
from .closet import Garment, fill_closet
from .complaining import COURSES, Complaints
from .people import draw_people, draw_sellers
from .selling import SellingSide
from .world import PayOutcome, World

ORDERS_PER_DAY: Final = 250
ORDERS_PER_SELLER: Final = 40
TICK: Final = timedelta(minutes=30)
WEATHER_LASTS: Final = timedelta(hours=3)
DRAIN: Final = timedelta(days=45)  # the longest timer of an order and the longest of a case
DRAIN_TICK: Final = timedelta(hours=6)
TRIES_MAX: Final = 12

Fault = tuple[str, Mapping[str, object]]
_WEBHOOKS: Final[tuple[Fault, ...]] = (
    ("webhook_lose", {"probability": 0.5}),
    ("webhook_duplicate", {"probability": 0.5}),
    ("webhook_reorder", {"probability": 0.5}),
)
_CALLS: Final[tuple[Fault, ...]] = (
    ("drop_before", {"probability": 0.1}),
    ("apply_then_drop", {"probability": 0.1}),
    ("rate_limit", {"probability": 0.05}),
    ("server_error", {"probability": 0.05}),
    ("server_error", {"probability": 0.05, "applied": True}),
)
WEATHER: Final[Mapping[str, tuple[float, tuple[Fault, ...]]]] = {
    "fair": (0.3, ()),
    "webhooks half lost, half doubled, shuffled": (0.25, _WEBHOOKS),
    "calls fail": (0.2, _CALLS),
    "both": (0.2, (*_WEBHOOKS, *_CALLS)),
    "nothing answers": (0.05, (("drop_before", {"probability": 1.0}),)),
}
OUTCOMES: Final = {"paid": 0.84, "declined": 0.05, "abandoned": 0.06, "late": 0.05}
FATES: Final = {"sent": 0.86, "called off by the buyer": 0.05, "called off by the seller": 0.03,
                "never sent": 0.06}  # fmt: skip
RIVALS: Final = 0.1
LOST: Final = 0.02
CONFIRMED: Final = 0.4
COMPLAINED: Final = 0.04


class TradedWorld(World, Protocol):
    """What a trial of money needs beyond a world: a provider and a carrier that misbehave."""

    def let_weather_be(self, faults: Sequence[Fault]) -> None:
        """Let these faults strike the provider from now on, and no others."""

    def lose_parcel(self, tracking_code: str) -> None:
        """Lose a parcel, unless it has arrived."""

    def provider_objects(self, kind: str) -> list[dict[str, Any]]:
        """Return every object of a kind as the provider keeps it, of all accounts."""


@dataclass(slots=True)
class Traded:
    """What was done, as the people who did it saw it."""

    checkouts: int = 0
    orders: int = 0
    shipped: int = 0
    parcels_lost: int = 0
    complaints: int = 0
    sold_twice: list[UUID] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    weather: Counter[str] = field(default_factory=Counter)


class _OnePhoto:
    """`Pictures` that hands every garment of a seller the same photo: nobody looks at it."""

    def __init__(self) -> None:
        self._known: dict[Actor, list[UUID]] = {}

    def take(self, actor: Actor, garment: Garment) -> Sequence[UUID]:
        if actor not in self._known:
            expected = [ExpectedPhoto("one", 600, 800, "#808080")]
            self._known[actor] = [one.id for one in expect_photos(actor=actor, expected=expected)]
        return self._known[actor]


class Trading:
    """One trial of `orders` paid orders; `world` comes from whoever starts it."""

    def __init__(
        self, world: TradedWorld, clock: SimulatedClock, *, orders: int, seed: int
    ) -> None:
        """Draw the people; nothing touches the market before `run`."""
        self.world, self.clock, self.wanted, self.seed = world, clock, orders, seed
        self.rng = random.Random(f"trade-{seed}")
        self.agenda = Agenda()
        self.selling = SellingSide(_OnePhoto(), self.agenda, random.Random(f"trade-sell-{seed}"))
        self.complaints = Complaints(self.agenda, random.Random(f"trade-complain-{seed}"), "!")
        self.done = Traded()
        self.buyers: list[Member] = []
        self.shops: list[SellerMember] = []
        self.closets: list[list[Garment]] = []

    def run(self, *, on_progress: Callable[[int, int], None]) -> Traded:
        """Trade until so many orders were paid, then let time pass until nothing is left to do."""
        with simulated_time(self.clock, self.seed):
            self._bring_people()
            self._change_weather()
            day = self.clock.now
            while self.done.orders < self.wanted:
                self._plan_an_hour(day)
                for _ in range(2):
                    day += TICK
                    self._live_until(day)
                on_progress(self.done.orders, self.wanted)
            self.wanted = 0  # no more weather
            self.world.let_weather_be(())
            end = day + DRAIN
            while day < end:
                day += DRAIN_TICK
                self._live_until(day)
        self.done.shipped = self.selling.shipped
        self.done.complaints = self.complaints.cases
        return self.done

    def _bring_people(self) -> None:
        sellers = max(4, self.wanted // ORDERS_PER_SELLER)
        for person in draw_people(self.seed, max(8, self.wanted // 8), role="buyer"):
            self.buyers.append(join(person, email=person.email, password_hash="!"))  # noqa: S106  # nobody signs in
        for seller in draw_sellers(self.seed, sellers, sellers * 20):
            email = seller.person.email.replace("@", ".s@")
            member = join(seller.person, email=email, password_hash="!")  # noqa: S106  # as above
            shop = open_for_business(self.world, seller, member)
            self.selling.by_user[member.user_id] = shop
            self.selling.plan_payouts(shop)
            self.shops.append(shop)
            self.closets.append(fill_closet(self.seed, seller))

    def _live_until(self, until: datetime) -> None:
        while (due := self.agenda.pop_due(until)) is not None:
            at, action = due
            self.world.move_to(at)
            self._try(action)
        self.world.move_to(until)
        self.world.settle()

    def _try(self, act: Callable[[], object]) -> bool:
        """Do what may be refused and count why: a refusal is an answer, not a fault."""
        try:
            act()
        except DomainError as error:
            self.done.refused[error.code] += 1
            return False
        return True

    def _change_weather(self) -> None:
        if not self.wanted:
            return
        name = self._draw({name: share for name, (share, _) in WEATHER.items()})
        self.done.weather[name] += 1
        self.world.let_weather_be(WEATHER[name][1])
        self.agenda.plan(business_now() + WEATHER_LASTS, self._change_weather)

    def _draw(self, shares: Mapping[str, float]) -> str:
        return self.rng.choices([*shares], [*shares.values()])[0]

    # -- buying ------------------------------------------------------------------------------

    def _plan_an_hour(self, begin: datetime) -> None:
        missing = self.wanted - self.done.orders
        count = min(max(1, ORDERS_PER_DAY // 24), max(1, missing))
        for _ in range(count):
            self.agenda.plan(begin + timedelta(minutes=self.rng.uniform(0, 60)), self._trade)

    def _trade(self) -> None:
        """List one to four pieces of one or two shops, and buy them, with a rival now and then."""
        pieces: list[UUID] = []
        for place in self.rng.sample(range(len(self.shops)), self.rng.choice((1, 1, 1, 2))):
            for _ in range(self.rng.choice((1, 1, 2))):
                self.selling.list_garment(self.shops[place], self.rng.choice(self.closets[place]))
                pieces.append(next(reversed(self.selling.truth)))
        buyer, rival = self.rng.sample(self.buyers, 2)
        checkout = self._check_out(buyer, pieces)
        if checkout is None:
            return
        if self.rng.random() < RIVALS and self._check_out(rival, pieces) is not None:
            self.done.sold_twice += pieces
        self.done.checkouts += 1
        self._pay(buyer, checkout, self._draw(OUTCOMES), TRIES_MAX)

    def _check_out(self, buyer: Member, pieces: Sequence[UUID]) -> UUID | None:
        for piece in pieces:
            if not self._try(partial(add_to_bag, actor=buyer.actor, listing_id=piece)):
                return None
        try:
            return start_checkout(
                actor=buyer.actor,
                address_id=buyer.address_id,
                idempotency_key=str(new_id()),
                expected_total=None,
                listing_ids=list(pieces),
            ).checkout_id
        except DomainError as error:
            self.done.refused[error.code] += 1
            return None

    def _pay(self, buyer: Member, checkout_id: UUID, outcome: str, tries: int) -> None:
        """Open the pay page and act on it; where it does not open, try again in a minute."""
        try:
            url = open_pay_page(buyer.actor, checkout_id)
        except DomainError as error:
            self.done.refused[error.code] += 1
            if tries and error.code == "orders.payment_unavailable":
                again = partial(self._pay, buyer, checkout_id, outcome, tries - 1)
                self.agenda.plan(business_now() + timedelta(minutes=1), again)
            return
        self.done.outcomes[outcome] += 1
        if outcome == "late":  # as the reservation ends, or after it
            at = business_now() + timedelta(minutes=self.rng.uniform(9, 29))
            self.agenda.plan(at, partial(self._on_the_page, buyer, checkout_id, url, "paid"))
        elif outcome == "declined":
            self.world.pay(url, "declined")
            at = business_now() + timedelta(minutes=1)
            self.agenda.plan(at, partial(self._on_the_page, buyer, checkout_id, url, "paid"))
        elif outcome == "paid":
            self._on_the_page(buyer, checkout_id, url, "paid")

    def _on_the_page(self, buyer: Member, checkout_id: UUID, url: str, outcome: PayOutcome) -> None:
        self.world.pay(url, outcome)
        if self.rng.random() < 0.5:  # the others close the browser on the provider's page
            self._try(partial(refresh_checkout, actor=buyer.actor, checkout_id=checkout_id))
        self._follow(buyer, checkout_id, TRIES_MAX)

    def _follow(self, buyer: Member, checkout_id: UUID, tries: int) -> None:
        """Look every ten minutes whether it is paid, and decide then what comes of it."""
        view = get_checkout(buyer.actor, checkout_id)
        paid = [order for order in view.orders if order.status == "paid"]
        if not paid and tries:
            again = partial(self._follow, buyer, checkout_id, tries - 1)
            self.agenda.plan(business_now() + timedelta(minutes=10), again)
        for order in paid:
            self.done.orders += 1
            self._decide(buyer, order.order_id, order.seller_id)

    # -- after paying ------------------------------------------------------------------------

    def _decide(self, buyer: Member, order_id: UUID, seller_id: UUID) -> None:
        fate = self._draw(FATES)
        self.done.outcomes[fate] += 1
        soon = business_now() + timedelta(hours=self.rng.uniform(1, 60))
        if fate.startswith("called off"):
            who = buyer.actor if fate.endswith("buyer") else Actor.user(seller_id)
            self.agenda.plan(soon, partial(self._call_off, who, order_id))
        if fate != "sent":
            return
        self.agenda.plan(soon, partial(self._send, self.selling.by_user[seller_id], order_id))
        if self.rng.random() < COMPLAINED:
            self.complaints.untold.append(self.rng.choice(COURSES))
            self.complaints.order_paid(buyer, order_id, seller_id)
        elif self.rng.random() < CONFIRMED:
            at = business_now() + timedelta(days=self.rng.uniform(3, 9))
            self.agenda.plan(at, partial(self._confirm, buyer, order_id))

    def _call_off(self, who: Actor, order_id: UUID) -> None:
        cancel_order(actor=who, order_id=order_id)

    def _confirm(self, buyer: Member, order_id: UUID) -> None:
        confirm_received(actor=buyer.actor, order_id=order_id)

    def _send(self, shop: SellerMember, order_id: UUID) -> None:
        self.selling.ship(shop, order_id)
        code = access_order(shop.member.actor, order_id).tracking_code
        if code and self.rng.random() < LOST:
            self.world.lose_parcel(code)
            self.done.parcels_lost += 1
