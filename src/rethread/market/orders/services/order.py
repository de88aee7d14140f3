"""What happens to an order that is paid for: shipped, delivered, completed, or called off."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from rethread.market.accounts.selectors import access_address, list_addresses
from rethread.market.accounts.services import record_dispatch
from rethread.market.catalogue.services import return_listings
from rethread.market.fulfilment.selectors import find_shipment_for_order
from rethread.market.fulfilment.services import create_label, hand_over, obtain_label
from rethread.market.fulfilment.types import PostalAddress, ShipmentView
from rethread.market.payments.services import refund_order, release_order
from rethread.platform.kernel import Actor, Money, business_now

from ..errors import (
    AddressMissing,
    ChargedBack,
    NotAllowedNow,
    NotYourOrder,
    OrderDisputed,
    PickedUp,
)
from ..models import Order, OrderLine
from ..rules.calendar import (
    IDENTITY_LIMIT,
    IDENTITY_WARNING,
    claim_window_end,
    no_scan_release_at,
)
from ..rules.parting import seller_fee_left
from ..rules.transitions import OrderEvent
from ..selectors import access_order
from ..types import CancelReason, CompletedBy, DeliveredBy, OrderView
from .locking import lock_order, lock_order_for
from .moving import end_timers, market_calendar, move_order, set_timer
from .telling import tell_cancelled, tell_completed, tell_delivered, tell_shipped

TRACKING_CHARS_MAX = 60
_LEAVING: Final[dict[str, OrderEvent]] = {
    "parcel_lost": "lose",
    "seller_refunded": "give_back",
    "dispute_upheld": "give_back",
}


def make_label(
    *, actor: Actor, order_id: UUID, sender_address_id: UUID | None = None
) -> ShipmentView:
    """Get a label for a paid order's parcel. Calls the carrier; not in a transaction.

    It is sent from the given address of the seller's, or from their default or newest. Asked
    again it returns the same label.

    Raises:
        OrderNotFound, NotYourOrder, NotAllowedNow, AddressMissing.
        PickedUp: nothing is sent.
        CarrierUnavailable: the carrier does not answer; a worker keeps asking.
        LabelRefused: the carrier will not take this parcel.
    """
    sender = _sender_address(actor, sender_address_id)
    with transaction.atomic():
        order = lock_order_for(actor, order_id)
        _require_seller(actor, order)
        _require_sent(order)
        if order.status != "paid":
            raise NotAllowedNow("make a label", order.status)
        shipment = create_label(
            actor=actor,
            order_id=order.id,
            sender=sender,
            recipient=PostalAddress(**order.checkout.address),
            item_count=OrderLine.objects.filter(order=order).count(),
            parcel_size=order.parcel_size,
            tracked=order.delivery_method == "tracked",
        )
    return obtain_label(shipment.shipment_id)


def _sender_address(actor: Actor, address_id: UUID | None) -> PostalAddress:
    if address_id is not None:
        found = access_address(actor=actor, address_id=address_id)
    else:
        addresses = list_addresses(actor=actor)
        if not addresses:
            raise AddressMissing
        found = addresses[0]
    return PostalAddress(
        name=found.name,
        line1=found.line1,
        line2=found.line2,
        city=found.city,
        postcode=found.postcode,
        country=found.country,
    )


def mark_shipped(*, actor: Actor, order_id: UUID, tracking_code: str = "") -> OrderView:
    """Record that the seller handed the parcel over; a carrier of ours is told soon after.

    With a label of ours the tracking code is the label's; otherwise the seller may give one.
    Doing it twice changes nothing.

    Raises:
        OrderNotFound, NotYourOrder, NotAllowedNow.
        PickedUp: nothing is sent.
        ChargedBack: the buyer's bank has the payment; the seller keeps the parcel.
    """
    with transaction.atomic():
        order = lock_order_for(actor, order_id)
        _require_seller(actor, order)
        _require_sent(order)
        if order.status != "shipped":
            _require_status(order, "ship it", "paid")
            if order.charged_back_at is not None:
                raise ChargedBack
            shipment = find_shipment_for_order(order.id)
            if shipment is not None and shipment.label_code:
                hand_over(actor=actor, shipment_id=shipment.shipment_id)
                tracking_code = shipment.tracking_code
            ship(actor, order, tracking_code.strip()[:TRACKING_CHARS_MAX], business_now())
    return access_order(actor, order_id)


def ship(actor: Actor, order: Order, tracking_code: str, now: datetime) -> None:
    """Take a locked, paid order to shipped: the ship-by timers end, the silent carrier's starts."""
    move_order(order, "ship", shipped_at=now, tracking_code=tracking_code)
    end_timers(order, "ship_reminder", "auto_cancel")
    set_timer(order, "no_scan_release", no_scan_release_at(now, market_calendar()))
    tell_shipped(actor, order)
    if order.paid_at is not None:
        record_dispatch(
            actor=Actor.system("orders"), shop_id=order.shop_id, took=now - order.paid_at
        )


def deliver(actor: Actor, order: Order, by: DeliveredBy, now: datetime) -> None:
    """Take a locked order to delivered and open the claim window: from shipped, or from paid when
    its buyer picked it up."""
    move_order(order, "hand_over" if by == "pickup_code" else "deliver", delivered_at=now)
    end_timers(order, "no_scan_release", "ship_reminder", "auto_cancel")
    if order.disputed_at is None and order.charged_back_at is None:
        set_timer(order, "claim_window_end", claim_window_end(now))
    tell_delivered(actor, order, by)


