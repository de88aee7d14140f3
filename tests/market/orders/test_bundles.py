"""Several pieces of one shop in one checkout: less to pay, to the penny, and frozen."""

from __future__ import annotations

import pytest
from django.db import transaction

from rethread.market.accounts.errors import InvalidAccount, ShopNotFound
from rethread.market.accounts.selectors import get_shop
from rethread.market.accounts.services import set_bundle_discount
from rethread.market.orders import wiring
from rethread.market.orders.errors import ListingUnavailable, PriceChanged
from rethread.market.orders.selectors import (
    bag_view,
    get_checkout,
    live_line_exists,
    order_statement,
)
from rethread.market.orders.services import add_to_bag, start_checkout
from rethread.market.orders.types import CheckoutView
from rethread.market.payments.selectors import order_money
from rethread.market.payments.services import check_invariants
from rethread.market.pricing.types import BundleTier
from rethread.platform.kernel import Actor, Money
from tests.support.outbox import emitted

from .world import World

STEPS = (BundleTier(2, 10), BundleTier(3, 15))


def pounds(amount_minor: int) -> Money:
    return Money(amount_minor, "GBP")


def shop_of(world: World, seller: Actor, prices: tuple[int, ...]) -> list:
    listings = [world.listing(seller, price) for price in prices]
    set_bundle_discount(actor=seller, shop_id=listings[0].shop.id, tiers=STEPS)
    return listings


def test_three_of_one_shop_and_one_of_another_are_one_payment(world: World) -> None:
    seller, other, buyer = world.seller(), world.seller(), world.buyer()
    three = shop_of(world, seller, (1000, 1333, 2501))
    four = [*three, world.listing(other, 2000)]
    for listing in four:
        add_to_bag(actor=buyer.actor, listing_id=listing.id)
    bag = bag_view(buyer.actor)
    bundle = next(parcel for parcel in bag.parcels if parcel.seller_id == seller.user_id)
    alone = next(parcel for parcel in bag.parcels if parcel.seller_id == other.user_id)
    assert (bundle.percent, bundle.next_tier, alone.percent) == (15, None, 0)
    # 15% of 10.00, 13.33, 25.01 is 1.50, 2.00, 3.75; the fee falls with each price.
    cards = sum((listing.buyer_price.amount_minor for listing in four), 0)
    fees_saved = (50 - 43) + (67 - 57) + (125 - 106)
    assert bag.saved == pounds(150 + 200 + 375 + fees_saved)
    assert bag.items == pounds(cards) - bag.saved
    assert alone.saved == pounds(0)
    checkout = world.check_out(buyer, *four, expected=bag.total)
    assert checkout.total == bag.total
    orders = world.pay(buyer, checkout.checkout_id).orders
    assert len(orders) == 2
    order = next(one for one in orders if one.seller_id == seller.user_id)
    assert [line.discount.amount_minor for line in order.lines] == [150, 200, 375]
    assert order.items == pounds(850 + 1133 + 2126)
    assert order.items == sum((line.price for line in order.lines), pounds(0))
    assert sum((one.total for one in orders), pounds(0)) == bag.total
    statement = order_statement(order.order_id)
    assert [row.amount.amount_minor for row in statement.seller.rows] == [
        1000, 1333, 2501, -725, -order.seller_fee.amount_minor,
    ]  # fmt: skip
    assert statement.seller.total == order.seller_gets
    assert statement.buyer.total == -order.total
    assert statement.buyer.total + statement.seller.total + statement.market.total == pounds(0)
    assert order_money(order.order_id).held_minor == order.items.amount_minor
    told = {
        event["order_id"]: event["bundle_discount_minor"]
        for event in emitted("orders.order_placed")
    }
    assert told[str(order.order_id)] == 725
    assert sorted(told.values()) == [0, 725]


