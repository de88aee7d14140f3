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
from rethread.market.accounts import wiring as accounts
from rethread.market.boosts import wiring as boosts
from rethread.market.catalogue import wiring as catalogue
from rethread.market.catalogue.ports import install_listing_screen, install_publish_screens
from rethread.market.discovery import wiring as discovery
from rethread.market.fulfilment import wiring as fulfilment
from rethread.market.fulfilment.ports import install_carrier
from rethread.market.ledger import wiring as ledger
from rethread.market.notifications import wiring as notifications
from rethread.market.notifications.ports import Postman, install_post
from rethread.market.notifications.services import forget_old as forget_old_notices
from rethread.market.offers import wiring as offers
from rethread.market.offers.ports import install_offer_gate
from rethread.market.orders import wiring as orders
from rethread.market.orders.ports import install_buyer_gate
from rethread.market.payments import wiring as payments
from rethread.market.portability import wiring as portability
from rethread.market.pricing import wiring as pricing
from rethread.market.pricing.ports import install_rates
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
from rethread.platform.jobs.due import DueWork, run_all_due
from rethread.platform.kernel import business_now, settings
from rethread.platform.live.signalling import PostgresSignaller, Signaller, install_signaller
from rethread.web.letters import SiteLetters

from .demo_switches import event_sieve

DUE_WORK: tuple[DueWork, ...] = (
    *payments.DUE_WORK,
    *orders.DUE_WORK,
    *offers.DUE_WORK,
    *fulfilment.DUE_WORK,
    *accounts.DUE_WORK,
    *catalogue.DUE_WORK,
    *ledger.DUE_WORK,
    *trust.DUE_WORK,
    *support.DUE_WORK,
    *discovery.DUE_WORK,
    *boosts.DUE_WORK,
    *portability.DUE_WORK,
    *search.DUE_WORK,
    *social.DUE_WORK,
    *reviews.DUE_WORK,
)
# Letters are timers as well, but a slow mail server shall keep no other timer waiting.
LETTER_WORK: tuple[DueWork, ...] = (notifications.LETTERS,)
POLLER = "payments.poller"  # due every five minutes for ever: no moment to stop the clock at
SPARSE_WORK = tuple(work for work in DUE_WORK if work.name != POLLER)
SUBSCRIPTIONS: tuple[Subscription, ...] = (
    *fulfilment.SUBSCRIPTIONS,
    *offers.SUBSCRIPTIONS,
    *orders.SUBSCRIPTIONS,
    *boosts.SUBSCRIPTIONS,
    *search.SUBSCRIPTIONS,
    *social.SUBSCRIPTIONS,
    *trust.SUBSCRIPTIONS,
    *support.SUBSCRIPTIONS,
    *notifications.SUBSCRIPTIONS,
)


_SIGNALLER = PostgresSignaller()


def wire(
    *,
    stripe_client: stripe.HTTPClient | None = None,
    carrier_transport: httpx.BaseTransport | None = None,
    signaller: Signaller | None = _SIGNALLER,
) -> None:
    """Install every port's implementation; the arguments put the sandbox into this process.

    Without a signaller no open page hears of what happens here: a simulation has none.
    """
    install_signaller(signaller)
    payments.install(orders.payment_effects(), stripe_client)
    install_carrier(fulfilment.http_carrier(carrier_transport))
    install_rates(pricing.table_rates())
    install_publish_screens(*trust.publish_screens(), *payments.publish_screens())
    install_listing_screen(trust.listing_screen())
    install_message_screen(trust.message_screen())
    install_buyer_gate(trust.buyer_gate())
    install_offer_gate(trust.buyer_gate())
    install_order_book(orders.order_book())
    install_post(writer=SiteLetters(), postman=_postman(), pusher=notifications.web_push())
    install_observer(Recorder())
    install_subscriptions(SUBSCRIPTIONS)
    install_listeners((*discovery.LISTENERS, *boosts.LISTENERS))
    boosts.install()


def _postman() -> Postman:
    sender = f"{settings().market_name} <{settings().email_from}>"
    if settings().email_url:
        return notifications.server_postman(sender)
    return notifications.folder_postman(settings().home / "mail", sender)


def send_letters() -> int:
    """Send the letters that are due."""
    return run_all_due(LETTER_WORK, business_now())


def deliver_events() -> int:
    """Move events from the outbox into the log and hand them to their subscribers."""
    return drain(SUBSCRIPTIONS)


def run_poller(now: datetime) -> int:
    """Read the provider's events once, if the poller is due."""
    return sum(work.run_due(now, 100) for work in DUE_WORK if work.name == POLLER)


def run_search_index() -> int:
    """Index listings that changed, at most every quarter of a second."""
    return run_indexer(paced=True)


def carry_shops() -> int:
    """Pack a shop that somebody takes along, or take in a part of one that somebody brings."""
    return portability.carry_next()


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
    boosts.forget_old()
    forget_old_notices()
    search.forget_old()
    return 0
