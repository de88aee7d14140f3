"""What a seller has to send: the most urgent first, labels in one go, for nobody else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from rethread.market.accounts.services import set_delivery_methods
from rethread.market.fulfilment.selectors import find_shipment_for_order
from rethread.market.orders.errors import NoLabel, OrderNotFound
from rethread.market.orders.selectors import access_labels, access_order, list_orders_to_send
from rethread.market.orders.services import (
    AT_ONCE_MAX,
    cancel_order,
    make_label,
    make_labels,
    mark_shipped,
)
from rethread.platform.kernel import Actor, Invalid

from .world import World


def sold(world: World, seller: Actor, times: int) -> list[UUID]:
    found = []
    for _ in range(times):
        (order,) = world.buy(world.buyer(), world.listing(seller))
        found.append(order.order_id)
        world.pass_time(hours=1)
    return found


def test_what_was_paid_first_stands_first_and_leaves_when_it_is_sent(world: World) -> None:
    seller = world.seller()
    first, second, third = sold(world, seller, 3)
    sold(world, world.seller(), 1)
    assert [one.order.order_id for one in list_orders_to_send(seller)] == [first, second, third]
    make_label(actor=seller, order_id=second)
    assert [one.has_label for one in list_orders_to_send(seller)] == [False, True, False]
    mark_shipped(actor=seller, order_id=second)
    cancel_order(actor=seller, order_id=third)
    (left,) = list_orders_to_send(seller)
    assert left.order.order_id == first
    assert left.order.paid_at is not None
    assert left.order.ship_by == left.order.paid_at + timedelta(days=5)


def test_what_is_picked_up_waits_there_too(world: World) -> None:
    seller = world.seller()
    listing = world.listing(seller)
    set_delivery_methods(
        actor=seller, shop_id=listing.shop.id, methods=["pickup"], pickup_place="Leeds"
    )
    world.buy(world.buyer(), listing)
    (one,) = list_orders_to_send(seller)
    assert (one.order.is_pickup, one.order.pickup_place, one.has_label) == (True, "Leeds", False)


def test_several_labels_come_in_one_go_and_a_refusal_stops_no_other(world: World) -> None:
    seller = world.seller()
    first, second = sold(world, seller, 2)
    (foreign,) = sold(world, world.seller(), 1)
    made = make_labels(actor=seller, order_ids=[first, foreign, second, first])
    assert made.labelled == (first, second)
    assert made.refused == ((foreign, "We cannot find this order."),)
    assert find_shipment_for_order(foreign) is None
    faces = access_labels(actor=seller, order_ids=[second, first])
    shown = [access_order(seller, one).reference for one in (first, second)]
    assert [face.reference for face in faces] == shown
    assert faces[0].recipient.name == "Ada Example"
    again = make_labels(actor=seller, order_ids=[first])
    assert again.labelled == (first,)
    assert access_labels(actor=seller, order_ids=[first])[0].code == faces[0].code


def test_too_many_labels_at_once_are_refused_and_none_is_made(world: World) -> None:
    seller = world.seller()
    (one,) = sold(world, seller, 1)
    wanted = [one, *(uuid4() for _ in range(AT_ONCE_MAX))]
    with pytest.raises(Invalid) as refused:
        make_labels(actor=seller, order_ids=wanted)
    assert refused.value.code == "orders.too_many_labels"
    assert find_shipment_for_order(one) is None


def test_a_label_is_its_sellers_alone(world: World) -> None:
    seller = world.seller()
    buyer = world.buyer()
    (order,) = world.buy(buyer, world.listing(seller))
    with pytest.raises(NoLabel):
        access_labels(actor=seller, order_ids=[order.order_id])
    make_label(actor=seller, order_id=order.order_id)
    for actor in (buyer.actor, world.seller()):
        with pytest.raises(OrderNotFound):
            access_labels(actor=actor, order_ids=[order.order_id])
    with pytest.raises(OrderNotFound):
        access_labels(actor=seller, order_ids=[order.order_id, uuid4()])
