"""The same events as the model's, done through the services on a real PostgreSQL.

What the provider says is applied as if it had just answered; nothing is called. A `Market` lives in
one transaction, so that an event is undone with its savepoint.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from rethread.market.accounts.services import set_vacation
from rethread.market.catalogue.models import Listing
from rethread.market.catalogue.services import (
    hide_listing,
    mark_sold_elsewhere,
    publish_listing,
    relist_listing,
    remove_listing,
    show_listing,
    update_listing,
)
from rethread.market.offers.models import Offer
from rethread.market.offers.rules import Piece, told
from rethread.market.offers.selectors.views import terms_of
from rethread.market.offers.services import accept_offer, make_offer
from rethread.market.offers.services.redeeming import end_where_gone
from rethread.market.offers.tasks import run_due_offers
from rethread.market.orders.errors import PriceChanged
from rethread.market.orders.models import Checkout, Deadline, Order
from rethread.market.orders.services import (
    cancel_checkout,
    cancel_order,
    confirm_received,
    mark_shipped,
    start_checkout,
)
from rethread.market.orders.services.disputing import (
    dispute_order,
    give_back,
    refund_disputed,
    release_disputed,
    resume_order,
)
from rethread.market.orders.services.order import see_scan
from rethread.market.orders.services.settlement import (
    record_late_refund,
    record_seller_paid,
    seller_returned,
)
from rethread.market.orders.tasks import run_due_deadlines
from rethread.market.payments.models import Payment, Refund
from rethread.market.payments.ports import BalanceEntry, RefundState, SessionState
from rethread.market.payments.services.paying import apply_session
from rethread.market.payments.services.refunding import apply_refund
from rethread.market.payments.types import PLATFORM
from rethread.market.pricing.rules import buyer_price
from rethread.market.pricing.selectors import current_schedule, delivery_price
from rethread.platform.kernel import Actor, DomainError, Money
from rethread.platform.kernel.fetching import select
from tests.market.orders.world import Buyer, World

from .model import AGREEMENTS_MAX
from .state import AGREED_PRICE, LIST_PRICE, LOW_PRICE, Who

SYSTEM = Actor.system("tests")
_LISTING = """
SELECT l.status, l.price_minor, s.on_vacation
FROM catalogue_listing l JOIN accounts_shop s ON s.id = l.shop_id WHERE l.id = %s
"""
_DEALS = """
SELECT c.id, c.status, o.status, l.price_minor, l.snapshot ? 'offer_id', o.cancel_reason,
       o.shipped_at IS NOT NULL, o.delivered_at IS NOT NULL, o.disputed_at IS NOT NULL,
       o.refund_failed_at IS NOT NULL, o.seller_paid_at IS NOT NULL,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(d.kind, d.due_at)), '[]')
        FROM orders_deadline d WHERE d.order_id = o.id AND d.outcome = '' AND NOT d.dead),
       h.status, l.live
