"""Runs a population through the market, six hours of simulated time after six, in one process.

Deterministic: one thread, seeded ids and choices, a fixed order of draining. The same seed and
scale give the same business facts (see `digest`).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from .arrivals import Arrivals
from .boosting import BoostingSide
from .cast import Member, SellerMember, join, open_for_business
from .clockwork import Agenda, SimulatedClock, simulated_time
from .closet import Garment, fill_closet
from .complaining import Complaints, Contacts
from .fetching import Fetching
from .haggling import HagglingSide
from .moving import Moving
from .people import DEMO_BUYER, DEMO_SELLER, Person, Seller, draw_people, draw_sellers
from .policing import Policing
from .selling import SellingSide
from .shopkeeping import Shopkeeping
from .shopping import BuyingSide
from .tending import Tending
from .wishing import Wishes
from .world import Pictures, World

TICK = timedelta(hours=6)
SEARCH_EVERY_TICKS = 1
STOCK_SHARE = 0.35  # of the listings that go live in the first three days
FRESH_SHARE = 0.12  # of the listings that go live in the last two days
EVENING = (0.2, 0.1, 0.1, 0.1, 0.1, 0.2, 0.5, 1, 1.4, 1.2, 1, 1.1, 1.5, 1.4, 1.1, 1, 1.2, 1.6,
           2.2, 2.8, 3.2, 3.0, 2.0, 0.9)  # fmt: skip

Stock = Sequence[tuple[Seller, Sequence[Garment]]]
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How large a population, for how long, from which seed."""

    seed: int = 7
    sellers: int = 60
    listings: int = 600
    buyers: int = 400
    days: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationReport:
    """What happened, counted by the simulation itself."""

    sellers: int
    buyers: int
    listed: int
    sessions: int
    searches: int
    likes: int
    checkouts: int
    orders: int
    shipped: int
    reviews: int
    payouts: int
    holidays: int
    contacts: Contacts
    refused: dict[str, int]
    offers: int = 0
    offers_sent: int = 0
    offers_agreed: int = 0
    boosts: int = 0


def drawn_stock(scale: Scale) -> Stock:
    """Draw sellers and fill their closets."""
    sellers = draw_sellers(scale.seed, scale.sellers, scale.listings)
    return [(seller, fill_closet(scale.seed, seller)) for seller in sellers]


class Simulation:
    """One run; `world` and `pictures` come from whoever starts it."""

    def __init__(
        self,
        scale: Scale,
        world: World,
        pictures: Pictures,
        *,
        password_hash: str,
        stock: Stock | None = None,
        told: Sequence[str] = (),
    ) -> None:
        """Draw the population; nothing touches the market before `run`.

        `stock` replaces the drawn sellers and closets (by photographed ones, for example). `told`
        names courses of a case that happen once each whatever is drawn: a small market at its
        ordinary rates would see none of them.
        """
        self.scale = scale
        self.world = world
        self.password_hash = password_hash
        self.rng = random.Random(f"run-{scale.seed}")
        self.agenda = Agenda()
        self.selling = SellingSide(pictures, self.agenda, random.Random(f"sell-{scale.seed}"))
        self.selling.tending = Tending(
            self.agenda,
            random.Random(f"tend-{scale.seed}"),
            refreshing=random.Random(f"refresh-{scale.seed}"),
        )
        self.selling.boosting = BoostingSide(self.agenda, random.Random(f"boost-{scale.seed}"))
        self.shopkeeping = Shopkeeping(self.agenda, scale.seed)
        self.complaints = Complaints(
            self.agenda,
            random.Random(f"complain-{scale.seed}"),
            password_hash,
            untold=list(told),
            returning=random.Random(f"returns-{scale.seed}"),
        )
        self.haggling = HagglingSide(
            scale.seed, self.agenda, self.selling, random.Random(f"haggle-{scale.seed}")
        )
        self.buying = BuyingSide(
            world, self.agenda, random.Random(f"buy-{scale.seed}"), self.selling,
            Arrivals(scale.seed), self.complaints, self.haggling,
            Wishes(random.Random(f"wish-{scale.seed}"), self.selling),
            Fetching(
                self.agenda, random.Random(f"fetch-{scale.seed}"), self.selling.by_user
            ),
        )  # fmt: skip
        self.haggling.buy = self.buying.buy_agreed
        self.policing = Policing(self.agenda, random.Random(f"trust-{scale.seed}"), self.selling)
        self.moving = Moving(self.agenda, random.Random(f"move-{scale.seed}"))
        self.stock = stock if stock is not None else drawn_stock(scale)
        self.buyers = draw_people(scale.seed, scale.buyers, role="buyer")

    def run(
        self, *, start: datetime, clock: SimulatedClock, on_progress: Progress
    ) -> SimulationReport:
        """Live through the days; `on_progress(done, total, phase)` is called once a tick."""
        with simulated_time(clock, self.scale.seed):
            self.world.move_to(start)
            self._plan_sellers(start)
            self._plan_buyers(start)
            scale = self.scale
            self.policing.plan(start, scale.days, scale.listings, self.password_hash)
            ticks = self.scale.days * 24 * 3600 // int(TICK.total_seconds())
            for tick in range(1, ticks + 1):
                self._live_until(start + tick * TICK)
                if tick % SEARCH_EVERY_TICKS == 0:
                    self.world.refresh_search()
                on_progress(tick, ticks, f"day {(tick * TICK).days + 1}")
            self.world.refresh_search()
        return self._report()

    def _live_until(self, until: datetime) -> None:
        while (due := self.agenda.pop_due(until)) is not None:
            at, action = due
            self.world.move_to(at)
            action()
        self.world.move_to(until)
        self.world.settle()

    def _plan_sellers(self, start: datetime) -> None:
        end = start + timedelta(days=self.scale.days)
        for seller, closet in self.stock:
            opening = start + timedelta(hours=self.rng.uniform(0, 20))
            self.agenda.plan(opening, partial(self._enter_seller, seller, closet, end))

    def _enter_seller(self, seller: Seller, closet: Sequence[Garment], end: datetime) -> None:
        email = (
            DEMO_SELLER if seller.person.number == 0 else seller.person.email.replace("@", ".s@")
        )
        member = join(seller.person, email=email, password_hash=self.password_hash)
        shop = open_for_business(self.world, seller, member)
        self._welcome(shop, closet, end)

    def _welcome(self, shop: SellerMember, closet: Sequence[Garment], end: datetime) -> None:
        """Plan when a seller lists each garment of a closet, and their payouts."""
        now = end - timedelta(days=self.scale.days)
        self.selling.by_user[shop.member.user_id] = shop
        self.selling.plan_payouts(shop)
        self.shopkeeping.offer_bundles(shop)
        self.shopkeeping.plan_sale(shop, now, self.scale.days)
        self.shopkeeping.choose_delivery(shop)
        self.shopkeeping.choose_currency(shop)
        self.shopkeeping.choose_payouts(shop)
        self.shopkeeping.plan_holiday(shop, now, self.scale.days)
        self.haggling.open_shop(shop)
        self.moving.plan(shop, closet, begin=now, end=end)
        for garment in closet:
            at = now + timedelta(hours=24 + self._listing_hour())
            self.agenda.plan(at, partial(self.selling.list_garment, shop, garment))

    def _listing_hour(self) -> float:
        span = (self.scale.days - 1) * 24.0
        draw = self.rng.random()
        if draw < STOCK_SHARE:
            return self.rng.uniform(0, min(72.0, span))
        if draw > 1 - FRESH_SHARE:
            return self.rng.uniform(max(0.0, span - 48.0), span - 1.0)
        return self.rng.uniform(0, span - 1.0)

    def _plan_buyers(self, start: datetime) -> None:
        for person in self.buyers:
            visits = self._visit_times(person, start)
            if visits:
                self.agenda.plan(visits[0], partial(self._enter_buyer, person, visits))

    def _visit_times(self, person: Person, start: datetime) -> list[datetime]:
        """Draw the moments of a person's visits: Poisson over days, evenings more than mornings."""
        rate = 0.5 if person.number == 0 else person.sessions_per_week / 7
        days = [d for d in range(1, self.scale.days) if self.rng.random() < min(rate, 0.9)]
        hours = [self.rng.choices(range(24), EVENING)[0] + self.rng.random() for _ in days]
        return [start + timedelta(days=d, hours=h) for d, h in zip(days, hours, strict=True)]

    def _enter_buyer(self, person: Person, visits: list[datetime]) -> None:
        email = DEMO_BUYER if person.number == 0 else person.email
        member: Member = join(person, email=email, password_hash=self.password_hash)
        self.policing.meet(member)
        self.buying.visit(member)
        for at in visits[1:]:
            self.agenda.plan(at, partial(self.buying.visit, member))

    def _report(self) -> SimulationReport:
        return SimulationReport(
            sellers=len(self.selling.by_user),
            buyers=self.scale.buyers,
            listed=self.selling.listed,
            sessions=self.buying.sessions,
            searches=self.buying.searches,
            likes=self.buying.likes,
            checkouts=self.buying.checkouts,
            orders=self.buying.orders,
            shipped=self.selling.shipped,
            reviews=self.buying.reviews,
            payouts=self.selling.payouts,
            holidays=self.shopkeeping.holidays,
            contacts=self.complaints.report(self.buying.orders),
            refused=dict(sorted((self.buying.refused | self.haggling.refused).items())),
            offers=self.haggling.made,
            offers_sent=self.haggling.sent,
            offers_agreed=self.haggling.agreed,
            boosts=self.selling.boosting.started if self.selling.boosting is not None else 0,
        )
