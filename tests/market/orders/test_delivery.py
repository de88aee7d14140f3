"""How a parcel gets to its buyer: what shops offer, what buyers choose, what an order keeps."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pytest

from rethread.market.accounts.errors import InvalidAccount, ShopNotFound
from rethread.market.accounts.selectors import get_shop
from rethread.market.accounts.services import set_delivery_methods
from rethread.market.catalogue.selectors import get_listing
from rethread.market.catalogue.types import ListingView
from rethread.market.fulfilment.selectors import find_shipment_for_order
from rethread.market.orders.errors import (
    AddressMissing,
    DeliveryNotOffered,
    NotAllowedNow,
    NotPickedUp,
    NotYourOrder,
    OrderNotFound,
    PickedUp,
    PickupCodeSpent,
    PriceChanged,
    WrongPickupCode,
)
from rethread.market.orders.selectors import (
    access_order,
    bag_view,
    find_pickup,
    order_statement,
    order_timeline,
)
from rethread.market.orders.services import (
    add_to_bag,
    confirm_received,
    hand_over_pickup,
    make_label,
    mark_shipped,
    renew_pickup_code,
    start_checkout,
)
from rethread.market.orders.types import OrderView
from rethread.market.pricing.types import DeliveryMethod
from rethread.platform.kernel import Actor, Money
from tests.support.outbox import told

from .world import Buyer, World

ALL: tuple[DeliveryMethod, ...] = ("tracked", "untracked", "pickup")
PLACE = "Headingley, by the park"


def offering(world: World, methods: Sequence[DeliveryMethod] = ALL) -> tuple[Actor, ListingView]:
    seller = world.seller()
    listing = world.listing(seller)
    set_delivery_methods(actor=seller, shop_id=listing.shop.id, methods=methods, pickup_place=PLACE)
    return seller, listing


def ordered(
    world: World, listing: ListingView, method: DeliveryMethod, *, address: bool = True
) -> tuple[Buyer, OrderView]:
    buyer = world.buyer()
    add_to_bag(actor=buyer.actor, listing_id=listing.id)
    checkout = start_checkout(
        actor=buyer.actor,
        address_id=buyer.address_id if address else None,
        idempotency_key="k",
        expected_total=None,
        delivery={listing.shop.id: method},
    )
    return buyer, world.pay(buyer, checkout.checkout_id).orders[0]


def code_for(buyer: Buyer, order_id: UUID) -> str:
    pickup = find_pickup(access_order(buyer.actor, order_id))
    assert pickup is not None
    return pickup.code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_shop_that_has_said_nothing_sends_tracked(world: World) -> None:
    assert world.listing().shop.delivery_methods == ("tracked",)


def test_what_a_shop_offers_is_told_once_and_in_order(world: World) -> None:
    seller, listing = offering(world, ("pickup", "tracked"))
    shop = get_shop(listing.shop.id)
    assert (shop.delivery_methods, shop.pickup_place) == (("tracked", "pickup"), PLACE)
    set_delivery_methods(
        actor=seller, shop_id=shop.id, methods=("tracked", "pickup"), pickup_place=PLACE
    )
    (event,) = told("accounts.delivery_methods_set")
    assert (event["tracked"], event["untracked"], event["pickup"]) == (True, False, True)
    assert PLACE not in str(event)


@pytest.mark.parametrize(
    ("methods", "place", "field"),
    [
        ((), "", "methods"),
        (("drone",), "", "methods"),
        (("pickup",), "  ", "pickup_place"),
        (("tracked",), "x" * 81, "pickup_place"),
    ],
)
def test_what_cannot_be_offered_is_refused_and_nothing_changes(
    world: World, methods: tuple[DeliveryMethod, ...], place: str, field: str
) -> None:
    seller, listing = offering(world)
    before = get_shop(listing.shop.id)
    with pytest.raises(InvalidAccount) as refused:
        set_delivery_methods(
            actor=seller, shop_id=listing.shop.id, methods=methods, pickup_place=place
        )
    assert (refused.value.code, list(refused.value.fields)) == (
        "accounts.invalid_delivery", [field],
    )  # fmt: skip
    assert get_shop(listing.shop.id) == before


def test_nobody_says_how_another_shop_delivers(world: World) -> None:
    _, listing = offering(world)
    with pytest.raises(ShopNotFound):
        set_delivery_methods(actor=world.seller(), shop_id=listing.shop.id, methods=("untracked",))
    assert get_shop(listing.shop.id).delivery_methods == ALL


def test_a_bag_costs_what_was_chosen_and_names_every_choice(world: World) -> None:
    _, listing = offering(world)
    buyer = world.buyer()
    add_to_bag(actor=buyer.actor, listing_id=listing.id)
    (first,) = bag_view(buyer.actor).parcels
    assert (first.method, first.delivery) == ("tracked", Money(599, "GBP"))
    assert [(each.method, each.price.amount_minor) for each in first.choices] == [
        ("tracked", 599), ("untracked", 449), ("pickup", 0),
    ]  # fmt: skip
    bag = bag_view(buyer.actor, {listing.shop.id: "pickup"})
    assert (bag.parcels[0].method, bag.delivery, bag.total) == (
        "pickup", Money(0, "GBP"), bag.items,
    )  # fmt: skip


@pytest.mark.parametrize(("method", "price"), [("tracked", 599), ("untracked", 449), ("pickup", 0)])
def test_an_order_keeps_what_was_chosen_and_paid_for(
    world: World, method: DeliveryMethod, price: int
) -> None:
    seller, listing = offering(world)
    buyer, order = ordered(world, listing, method)
    set_delivery_methods(actor=seller, shop_id=listing.shop.id, methods=("tracked",))
    kept = access_order(buyer.actor, order.order_id)
    assert (kept.delivery_method, kept.delivery) == (method, Money(price, "GBP"))
    assert kept.pickup_place == (PLACE if method == "pickup" else "")
    statement = order_statement(order.order_id)
    assert -statement.buyer.total == kept.items + kept.buyer_fee + Money(price, "GBP")
    assert (
        statement.buyer.total + statement.seller.total + statement.market.total
    ).amount_minor == 0
    assert told("orders.order_placed")[0]["delivery_method"] == method


def test_what_a_shop_does_not_offer_is_refused_and_nothing_is_held(world: World) -> None:
    _, listing = offering(world, ("tracked",))
    with pytest.raises(DeliveryNotOffered) as refused:
        ordered(world, listing, "pickup")
    assert refused.value.code == "orders.delivery_not_offered"
    assert get_listing(listing.id).status == "live"


def test_a_total_seen_for_another_way_is_refused(world: World) -> None:
    _, listing = offering(world)
    buyer = world.buyer()
    add_to_bag(actor=buyer.actor, listing_id=listing.id)
    with pytest.raises(PriceChanged):
        start_checkout(
            actor=buyer.actor,
            address_id=buyer.address_id,
            idempotency_key="k",
            expected_total=bag_view(buyer.actor).total,
            delivery={listing.shop.id: "untracked"},
        )
    assert get_listing(listing.id).status == "live"


def test_an_untracked_parcel_has_a_label_and_no_scans_and_is_paid_by_the_timer(
    world: World,
) -> None:
    seller, listing = offering(world)
    buyer, order = ordered(world, listing, "untracked")
    label = make_label(actor=seller, order_id=order.order_id)
    assert (label.tracked, label.tracking_code, label.service) == (
        False, "", "Untracked letter post",
    )  # fmt: skip
    assert label.label_code.startswith("RT")
    sent = mark_shipped(actor=seller, order_id=order.order_id)
    assert (sent.status, sent.tracking_code) == ("shipped", "")
    world.pass_time(days=13)
    shipment = find_shipment_for_order(order.order_id)
    assert shipment is not None
    assert (shipment.scans, access_order(buyer.actor, order.order_id).status) == ((), "shipped")
    assert told("orders.order_shipped")[0]["has_tracking"] is False
    timers = {row.kind: row for row in order_timeline(order.order_id) if not row.done}
    assert "Nobody scans this parcel." in timers["no_scan_release"].detail
    world.pass_time(days=1)
    assert access_order(buyer.actor, order.order_id).status == "completed"
    assert told("orders.order_completed")[0]["completed_by"] == "silent_carrier"


def test_a_pickup_is_handed_over_with_its_code_and_held_for_the_claim_window(
    world: World,
) -> None:
    seller, listing = offering(world)
    buyer, order = ordered(world, listing, "pickup", address=False)
    seen_by_seller = find_pickup(access_order(seller, order.order_id))
    assert seen_by_seller is not None
    assert seen_by_seller.code == ""
    code = code_for(buyer, order.order_id)
    handed = hand_over_pickup(
        actor=seller, order_id=order.order_id, code=f" {code[:3]}-{code[3:]} "
    )
    assert (handed.status, handed.delivered_at, handed.shipped_at) == ("delivered", world.now, None)
    assert code_for(buyer, order.order_id) == ""
    assert told("orders.order_delivered")[0]["delivered_by"] == "pickup_code"
    world.pass_time(days=1, hours=23)
    assert access_order(buyer.actor, order.order_id).status == "delivered"
    world.pass_time(hours=1)
    assert access_order(buyer.actor, order.order_id).status == "completed"


def test_a_buyer_who_is_happy_releases_a_pickup_at_once(world: World) -> None:
    seller, listing = offering(world)
    buyer, order = ordered(world, listing, "pickup")
    with pytest.raises(NotAllowedNow):
        confirm_received(actor=buyer.actor, order_id=order.order_id)
    hand_over_pickup(actor=seller, order_id=order.order_id, code=code_for(buyer, order.order_id))
    confirmed = confirm_received(actor=buyer.actor, order_id=order.order_id)
    assert confirmed.status == "completed"


def test_a_wrong_code_is_counted_and_after_five_only_a_new_one_works(world: World) -> None:
    seller, listing = offering(world)
    buyer, order = ordered(world, listing, "pickup")
    code = code_for(buyer, order.order_id)
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongPickupCode) as refused:
            hand_over_pickup(actor=seller, order_id=order.order_id, code=wrong(code))
        assert f"{left} more time" in refused.value.message
    for typed in (wrong(code), code, code):
        with pytest.raises(PickupCodeSpent) as spent:
            hand_over_pickup(actor=seller, order_id=order.order_id, code=typed)
        assert spent.value.code == "orders.pickup_code_spent"
    assert access_order(buyer.actor, order.order_id).status == "paid"
    with pytest.raises(NotYourOrder):
        renew_pickup_code(actor=seller, order_id=order.order_id)
    renew_pickup_code(actor=buyer.actor, order_id=order.order_id)
    new = code_for(buyer, order.order_id)
    assert hand_over_pickup(actor=seller, order_id=order.order_id, code=new).status == "delivered"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "\N{FULLWIDTH DIGIT ONE}" * 6])
def test_what_is_no_code_hands_nothing_over(world: World, typed: str) -> None:
    seller, listing = offering(world)
    buyer, order = ordered(world, listing, "pickup")
    with pytest.raises(WrongPickupCode) as refused:
        hand_over_pickup(actor=seller, order_id=order.order_id, code=typed)
    assert refused.value.code == "orders.wrong_pickup_code"
    assert access_order(buyer.actor, order.order_id).status == "paid"


def test_only_the_seller_of_a_pickup_hands_it_over(world: World) -> None:
    seller, listing = offering(world)
    buyer, order = ordered(world, listing, "pickup")
    code = code_for(buyer, order.order_id)
    with pytest.raises(NotYourOrder):
        hand_over_pickup(actor=buyer.actor, order_id=order.order_id, code=code)
    with pytest.raises(OrderNotFound):
        hand_over_pickup(actor=world.seller(), order_id=order.order_id, code=code)
    for act in (make_label, mark_shipped):
        with pytest.raises(PickedUp) as refused:
            act(actor=seller, order_id=order.order_id)
        assert refused.value.code == "orders.is_picked_up"
    assert find_shipment_for_order(order.order_id) is None
    assert access_order(buyer.actor, order.order_id).status == "paid"


def test_what_is_sent_has_no_code(world: World) -> None:
    seller, listing = offering(world)
    buyer, order = ordered(world, listing, "tracked")
    assert find_pickup(access_order(buyer.actor, order.order_id)) is None
    with pytest.raises(NotPickedUp) as refused:
        hand_over_pickup(actor=seller, order_id=order.order_id, code="123456")
    assert refused.value.code == "orders.not_a_pickup"
    assert access_order(buyer.actor, order.order_id).status == "paid"


def test_what_is_sent_needs_an_address(world: World) -> None:
    _, listing = offering(world)
    with pytest.raises(AddressMissing):
        ordered(world, listing, "untracked", address=False)
    assert get_listing(listing.id).status == "live"


def test_what_nobody_picks_up_in_ten_days_is_refunded_in_full(world: World) -> None:
    seller, listing = offering(world)
    buyer, order = ordered(world, listing, "pickup")
    code = code_for(buyer, order.order_id)
    world.pass_time(days=10)
    ended = access_order(buyer.actor, order.order_id)
    assert (ended.status, ended.cancel_reason) == ("refunded", "not_shipped")
    with pytest.raises(NotAllowedNow):
        hand_over_pickup(actor=seller, order_id=order.order_id, code=code)
