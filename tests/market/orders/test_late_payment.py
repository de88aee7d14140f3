"""A payment that comes after the reservation has ended: taken up again, or returned whole."""

from __future__ import annotations

from django.db import transaction

from rethread.market.catalogue.selectors import cards_by_ids, get_listing
from rethread.market.catalogue.services import hide_listing, update_listing
from rethread.market.orders import wiring
from rethread.market.orders.selectors import get_checkout, live_line_exists, order_timeline
from rethread.market.orders.services.settlement import record_late_refund
from rethread.market.orders.types import CheckoutView
from rethread.market.payments.selectors import get_payment
from rethread.platform.kernel import Actor, new_id

from .world import Buyer, World


def lapsed(world: World, seller: Actor) -> tuple[Buyer, CheckoutView]:
    buyer = world.buyer()
    checkout = world.check_out(buyer, world.listing(seller))
    world.pass_time(minutes=10)
    ended = get_checkout(buyer.actor, checkout.checkout_id)
    assert (ended.status, ended.orders[0].status) == ("expired", "lapsed")
    return buyer, ended


def pay_late(checkout: CheckoutView) -> str:
    """Tell orders what payments tells it when the provider took money after all."""
    with transaction.atomic():
        return wiring.payment_effects().payment_late(checkout_id=checkout.checkout_id)


def test_what_is_still_free_is_taken_up_again(world: World) -> None:
    buyer, checkout = lapsed(world, world.seller())
    assert pay_late(checkout) == "accept"
    assert pay_late(checkout) == "accept"
    after = get_checkout(buyer.actor, checkout.checkout_id)
    assert (after.status, after.orders[0].status) == ("paid", "paid")
    listing_id = after.orders[0].lines[0].listing_id
    assert cards_by_ids([listing_id])[listing_id].status == "sold"


def test_what_somebody_else_has_bought_is_refunded(world: World) -> None:
    seller = world.seller()
    buyer, checkout = lapsed(world, seller)
    listing_id = checkout.orders[0].lines[0].listing_id
    rival = world.buyer()
    world.buy(rival, get_listing(listing_id))
    assert pay_late(checkout) == "refund"
    assert pay_late(checkout) == "refund"
    after = get_checkout(buyer.actor, checkout.checkout_id)
    assert after.status == "expired"
    assert (after.orders[0].status, after.orders[0].cancel_reason) == (
        "cancelled",
        "paid_too_late",
    )
    assert live_line_exists(listing_id)


def test_a_late_refund_is_told_by_its_payment(world: World) -> None:
    seller = world.seller()
    buyer, checkout = lapsed(world, seller)
    hide_listing(actor=seller, listing_id=checkout.orders[0].lines[0].listing_id)
    pay_late(checkout)
    actor = Actor.system("tests")
    record_late_refund(actor=actor, payment_id=new_id())
    assert get_checkout(buyer.actor, checkout.checkout_id).orders[0].status == "cancelled"
    payment_id = get_payment(checkout.checkout_id).id
    record_late_refund(actor=actor, payment_id=payment_id)
    record_late_refund(actor=actor, payment_id=payment_id)
    assert get_checkout(buyer.actor, checkout.checkout_id).orders[0].status == "refunded"


def test_case_37_what_its_seller_took_down_is_refunded_when_paid_late(world: World) -> None:
    seller = world.seller()
    _, checkout = lapsed(world, seller)
    hide_listing(actor=seller, listing_id=checkout.orders[0].lines[0].listing_id)
    assert pay_late(checkout) == "refund"


def test_what_costs_something_else_now_is_refunded_and_not_reserved(world: World) -> None:
    seller = world.seller()
    _, checkout = lapsed(world, seller)
    listing_id = checkout.orders[0].lines[0].listing_id
    update_listing(actor=seller, listing_id=listing_id, changes={"price_minor": 9900})
    assert pay_late(checkout) == "refund"
    assert cards_by_ids([listing_id])[listing_id].status == "live"
    assert not live_line_exists(listing_id)


def test_what_cannot_be_given_back_is_still_owed_and_says_so(world: World) -> None:
    seller = world.seller()
    buyer, checkout = lapsed(world, seller)
    listing_id = checkout.orders[0].lines[0].listing_id
    hide_listing(actor=seller, listing_id=listing_id)
    assert pay_late(checkout) == "refund"
    with transaction.atomic():
        wiring.payment_effects().late_refund_failed(checkout_id=checkout.checkout_id)
    (order,) = get_checkout(buyer.actor, checkout.checkout_id).orders
    assert (order.status, order.refund_failed_at) == ("cancelled", world.now)
    kinds = [entry.kind for entry in order_timeline(order.order_id)]
    assert kinds[-2:] == ["cancelled", "refund_failed"]
