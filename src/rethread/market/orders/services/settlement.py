"""What follows for orders when the money of a checkout is settled, in payments' own commit.

Everything here runs inside payments' transaction, with the payment's row locked, and may be asked
twice: what has happened already is left alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from rethread.market.accounts.services import hold_shops
from rethread.market.catalogue.errors import ListingUnavailable, OwnListing
from rethread.market.catalogue.services import (
    mark_listings_sold,
    release_listings,
    reserve_listings,
)
from rethread.market.offers.services import (
    end_at_sale,
    give_back_private_prices,
    take_private_prices,
)
from rethread.market.payments.selectors import get_payment
from rethread.platform.kernel import Actor, business_now

from ..models import BagItem, Checkout, Order, OrderLine
from ..rules.calendar import auto_cancel_at, ship_reminder_at, shipping_days_from
from ..rules.transitions import CHECKOUT_LIVE
from .locking import lock_checkout, lock_order, lock_orders_of
from .moving import end_timers, move_checkout, move_order, set_timer
from .pickup import make_pickup_code
from .telling import tell_cancelled, tell_placed, tell_refunded


class _NoLongerToBeHad(Exception):
    """A garment of a late payment went to somebody else, or costs something else now."""


@transaction.atomic(savepoint=False)
def confirm_payment(*, actor: Actor, checkout_id: UUID) -> None:
    """Make every order of a checkout paid and its garments sold, and clear them from the bag."""
    checkout = lock_checkout(checkout_id)
    if checkout.status == "paid":
        return
    move_checkout(checkout, "paid", paid_at=business_now())
    _orders_stand(actor, checkout, late=False)


@transaction.atomic
def let_lapse(*, actor: Actor, checkout_id: UUID) -> None:
    """Free what an unpaid checkout reserved, now that it can be paid no more."""
    checkout = lock_checkout(checkout_id)
    if checkout.status not in CHECKOUT_LIVE:
        return
    move_checkout(checkout, "provider_expired", closed_at=business_now())
    end_timers(checkout)
    for order in lock_orders_of(checkout):
        move_order(order, "lapse")
    held = OrderLine.objects.filter(order__checkout=checkout, live=True)
    listing_ids = _garments_of(checkout)
    held.update(live=False)
    release_listings(actor=actor, listing_ids=listing_ids, checkout_id=checkout.id)
    give_back_private_prices(checkout_id=checkout.id)


@transaction.atomic
def settle_late_payment(*, actor: Actor, checkout_id: UUID) -> Literal["accept", "refund"]:
    """Take an ended checkout up again if all of its garments can still be had at its prices.

    Otherwise every order of it is called off, and payments refunds the whole of it.
    """
    checkout = lock_checkout(checkout_id)
    if checkout.status == "paid":
        return "accept"
    if checkout.refunded_late_at is not None:
        return "refund"
    try:
        with transaction.atomic():
            _take_up_again(actor, checkout)
    except (_NoLongerToBeHad, ListingUnavailable, OwnListing):
        _call_off_late(actor, checkout)
        return "refund"
    return "accept"


def _take_up_again(actor: Actor, checkout: Checkout) -> None:
    listing_ids = _garments_of(checkout)
    # The buyer is the actor: nobody takes up what has become their own.
    reserved = reserve_listings(
        actor=Actor.user(checkout.buyer_id), listing_ids=listing_ids, checkout_id=checkout.id
    )
    lines = OrderLine.objects.filter(order__checkout=checkout)
    # What its seller asked and its card showed then; the discount agreed on top of it stays.
    agreed = {
        line.listing_id: (
            line.price_minor + line.discount_minor,
            line.price_minor
            + line.discount_minor
            + line.buyer_fee_minor
            + line.buyer_fee_discount_minor,
        )
        for line in lines
    }
    private = take_private_prices(
        buyer_id=checkout.buyer_id, reserved=reserved, checkout_id=checkout.id
    )
    counts = {listing.id: private.get(listing.id) or listing for listing in reserved}
    today = {
        listing_id: (price.price.amount_minor, price.buyer_price.amount_minor)
        for listing_id, price in counts.items()
    }
    if agreed != today:
        raise _NoLongerToBeHad
    lines.update(live=True)
    move_checkout(checkout, "paid_late", paid_at=business_now())
    _orders_stand(actor, checkout, late=True)


def _call_off_late(actor: Actor, checkout: Checkout) -> None:
    now = business_now()
    checkout.refunded_late_at = now
    checkout.save(update_fields=["refunded_late_at"])
    for order in lock_orders_of(checkout):
        move_order(
            order, "paid_too_late", paid_at=now, cancelled_at=now, cancel_reason="paid_too_late"
        )
        tell_cancelled(actor, order)


def _orders_stand(actor: Actor, checkout: Checkout, *, late: bool) -> None:
    now = business_now()
    end_timers(checkout)
    listing_ids = _garments_of(checkout)
    orders = lock_orders_of(checkout)
    shops = hold_shops(order.shop_id for order in orders)
    for order in orders:
        shop = shops[order.shop_id]
        begins = shipping_days_from(
            now, on_vacation=shop.on_vacation, returns_at=shop.vacation_until
        )
        move_order(order, "paid_late" if late else "paid", paid_at=now, days_count_from=begins)
        start_shipping_timers(order, begins)
        if order.delivery_method == "pickup":
            make_pickup_code(order)
    mark_listings_sold(actor=actor, listing_ids=listing_ids, checkout_id=checkout.id)
    end_at_sale(buyer_id=checkout.buyer_id, listing_ids=listing_ids)
    BagItem.objects.filter(bag__user_id=checkout.buyer_id, listing_id__in=listing_ids).delete()
    for order in orders:
        tell_placed(actor, order)


def start_shipping_timers(order: Order, begins: datetime) -> None:
    """Start, or move, what follows when nothing is sent; the order is locked."""
    set_timer(order, "ship_reminder", ship_reminder_at(begins))
    set_timer(order, "auto_cancel", auto_cancel_at(begins))


@transaction.atomic
def seller_returned(*, shop_id: UUID) -> int:
    """Begin at once to count the days of paid orders that waited for their seller's return.

    Returns how many had waited. Orders whose days count already are left as they are.
    """
    now = business_now()
    waiting = Order.objects.filter(shop_id=shop_id, status="paid", days_count_from__gt=now)
    moved = 0
    for order_id in waiting.order_by("id").values_list("id", flat=True):
        order = lock_order(order_id)
        if order.status == "paid" and order.days_count_from and order.days_count_from > now:
            order.days_count_from = now
            order.save(update_fields=["days_count_from"])
            start_shipping_timers(order, now)
            moved += 1
    return moved


def _garments_of(checkout: Checkout) -> list[UUID]:
    rows = OrderLine.objects.filter(order__checkout=checkout).order_by("listing_id")
    return list(rows.values_list("listing_id", flat=True))


@transaction.atomic
def record_refund(*, actor: Actor, order_id: UUID) -> None:
    """Record that the provider has given the buyer's money back."""
    order = lock_order(order_id)
    if order.status == "refunded":
        return
    move_order(order, "refunded", refunded_at=business_now(), refund_failed_at=None)
    tell_refunded(actor, order)


