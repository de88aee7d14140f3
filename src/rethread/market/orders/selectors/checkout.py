"""Read a checkout."""

from __future__ import annotations

from uuid import UUID

from rethread.market.payments.selectors import pay_page_url
from rethread.platform.kernel import Actor
from rethread.platform.kernel.fetching import fetch_one

from ..errors import CheckoutNotFound
from ..models import Checkout
from ..rules.transitions import CHECKOUT_PAYABLE
from ..types import CheckoutView
from .views import checkout_view


def get_checkout(actor: Actor, checkout_id: UUID) -> CheckoutView:
    """Return a checkout of the actor's (staff see every one).

    `pay_url` is empty until the provider has opened the pay page, and once it is closed.

    Raises:
        CheckoutNotFound: there is none, or it is somebody else's.
    """
    row = fetch_one(Checkout, "WHERE id = %s", [checkout_id])
    sees_all = actor.is_staff or actor.is_system
    if row is None or not (sees_all or row.buyer_id == actor.user_id):
        raise CheckoutNotFound
    payable = row.status in CHECKOUT_PAYABLE
    return checkout_view(row, (pay_page_url(row.id) or "") if payable else "")
