"""The world of orders, with the timers and the news of offers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from rethread.market.offers import wiring as offers_wiring
from rethread.market.offers.services import accept_offer, counter_offer, make_offer
from rethread.market.offers.types import OfferView
from rethread.market.orders import wiring as orders_wiring
from rethread.platform.events.runner import drain
from rethread.platform.kernel import Actor, Money
from tests.market.orders.world import WORKS, Buyer, World, open_world

SUBSCRIPTIONS = (*offers_wiring.SUBSCRIPTIONS, *orders_wiring.SUBSCRIPTIONS)


def pounds(minor: int) -> Money:
    return Money(minor, "GBP")


@dataclass
class Haggling:
    """A seller with a listing of £30, somebody who would like it for less, and a rival."""

    world: World
    seller: Actor
    buyer: Buyer
    rival: Buyer

    def __post_init__(self) -> None:
        self.listing = self.world.listing(self.seller, price_minor=3_000)

    def offer(self, minor: int = 2_000) -> OfferView:
        return make_offer(actor=self.buyer.actor, listing_id=self.listing.id, price=pounds(minor))

    def counter(self, actor: Actor, offer: OfferView, minor: int) -> OfferView:
        return counter_offer(
            actor=actor, offer_id=offer.offer_id, price=pounds(minor), seen=offer.price
        )

    def accept(self, actor: Actor, offer: OfferView) -> OfferView:
        return accept_offer(actor=actor, offer_id=offer.offer_id, seen=offer.price)

    def agreed(self, minor: int = 2_000) -> OfferView:
        return self.accept(self.seller, self.offer(minor))


def emitted(name: str = "offers.") -> list[tuple[str, dict[str, Any]]]:
    """Return the events of offers whose name begins so, told or still to be told, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, payload::text FROM (SELECT event_id, name, payload FROM event_log "
            "UNION ALL SELECT event_id, name, payload FROM outbox) AS told "
            "WHERE name LIKE %s ORDER BY event_id",
            [f"{name}%"],
        )
        return [(name, json.loads(payload)) for name, payload in cursor.fetchall()]


class OffersWorld(World):
    """Follows the news of offers too."""

    def deliver_events(self) -> int:
        return drain(SUBSCRIPTIONS)


@contextmanager
def open_haggling() -> Iterator[Haggling]:
    """Open a market in which two people negotiate."""
    with open_world() as opened:
        works = (*offers_wiring.DUE_WORK, *WORKS)
        world = OffersWorld(opened.sandbox, opened.moments, works=works)
        with _clock(world):
            yield Haggling(world, world.seller(), world.buyer(), world.buyer())


@contextmanager
def _clock(world: World) -> Iterator[None]:
    from rethread.platform.kernel.clock import business_clock

    with business_clock(world.clock):
        yield
