"""From bag to paid order, with one provider session, exact amounts and nothing reserved twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from rethread.market.catalogue.errors import WrongStatus
from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.catalogue.services import hide_listing, remove_listing, update_listing
from rethread.market.orders.errors import (
    AddressMissing,
    BagEmpty,
    BuyingRefused,
    CheckoutClosed,
    CheckoutInProgress,
    CheckoutNotFound,
    ListingUnavailable,
    OrderNotFound,
    OwnListing,
    PriceChanged,
)
from rethread.market.orders.models import Checkout, Order
from rethread.market.orders.selectors import (
    access_order,
    bag_count,
    bag_view,
    get_checkout,
    list_orders_for_buyer,
    list_orders_for_seller,
    live_line_exists,
)
from rethread.market.orders.services import (
    add_to_bag,
    cancel_checkout,
    open_pay_page,
    remove_from_bag,
    start_checkout,
)
from rethread.market.payments.models import PollCursor
from rethread.market.payments.selectors import get_payment
from rethread.market.payments.services import check_invariants, poll_due, process_due
from rethread.platform.kernel import Actor, Conflict, Money

from .world import World, at_once


def status_of(listing_id: object) -> str:
    return next(iter(cards_by_ids([listing_id]).values())).status  # type: ignore[list-item]  # a UUID


def test_a_bag_shows_parcels_prices_and_delivery_and_reserves_nothing(world: World) -> None:
    seller, buyer = world.seller(), world.buyer()
    first, second = world.listing(seller, 1500), world.listing(seller, 2000)
    other = world.listing(price_minor=1000)
    for listing in (first, second, other):
        add_to_bag(actor=buyer.actor, listing_id=listing.id)
    add_to_bag(actor=buyer.actor, listing_id=first.id)
    bag = bag_view(buyer.actor)
    assert [len(parcel.lines) for parcel in bag.parcels] == [2, 1]
    # 5 % and 70p on each: 15.00 -> 16.45, 20.00 -> 21.70, 10.00 -> 11.20
    assert [parcel.items for parcel in bag.parcels] == [Money(3815, "GBP"), Money(1120, "GBP")]
    assert bag.items == Money(4935, "GBP")
    assert bag.total == bag.items + bag.parcels[0].delivery + bag.parcels[1].delivery
    assert bag_count(buyer.actor) == 3
    assert status_of(first.id) == "live"
    remove_from_bag(actor=buyer.actor, listing_id=other.id)
    assert bag_count(buyer.actor) == 2


def test_a_bag_says_what_became_unavailable(world: World) -> None:
    seller, buyer = world.seller(), world.buyer()
    listing = world.listing(seller)
    add_to_bag(actor=buyer.actor, listing_id=listing.id)
    hide_listing(actor=seller, listing_id=listing.id)
    bag = bag_view(buyer.actor)
    assert bag.parcels == ()
    assert [(line.listing_id, line.reason) for line in bag.unavailable] == [(listing.id, "hidden")]
    assert bag.total == Money(0, "GBP")


def test_nobody_buys_their_own(world: World) -> None:
    seller = world.seller()
    listing = world.listing(seller)
    with pytest.raises(OwnListing) as refusal:
        add_to_bag(actor=seller, listing_id=listing.id)
    assert refusal.value.code == "orders.own_listing"
    assert bag_count(seller) == 0


def test_case_45_nobody_checks_out_their_own_even_without_the_bag(world: World) -> None:
    seller = world.buyer()
    listing = world.listing(seller.actor)
    with pytest.raises(OwnListing):
        start_checkout(
            actor=seller.actor,
            address_id=seller.address_id,
            idempotency_key="k",
            expected_total=None,
            listing_ids=[listing.id],
        )
    assert Checkout.objects.count() == 0
    assert status_of(listing.id) == "live"


def test_case_45_who_tries_card_after_card_is_shown_out_and_buys_nothing_for_a_day(
    world: World,
) -> None:
    buyer, listing = world.buyer(), world.listing()
    checkout = world.check_out(buyer, listing)
    page = open_pay_page(buyer.actor, checkout.checkout_id).split("/pay/")[1].split("?")[0]

    def declined(times: int) -> None:
        for _ in range(times):
            world.sandbox.stripe.pay_session(page, "4000000000000002")
        world.pass_time(seconds=30)
        poll_due(world.now + timedelta(minutes=5), 100)
        process_due(world.now, 100)
        world.settle()

    declined(5)
    assert get_checkout(buyer.actor, checkout.checkout_id).status == "paying"
    PollCursor.objects.update(next_poll_at=world.now)
    declined(1)
    assert get_checkout(buyer.actor, checkout.checkout_id).status == "expired"
    assert status_of(listing.id) == "live"
    with pytest.raises(BuyingRefused) as refusal:
        world.check_out(buyer, listing)
    assert refusal.value.code == "orders.buying_refused"
    assert "Too many cards were declined." in refusal.value.message
    assert Checkout.objects.count() == 1
    assert world.buy(world.buyer(), listing)[0].status == "paid"  # nobody else is stopped
    world.pass_time(hours=24)
    remove_from_bag(actor=buyer.actor, listing_id=listing.id)
    assert world.check_out(buyer, world.listing()).status == "open"
    assert [i.name for i in check_invariants() if not i.ok] == []


def test_checkout_quotes_reserves_and_opens_one_payment(world: World) -> None:
    buyer = world.buyer()
    listing = world.listing(price_minor=1500)
    add_to_bag(actor=buyer.actor, listing_id=listing.id)
    shown = bag_view(buyer.actor).total
    checkout = world.check_out(buyer, listing, expected=shown)
    assert checkout.status == "open"
    assert checkout.total == shown
    assert (checkout.items, checkout.buyer_fee) == (Money(1500, "GBP"), Money(145, "GBP"))
    assert (checkout.reserved_until - checkout.created_at).total_seconds() == 600
    (order,) = checkout.orders
    assert order.status == "awaiting_payment"
    assert (order.seller_fee, order.seller_gets) == (Money(45, "GBP"), Money(1455, "GBP"))
    assert order.lines[0].title == listing.title
    assert status_of(listing.id) == "reserved"
    assert live_line_exists(listing.id)
    assert get_payment(checkout.checkout_id).amount == shown
    assert bag_count(buyer.actor) == 1


def test_the_pay_page_asks_for_exactly_the_quote(world: World) -> None:
    buyer = world.buyer()
    checkout = world.check_out(buyer, world.listing(price_minor=1999))
    url = open_pay_page(buyer.actor, checkout.checkout_id)
    session = world.sandbox.stripe.find("checkout.session", url.split("/pay/")[1].split("?")[0])
    assert session is not None
    assert session["amount_total"] == checkout.total.amount_minor
    assert open_pay_page(buyer.actor, checkout.checkout_id) == url
    assert get_checkout(buyer.actor, checkout.checkout_id).status == "paying"


def test_paying_makes_orders_paid_listings_sold_and_clears_only_ones_own_bag(world: World) -> None:
    buyer, loser = world.buyer(), world.buyer()
    first, second = world.listing(price_minor=1500), world.listing(price_minor=2500)
    add_to_bag(actor=loser.actor, listing_id=first.id)
    orders = world.buy(buyer, first, second)
    assert [order.status for order in orders] == ["paid", "paid"]
    assert {status_of(first.id), status_of(second.id)} == {"sold"}
    assert bag_count(buyer.actor) == 0
    assert [line.reason for line in bag_view(loser.actor).unavailable] == ["sold"]
    page = list_orders_for_buyer(buyer.actor)
    assert {order.order_id for order in page.orders} == {order.order_id for order in orders}
    sold = list_orders_for_seller(Actor.user(orders[0].seller_id)).orders
    assert [(order.order_id, order.side) for order in sold] == [(orders[0].order_id, "seller")]


def test_case_36_a_total_that_is_not_the_shown_one_asks_for_consent(world: World) -> None:
    seller, buyer = world.seller(), world.buyer()
    listing = world.listing(seller, 1500)
    add_to_bag(actor=buyer.actor, listing_id=listing.id)
    shown = bag_view(buyer.actor).total
    update_listing(actor=seller, listing_id=listing.id, changes={"price_minor": 1600})
    with pytest.raises(PriceChanged) as refusal:
        world.check_out(buyer, expected=shown)
    assert refusal.value.code == "orders.price_changed"
    assert refusal.value.actual == shown + Money(105, "GBP")
    assert status_of(listing.id) == "live"
    assert not live_line_exists(listing.id)
    assert world.check_out(buyer, expected=refusal.value.actual).total == refusal.value.actual


def test_case_41_a_tampered_amount_buys_nothing(world: World) -> None:
    buyer = world.buyer()
    listing = world.listing(price_minor=90_000)
    with pytest.raises(PriceChanged):
        world.check_out(buyer, listing, expected=Money(1, "GBP"))
    assert Order.objects.count() == 0
    assert status_of(listing.id) == "live"


def test_case_44_one_garment_gone_leaves_the_whole_bag_unreserved(world: World) -> None:
    buyer, rival = world.buyer(), world.buyer()
    kept, gone = world.listing(), world.listing()
    add_to_bag(actor=buyer.actor, listing_id=kept.id)
    add_to_bag(actor=buyer.actor, listing_id=gone.id)
    world.check_out(rival, gone)
    with pytest.raises(ListingUnavailable) as refusal:
        world.check_out(buyer)
    assert refusal.value.code == "orders.listing_unavailable"
    assert list(refusal.value.fields) == [str(gone.id)]
    assert status_of(kept.id) == "live"


def test_case_37_what_is_being_paid_for_cannot_be_deleted_and_is_honoured(world: World) -> None:
    seller, buyer = world.seller(), world.buyer()
    listing = world.listing(seller)
    checkout = world.check_out(buyer, listing)
    for leave in (remove_listing, hide_listing):
        with pytest.raises(WrongStatus):
            leave(actor=seller, listing_id=listing.id)
    assert status_of(listing.id) == "reserved"
    assert world.pay(buyer, checkout.checkout_id).status == "paid"
    assert status_of(listing.id) == "sold"
    assert [i.name for i in check_invariants() if not i.ok] == []


def test_case_37_what_was_deleted_before_the_checkout_is_called_off_cleanly(world: World) -> None:
    seller, buyer = world.seller(), world.buyer()
    listing = world.listing(seller)
    add_to_bag(actor=buyer.actor, listing_id=listing.id)
    remove_listing(actor=seller, listing_id=listing.id)
    with pytest.raises(ListingUnavailable) as refusal:
        world.check_out(buyer)
    assert refusal.value.code == "orders.listing_unavailable"
    assert Checkout.objects.count() == 0
    assert bag_view(buyer.actor).total == Money(0, "GBP")


def test_an_empty_bag_and_a_strange_address_are_refused(world: World) -> None:
    buyer, other = world.buyer(), world.buyer()
    with pytest.raises(BagEmpty):
        world.check_out(buyer)
    add_to_bag(actor=buyer.actor, listing_id=world.listing().id)
    with pytest.raises(AddressMissing):
        start_checkout(
            actor=buyer.actor,
            address_id=other.address_id,
            idempotency_key="k",
            expected_total=None,
        )
    assert Checkout.objects.count() == 0


def test_case_34_the_same_key_is_one_checkout_and_another_body_is_refused(world: World) -> None:
    buyer = world.buyer()
    add_to_bag(actor=buyer.actor, listing_id=world.listing().id)

    def click(expected: Money | None = None) -> object:
        return start_checkout(
            actor=buyer.actor,
            address_id=buyer.address_id,
            idempotency_key="one",
            expected_total=expected,
        ).checkout_id

    assert click() == click()
    with pytest.raises(Conflict):
        click(Money(1, "GBP"))
    assert Checkout.objects.count() == 1


def test_case_33_a_double_click_is_one_checkout_whatever_the_keys(world: World) -> None:
    buyer = world.buyer()
    add_to_bag(actor=buyer.actor, listing_id=world.listing().id)

    def click(key: str) -> Callable[[], object]:
        return lambda: (
            start_checkout(
                actor=buyer.actor,
                address_id=buyer.address_id,
                idempotency_key=key,
                expected_total=None,
            ).checkout_id
        )

    same = at_once(click("a"), click("a"), click("b"))
    assert len(set(same)) == 1, same
    assert Checkout.objects.count() == 1
    assert get_payment(Checkout.objects.get().id).status == "starting"


def test_another_bag_that_shares_a_garment_with_an_open_checkout_is_refused(world: World) -> None:
    buyer = world.buyer()
    listing = world.listing()
    open_one = world.check_out(buyer, listing)
    add_to_bag(actor=buyer.actor, listing_id=world.listing().id)
    with pytest.raises(CheckoutInProgress) as refusal:
        world.check_out(buyer)
    assert refusal.value.checkout_id == open_one.checkout_id


def test_strangers_see_neither_checkout_nor_order(world: World) -> None:
    buyer, stranger = world.buyer(), world.buyer()
    checkout = world.check_out(buyer, world.listing())
    order = checkout.orders[0]
    with pytest.raises(CheckoutNotFound):
        get_checkout(stranger.actor, checkout.checkout_id)
    with pytest.raises(CheckoutNotFound):
        cancel_checkout(actor=stranger.actor, checkout_id=checkout.checkout_id)
    with pytest.raises(OrderNotFound):
        access_order(stranger.actor, order.order_id)
    with pytest.raises(OrderNotFound):
        access_order(Actor.user(order.seller_id), order.order_id)
    with pytest.raises(OrderNotFound):
        access_order(buyer.actor, uuid4())
    assert access_order(buyer.actor, order.order_id).side == "buyer"


def test_cancelling_frees_the_garment_once_the_pay_page_is_closed(world: World) -> None:
    buyer = world.buyer()
    listing = world.listing()
    checkout = world.check_out(buyer, listing)
    open_pay_page(buyer.actor, checkout.checkout_id)
    cancelled = cancel_checkout(actor=buyer.actor, checkout_id=checkout.checkout_id)
    assert cancelled.status == "expiring"
    assert status_of(listing.id) == "reserved"
    world.settle()
    assert get_checkout(buyer.actor, checkout.checkout_id).status == "cancelled"
    assert status_of(listing.id) == "live"
    assert not live_line_exists(listing.id)
    with pytest.raises(CheckoutClosed):
        open_pay_page(buyer.actor, checkout.checkout_id)
    with pytest.raises(CheckoutClosed):
        cancel_checkout(actor=buyer.actor, checkout_id=checkout.checkout_id)
    assert bag_count(buyer.actor) == 1


def test_the_reservation_ends_after_ten_minutes_and_not_before(world: World) -> None:
    buyer = world.buyer()
    listing = world.listing()
    checkout = world.check_out(buyer, listing)
    open_pay_page(buyer.actor, checkout.checkout_id)
    world.pass_time(minutes=9, seconds=59)
    assert status_of(listing.id) == "reserved"
    world.pass_time(seconds=1)
    assert get_checkout(buyer.actor, checkout.checkout_id).status == "expired"
    assert status_of(listing.id) == "live"
    assert list_orders_for_buyer(buyer.actor).orders == ()
