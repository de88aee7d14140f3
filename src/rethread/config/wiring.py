"""Plugs ports into implementations and collects what a worker runs. Decides nothing else.

`wire` is called once per process: by the web server's entry point, the worker, and tests that
need the whole house.
"""

from __future__ import annotations

from datetime import datetime

import httpx
import stripe

from rethread.insight.lake.loader import load_once
from rethread.insight.lake.ports import install_observer
from rethread.insight.lake.selectors import get_lake_status
from rethread.insight.lake.tables import compact
from rethread.insight.lake.warehouse import build_warehouse
from rethread.insight.observability.recording import Recorder
from rethread.insight.observability.services import watch
from rethread.market.catalogue import wiring as catalogue
from rethread.market.catalogue.ports import install_listing_screen, install_publish_screens
from rethread.market.discovery import wiring as discovery
from rethread.market.fulfilment import wiring as fulfilment
from rethread.market.fulfilment.ports import install_carrier
from rethread.market.ledger import wiring as ledger
from rethread.market.orders import wiring as orders
from rethread.market.orders.ports import install_buyer_gate
from rethread.market.payments import wiring as payments
from rethread.market.reviews import wiring as reviews
from rethread.market.search import wiring as search
from rethread.market.search.services import run_indexer
from rethread.market.social import wiring as social
from rethread.market.social.ports import install_message_screen, install_order_book
from rethread.market.support import wiring as support
from rethread.market.trust import wiring as trust
from rethread.platform.events.handling import Subscription, install_subscriptions
from rethread.platform.events.immediate import install_listeners
from rethread.platform.events.partitions import ensure_partitions
from rethread.platform.events.runner import drain
from rethread.platform.jobs.due import DueWork

from .demo_switches import event_sieve

DUE_WORK: tuple[DueWork, ...] = (
    *payments.DUE_WORK,
    *orders.DUE_WORK,
    *fulfilment.DUE_WORK,
    *catalogue.DUE_WORK,
    *ledger.DUE_WORK,
    *trust.DUE_WORK,
    *support.DUE_WORK,
    *discovery.DUE_WORK,
    *search.DUE_WORK,
    *social.DUE_WORK,
    *reviews.DUE_WORK,
)
POLLER = "payments.poller"  # due every five minutes for ever: no moment to stop the clock at
SPARSE_WORK = tuple(work for work in DUE_WORK if work.name != POLLER)
SUBSCRIPTIONS: tuple[Subscription, ...] = (
    *fulfilment.SUBSCRIPTIONS,
    *orders.SUBSCRIPTIONS,
    *search.SUBSCRIPTIONS,
    *social.SUBSCRIPTIONS,
    *trust.SUBSCRIPTIONS,
    *support.SUBSCRIPTIONS,
)


def wire(
    *,
    stripe_client: stripe.HTTPClient | None = None,
    carrier_transport: httpx.BaseTransport | None = None,
) -> None:
    """Install every port's implementation; the arguments put the sandbox into this process."""
    payments.install(orders.payment_effects(), stripe_client)
    install_carrier(fulfilment.http_carrier(carrier_transport))
    install_publish_screens(*trust.publish_screens(), *payments.publish_screens())
    install_listing_screen(trust.listing_screen())
    install_message_screen(trust.message_screen())
    install_buyer_gate(trust.buyer_gate())
    install_order_book(orders.order_book())
    install_observer(Recorder())
    install_subscriptions(SUBSCRIPTIONS)
    install_listeners(discovery.LISTENERS)


def deliver_events() -> int:
    """Move events from the outbox into the log and hand them to their subscribers."""
    return drain(SUBSCRIPTIONS)


def run_poller(now: datetime) -> int:
    """Read the provider's events once, if the poller is due."""
    return sum(work.run_due(now, 100) for work in DUE_WORK if work.name == POLLER)


def run_search_index() -> int:
    """Index listings that changed, at most every quarter of a second."""
    return run_indexer(paced=True)


def load_lake() -> int:
    """Land what waits on the bus in the lake."""
    return load_once(sieve=event_sieve())


def refresh_warehouse() -> int:
    """Build the marts anew where the lake holds more than they show; 0 where they are fresh."""
    status = get_lake_status()
    # What landed while a build was running is not in it: its beginning counts, not its end.
    if status.last_load_at is None or _newer(status.last_build_began_at, status.last_load_at):
        return 0
    build_warehouse()
    return 0  # whatever became of it, the next look is after the pause


def _newer(moment: datetime | None, than: datetime) -> bool:
    return moment is not None and moment >= than


def watch_data() -> int:
    """Look whether data is fresh, complete and as much as usual; then wait, whatever it found."""
    watch()
    return 0


def upkeep() -> int:
    """Make tomorrow's partitions and compact the lake's small files."""
    ensure_partitions()
    compact()
    discovery.forget_old()
    search.forget_old()
    return 0
