"""Trials of the feed: one population lives through the same days under several rankers.

The product's own candidates, features, scores and order run on garments in memory, so that many
seeds can be compared; searching, paying and posting are left out. Whether a person opens, likes or
buys a garment at one visit is drawn from the person, the visit and the garment alone, so rankers
are compared on the same luck. Rankers see what people do, never what they want.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal
from uuid import UUID

from rethread.market.catalogue.rules import TYPES, clean_changes
from rethread.market.catalogue.types import ListingChanges
from rethread.market.discovery.rules.cells import NO_CELLS, Cells
from rethread.market.discovery.rules.facts import ItemTable, table_of
from rethread.market.discovery.rules.features import Features, compute
from rethread.market.discovery.rules.history import ACTIONS_KEPT, history_of
from rethread.market.discovery.services.ladder import Scorer
from rethread.market.discovery.services.ranking import rank
from rethread.market.discovery.types import ActionKind, Heat, ItemFacts, PastAction
from rethread.platform.kernel.ids import uuid7_from

from .closet import Garment, fill_closet
from .people import Person, draw_people, draw_sellers
from .taste import WANTS_ABOVE, chance

Utility = Callable[[Person, Garment, int, int], float]  # at a price, on a day of the trial
Policy = Literal["trees", "rules", "popular", "newest"]
START: Final = datetime(2026, 3, 2, tzinfo=UTC)
DAY_US: Final = 24 * 3600 * 1_000_000
START_US: Final = int(START.timestamp()) * 1_000_000
NEW_FOR_DAYS: Final = 14
DEPTHS: Final = (6, 10, 16, 24)
PER_SELLER_MAX: Final = 2
HEAT_EVERY_US: Final = DAY_US // 24
BAG_SHARE: Final = 0.85
PAID_SHARE: Final = 0.93


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialScale:
    """How large a trial is."""

    people: int = 300
    sellers: int = 50
    listings: int = 700
    days: int = 45


@dataclass(frozen=True, slots=True)
class Offer:
    """A garment for sale: what ranking may know, what it truly is, when it appears."""

    facts: ItemFacts
    garment: Garment
    seller_since_us: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One page as it was seen: what the ranker saw, and what became of it."""

    features: Features
    grades: tuple[int, ...]


@dataclass(slots=True)
class TrialResult:
    """What came of one population under one ranker."""

    visits: dict[int, int] = field(default_factory=dict)
    purchases: dict[int, int] = field(default_factory=dict)
    impressions: int = 0
    new_seller_impressions: int = 0
    shown: list[Shown] = field(default_factory=list)
    journeys: dict[int, list[ItemFacts]] = field(default_factory=dict)

    @property
    def per_visit(self) -> float:
        """Return purchases per visit."""
        return sum(self.purchases.values()) / max(1, sum(self.visits.values()))

    @property
    def new_seller_share(self) -> float:
        """Return which share of impressions went to sellers of the last two weeks."""
        return self.new_seller_impressions / max(1, self.impressions)


def steady(wants: Callable[[Person, Garment, int], float]) -> Utility:
    """Return a taste that is the same on every day."""
    return lambda person, garment, price_minor, day: wants(person, garment, price_minor)