def complete(actor: Actor, order: Order, by: CompletedBy) -> None:
    """Release a locked order's money to its seller, in this same transaction, and complete it.

    Raises:
        OrderDisputed: a case is open about it.
    """
    if order.disputed_at is not None:
        raise OrderDisputed
    if order.charged_back_at is not None:
        raise ChargedBack
    currency, goods = order.currency, order.items_minor - order.given_back_minor
    fee = seller_fee_left(
        order.seller_fee_minor, goods=order.items_minor, given_back=order.given_back_minor
    )
    released = release_order(
        actor=actor,
        order_id=order.id,
        seller_id=order.seller_id,
        amount_to_seller=Money(goods - fee, currency),
        seller_fee=Money(fee, currency),
    )
    move_order(order, "complete", completed_at=business_now())
    end_timers(order)
    if released.status == "waiting" and order.paid_at is not None:
        set_timer(order, "identity_warning", order.paid_at + IDENTITY_WARNING)
        set_timer(order, "identity_limit", order.paid_at + IDENTITY_LIMIT)
    tell_completed(actor, order, by)


def confirm_received(*, actor: Actor, order_id: UUID) -> OrderView:
    """Record that the buyer has the parcel and is happy: the claim window ends at once.

    A parcel whose arrival nobody scanned counts as delivered by the buyer's word. Doing it twice
    changes nothing.

    Raises:
        OrderNotFound, NotYourOrder, NotAllowedNow.
        OrderDisputed: the buyer's own case is open; it is withdrawn first.
    """
    with transaction.atomic():
        order = lock_order_for(actor, order_id)
        if actor.user_id != order.buyer_id:
            raise NotYourOrder("buyer")
        if order.status != "completed":
            _require_status(order, "confirm it", "shipped", "delivered")
            if order.disputed_at is not None:
                raise OrderDisputed
            if order.status == "shipped":
                deliver(actor, order, "buyer", business_now())
            complete(actor, order, "buyer")
    return access_order(actor, order_id)


def cancel_order(*, actor: Actor, order_id: UUID) -> OrderView:
    """Call a paid order off before it is shipped, from either side; the buyer is refunded in full.

    Doing it twice changes nothing.

    Raises:
        OrderNotFound, NotAllowedNow.
    """
    with transaction.atomic():
        order = lock_order_for(actor, order_id)
        if order.status not in {"cancelled", "refunded"}:
            _require_status(order, "cancel it", "paid")
            buys = actor.user_id == order.buyer_id
            call_off(actor, order, "buyer_cancelled" if buys else "seller_cancelled")
    return access_order(actor, order_id)


def call_off(actor: Actor, order: Order, reason: CancelReason) -> None:
    """Take a locked order whose money is held to cancelled: refund it all, free its garments."""
    refund_order(
        actor=actor,
        order_id=order.id,
        amount=Money(order.left_minor, order.currency),
        reason=reason,
        key=f"order:{order.id}:full_refund",
    )
    event: OrderEvent = _LEAVING.get(reason, "cancel")
    move_order(order, event, cancelled_at=business_now(), cancel_reason=reason, disputed_at=None)
    end_timers(order)
    if event == "cancel":  # what was sent stays sold: its seller does not have it to send again
        free_garments(actor, order)
    tell_cancelled(actor, order)


def free_garments(actor: Actor, order: Order) -> None:
    """Give the garments of an order that was not sent back to their seller, to be sold again."""
    lines = OrderLine.objects.filter(order=order).order_by("listing_id")
    listing_ids = list(lines.values_list("listing_id", flat=True))
    lines.order_by().update(live=False)
    return_listings(actor=actor, listing_ids=listing_ids)


def see_scan(*, actor: Actor, order_id: UUID, kind: str, at: datetime) -> None:
    """Follow the carrier: what it carries is shipped, what it handed over is delivered, what it
    lost is refunded in full.

    Scans may come late, twice or out of order; they never take an order back.
    """
    with transaction.atomic(savepoint=False):
        order = lock_order(order_id)
        now = business_now()
        if order.status == "paid":
            shipment = find_shipment_for_order(order.id)
            ship(actor, order, shipment.tracking_code if shipment else "", now)
        if order.status == "shipped" and kind == "delivered":
            deliver(actor, order, "scan", now)
        elif order.status == "shipped" and order.charged_back_at is not None:
            return  # whatever became of the parcel, the buyer's bank decides
        elif order.status == "shipped" and kind == "lost":
            call_off(actor, order, "parcel_lost")
        elif order.status == "shipped" and order.disputed_at is None:
            due_at = no_scan_release_at(max(at, order.shipped_at or at), market_calendar())
            set_timer(order, "no_scan_release", max(due_at, now))


def _require_seller(actor: Actor, order: Order) -> None:
    if actor.user_id != order.seller_id and not actor.is_system:
        raise NotYourOrder("seller")


def _require_sent(order: Order) -> None:
    if order.delivery_method == "pickup":
        raise PickedUp


def _require_status(order: Order, action: str, *statuses: str) -> None:
    if order.status not in statuses:
        raise NotAllowedNow(action, order.status)
