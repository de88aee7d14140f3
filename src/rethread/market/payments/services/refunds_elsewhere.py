"""Refunds that the operator made in the provider's own dashboard: taken into the books, and into
the order that they are plainly about. What no order explains stands in suspense, which alarms."""

from __future__ import annotations

from rethread.market.ledger.services import post_journal
from rethread.platform.kernel import business_now

from ..models import Clawback, Hold, Payee, Payment, Refund, Release
from ..ports import RefundState, effects
from ..rules import postings
from ..rules.machines import HOLD, step
from .paying import ACTOR, parts_of
from .taking_back import take_back

REASON = "refunded at the provider"


def take_in_elsewhere(state: RefundState) -> Refund | None:
    """Return a row for a refund that nobody here asked for; None if it is not of our payments.

    One order of the payment that costs just that, or the only one, bears it as if staff had
    refunded it here. Two orders that cost the same are not told apart.
    """
    if state.operation or not state.payment_intent or state.status not in ("pending", "succeeded"):
        return None
    payment = Payment.objects.select_for_update().filter(intent_id=state.payment_intent).first()
    if payment is None:
        return None
    hold = _explained(payment, state.amount_minor)
    refund = Refund.objects.create(
        key=f"elsewhere:{state.id}",
        payment=payment,
        order_id=hold.order_id if hold is not None else None,
        amount_minor=state.amount_minor,
        currency=state.currency,
        reason=REASON,
        provider_id=state.id,
        created_at=business_now(),
    )
    if hold is not None:
        _bear(hold, refund)
    return refund


def _explained(payment: Payment, amount_minor: int) -> Hold | None:
    """Return the one order that a refund of an amount is about, unless that is not plain."""
    holds = payment.holds.select_for_update().order_by("order_id")
    free = [
        hold
        for hold in holds.filter(status__in=["held", "frozen", "released"], charged_back=False)
        if hold.left_minor == amount_minor
        and not Clawback.objects.filter(order_id=hold.order_id).exists()
    ]
    return free[0] if len(free) == 1 else None


def _bear(hold: Hold, refund: Refund) -> None:
    if hold.status == "released":
        Payee.objects.select_for_update().get(seller_id=hold.seller_id)
        rows = Release.objects.select_for_update(of=("self",)).select_related("hold", "payee")
        take_back(ACTOR, rows.get(hold=hold), "refund", postings.refund_due(hold.order_id))
    else:
        hold.status = step(HOLD, hold.status, "refunded")
        hold.save(update_fields=["status"])
        post_journal(
            actor=ACTOR,
            key=f"owed_back:{refund.id}",
            kind="refund_owed",
            transfers=postings.owed_back(hold.order_id, parts_of(hold), currency=hold.currency),
            order_id=hold.order_id,
        )
    effects().given_back(order_id=hold.order_id)
