"""A seller who goes away: nothing more is sold, and what was being paid for waits for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from rethread.market.accounts import wiring as accounts_wiring
from rethread.market.accounts.services import hold_shops, set_vacation
from rethread.market.orders.errors import ListingUnavailable
from rethread.market.orders.rules.calendar import VACATION_PAUSE_DAYS
from rethread.market.orders.selectors import access_order, bag_view, order_timeline
from rethread.market.orders.services import add_to_bag, start_checkout
from rethread.market.orders.types import OrderView

from .world import World, at_once


@pytest.fixture
def away(world: World) -> World:
    world.works = (*world.works, *accounts_wiring.DUE_WORK)
    return world


def timers(order: OrderView) -> dict[str, timedelta]:
    assert order.paid_at is not None
    entries = order_timeline(order.order_id)
    return {entry.kind: entry.at - order.paid_at for entry in entries if not entry.done}


def days(**counts: float) -> dict[str, timedelta]:
    return {kind: timedelta(days=count) for kind, count in counts.items()}


def test_a_bagged_piece_cannot_be_checked_out_while_its_seller_is_away(away: World) -> None:
    seller, buyer = away.seller(), away.buyer()
    listing = away.listing(seller)
    add_to_bag(actor=buyer.actor, listing_id=listing.id)
    set_vacation(actor=seller, shop_id=listing.shop.id, on_vacation=True)
    assert [line.reason for line in bag_view(buyer.actor).unavailable] == ["vacation"]
    with pytest.raises(ListingUnavailable) as refusal:
        start_checkout(
            actor=buyer.actor,
            address_id=buyer.address_id,
            idempotency_key="k",
            expected_total=None,
        )
    assert refusal.value.code == "orders.listing_unavailable"
    set_vacation(actor=seller, shop_id=listing.shop.id, on_vacation=False)
    assert len(away.buy(buyer, listing)) == 1


def test_what_was_paid_before_keeps_its_days(away: World) -> None:
    seller, buyer = away.seller(), away.buyer()
    listing = away.listing(seller)
    (order,) = away.buy(buyer, listing)
    set_vacation(actor=seller, shop_id=listing.shop.id, on_vacation=True)
    away.settle()
    assert timers(order) == days(ship_reminder=3, ship_promised=5, auto_cancel=10)


def test_what_was_being_paid_for_waits_for_the_day_of_return(away: World) -> None:
    seller, buyer = away.seller(), away.buyer()
    listing = away.listing(seller)
    checkout = away.check_out(buyer, listing)
    set_vacation(
        actor=seller, shop_id=listing.shop.id, on_vacation=True, until=away.now + timedelta(days=4)
    )
    (order,) = away.pay(buyer, checkout.checkout_id).orders
    assert timers(order) == days(seller_returns=4, ship_reminder=7, ship_promised=9, auto_cancel=14)
    away.pass_time(days=13)
    assert access_order(buyer.actor, order.order_id).status == "paid"
    away.pass_time(days=1)
    assert access_order(buyer.actor, order.order_id).cancel_reason == "not_shipped"


def test_who_gives_no_day_keeps_a_buyer_waiting_two_weeks_at_the_most(away: World) -> None:
    seller, buyer = away.seller(), away.buyer()
    listing = away.listing(seller)
    checkout = away.check_out(buyer, listing)
    set_vacation(actor=seller, shop_id=listing.shop.id, on_vacation=True)
    (order,) = away.pay(buyer, checkout.checkout_id).orders
    assert timers(order) == days(
        seller_returns=VACATION_PAUSE_DAYS, ship_reminder=17, ship_promised=19, auto_cancel=24
    )


def test_the_days_begin_when_the_seller_is_back_early(away: World) -> None:
    seller, buyer = away.seller(), away.buyer()
    listing = away.listing(seller)
    checkout = away.check_out(buyer, listing)
    set_vacation(actor=seller, shop_id=listing.shop.id, on_vacation=True)
    (order,) = away.pay(buyer, checkout.checkout_id).orders
    away.pass_time(days=2)
    set_vacation(actor=seller, shop_id=listing.shop.id, on_vacation=False)
    away.settle()
    assert timers(order) == days(ship_reminder=5, ship_promised=7, auto_cancel=12)
    away.settle()
    assert timers(order) == days(ship_reminder=5, ship_promised=7, auto_cancel=12)


def test_leaving_waits_for_a_reservation_that_is_being_made(away: World) -> None:
    """Whoever comes second sees what the first one did: there is no moment in between."""
    seller = away.seller()
    listing = away.listing(seller)
    order: list[str] = []

    def reserve() -> None:
        with transaction.atomic():
            held = hold_shops([listing.shop.id])
            order.append(f"held:{held[listing.shop.id].on_vacation}")

    def leave() -> None:
        set_vacation(actor=seller, shop_id=listing.shop.id, on_vacation=True)
        order.append("left")

    assert at_once(reserve, leave) == [None, None]
    assert sorted(order) in (["held:False", "left"], ["held:True", "left"])
    assert hold_shops([listing.shop.id])[listing.shop.id].on_vacation
