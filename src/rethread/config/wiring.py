"""Plugs ports into implementations and collects what a worker runs. Decides nothing else.

`wire` is called once per process: by the web server's entry point, the worker, and tests that
need the whole house.
"""

from __future__ import annotations

from functools import lru_cache

import httpx
import stripe

from rethread.market.catalogue.ports import install_publish_screens
from rethread.market.fulfilment import wiring as fulfilment
from rethread.market.fulfilment.ports import install_carrier
from rethread.market.ledger import wiring as ledger
from rethread.market.orders import wiring as orders
from rethread.market.payments import wiring as payments
from rethread.market.search import wiring as search
from rethread.platform.events.handling import Subscription
from rethread.platform.events.runner import drain
from rethread.platform.jobs.due import DueWork

DUE_WORK: tuple[DueWork, ...] = (
    *payments.DUE_WORK,
    *orders.DUE_WORK,
    *fulfilment.DUE_WORK,
    *ledger.DUE_WORK,
)
SUBSCRIPTIONS: tuple[Subscription, ...] = (
    *fulfilment.SUBSCRIPTIONS,
    *orders.SUBSCRIPTIONS,
    *search.SUBSCRIPTIONS,
)


def wire(
    *,
    stripe_client: stripe.HTTPClient | None = None,
    carrier_transport: httpx.BaseTransport | None = None,
) -> None:
    """Install every port's implementation; the arguments put the sandbox into this process."""
    payments.install(orders.payment_effects(), stripe_client)
    install_carrier(fulfilment.http_carrier(carrier_transport))
    install_publish_screens(*payments.publish_screens())


def deliver_events() -> int:
    """Move events from the outbox into the log and hand them to their subscribers."""
    return drain(SUBSCRIPTIONS)


@lru_cache(maxsize=1)
def wired_once() -> bool:
    """Wire this process on first use; later calls do nothing."""
    wire()
    return True