FROM orders_checkout c JOIN orders_order o ON o.checkout_id = c.id
JOIN orders_orderline l ON l.order_id = o.id JOIN payments_hold h ON h.order_id = o.id
WHERE c.id = ANY(%s)
"""
LIVE = ("open", "paying", "expiring")
ENDED = ("expired", "cancelled")


@dataclass
class Market:
    """A garment of S for £30, and A and B, who have seen it."""

    world: World
    checkouts: dict[Who, UUID] = field(default_factory=dict)
    agreements: int = 0

    def __post_init__(self) -> None:
        self.seller = self.world.seller()
        self.listing = self.world.listing(self.seller, price_minor=LIST_PRICE)
        self.buyers: dict[Who, Buyer] = {"A": self.world.buyer(), "B": self.world.buyer()}
        schedule = current_schedule("GBP")
        parcel = delivery_price("GBP", "large")
        self.totals = {
            price: buyer_price(Money(price, "GBP"), schedule) + parcel
            for price in (LIST_PRICE, LOW_PRICE, AGREED_PRICE)
        }
        self.told: dict[Who, Money] = dict.fromkeys(self.buyers, self.totals[LIST_PRICE])

    def do(self, event: str) -> None:
        """Do an event; what is refused leaves nothing behind but what a buyer was told."""
        try:
            with transaction.atomic():
                self._acts()[event]()
        except PriceChanged as error:
            self.told["A" if event.startswith("A") else "B"] = error.actual
        except DomainError:
            return

    def _acts(self) -> dict[str, Callable[[], object]]:
        listed: dict[str, Any] = {"actor": self.seller, "listing_id": self.listing.id}
        return {
            "S publishes it": partial(publish_listing, **listed),
            "S hides it": partial(hide_listing, **listed),
            "S shows it": partial(show_listing, **listed),
            "S sells it elsewhere": partial(self._gone, mark_sold_elsewhere),
            "S relists it": partial(relist_listing, **listed),
            "S removes it": partial(self._gone, remove_listing),
            "S changes the price": self._price,
            "S goes away": partial(self._away, True),
            "S comes back": partial(self._away, False),
            "S and A agree": self._agree,
            "time moves on": self._time,
            **{f"A{name}": act for name, act in self._buying("A").items()},
            **{f"B{name}": act for name, act in self._buying("B").items()},
            **self._ordering("A"),
            **self._ordering("B"),
            "A withdraws the case": partial(self._on, "A", resume_order),
            "staff decide for S": partial(self._on, "A", partial(release_disputed, actor=SYSTEM)),
            "the carrier takes it to A": partial(self._scan, "A", "in_transit"),
            "the carrier loses it": partial(self._scan, "A", "lost"),
            "S gives A it all back": partial(self._on, "A", partial(give_back, actor=self.seller)),
            "S's money of A arrives": partial(self._transfer, "A"),
        }

    def _buying(self, who: Who) -> dict[str, Callable[[], object]]:
        actor = self.buyers[who].actor
        return {
            " checks out": partial(self._check_out, who),
            " gives up": lambda: (
                cancel_checkout(actor=actor, checkout_id=self.checkouts[who])
                if who in self.checkouts
                else None
            ),
            " pays": partial(self._session, who, LIVE, paid=True),
            "'s page closes": partial(self._session, who, LIVE, paid=False),
            " pays late": partial(self._session, who, ENDED, paid=True),
            " calls it off": partial(self._on, who, partial(cancel_order, actor=actor)),
            " confirms": partial(self._on, who, partial(confirm_received, actor=actor)),
            " opens a case": partial(self._on, who, dispute_order),
            "'s refund arrives": partial(self._refund, who, "succeeded"),
            "'s refund comes back": partial(self._refund, who, "failed"),
        }

    def _ordering(self, who: Who) -> dict[str, Callable[[], object]]:
        return {
            f"S ships to {who}": partial(self._on, who, partial(mark_shipped, actor=self.seller)),
            f"S calls {who} off": partial(self._on, who, partial(cancel_order, actor=self.seller)),
            f"the carrier brings it to {who}": partial(self._scan, who, "delivered"),
            f"staff decide for {who}": partial(
                self._on, who, partial(refund_disputed, actor=SYSTEM)
            ),
        }

    def _gone(self, act: Callable[..., object]) -> None:
        act(actor=self.seller, listing_id=self.listing.id)
        end_where_gone(listing_id=self.listing.id)  # the news of it

    def _price(self) -> None:
        row = Listing.objects.get(pk=self.listing.id)
        price = LOW_PRICE if row.price_minor == LIST_PRICE else LIST_PRICE
        update_listing(
            actor=self.seller, listing_id=self.listing.id, changes={"price_minor": price}
        )

    def _away(self, away: bool) -> None:
        set_vacation(actor=self.seller, shop_id=self.listing.shop.id, on_vacation=away)
        if not away:
            seller_returned(shop_id=self.listing.shop.id)  # the news of it

    def _agree(self) -> None:
        if self.agreements >= AGREEMENTS_MAX:
            return
        price = Money(AGREED_PRICE, "GBP")
        offer = make_offer(actor=self.buyers["A"].actor, listing_id=self.listing.id, price=price)
        accept_offer(actor=self.seller, offer_id=offer.offer_id, seen=price)
        self.agreements += 1
        self.told["A"] = self.totals[AGREED_PRICE]

    def _check_out(self, who: Who) -> None:
        if self._checkout_status(who) in LIVE:
            return  # the same checkout would come back
        self.world.keys += 1
        buyer = self.buyers[who]
        view = start_checkout(
            actor=buyer.actor,
            address_id=buyer.address_id,
            idempotency_key=f"walk-{self.world.keys}",
            expected_total=self.told[who],
            listing_ids=[self.listing.id],
        )
        self.checkouts[who] = view.checkout_id

    def _checkout_status(self, who: Who) -> str:
        row = Checkout.objects.filter(pk=self.checkouts.get(who)).first()
        return row.status if row is not None else ""

    def order(self, who: Who) -> Order | None:
        """Return the latest order of a buyer."""
        return Order.objects.filter(checkout_id=self.checkouts.get(who)).first()

    def _on(self, who: Who, act: Callable[..., object]) -> None:
        order = self.order(who)
        if order is not None:
            act(order_id=order.id)

    def _scan(self, who: Who, kind: str) -> None:
        self._on(who, partial(see_scan, actor=SYSTEM, kind=kind, at=self.world.now))

    def _transfer(self, who: Who) -> None:
        order = self.order(who)
        if order is not None and order.status == "completed":
            record_seller_paid(order_id=order.id)

    def _session(self, who: Who, when: tuple[str, ...], *, paid: bool) -> None:
        if self._checkout_status(who) not in when:
            return
        payment = Payment.objects.get(checkout_id=self.checkouts[who])
        amount, currency = payment.amount_minor, payment.currency
        apply_session(
            SessionState(
                id=f"cs_{payment.id}", reference=str(payment.id), operation="",
                status="complete" if paid else "expired", paid=paid, url=None,
                amount_minor=amount, currency=currency,
                payment_intent=f"pi_{payment.id}", charge=f"ch_{payment.id}",
                entry=_entry("charge", payment.id, amount) if paid else None,
            )
        )  # fmt: skip

    def _refund(self, who: Who, status: Any) -> None:
        refund = Refund.objects.filter(payment__checkout_id=self.checkouts.get(who)).first()
        if refund is None or refund.status == "failed":
            return
        back = status == "failed"
        apply_refund(
            RefundState(
                id=f"re_{refund.id}", operation=f"refund:{refund.id}", status=status,
                amount_minor=refund.amount_minor, currency=refund.currency,
                entry=None if back else _entry("refund", refund.id, -refund.amount_minor),
                failure_entry=_entry("back", refund.id, refund.amount_minor) if back else None,
            )
        )  # fmt: skip
        if refund.order_id is None and not back:
            record_late_refund(actor=SYSTEM, payment_id=refund.payment_id)  # the news of it

    def _time(self) -> None:
        dues = list(
            Deadline.objects.filter(outcome="", dead=False).values_list("due_at", flat=True)
        )
        agreed = Offer.objects.filter(status="accepted").values_list("due_at", flat=True)
        dues += [at for at in agreed if at is not None]
        if dues:
            self.world.moments[0] = max(self.world.now, min(dues))
            run_due_deadlines(self.world.now, 100)
            run_due_offers(self.world.now, 100)

    def seen(self) -> dict[str, Any]:
        """Return everything of the rows that the model says something about."""
        ((status, price, away),) = select(_LISTING, [self.listing.id])
        offer = Offer.objects.filter(listing_id=self.listing.id).order_by("-id").first()
        piece = Piece(status, status == "live" and not away, price)
        now = self.world.now
        word = told(terms_of(offer), piece, blocked=False, now=now) if offer is not None else ""
        rows = {row[0]: row[1:] for row in select(_DEALS, [list(self.checkouts.values())])}
        return {
            "now": now,
            "listing": (status, price, away),
            "told": dict(self.told),
            "offer": word,
            **{who: _deal(rows[checkout_id]) for who, checkout_id in self.checkouts.items()},
        }


def _deal(row: tuple[Any, ...]) -> tuple[object, ...]:
    *facts, timers, hold, live = row
    due = sorted(
        (kind, datetime.fromisoformat(at).astimezone(UTC)) for kind, at in json.loads(timers)
    )
    return (*facts, tuple(due), hold, live)


def _entry(kind: str, subject: UUID, amount: int) -> BalanceEntry:
    return BalanceEntry(
        id=f"txn_{kind}_{subject}", account=PLATFORM, kind=kind, source=str(subject),
        amount_minor=amount, fee_minor=0, net_minor=amount, currency="GBP", available_on=0,
        status="available",
    )  # fmt: skip
