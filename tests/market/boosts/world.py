"""The world of orders with boosts in it: a seller whose coat is boosted, and people with feeds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rethread.market.boosts import wiring as boosts_wiring
from rethread.market.boosts.services import start_boost
from rethread.market.boosts.services.placing import note_shown
from rethread.market.boosts.types import BoostView
from rethread.market.catalogue.types import ListingView
from rethread.market.discovery import wiring as discovery_wiring
from rethread.market.discovery.services import open_feed, profile_key_of
from rethread.market.discovery.types import FeedCard, FeedPage
from rethread.market.orders import wiring as orders_wiring
from rethread.market.payments.services import start_onboarding
from rethread.platform.events.immediate import install_listeners
from rethread.platform.events.runner import drain
from rethread.platform.kernel import Actor, Money, new_id
from rethread.platform.kernel.clock import business_clock
from rethread.sandbox.stripe.accounts import OnboardingAnswers
from rethread.simulation.browsing import BrowserSession
from tests.market.offers.world import emitted as told
from tests.market.orders.world import WORKS, Buyer, World, open_world
from tests.support.factories import make_live_listing

SUBSCRIPTIONS = (*boosts_wiring.SUBSCRIPTIONS, *orders_wiring.SUBSCRIPTIONS)
OTHERS = ("jumper", "dress", "shirt") * 4
CLICK = 10  # pence, the first rate


def pence(minor: int) -> Money:
    return Money(minor, "GBP")


def emitted(name: str) -> list[dict[str, Any]]:
    """Return the payloads of every event of one name, told or still to be told, in order."""
    return [payload for _, payload in told(name)]


class BoostsWorld(World):
    """Follows the news of boosts too."""

    def deliver_events(self) -> int:
        return drain(SUBSCRIPTIONS)


@dataclass
class Boosting:
    """A market of a page of other things, and the oldest coat, on which its seller may spend money.

    Nobody is new, and the seller's shirt stands on every page: so the coat is there by a boost, and
    by no draw for sellers who are met too seldom.
    """

    world: World
    seller: Actor
    buyer: Buyer

    def __post_init__(self) -> None:
        self.coat = self.world.listing(self.seller, price_minor=3_000)
        self.world.pass_time(days=1)
        self.others = [self._other(kind) for kind in OTHERS]
        self.world.pass_time(hours=1)
        self.shirt = make_live_listing(
            seller_id=self.seller.require_user(),
            changes={"title": "Her shirt", "type": "shirt"},
        )
        self.world.pass_time(days=20)

    def _other(self, kind: str) -> ListingView:
        return make_live_listing(changes={"title": f"A {kind}", "type": kind})

    def boost(self, *, day_cap: int = 100, cap: int = 300, days: int = 7) -> BoostView:
        return start_boost(
            actor=self.seller,
            listing_id=self.coat.id,
            days=days,
            day_cap=pence(day_cap),
            cap=pence(cap),
        )

    def look(self, reader: Actor) -> tuple[FeedPage, FeedCard]:
        """Open somebody's feed, which must show the boosted coat; return it and its card."""
        page = open_feed(actor=reader, limit=8)
        return page, next(card for card in page.cards if card.source == "boosted")

    def click(
        self,
        reader: Actor,
        page: FeedPage,
        card: FeedCard,
        *,
        visitor: str | None = None,
        user_id: UUID | None = None,
    ) -> None:
        browser = BrowserSession(
            user_id or reader.user_id,  # type: ignore[arg-type]  # a visitor has no id
            str(new_id()),
            anonymous_id=visitor,
        )
        browser.report(
            "discovery.listing_clicked",
            listing_id=card.card.id,
            ranking_id=page.ranking_id,
            surface="feed",
            position=card.position,
        )
        browser.close()

    def show_in_search(self, reader: Actor, boost: BoostView) -> UUID:
        """Have the coat stand ninth in somebody's results; return their ranking."""
        ranking_id, key = new_id(), profile_key_of(reader.user_id)
        assert key is not None
        note_shown(
            viewer_key=key,
            ranking_id=ranking_id,
            surface="search",
            places=[(boost.id, boost.listing_id, 9)],
        )
        return ranking_id

    def click_in_search(self, reader: Actor, ranking_id: UUID) -> None:
        browser = BrowserSession(reader.require_user(), str(new_id()))
        browser.report(
            "discovery.listing_clicked",
            listing_id=self.coat.id,
            ranking_id=ranking_id,
            surface="search",
            position=9,
        )
        browser.close()

    def look_and_click(self, reader: Actor | None = None) -> Actor:
        person = reader or self.world.buyer().actor
        self.click(person, *self.look(person))
        return person

    def onboard(self) -> None:
        """Let the seller prove who they are, so that money can be transferred to them."""
        url = start_onboarding(
            actor=Actor.system("tests"),
            seller_id=self.seller.require_user(),
            return_url="http://market.test/",
        )
        assert url is not None
        account = url.split("/onboard/")[1].split("?")[0]
        answers = OnboardingAnswers("GB", "Bo Seller", (1990, 5, 17), "00012345", "108800")
        self.world.sandbox.stripe.onboard(account, answers)
        self.world.settle()


@contextmanager
def open_boosting() -> Iterator[Boosting]:
    """Open a market in which places are paid for."""
    with open_world() as opened:
        works = (*boosts_wiring.DUE_WORK, *WORKS)
        world = BoostsWorld(opened.sandbox, opened.moments, works=works)
        boosts_wiring.install()
        install_listeners((*discovery_wiring.LISTENERS, *boosts_wiring.LISTENERS))
        with business_clock(world.clock):
            yield Boosting(world, world.seller(), world.buyer())
