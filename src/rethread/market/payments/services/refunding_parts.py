"""A part of an order's money goes back to its buyer while it is held: of the goods, and of the fee
in the same proportion. Delivery was used, so it stays. The rest stays held for the seller."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.market.ledger.services import post_journal
from rethread.platform.kernel import Actor, Money, business_now

from ..errors import PaymentConflict, PaymentInvalid, PaymentNotFound
from ..models import Hold, Refund
from ..rules import postings
from ..rules.parting import parted
from ..selectors import refund_view
from ..types import PartRefundView
from .freezing import require_not_charged_back
from .intending import intend


def refund_part(
    *, actor: Actor, order_id: UUID, amount: Money, reason: str, key: str
) -> PartRefundView:
    """Owe a buyer a part of an order and intend the refund, in the caller's transaction.

    `amount` is all that goes back, the fee's share in it. The same key is one refund.

    Raises:
        PaymentNotFound: nothing was paid for this order.
        PaymentConflict: it is not held, or the key was used for another part.
        PaymentInvalid: nothing would go back, or nothing would be left of the goods.
    """
    with transaction.atomic():
        hold = Hold.objects.select_for_update().filter(order_id=order_id).first()
        if hold is None:
            raise PaymentNotFound("payments.no_order", _("Nothing was paid for this order."))
        known = Refund.objects.filter(key=key).first()
        if known is not None:
            same = (known.order_id, known.amount_minor) == (order_id, amount.amount_minor)
            if not same or not known.partial:
                raise PaymentConflict("payments.key_used", "This key was used for another refund.")
            return _view(hold, known)
        require_not_charged_back(hold)
        if hold.status not in ("held", "frozen"):
            raise PaymentConflict(
                "payments.not_held", f"The money of this order is {hold.status}, not held."
            )
        goods, fee = _parts(hold, amount)
        hold.given_back_minor += goods
        hold.fee_given_back_minor += fee
        hold.save(update_fields=["given_back_minor", "fee_given_back_minor"])
        return _owe(actor, hold, goods, fee, reason, key)


def _parts(hold: Hold, amount: Money) -> tuple[int, int]:
    goods_left = hold.held_minor - hold.given_back_minor
    fee_left = hold.buyer_fee_minor - hold.fee_given_back_minor
    parts = None
    if amount.currency == hold.currency:
        parts = parted(amount.amount_minor, goods=goods_left, fee=fee_left)
    if parts is None:
        raise PaymentInvalid(
            "payments.bad_part",
            _("A part is more than nothing and less than the price of the pieces."),
            {"amount": _("More than nothing, less than the price.")},
        )
    return parts


def _owe(actor: Actor, hold: Hold, goods: int, fee: int, reason: str, key: str) -> PartRefundView:
    refund = Refund.objects.create(
        key=key,
        payment_id=hold.payment_id,
        order_id=hold.order_id,
        partial=True,
        amount_minor=goods + fee,
        currency=hold.currency,
        reason=reason[:200],
        created_at=business_now(),
    )
    post_journal(
        actor=actor,
        key=f"owed_back:{refund.id}",
        kind="part_owed",
        transfers=postings.owed_back(
            hold.order_id, postings.Parts(goods, fee, 0), currency=hold.currency
        ),
        order_id=hold.order_id,
    )
    intend(kind="refund", key=f"refund:{refund.id}", subject_id=refund.id)
    return _view(hold, refund)


def _view(hold: Hold, refund: Refund) -> PartRefundView:
    return PartRefundView(refund_view(refund), hold.given_back_minor, hold.fee_given_back_minor)