@transaction.atomic
def record_late_refund(*, actor: Actor, payment_id: UUID) -> None:
    """Record that a payment which came too late went back whole; it was never any order's money,
    so it is told by payment."""
    waiting = Checkout.objects.filter(
        refunded_late_at__isnull=False, orders__status="cancelled"
    ).distinct()
    for checkout in waiting.order_by("id"):
        if get_payment(checkout.id).id == payment_id:
            for order in lock_orders_of(checkout):
                record_refund(actor=actor, order_id=order.id)


@transaction.atomic
def record_refund_failure(*, order_id: UUID) -> None:
    """Record that the refund did not go through: the money is owed to the buyer still."""
    order = lock_order(order_id)
    order.refund_failed_at = business_now()
    order.save(update_fields=["refund_failed_at"])


@transaction.atomic
def record_late_refund_failure(*, checkout_id: UUID) -> None:
    """Record that a payment which came too late did not go back: it is owed to the buyer still."""
    for order in lock_orders_of(lock_checkout(checkout_id)):
        record_refund_failure(order_id=order.id)


@transaction.atomic(savepoint=False)
def record_seller_paid(*, order_id: UUID) -> None:
    """Record that the order's money has reached the seller's account at the provider."""
    order = lock_order(order_id)
    Order.objects.filter(pk=order.id, seller_paid_at=None).update(seller_paid_at=business_now())
    if order.status == "completed":
        end_timers(order, "identity_warning", "identity_limit")
