"""A seller, or staff, gives a part of the money back - for a flaw, say - and the sale stands."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from rethread.market.payments.services import refund_part
from rethread.platform.kernel import Actor, Money

from ..errors import NotAllowedNow, NotYourOrder
from ..models import Order
from ..rules.transitions import ORDER_DISPUTABLE
from ..selectors import access_order
from ..types import OrderView
from .locking import lock_order_for


def give_back_part(
    *, actor: Actor, order_id: UUID, amount: Money, reason: str, key: str
) -> OrderView:
    """Refund a part of an order that is on its way or delivered; the rest stays as it was.

    The fee of buyers goes back in proportion, and the selling fee shrinks with the price. An open
    case stays open: the buyer closes it if this settles it. The same key gives once.

    Raises:
        OrderNotFound, NotYourOrder: only its seller, or staff.
        NotAllowedNow: it was not sent yet, or its money is not held any more.
        PaymentInvalid: nothing, or the whole price; all of it is given back another way.
        PaymentConflict: the key was used for another part, or the buyer's bank has the payment.
    """
    with transaction.atomic():
        order = lock_order_for(actor, order_id)
        if actor.user_id != order.seller_id and not actor.is_staff:
            raise NotYourOrder("seller")
        if order.status not in ORDER_DISPUTABLE:
            raise NotAllowedNow("give a part back", order.status)
        refund = refund_part(
            actor=actor, order_id=order.id, amount=amount, reason=reason, key=f"part:{key}"
        )
        _follow(order, refund.goods_given_back_minor, refund.fee_given_back_minor)
    return access_order(actor, order_id)


def _follow(order: Order, goods_minor: int, fee_minor: int) -> None:
    """Keep beside the order what payments has given back of it so far."""
    order.given_back_minor, order.fee_given_back_minor = goods_minor, fee_minor
    order.save(update_fields=["given_back_minor", "fee_given_back_minor"])
