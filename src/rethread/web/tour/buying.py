"""Buying through the product's own services, for stops that need a sale to look at."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rethread.market.catalogue.selectors import list_fresh_cards
from rethread.market.orders.errors import ListingUnavailable
from rethread.market.orders.selectors import get_checkout, orders_by_ids
from rethread.market.orders.services import open_pay_page, refresh_checkout, start_checkout
from rethread.market.orders.types import OrderView
from rethread.platform.kernel import Actor, Conflict, new_id

from ..ports import demo_controls
from . import people

TRIES = 20


def paid_order(checkout_id: str | None) -> OrderView | None:
    """Return the first order of a checkout once it is paid."""
    if not checkout_id:
        return None
    view = get_checkout(Actor.system("tour"), UUID(checkout_id))
    return view.orders[0] if view.status == "paid" else None


def buy_something() -> OrderView:
    """Buy the newest garment that can be had, and pay for it.

    Raises:
        Conflict: nothing can be bought, or the payment has not come through.
    """
    name = people.NAMES[0]
    actor = people.buyer(name)
    address = people.address_of(actor, name)
    for card in list_fresh_cards(limit=TRIES).cards:
        try:
            held = start_checkout(
                actor=actor,
                address_id=address.id,
                idempotency_key=str(new_id()),
                expected_total=None,
                listing_ids=[card.id],
            )
        except ListingUnavailable:
            continue
        demo_controls().pay(open_pay_page(actor, held.checkout_id))
        view = refresh_checkout(actor=actor, checkout_id=held.checkout_id)
        if view.status != "paid":
            raise Conflict("tour.not_paid", _("The provider does not answer. Try again."))
        return orders_by_ids([view.orders[0].order_id])[view.orders[0].order_id]
    raise Conflict("tour.nothing_for_sale", _("Nothing is for sale."))