def test_two_pieces_get_the_first_step_and_read_of_the_next(world: World) -> None:
    seller, buyer = world.seller(), world.buyer()
    for listing in shop_of(world, seller, (1000, 2000)):
        add_to_bag(actor=buyer.actor, listing_id=listing.id)
    (parcel,) = bag_view(buyer.actor).parcels
    assert (parcel.percent, parcel.next_tier) == (10, BundleTier(3, 15))


def test_a_checkout_keeps_its_discount_whatever_the_shop_says_later(world: World) -> None:
    seller, buyer = world.seller(), world.buyer()
    pair = shop_of(world, seller, (1000, 2000))
    checkout = world.check_out(buyer, *pair)
    set_bundle_discount(actor=seller, shop_id=pair[0].shop.id, tiers=())
    (order,) = world.pay(buyer, checkout.checkout_id).orders
    assert order.items == pounds(2700)
    assert order.total == checkout.total


def test_case_44_a_bundle_that_lost_a_piece_reserves_nothing_and_has_a_new_price(
    world: World,
) -> None:
    seller, buyer, rival = world.seller(), world.buyer(), world.buyer()
    three = shop_of(world, seller, (1000, 1333, 2501))
    for listing in three:
        add_to_bag(actor=buyer.actor, listing_id=listing.id)
    shown = bag_view(buyer.actor).total
    world.buy(rival, three[2])
    with pytest.raises(ListingUnavailable) as refusal:
        world.check_out(buyer, expected=shown)
    assert list(refusal.value.fields) == [str(three[2].id)]
    assert not live_line_exists(three[0].id)
    bag = bag_view(buyer.actor)
    assert [line.listing_id for line in bag.unavailable] == [three[2].id]
    assert bag.parcels[0].percent == 10  # two pieces take less off than three
    rest = [listing.id for listing in three[:2]]

    def check_out(expected: Money) -> CheckoutView:
        return start_checkout(
            actor=buyer.actor,
            address_id=buyer.address_id,
            idempotency_key=str(expected),
            expected_total=expected,
            listing_ids=rest,
        )

    with pytest.raises(PriceChanged):
        check_out(shown)
    paid = world.pay(buyer, check_out(bag.total).checkout_id)
    assert (paid.status, paid.total) == ("paid", bag.total)
    assert [line.discount.amount_minor for line in paid.orders[0].lines] == [100, 133]
    assert [i.name for i in check_invariants() if not i.ok] == []


def test_a_late_payment_takes_a_bundle_up_again_at_its_price(world: World) -> None:
    seller, buyer = world.seller(), world.buyer()
    pair = shop_of(world, seller, (1000, 2000))
    checkout = world.check_out(buyer, *pair)
    world.pass_time(minutes=10)
    set_bundle_discount(actor=seller, shop_id=pair[0].shop.id, tiers=())
    with transaction.atomic():
        answer = wiring.payment_effects().payment_late(checkout_id=checkout.checkout_id)
    assert answer == "accept"
    assert get_checkout(buyer.actor, checkout.checkout_id).items == pounds(2700)


def test_impossible_steps_and_strangers_change_nothing(world: World) -> None:
    seller, stranger = world.seller(), world.seller()
    shop_id = shop_of(world, seller, (1000,))[0].shop.id
    before = get_shop(shop_id)
    with pytest.raises(InvalidAccount) as refusal:
        set_bundle_discount(
            actor=seller, shop_id=shop_id, tiers=[BundleTier(2, 10), BundleTier(3, 5)]
        )
    assert refusal.value.code == "accounts.invalid_bundles"
    assert list(refusal.value.fields) == ["from_3"]
    with pytest.raises(ShopNotFound) as stolen:
        set_bundle_discount(actor=stranger, shop_id=shop_id, tiers=())
    assert stolen.value.code == "accounts.shop_not_found"
    assert get_shop(shop_id) == before
    set_bundle_discount(actor=seller, shop_id=shop_id, tiers=STEPS)
    assert len(emitted("accounts.bundle_discount_set")) == 1
