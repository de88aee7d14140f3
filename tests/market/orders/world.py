"""A small market with its provider and carrier in this process, on a clock that tests move.

Everything goes through the services; the sandbox is reached through the official SDK's HTTP client
and through httpx, without sockets.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
from django.db import connection

from rethread.market.catalogue.types import ListingView
from rethread.market.fulfilment import ports as carrier_ports
from rethread.market.fulfilment import wiring as fulfilment_wiring
from rethread.market.orders import wiring as orders_wiring
from rethread.market.orders.selectors import get_checkout
from rethread.market.orders.services import add_to_bag, open_pay_page, start_checkout
from rethread.market.orders.types import CheckoutView, OrderView
from rethread.market.payments import ports as payment_ports
from rethread.market.payments import wiring as payments_wiring
from rethread.market.payments.services import poll_due, refresh_payment, start_onboarding
from rethread.platform.events.runner import drain
from rethread.platform.jobs.due import DueWork, advance
from rethread.platform.kernel import Actor, Money
from rethread.platform.kernel.clock import business_clock
from rethread.sandbox.app import SandboxApp
from rethread.sandbox.state import Sandbox
from rethread.sandbox.stripe.accounts import OnboardingAnswers
from rethread.sandbox.stripe.inprocess import InProcessHTTPClient
from tests.support.factories import ensure_pricing, make_address, make_live_listing, make_user

MONDAY = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


# The poller of lost webhooks wakes every five minutes; nothing here loses one.
WORKS = tuple(
    work
    for work in (
        *orders_wiring.DUE_WORK,
        *payments_wiring.DUE_WORK,
        *fulfilment_wiring.DUE_WORK,
    )
    if work.name != "payments.poller"
)


@dataclass
class World:
    """The market's clock, its sandbox, and shorthands for what people do."""

    sandbox: Sandbox
    moments: list[datetime]
    keys: int = 0
    works: Sequence[DueWork] = field(default_factory=lambda: WORKS)

    @property
    def now(self) -> datetime:
        return self.moments[0]

    def clock(self) -> datetime:
        return self.now

    def _set(self, to: datetime) -> None:
        self.moments[0] = to

    def pass_time(self, **span: float) -> None:
        """Let time pass, stopping at every timer on the way."""
        advance(
            works=self.works,
            now=self.clock,
            to=self.now + timedelta(**span),
            set_clock=self._set,
            settle=self.deliver_events,
        )

    def settle(self) -> None:
        self.pass_time(seconds=0)

    def deliver_events(self) -> int:
        return drain(orders_wiring.SUBSCRIPTIONS)

    def buyer(self) -> Buyer:
        person = make_user(display_name="Ada")
        return Buyer(Actor.user(person.id), make_address(person.id).id)

    def seller(self) -> Actor:
        person = make_user(display_name="Bo")
        make_address(person.id)
        return Actor.user(person.id)

    def onboard(self, seller: Actor) -> None:
        """Let the provider know who a seller is and where their bank is."""
        url = start_onboarding(
            actor=seller, seller_id=seller.require_user(), return_url="http://market.test/"
        )
        assert url is not None
        account = url.split("/onboard/")[1].split("?")[0]
        answers = OnboardingAnswers("GB", "Bo Seller", (1990, 5, 17), "00012345", "108800")
        self.sandbox.stripe.onboard(account, answers)
        self.pass_time(hours=1)
        poll_due(self.now, 100)  # no webhook comes here; the poller looks at the account again
        self.settle()

    def listing(self, seller: Actor | None = None, price_minor: int = 1500) -> ListingView:
        seller_id = seller.require_user() if seller is not None else None
        return make_live_listing(seller_id=seller_id, price_minor=price_minor)

    def check_out(
        self, buyer: Buyer, *listings: ListingView, expected: Money | None = None
    ) -> CheckoutView:
        for listing in listings:
            add_to_bag(actor=buyer.actor, listing_id=listing.id)
        self.keys += 1
        return start_checkout(
            actor=buyer.actor,
            address_id=buyer.address_id,
            idempotency_key=f"key-{self.keys}",
            expected_total=expected,
        )

    def open_and_pay(self, buyer: Buyer, checkout_id: UUID) -> None:
        """Go to the pay page and pay; the market has not heard of it yet."""
        url = open_pay_page(buyer.actor, checkout_id)
        self.sandbox.stripe.pay_session(url.split("/pay/")[1].split("?")[0])

    def pay(self, buyer: Buyer, checkout_id: UUID) -> CheckoutView:
        self.open_and_pay(buyer, checkout_id)
        refresh_payment(checkout_id)
        return get_checkout(buyer.actor, checkout_id)

    def buy(self, buyer: Buyer, *listings: ListingView) -> tuple[OrderView, ...]:
        return self.pay(buyer, self.check_out(buyer, *listings).checkout_id).orders


@dataclass(frozen=True)
class Buyer:
    actor: Actor
    address_id: UUID


@contextmanager
def open_world() -> Iterator[World]:
    """Install an in-memory sandbox as provider and carrier, and a clock that stands still."""
    moments = [MONDAY]

    def wall() -> float:
        return moments[0].timestamp()

    sandbox = Sandbox(None, wall=wall)
    world = World(sandbox, moments)
    transport = httpx.WSGITransport(app=SandboxApp(sandbox))
    payments_wiring.install(orders_wiring.payment_effects(), InProcessHTTPClient(sandbox.stripe))
    carrier_ports.install_carrier(fulfilment_wiring.http_carrier(transport))
    ensure_pricing()
    with business_clock(world.clock):
        yield world
    payment_ports._effects = payment_ports._provider = None
    carrier_ports._carrier = None
    sandbox.close()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do things at the same moment in threads of their own; return results and exceptions."""
    gate = threading.Barrier(len(acts))
    outcomes: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            outcomes[place] = act()
        except Exception as error:  # noqa: BLE001 - handed to the test, which looks at it
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes
