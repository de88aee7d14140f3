"""What people would read in a world: the views and facts that pages, help and offers use."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, get_args
from uuid import UUID

from rethread.market.accounts.types import ShopSummary
from rethread.market.catalogue.types import ListingView
from rethread.market.fulfilment.types import ScanKind
from rethread.market.orders.rules.calendar import (
    AUTO_CANCEL_DAYS,
    SHIP_PROMISED_DAYS,
    VACATION_PAUSE_DAYS,
)
from rethread.market.orders.types import AddressView, CheckoutView, OrderView, Side
from rethread.market.support.types import OrderFacts, Scan
from rethread.platform.kernel import Money

from .state import START, Deal, State

SIDES: Final[tuple[Side, ...]] = get_args(Side)
NOBODY: Final = UUID(int=0)
SHIPS_WITHIN: Final = 5
CODE: Final = "RT1"
_SCANNED: Final[ScanKind] = "in_transit"
_NOWHERE: Final = AddressView("Ada", "1 Mill Street", "", "Leeds", "LS1 4AP", "GB")


def gbp(minor: int) -> Money:
    """Return pounds."""
    return Money(minor, "GBP")


def is_paid(deal: Deal) -> bool:
    """Tell whether it was ever paid for; only then its seller knows of it."""
    return deal.money != "none"


def order_view(deal: Deal, side: Side) -> OrderView:
    """Return an order as its page gets it. Moments are there or not; which does not matter."""
    then = START
    auto_cancel = deal.due("auto_cancel")
    away = timedelta(days=SHIP_PROMISED_DAYS - AUTO_CANCEL_DAYS)
    ended = deal.order in {"cancelled", "refunded"}
    return OrderView(
        order_id=NOBODY, checkout_id=NOBODY, reference="", status=deal.order, buyer_id=NOBODY,
        seller_id=NOBODY, shop_id=NOBODY, lines=(), items=gbp(deal.price), buyer_fee=gbp(0),
        seller_fee=gbp(0), delivery=gbp(0), total=gbp(deal.price), seller_gets=gbp(deal.price),
        address=_NOWHERE, created_at=then, paid_at=then if is_paid(deal) else None,
        shipped_at=then if deal.sent else None, delivered_at=then if deal.arrived else None,
        completed_at=then if deal.order == "completed" else None,
        cancelled_at=then if ended else None,
        refunded_at=then if deal.order == "refunded" else None,
        cancel_reason=deal.reason, tracking_code="",
        seller_paid_at=then if deal.seller_paid else None,
        disputed_at=then if deal.disputed else None,
        refund_failed_at=then if deal.refund_failed else None,
        ship_by=auto_cancel + away if auto_cancel is not None else None, side=side,
    )  # fmt: skip


def checkout_view(deal: Deal) -> CheckoutView:
    """Return a checkout as the page gets it to which its buyer returns from paying."""
    return CheckoutView(
        checkout_id=NOBODY, status=deal.checkout, buyer_id=NOBODY,
        orders=(order_view(deal, "buyer"),), items=gbp(deal.price), buyer_fee=gbp(0),
        delivery=gbp(0), total=gbp(deal.price), fee_schedule_version=1, address=_NOWHERE,
        created_at=START, reserved_until=START, pay_url="",
    )  # fmt: skip


def order_facts(deal: Deal, side: Side) -> OrderFacts:
    """Return what help knows of an order."""
    view = order_view(deal, side)
    return OrderFacts(
        side=side, status=deal.order, now=START, total=view.total, seller_gets=view.seller_gets,
        address="1 Mill Street, Leeds", paid_at=view.paid_at, ship_promised_at=view.ship_by,
        auto_cancel_at=deal.due("auto_cancel"), shipped_at=view.shipped_at, tracking_code=CODE,
        scans=(Scan(_SCANNED, START),) if deal.scanned else (), delivered_at=view.delivered_at,
        release_at=deal.due("claim_window_end") or deal.due("no_scan_release"),
        completed_at=view.completed_at, seller_paid_at=view.seller_paid_at,
        seller_can_receive=True, cancelled_at=view.cancelled_at, cancel_reason=deal.reason,
        refund_failed_at=view.refund_failed_at, refunded_at=view.refunded_at,
        disputed_at=view.disputed_at, has_label=True,
    )  # fmt: skip


def listing_view(state: State) -> ListingView:
    """Return the listing as its seller's page gets it."""
    shop = ShopSummary(
        id=NOBODY, owner_id=NOBODY, handle="bo", name="Bo", bio="", rating_sum=0, rating_count=0,
        ships_within_days=SHIPS_WITHIN, on_vacation=state.away, created_at=START,
    )  # fmt: skip
    return ListingView(
        id=NOBODY, version=2, status=state.listing, seller_id=NOBODY, shop=shop,
        available=state.piece.available, title="", description="", department="",
        department_label="", type="", type_label="", brand="", brand_label="", size="",
        size_system="", condition="", condition_label="", colours=(), styles=(), era="",
        material="", pattern="", measurements="", parcel_size="", price=gbp(state.price),
        buyer_price=gbp(state.price), fee_version=1, photos=(), checkout_id=None,
        created_at=START, updated_at=START, published_at=START, sold_at=START,
    )  # fmt: skip


def was_sold_on_holiday(deal: Deal) -> bool:
    """Tell whether the days to send it count from later than the payment."""
    due = deal.due("auto_cancel")
    return due is not None and due >= START + timedelta(days=VACATION_PAUSE_DAYS)
