"""The world of a simulation: provider and carrier in this process, everything on simulated time.

It wires the same adapters as a live market, with transports that need no sockets.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.db import connection

from rethread.market.discovery.services import forget_shelf
from rethread.market.payments.rules.following import FOLLOWED
from rethread.market.payments.services import receive_webhook
from rethread.market.search.services import run_indexer, settle_index
from rethread.platform.jobs.due import run_all_due
from rethread.platform.kernel import business_now, invariant, settings
from rethread.platform.kernel.settings import install_settings
from rethread.sandbox.app import SandboxApp
from rethread.sandbox.carrier.core import CarrierError
from rethread.sandbox.state import Sandbox, SandboxOptions, WebhookTarget
from rethread.sandbox.stripe.accounts import OnboardingAnswers
from rethread.sandbox.stripe.errors import ApiError
from rethread.sandbox.stripe.inprocess import InProcessHTTPClient
from rethread.sandbox.stripe.webhooks import Delivery
from rethread.simulation.clockwork import SimulatedClock
from rethread.simulation.world import PayOutcome

from . import wiring

ROUNDS_MAX = 200
DECLINED_CARD = "4000000000000002"
PROVIDERS_CALLS = "* /v1/*"
PAYING = tuple(w for w in wiring.DUE_WORK if w.name in {"payments.inbox", "payments.operations"})
FOLLOWING = tuple(
    w
    for w in wiring.SPARSE_WORK
    if w in PAYING or w.name in {"orders.deadlines", "fulfilment.calls", "support.cases"}
)


class SimulatedWorld:
    """`World` of the simulation on an in-process sandbox."""

    def __init__(self, clock: SimulatedClock, sandbox: Sandbox) -> None:
        """Take the clock that everything lives on and the sandbox that stands in for others."""
        self.clock = clock
        self.sandbox = sandbox

    def move_to(self, moment: datetime) -> None:
        """Move business time; the sandbox reads the same clock."""
        self.clock.move_to(moment)

    def settle(self) -> None:
        """Deliver webhooks, run what is due and hand out events until nothing moves.

        Every kind of timer is asked once; after that only those that others can make due.
        """
        works = wiring.SPARSE_WORK
        for _ in range(ROUNDS_MAX):
            moved = self._follow_payments()
            moved += run_all_due(works, business_now())
            moved += wiring.deliver_events()
            if moved == 0:
                return
            works = FOLLOWING
        invariant(False, "the market does not come to rest")

    def settle_payments(self) -> None:
        """Let the market learn what the provider knows; nothing else moves."""
        while self._follow_payments():
            pass

    def _follow_payments(self) -> int:
        moved = self.sandbox.stripe.deliver_due(_take_delivery)
        return moved + (run_all_due(PAYING, business_now()) if moved else 0)

    def refresh_search(self) -> None:
        """Index every listing that changed, and let the index come to rest.

        How far a merge has come would otherwise decide between results that score alike.
        """
        while run_indexer():
            settle_index()

    def onboard(self, onboarding_url: str) -> None:
        """Answer the onboarding page as a seller would, and let the market learn of it."""
        account_id = urlsplit(onboarding_url).path.rsplit("/", 1)[-1]
        self.sandbox.stripe.onboard(
            account_id,
            OnboardingAnswers(
                country=settings().country,
                legal_name="Simulated Seller",
                born=(4, 5, 1992),
                bank_number="00012345",
                routing_number="108800",
            ),
        )
        self.settle_payments()

    def pay(self, pay_url: str, outcome: PayOutcome) -> None:
        """Pay with a card that leads to the outcome; an abandoned page is simply left.

        A page that was closed meanwhile says so and takes nothing.
        """
        session_id = urlsplit(pay_url).path.rsplit("/", 1)[-1]
        with suppress(ApiError):
            if outcome == "paid":
                self.sandbox.stripe.pay_session(session_id)
            elif outcome == "declined":
                self.sandbox.stripe.pay_session(session_id, DECLINED_CARD)

    def let_weather_be(self, faults: Sequence[tuple[str, Mapping[str, object]]]) -> None:
        """Let these faults strike the provider from now on, and no others."""
        self.sandbox.faults.clear()
        for kind, options in faults:
            operation = "*" if kind.startswith("webhook") else PROVIDERS_CALLS
            self.sandbox.faults.add(kind, operation=operation, count=None, **options)

    def lose_parcel(self, tracking_code: str) -> None:
        """Lose a parcel, unless it has arrived."""
        with suppress(CarrierError):
            self.sandbox.carrier.lose(tracking_code)

    def provider_objects(self, kind: str) -> list[dict[str, Any]]:
        """Return every object of a kind as the provider keeps it, of all accounts."""
        return self.sandbox.stripe.objects(kind)


def _take_delivery(delivery: Delivery) -> bool:
    receive_webhook(delivery.body, delivery.signature)
    return True


@contextmanager
def simulated_world(start: datetime, seed: int) -> Iterator[SimulatedWorld]:
    """Wire this process to an in-process sandbox on simulated time, and rewire it afterwards."""
    before = settings()
    forget_shelf()
    secret = "whsec_" + secrets.token_hex(16)
    clock = SimulatedClock(start)
    options = SandboxOptions(
        webhooks=(WebhookTarget("http://in.process/", secret, FOLLOWED),), seed=seed, durable=False
    )
    sandbox = Sandbox(None, options, wall=clock.timestamp)
    install_settings(replace(before, stripe_webhook_secrets=secret, carrier_url="http://sandbox"))
    wiring.wire(
        stripe_client=InProcessHTTPClient(sandbox.stripe),
        carrier_transport=httpx.WSGITransport(app=SandboxApp(sandbox)),
        signaller=None,
    )
    try:
        with _commits_do_not_wait():
            yield SimulatedWorld(clock, sandbox)
    finally:
        sandbox.close()
        install_settings(before)
        wiring.wire()


@contextmanager
def _commits_do_not_wait() -> Iterator[None]:
    """Let this session's commits reach the disk together, and all of them before this returns.

    A history that is cut short is worth nothing anyway: the provider's side of it is in memory
    until its end, so a market filled in part is always filled afresh.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")
    with connection.cursor() as cursor:
        # The next commit that waits takes every earlier one with it; this one is never empty.
        cursor.execute("SELECT pg_logical_emit_message(true, 'rethread', 'a simulation ended')")


def save_sandbox(world: SimulatedWorld, home: Path) -> None:
    """Write the sandbox's state where its server goes on from it."""
    home.mkdir(parents=True, exist_ok=True)
    world.sandbox.save_to(home)
