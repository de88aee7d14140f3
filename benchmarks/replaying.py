"""Ten thousand feeds are ranked while their market moves; the warehouse computes each again.

Run `python benchmarks/replaying.py [--rankings 10000]`. A small simulated market goes on living
while people and visitors ask for feeds through the service that pages use: they like and take likes
back, look, fill bags and buy; sellers change prices, hide pieces and show them again; interest is
counted behind. Then the events are landed, the warehouse is built, and `rethread ranking replay`
computes every feature of every logged garment from the marts and compares it bit by bit. One bit
that differs, or one version that is not there, and it fails.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from filled_market import filled_market, prepare_environment, rethread

SCALE = {"seed": 23, "sellers": 20, "listings": 320, "buyers": 120, "days": 10}
VISITORS = 40
A_PAUSE = timedelta(seconds=50)


class Bustle:
    """What happens between two feeds, and the feeds; everything through services."""

    def __init__(self, simulation: Any, world: Any) -> None:
        """Take over a market at the end of its simulated days."""
        from rethread.platform.kernel import new_id

        self.simulation, self.world = simulation, world
        self.rng = random.Random("replaying")
        self.members = simulation.policing.members
        self.visitors = [str(new_id()) for _ in range(VISITORS)]
        self.done: Counter[str] = Counter()

    def live(self, rankings: int) -> None:
        """Let people act and look until so many feeds were ranked."""
        from rethread.config import wiring
        from rethread.market.discovery.services import count_heat

        steps: dict[str, tuple[int, Callable[[], None]]] = {
            "visits with search and purchase": (6, self._visit),
            "hearts touched": (40, self._touch_heart),
            "pieces looked at": (30, self._look),
            "put into bags": (6, self._bag),
            "prices changed": (5, self._reprice),
            "hidden or shown again": (3, self._hide),
            "nothing": (10, lambda: None),
        }
        names, weights = list(steps), [weight for weight, _ in steps.values()]
        while self.done["feeds"] < rankings:
            name = self.rng.choices(names, weights)[0]
            self._try(steps[name][1], name)
            self._feed()
            if self.done["feeds"] % 10 == 0:
                self.world.move_to(self.world.clock.now + A_PAUSE)
                count_heat()
            if self.done["feeds"] % 200 == 0:
                wiring.deliver_events()
            if self.done["feeds"] % 1_000 == 0:
                self.world.settle()
                print(f"  {self.done['feeds']:,} feeds", flush=True)

    def _try(self, act: Callable[[], None], name: str) -> None:
        """Do what may be refused: it was sold a moment ago."""
        from rethread.platform.kernel import DomainError

        try:
            act()
            self.done[name] += 1
        except DomainError as error:
            self.done[f"refused: {error.code}"] += 1

    def _feed(self) -> None:
        from rethread.market.discovery.services import open_feed
        from rethread.platform.kernel import Actor

        limit = self.rng.choice((6, 12, 24, 48))
        if self.rng.random() < 0.2:
            visitor = self.rng.choice(self.visitors)
            open_feed(actor=Actor.anonymous(), visitor_id=visitor, limit=limit)
        else:
            open_feed(actor=self._member().actor, limit=limit)
        self.done["feeds"] += 1

    def _member(self) -> Any:
        return self.rng.choice(self.members)

    def _listing(self) -> Any:
        return self.rng.choice(list(self.simulation.selling.truth))

    def _visit(self) -> None:
        self.simulation.buying.visit(self._member())
        self.world.settle_payments()

    def _touch_heart(self) -> None:
        from rethread.market.social.services import toggle_like

        toggle_like(actor=self._member().actor, listing_id=self._listing())

    def _look(self) -> None:
        from rethread.platform.kernel import new_id
        from rethread.simulation.browsing import BrowserSession

        browser = BrowserSession(self._member().user_id, str(new_id()))
        if self.rng.random() < 0.4:
            browser.user_id = None  # type: ignore[assignment]  # a visitor, who is nobody
            browser.anonymous_id = self.rng.choice(self.visitors)
        browser.report("discovery.listing_viewed", listing_id=self._listing(), surface="direct")
        browser.close()

    def _bag(self) -> None:
        from rethread.market.orders.services import add_to_bag

        add_to_bag(actor=self._member().actor, listing_id=self._listing())

    def _reprice(self) -> None:
        from rethread.market.catalogue.selectors import get_listing
        from rethread.market.catalogue.services import update_listing
        from rethread.platform.kernel import Actor

        view = get_listing(self._listing())
        price = max(300, round(view.price.amount_minor * self.rng.uniform(0.7, 1.2)))
        update_listing(
            actor=Actor.user(view.seller_id), listing_id=view.id, changes={"price_minor": price}
        )

    def _hide(self) -> None:
        from rethread.market.catalogue.selectors import get_listing
        from rethread.market.catalogue.services import hide_listing, show_listing
        from rethread.platform.kernel import Actor

        view = get_listing(self._listing())
        seller = Actor.user(view.seller_id)
        hide_listing(actor=seller, listing_id=view.id)
        if self.rng.random() < 0.7:
            show_listing(actor=seller, listing_id=view.id)


def bustle(simulation: Any, world: Any, *, rankings: int, into: Counter[str]) -> None:
    """Live on from where the simulation ended, on its clock."""
    from rethread.config import wiring
    from rethread.simulation.clockwork import simulated_time

    with simulated_time(world.clock, SCALE["seed"] + 1):
        going_on = Bustle(simulation, world)
        going_on.live(rankings)
        world.settle()
        while wiring.deliver_events():
            pass
    into.update(going_on.done)


def main() -> None:
    """Fill, bustle, build, replay, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rankings", type=int, default=10_000)
    rankings = parser.parse_args().rankings
    prepare_environment()
    done: Counter[str] = Counter()
    began = time.process_time()
    with filled_market(SCALE, partial(bustle, rankings=rankings, into=done)) as report:
        print(f"{report.listed} garments, {report.buyers} buyers, then {json.dumps(done)}")
        print(f"{time.process_time() - began:.0f} s of processor time for it")
        print(rethread("warehouse", "build"))
        print(rethread("ranking", "replay"))


if __name__ == "__main__":
    main()
