"""From paid to the seller's money: every timer, every way an order ends, exact to the penny."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rethread.market.catalogue.selectors import cards_by_ids, get_listing
from rethread.market.catalogue.services import show_listing
from rethread.market.fulfilment.selectors import find_shipment_for_order
from rethread.market.ledger.selectors import balance
from rethread.market.orders.errors import NotAllowedNow, NotYourOrder, OrderNotFound
from rethread.market.orders.models import Deadline, Order
from rethread.market.orders.selectors import (
    access_order,
    order_statement,
    order_timeline,
    orders_waiting,
)
from rethread.market.orders.services import (
    cancel_order,
    confirm_received,
    make_label,
    mark_shipped,
    timers,
)
from rethread.market.orders.services.disputing import dispute_order
from rethread.market.orders.types import OrdersWaiting, OrderView
from rethread.market.payments.selectors import order_money
from rethread.market.payments.services import check_invariants
from rethread.platform.events.relay import relay_once
from rethread.platform.kernel import Actor, Money
from rethread.platform.kernel.fetching import fetch_with

from .world import Buyer, World


def bought(world: World, price_minor: int = 1500) -> tuple[Buyer, Actor, OrderView]:
    seller, buyer = world.seller(), world.buyer()
    (order,) = world.buy(buyer, world.listing(seller, price_minor))
    return buyer, seller, order


def look(buyer: Buyer, order: OrderView) -> OrderView:
    return access_order(buyer.actor, order.order_id)


def running(order: OrderView) -> dict[str, timedelta]:
    """Return the timers that both sides see, counted from the payment."""
    assert order.paid_at is not None
    entries = order_timeline(order.order_id)
    return {entry.kind: entry.at - order.paid_at for entry in entries if not entry.done}


def status_of(order: OrderView) -> str:
    listing_id = order.lines[0].listing_id
    return cards_by_ids([listing_id])[listing_id].status


def events_of(order: OrderView) -> list[str]:
    relay_once()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM event_log WHERE partition_key = %s AND name LIKE 'orders.%%'"
            ' ORDER BY "offset"',
            [str(order.order_id)],
        )
        return [name for (name,) in cursor.fetchall()]


def test_a_paid_order_shows_both_sides_every_timer(world: World) -> None:
    _, _, order = bought(world)
    assert running(order) == {
        "ship_reminder": timedelta(days=3),
        "ship_promised": timedelta(days=5),
        "auto_cancel": timedelta(days=10),
    }


def test_the_seller_is_reminded_on_day_three(world: World) -> None:
    buyer, _, order = bought(world)
    world.pass_time(days=3)
    done = [entry.kind for entry in order_timeline(order.order_id) if entry.done]
    assert done == ["paid", "ship_reminder"]
    assert look(buyer, order).status == "paid"


def test_what_is_not_shipped_by_day_ten_is_refunded_in_full(world: World) -> None:
    buyer, seller, order = bought(world)
    world.pass_time(days=9, hours=23, minutes=59)
    assert look(buyer, order).status == "paid"
    world.pass_time(minutes=1)
    ended = look(buyer, order)
    assert (ended.status, ended.cancel_reason) == ("refunded", "not_shipped")
    money = order_money(order.order_id)
    assert (money.refunded_minor, money.to_seller_minor) == (order.total.amount_minor, 0)
    assert order_statement(order.order_id).buyer.total == Money(0, "GBP")
    assert order_statement(order.order_id).seller.rows == ()
    assert balance(f"held:{order.order_id}", "GBP") == 0
    assert running(order) == {}
    with pytest.raises(NotAllowedNow):
        mark_shipped(actor=seller, order_id=order.order_id)


def test_label_scans_delivery_claim_window_and_release(world: World) -> None:
    buyer, seller, order = bought(world)
    label = make_label(actor=seller, order_id=order.order_id)
    assert label.tracking_code.startswith("RT")
    assert make_label(actor=seller, order_id=order.order_id) == label
    shipped = mark_shipped(actor=seller, order_id=order.order_id)
    assert (shipped.status, shipped.tracking_code) == ("shipped", label.tracking_code)
    world.pass_time(hours=50)
    delivered = look(buyer, order)
    assert delivered.status == "delivered"
    assert orders_waiting(buyer.actor) == OrdersWaiting(to_send=0, arrived=1, travelling=())
    assert delivered.delivered_at is not None
    parcel = find_shipment_for_order(order.order_id)
    assert parcel is not None
    assert [scan.kind for scan in parcel.scans] == [
        "accepted",
        "in_transit",
        "out_for_delivery",
        "delivered",
    ]
    ends = [e.at for e in order_timeline(order.order_id) if e.kind == "claim_window_end"]
    assert ends == [delivered.delivered_at + timedelta(days=2)]
    world.pass_time(seconds=(ends[0] - world.now).total_seconds() - 1)
    assert look(buyer, order).status == "delivered"
    world.pass_time(seconds=1)
    assert look(buyer, order).status == "completed"
    assert order_money(order.order_id).to_seller_minor == 1455
    assert events_of(order) == [
        "orders.order_placed",
        "orders.order_shipped",
        "orders.order_delivered",
        "orders.order_completed",
    ]


def test_the_statement_is_exact_on_both_sides(world: World) -> None:
    _, _, order = bought(world, price_minor=1999)
    statement = order_statement(order.order_id)
    # buyer's fee: 5 % of 19.99 is 0.99950, half up 1.00, and 0.70; seller's: 3 % is 0.5997
    delivery = order.delivery.amount_minor
    assert [(row.kind, row.amount.amount_minor) for row in statement.buyer.rows] == [
        ("item", -1999),
        ("buyer_fee", -170),
        ("delivery", -delivery),
    ]
    assert [(row.kind, row.amount.amount_minor) for row in statement.seller.rows] == [
        ("item", 1999),
        ("seller_fee", -60),
    ]
    assert statement.seller.total == order.seller_gets == Money(1939, "GBP")
    assert statement.buyer.total == -order.total
    whole = statement.buyer.total + statement.seller.total + statement.market.total
    assert whole == Money(0, "GBP")


def test_confirming_releases_at_once_even_when_nothing_was_scanned(world: World) -> None:
    buyer, seller, order = bought(world)
    mark_shipped(actor=seller, order_id=order.order_id, tracking_code="OWN 123")
    with pytest.raises(NotYourOrder):
        confirm_received(actor=seller, order_id=order.order_id)
    done = confirm_received(actor=buyer.actor, order_id=order.order_id)
    assert (done.status, done.tracking_code) == ("completed", "OWN 123")
    assert done.delivered_at is not None
    assert confirm_received(actor=buyer.actor, order_id=order.order_id) == done
    assert order_money(order.order_id).status == "released"
    # Nobody has confirmed who the seller is, and the provider holds no money for ever.
    assert set(running(order)) == {"identity_warning", "identity_limit"}


def test_case_63_a_silent_carrier_releases_after_ten_working_days(world: World) -> None:
    buyer, seller, order = bought(world)  # Monday 2 March, noon
    mark_shipped(actor=seller, order_id=order.order_id)
    assert running(order) == {"no_scan_release": timedelta(days=14)}
    world.pass_time(days=14, seconds=-1)
    assert look(buyer, order).status == "shipped"
    world.pass_time(seconds=1)
    assert look(buyer, order).status == "completed"
    assert order_money(order.order_id).to_seller_minor == 1455


def test_case_63_a_tracking_code_that_was_made_up_delivers_nothing(world: World) -> None:
    buyer, seller, order = bought(world)
    mark_shipped(actor=seller, order_id=order.order_id, tracking_code="RT-MADE-UP-1")
    world.pass_time(days=9)
    assert look(buyer, order).status == "shipped"  # no word of the seller's is a delivery
    assert running(order) == {"no_scan_release": timedelta(days=14)}
    dispute_order(order_id=order.order_id)  # and until the timer the buyer may say so
    world.pass_time(days=30)
    assert look(buyer, order).status == "shipped"
    assert order_money(order.order_id).status == "frozen"
    assert [i.name for i in check_invariants() if not i.ok] == []


def test_a_lost_parcel_is_refunded_in_full(world: World) -> None:
    buyer, seller, order = bought(world)
    label = make_label(actor=seller, order_id=order.order_id)
    mark_shipped(actor=seller, order_id=order.order_id)
    world.sandbox.carrier.lose(label.tracking_code)
    world.pass_time(hours=5)
    lost = look(buyer, order)
    assert (lost.status, lost.cancel_reason) == ("refunded", "parcel_lost")
    assert status_of(order) == "sold"
    assert order_money(order.order_id).refunded_minor == order.total.amount_minor


def test_the_carrier_knows_better_than_a_forgetful_seller(world: World) -> None:
    buyer, seller, order = bought(world)
    label = make_label(actor=seller, order_id=order.order_id)
    world.sandbox.carrier.deliver_now(label.tracking_code)
    world.pass_time(hours=4)
    seen = look(buyer, order)
    assert (seen.status, seen.tracking_code) == ("delivered", label.tracking_code)
    assert set(running(order)) == {"claim_window_end"}


@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_either_side_may_call_off_before_shipping(world: World, side: str) -> None:
    buyer, seller, order = bought(world)
    actor = buyer.actor if side == "buyer" else seller
    cancelled = cancel_order(actor=actor, order_id=order.order_id)
    assert (cancelled.status, cancelled.cancel_reason) == ("cancelled", f"{side}_cancelled")
    assert cancel_order(actor=actor, order_id=order.order_id).status == "cancelled"
    assert status_of(order) == "hidden"
    world.settle()
    assert look(buyer, order).status == "refunded"
    assert order_money(order.order_id).refunded_minor == order.total.amount_minor
    assert events_of(order) == [
        "orders.order_placed",
        "orders.order_cancelled",
        "orders.order_refunded",
    ]


def test_nothing_is_called_off_once_it_is_shipped(world: World) -> None:
    buyer, seller, order = bought(world)
    mark_shipped(actor=seller, order_id=order.order_id)
    with pytest.raises(NotAllowedNow) as refusal:
        cancel_order(actor=buyer.actor, order_id=order.order_id)
    assert refusal.value.code == "orders.not_allowed_now"
    assert look(buyer, order).status == "shipped"
    assert order_money(order.order_id).status == "held"


def test_only_the_seller_ships_and_strangers_do_nothing(world: World) -> None:
    buyer, _, order = bought(world)
    with pytest.raises(NotYourOrder):
        mark_shipped(actor=buyer.actor, order_id=order.order_id)
    for act in (mark_shipped, confirm_received, cancel_order):
        with pytest.raises(OrderNotFound):
            act(actor=world.seller(), order_id=order.order_id)
    assert look(buyer, order).status == "paid"


def test_a_garment_given_back_can_be_sold_again(world: World) -> None:
    _, seller, order = bought(world)
    cancel_order(actor=seller, order_id=order.order_id)
    listing_id = order.lines[0].listing_id
    show_listing(actor=seller, listing_id=listing_id)
    again = world.buyer()
    checkout = world.check_out(again, get_listing(listing_id))
    assert world.pay(again, checkout.checkout_id).orders[0].status == "paid"


def test_a_bag_of_two_sellers_is_two_orders_that_end_on_their_own(world: World) -> None:
    buyer, one, two = world.buyer(), world.seller(), world.seller()
    orders = world.buy(buyer, world.listing(one, 1500), world.listing(two, 2500))
    by_seller = {order.seller_id: order for order in orders}
    first, second = by_seller[one.require_user()], by_seller[two.require_user()]
    mark_shipped(actor=one, order_id=first.order_id)
    confirm_received(actor=buyer.actor, order_id=first.order_id)
    world.pass_time(days=10)
    assert look(buyer, first).status == "completed"
    assert look(buyer, second).status == "refunded"
    assert order_money(first.order_id).to_seller_minor == 1455
    assert order_money(second.order_id).refunded_minor == second.total.amount_minor


def test_a_failing_timer_is_set_aside_and_stops_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer, _, poisoned = bought(world)
    _, _, healthy = bought(world)
    plain = timers.call_off

    def fail(actor: Actor, order: object, reason: object) -> None:
        if getattr(order, "id", None) == poisoned.order_id:
            raise RuntimeError("out of order")
        plain(actor, order, reason)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(timers, "call_off", fail)
    world.pass_time(days=10)
    timer = Deadline.objects.get(order_id=poisoned.order_id, kind="auto_cancel")
    assert (timer.dead, timer.attempts) == (True, 8)
    assert look(buyer, poisoned).status == "paid"
    assert access_order(Actor.system("tests"), healthy.order_id).status == "refunded"


def test_an_order_is_read_with_its_checkout_by_one_statement(world: World) -> None:
    _, _, order = bought(world)
    with CaptureQueriesContext(connection) as asked:
        (row,) = fetch_with(Order, "checkout", "WHERE orders_order.id = %s", [order.order_id])
        assert row.checkout.address["city"] == order.address.city
    assert len(asked) == 1
    assert row.checkout == Order.objects.get(pk=order.order_id).checkout
    assert fetch_with(Order, "checkout", "WHERE orders_order.id = %s", [uuid4()]) == []


def test_what_waits_follows_an_order_on_both_sides(world: World) -> None:
    buyer, seller, order = bought(world)
    world.check_out(world.buyer(), world.listing(seller, 900))  # never paid: waits for nobody
    nothing = OrdersWaiting(to_send=0, arrived=0, travelling=())
    assert orders_waiting(buyer.actor) == nothing
    assert orders_waiting(seller) == replace(nothing, to_send=1)

    make_label(actor=seller, order_id=order.order_id)
    mark_shipped(actor=seller, order_id=order.order_id)
    on_the_way = ((order.order_id, order.lines[0].title),)
    assert orders_waiting(buyer.actor) == replace(nothing, travelling=on_the_way)
    assert orders_waiting(seller) == replace(nothing, travelling=on_the_way)

    confirm_received(actor=buyer.actor, order_id=order.order_id)
    assert orders_waiting(buyer.actor) == orders_waiting(seller) == nothing
    assert orders_waiting(world.buyer().actor) == nothing
