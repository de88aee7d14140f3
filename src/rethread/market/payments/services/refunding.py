"""Buyers get their money back: owed first, then given by the provider, then no longer owed."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.market.ledger.services import post_journal
from rethread.market.ledger.types import TransferSpec
from rethread.platform.kernel import Actor, Money, business_now

from ..errors import PaymentConflict, PaymentNotFound, ProviderRefused
from ..events import emit_refund_succeeded
from ..models import Hold, Operation, Refund
from ..ports import RefundState, effects, provider
from ..rules import postings
from ..rules.machines import HOLD, REFUND, may_follow, step
from ..selectors import refund_view
from ..types import RefundView
from .freezing import require_not_charged_back
from .intending import finish, intend, take_in
from .paying import ACTOR, parts_of
from .refunds_elsewhere import take_in_elsewhere


def refund_order(
    *, actor: Actor, order_id: UUID, amount: Money, reason: str, key: str
) -> RefundView:
    """Owe the buyer what is left of an order and intend the refund, in the caller's transaction.

    Raises:
        PaymentNotFound: nothing was paid for this order.
        PaymentConflict: released already, refunded under another key, or not all that is left.
    """
    with transaction.atomic():
        hold = Hold.objects.select_for_update().filter(order_id=order_id).first()
        if hold is None:
            raise PaymentNotFound("payments.no_order", _("Nothing was paid for this order."))
        known = Refund.objects.filter(key=key).first()
        if known is not None and known.order_id == order_id:
            return refund_view(known)
        require_not_charged_back(hold)
        if hold.status not in ("held", "frozen") or known is not None:
            raise PaymentConflict(
                "payments.not_held", f"The money of this order is {hold.status}, not held."
            )
        if amount != Money(hold.left_minor, hold.currency):
            raise PaymentConflict("payments.not_in_full", "That is not all that is left of it.")
        hold.status = step(HOLD, hold.status, "refunded")
        hold.save(update_fields=["status"])
        refund = Refund.objects.create(
            key=key,
            payment=hold.payment,
            order_id=order_id,
            amount_minor=hold.left_minor,
            currency=hold.currency,
            reason=reason[:200],
            created_at=business_now(),
        )
        post_journal(
            actor=actor,
            key=f"owed_back:{refund.id}",
            kind="refund_owed",
            transfers=postings.owed_back(order_id, parts_of(hold), currency=hold.currency),
            order_id=order_id,
        )
        intend(kind="refund", key=f"refund:{refund.id}", subject_id=refund.id)
        return refund_view(refund)


def apply_refund(state: RefundState) -> None:
    """Bring a refund to where the provider has it: given, still coming, or bounced."""
    refund = _locked(state) or take_in_elsewhere(state)
    if refund is None:
        return  # not of a payment of ours
    refund.provider_id = state.id
    if state.status == "succeeded" and may_follow(REFUND, refund.status, "succeeded"):
        _succeeded(refund, state)
    elif state.status in ("failed", "canceled") and may_follow(REFUND, refund.status, "failed"):
        _failed(refund, state)
    elif state.status in ("pending", "requires_action") and refund.status == "due":
        _left(refund, state, step(REFUND, refund.status, "pending"))
    refund.save()
    finish(state.operation or f"refund:{refund.id}", refund_id=state.id)


def _locked(state: RefundState) -> Refund | None:
    rows = Refund.objects.select_for_update()
    name, _, number = state.operation.partition(":")
    if name == "refund" and number:
        return rows.filter(id=number.partition(":")[0]).first()
    return rows.filter(provider_id=state.id).first()


def _post(refund: Refund, name: str, transfers: list[TransferSpec]) -> None:
    post_journal(
        actor=ACTOR,
        key=f"{name}:{refund.id}",
        kind=name,
        transfers=transfers,
        order_id=refund.order_id,
    )


def _left(refund: Refund, state: RefundState, status: str) -> None:
    """The money has left our account at the provider."""
    refund.status = status
    if refund.order_id is None and refund.key == f"elsewhere:{state.id}":
        _left_unexplained(refund, state)
        return
    if state.entry is not None:
        bucket = take_in(state.entry)
        moves = postings.refunded(
            refund.owed_for, refund.amount_minor, bucket=bucket, currency=refund.currency
        )
        _post(refund, "refunded", moves)


def _left_unexplained(refund: Refund, state: RefundState) -> None:
    """Nobody knows which order bears it: it stands in suspense, where staff see that it does."""
    if state.entry is not None:
        bucket = take_in(state.entry)
        moves = postings.refunded_unexplained(
            refund.amount_minor, bucket=bucket, currency=refund.currency
        )
        _post(refund, "refunded", moves)


def _succeeded(refund: Refund, state: RefundState) -> None:
    if refund.status == "due":
        _left(refund, state, "succeeded")
    refund.status = "succeeded"
    refund.save()
    if refund.order_id is not None and not refund.partial:
        effects().refund_succeeded(order_id=refund.order_id)
    emit_refund_succeeded(
        actor=ACTOR,
        refund_id=refund.id,
        payment_id=refund.payment_id,
        order_id=refund.order_id,
        amount_minor=refund.amount_minor,
        currency=refund.currency,
    )


def _failed(refund: Refund, state: RefundState) -> None:
    """The money came back, or never left: the buyer is owed it again."""
    left = refund.status in ("pending", "succeeded")
    refund.status = step(REFUND, refund.status, "failed")
    refund.save()
    if left and state.failure_entry is not None:
        bucket = take_in(state.failure_entry)
        moves = postings.refund_bounced(
            refund.owed_for, refund.amount_minor, bucket=bucket, currency=refund.currency
        )
        _post(refund, "refund_bounced", moves)
    _tell_failed(refund)


def _tell_failed(refund: Refund) -> None:
    """Tell orders that a buyer is owed what was to end their order; a part ends none."""
    if refund.partial or refund.key.startswith("elsewhere:"):
        return  # it is owed, and staff see that it failed
    if refund.order_id is not None:
        effects().refund_failed(order_id=refund.order_id)
    else:
        effects().late_refund_failed(checkout_id=refund.payment.checkout_id)


def call_refund(operation: Operation) -> RefundState:
    """Ask the provider to give the money back."""
    refund = Refund.objects.select_related("payment").get(id=operation.subject_id)
    return provider().create_refund(
        payment_intent=refund.payment.intent_id or "",
        amount_minor=refund.amount_minor,
        operation=operation.key,
        key=operation.provider_key,
    )


def find_refund(operation: Operation) -> RefundState | None:
    """Look for the refund that an earlier attempt may have made."""
    refund = Refund.objects.select_related("payment").get(id=operation.subject_id)
    return provider().find_refund(operation.key, payment_intent=refund.payment.intent_id or "")


def apply_call(operation: Operation, state: RefundState) -> None:
    """Apply the provider's answer."""
    apply_refund(state)


def refuse_refund(operation: Operation, error: ProviderRefused) -> None:
    """The provider will not refund: the buyer stays owed, and the failure is there for staff."""
    refund = Refund.objects.select_for_update().get(id=operation.subject_id)
    if refund.status == "due":
        refund.status = step(REFUND, refund.status, "failed")
        refund.save(update_fields=["status"])
        _tell_failed(refund)