def draw_offers(seed: int, scale: TrialScale) -> list[Offer]:
    """Draw sellers who open over the first two thirds of the days, and what they list when."""
    rng = random.Random(f"offers-{seed}")
    offers = []
    for number, seller in enumerate(draw_sellers(seed, scale.sellers, scale.listings)):
        opens = 0.0 if rng.random() < 0.4 else rng.uniform(0, scale.days * 0.67)
        since = START_US + int(opens * DAY_US)
        for garment in fill_closet(seed, seller):
            at = since + int(rng.uniform(0, max(1.0, scale.days - opens - 1)) * DAY_US)
            if rng.random() < 0.35:
                at = since + int(rng.uniform(0, 2) * DAY_US)
            listing_id = uuid7_from(at // 1000, 0, rng.getrandbits(62))
            offers.append(Offer(_facts(garment, listing_id, number, at), garment, since))
    return sorted(offers, key=lambda offer: offer.facts.published_us)


def _facts(garment: Garment, listing_id: UUID, seller: int, at_us: int) -> ItemFacts:
    said: ListingChanges = {
        "type": garment.type,
        "department": garment.department,
        "brand": garment.brand,
        "size": garment.size,
        "condition": garment.condition,
        "colours": garment.colours,
        "styles": garment.styles,
    }
    blank = {"type": "", "department": "", "size": "", "parcel_size": ""}
    values, _ = clean_changes(said, blank, "GBP")
    kind = TYPES.get(values["type"])
    return ItemFacts(
        listing_id=listing_id,
        version=1,
        seller=f"seller {seller}",
        shop=f"shop {seller}",
        department=values["department"],
        category=kind.category if kind is not None else "",
        type=values["type"],
        brand=values["brand"],
        size=values["size"],
        size_system=values["size_system"],
        condition=values["condition"],
        colours=tuple(values["colours"]),
        styles=tuple(values["styles"]),
        price_minor=round(garment.price_minor * 1.05) + 70,
        published_us=at_us,
    )


def visit_times(seed: int, scale: TrialScale, people: Sequence[Person]) -> list[tuple[int, int]]:
    """Draw when who visits, in order of time: (moment, number of the person)."""
    rng = random.Random(f"visits-{seed}")
    times = []
    for person in people:
        rate = min(person.sessions_per_week / 7 * 2, 0.9)
        for day in range(1, scale.days):
            if rng.random() < rate:
                hour = rng.triangular(7, 24, 20)
                times.append((START_US + int((day + hour / 24) * DAY_US), person.number))
    return sorted(times)


class Trial:
    """One population under one ranker."""

    def __init__(
        self,
        seed: int,
        scale: TrialScale,
        utility: Utility,
        policy: Policy,
        scorer: Scorer | None = None,
        cells: Cells = NO_CELLS,
    ) -> None:
        """Draw the population; `scorer` ranks unless the policy is the plain order of time."""
        self.seed, self.utility, self.policy = seed, utility, policy
        self.scorer = scorer or Scorer("rules" if policy == "rules" else "popular")
        self.cells = cells
        self.people = draw_people(seed, scale.people, role="buyer")
        self.offers = draw_offers(seed, scale)
        self.visits = visit_times(seed, scale, self.people)
        self.by_id = {offer.facts.listing_id: offer for offer in self.offers}
        self.live: dict[UUID, Offer] = {}
        self.heat: dict[UUID, list[int]] = {}
        self.actions: dict[int, list[PastAction]] = {}
        self.result = TrialResult()
        self._table: ItemTable = table_of([])
        self._counted_at = 0
        self._next_offer = 0

    def run(self) -> TrialResult:
        """Live through every visit."""
        for number, (at_us, who) in enumerate(self.visits):
            self._advance(at_us)
            self._visit(number, at_us, self.people[who])
        return self.result

    def _advance(self, at_us: int) -> None:
        """Put up for sale what is due; count interest once an hour, as a worker might lag."""
        changed: set[UUID] = set()
        while (
            self._next_offer < len(self.offers)
            and self.offers[self._next_offer].facts.published_us <= at_us
        ):
            offer = self.offers[self._next_offer]
            self.live[offer.facts.listing_id] = offer
            changed.add(offer.facts.listing_id)
            self._next_offer += 1
        if at_us - self._counted_at > HEAT_EVERY_US:
            self._counted_at = at_us
            self._table = table_of([(o.facts, self._heat_of(one)) for one, o in self.live.items()])
        elif changed:
            fresh = [(self.live[one].facts, self._heat_of(one)) for one in sorted(changed)]
            self._table = self._table.changed(without=changed, plus=fresh)

    def _heat_of(self, listing_id: UUID) -> Heat:
        counts = self.heat.get(listing_id)
        return Heat(counts[0], counts[1], counts[2], 1) if counts else Heat()

    def _visit(self, number: int, at_us: int, person: Person) -> None:
        self.result.visits[person.number] = self.result.visits.get(person.number, 0) + 1
        rng = random.Random(f"visit-{self.seed}-{number}")
        depth = rng.choice(DEPTHS)
        page, features = self._page(person, number, at_us, depth)
        grades = [self._look(person, number, at_us, offer) for offer in page]
        wanted = [n for n, grade in enumerate(grades) if grade < 0]
        grades = [abs(grade) for grade in grades]
        bought = self._buy(person, rng, at_us, [page[n] for n in wanted])
        for n in wanted:
            if page[n].facts.listing_id in bought:
                grades[n] = 4
        self.result.shown.append(Shown(features, tuple(grades)))

    def _page(
        self, person: Person, number: int, at_us: int, depth: int
    ) -> tuple[list[Offer], Features]:
        history = history_of(self.actions.get(person.number, [])[-ACTIONS_KEPT:])
        if self.policy == "newest":
            rows = self._newest_rows(depth)
            items = self._table.take(rows)
            features = compute(items, history, at_us)
            page = [self.by_id[facts.listing_id] for facts in items.facts]
        else:
            ranked = rank(
                self._table,
                history,
                at_us=at_us,
                scorer=self.scorer,
                cells=self.cells,
                rng=random.Random(f"explore-{self.seed}-{number}"),
                page_size=depth,
            )
            places = ranked.places[:depth]
            page = [self.by_id[ranked.facts(place).listing_id] for place in places]
            features = ranked.features[[place.row for place in places]]
        for offer in page:
            self.result.impressions += 1
            fresh = at_us - offer.seller_since_us <= NEW_FOR_DAYS * DAY_US
            self.result.new_seller_impressions += fresh
        return page, features

    def _newest_rows(self, depth: int) -> list[int]:
        rows: list[int] = []
        sellers: dict[int, int] = {}
        for row in self._table.newest_first:
            seller = int(self._table.sellers[row])
            if sellers.get(seller, 0) < PER_SELLER_MAX:
                sellers[seller] = sellers.get(seller, 0) + 1
                rows.append(int(row))
            if len(rows) == depth:
                break
        return rows

    def _look(self, person: Person, number: int, at_us: int, offer: Offer) -> int:
        """Return the grade of what a person does with a card; negative when they want to buy."""
        luck = random.Random(f"{self.seed}-{number}-{offer.facts.listing_id.int}")
        opens, likes, wants = luck.random(), luck.random(), luck.random()
        day = (at_us - START_US) // DAY_US
        value = self.utility(person, offer.garment, offer.facts.price_minor, day)
        if opens > chance(value, base=0.11):
            return 0
        self._act(person, "click", at_us, offer)
        grade = 1
        if likes < chance(value, base=0.22):
            self._act(person, "like", at_us, offer)
            grade = 2
        if value > WANTS_ABOVE and wants < chance(value, base=0.16):
            return -grade
        return grade

    def _buy(
        self, person: Person, rng: random.Random, at_us: int, wanted: Sequence[Offer]
    ) -> set[UUID]:
        decided, paid = rng.random() < BAG_SHARE, rng.random() < PAID_SHARE
        if not decided or not paid:
            return set()
        chosen = sorted(wanted, key=lambda offer: offer.facts.price_minor)[:2]
        for offer in chosen:
            self._act(person, "buy", at_us, offer)
            del self.live[offer.facts.listing_id]
        gone = {offer.facts.listing_id for offer in chosen}
        if gone:
            self._table = self._table.changed(without=gone, plus=[])
            bought = self.result.purchases.get(person.number, 0) + len(gone)
            self.result.purchases[person.number] = bought
        return gone

    def _act(self, person: Person, kind: ActionKind, at_us: int, offer: Offer) -> None:
        actions = self.actions.setdefault(person.number, [])
        actions.append(
            PastAction(sequence=len(actions) + 1, kind=kind, acted_us=at_us, item=offer.facts)
        )
        counts = self.heat.setdefault(offer.facts.listing_id, [0, 0, 0])
        counts[{"click": 0, "like": 1}.get(kind, 2)] += 1
        if kind != "click":
            self.result.journeys.setdefault(person.number, []).append(offer.facts)


Outcomes = Mapping[Policy, Sequence[TrialResult]]
