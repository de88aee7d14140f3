"""Lock rows of orders, always in the same order: payment, checkout, orders, listings.

Whatever calls payments about a checkout does so before it locks the checkout, for payments locks
its own row first when it carries out an effect. Timers are guarded by the row they belong to.
"""

from __future__ import annotations

from uuid import UUID

from rethread.platform.kernel import Actor, new_id
from rethread.platform.kernel.fetching import change, fetch, fetch_one

from ..errors import CheckoutNotFound, OrderNotFound
from ..models import Bag, Checkout, Order

_BAG = "WHERE user_id = %s FOR UPDATE"
_MAKE_BAG = "INSERT INTO orders_bag (id, user_id) VALUES (%s, %s) ON CONFLICT DO NOTHING"


def lock_bag(user_id: UUID) -> Bag:
    """Return a person's bag, locked; it is made on first use."""
    row = fetch_one(Bag, _BAG, [user_id])
    if row is None:
        change(_MAKE_BAG, [new_id(), user_id])
        row = fetch_one(Bag, _BAG, [user_id])
    if row is None:
        raise Bag.DoesNotExist
    return row


def lock_checkout(checkout_id: UUID) -> Checkout:
    """Return a checkout, locked.

    Raises:
        CheckoutNotFound: there is none.
    """
    row = fetch_one(Checkout, "WHERE id = %s FOR UPDATE", [checkout_id])
    if row is None:
        raise CheckoutNotFound
    return row


def lock_orders_of(checkout: Checkout) -> list[Order]:
    """Return the orders of a checkout, locked, in id order."""
    return fetch(Order, "WHERE checkout_id = %s ORDER BY id FOR UPDATE", [checkout.id])


def lock_order(order_id: UUID) -> Order:
    """Return an order, locked.

    Raises:
        OrderNotFound: there is none.
    """
    row = fetch_one(Order, "WHERE id = %s FOR UPDATE", [order_id])
    if row is None:
        raise OrderNotFound
    return row


def lock_order_for(actor: Actor, order_id: UUID) -> Order:
    """Return an order that the actor may act on, locked; unpaid and lapsed ones exist for nobody.

    Raises:
        OrderNotFound: there is none, or it is somebody else's.
    """
    row = lock_order(order_id)
    if actor.is_system or actor.is_staff:
        return row
    if actor.user_id not in {row.buyer_id, row.seller_id}:
        raise OrderNotFound
    return row
