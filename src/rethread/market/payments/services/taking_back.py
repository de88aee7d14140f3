"""An order that was released goes back to its buyer. Its seller owes their part from that moment;
what lies in their balance here pays it at once and is fetched from their account at the provider,
the rest is taken out of what they sell next."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.market.ledger.selectors import balance
from rethread.market.ledger.services import post_journal
from rethread.market.ledger.types import TransferSpec
from rethread.platform.kernel import Actor, PermissionDenied, business_now
from rethread.platform.kernel.fetching import fetch_one, update

from ..errors import PaymentConflict, PaymentNotFound, ProviderRefused
from ..models import Clawback, Hold, Operation, Payee, Refund, Release
from ..ports import ReversalState, provider
from ..rules import postings
from ..rules.machines import CLAWBACK, RELEASE, step
from ..selectors import refund_view
from ..types import ClawbackReason, RefundView
from .freezing import require_not_charged_back
from .intending import intend, take_in
from .paying import ACTOR, parts_of


def refund_released(*, actor: Actor, order_id: UUID, reason: str, key: str) -> RefundView:
    """Owe a buyer the whole of an order whose seller was paid, in the caller's transaction.

    The buyer is refunded whatever becomes of the seller's part. The same key refunds once.

    Raises:
        PermissionDenied: the actor is neither staff nor the market itself.
        PaymentNotFound: nothing was paid for this order.
        PaymentConflict: it was not released, went back already, or the buyer's bank has it.
    """
    if not (actor.is_staff or actor.is_system):
        raise PermissionDenied("payments.staff_only", _("Only staff do this."))
    with transaction.atomic():
        known = Refund.objects.filter(key=key, order_id=order_id).first()
        if known is not None:
            return refund_view(known)
        release = _locked_release(order_id)
        hold = release.hold
        require_not_charged_back(hold)
        if Clawback.objects.filter(order_id=order_id).exists():
            raise PaymentConflict("payments.given_back", "This order went back already.")
        refund = Refund.objects.create(
            key=key,
            payment_id=hold.payment_id,
            order_id=order_id,
            amount_minor=hold.left_minor,
            currency=hold.currency,
            reason=reason[:200],
            created_at=business_now(),
        )
        take_back(actor, release, "refund", postings.refund_due(order_id))
        intend(kind="refund", key=f"refund:{refund.id}", subject_id=refund.id)
        return refund_view(refund)


def _locked_release(order_id: UUID) -> Release:
    found = Release.objects.filter(order_id=order_id).first()
    if found is None:
        if not Hold.objects.filter(order_id=order_id).exists():
            raise PaymentNotFound("payments.no_order", _("Nothing was paid for this order."))
        raise PaymentConflict("payments.not_released", "The seller of this order was not paid.")
    Payee.objects.select_for_update().get(id=found.payee_id)
    return (
        Release.objects.select_for_update(of=("self",))
        .select_related("hold", "payee")
        .get(id=found.id)
    )


def take_back(actor: Actor, release: Release, reason: ClawbackReason, to: str) -> Clawback:
    """Have a seller owe their part of a released order; payee and release are locked."""
    hold = release.hold
    clawback = Clawback.objects.create(
        order_id=release.order_id,
        release=release,
        reason=reason,
        owed_minor=release.amount_minor + release.deducted_minor,
        currency=release.currency,
        created_at=business_now(),
    )
    moves = postings.taken_back(
        release.payee_id,
        to,
        from_seller=clawback.owed_minor,
        fee=release.fee_minor,
        parts=parts_of(hold),
        currency=release.currency,
    )
    _post(actor, clawback, "order_taken_back", moves)
    settle_clawback(clawback, release)
    return clawback


def settle_clawback(clawback: Clawback, release: Release) -> None:
    """Take what can be had now; what is on its way to the seller's account is waited for."""
    if release.status in ("intended", "sent"):
        return
    if release.status in ("waiting", "failed"):
        release.status = step(RELEASE, release.status, "withdrawn")
        update(release, "status")
        _settle(clawback, "pending", release.amount_minor, "withdrawn")
        return
    there = balance(f"seller_available:{release.payee_id}", release.currency)
    amount = min(release.amount_minor, there)
    if amount == 0 or release.transfer_id is None:
        _settle(clawback, "available", 0, "owing")
        return
    _settle(clawback, "available", amount, "reversing")
    intend(kind="reversal", key=f"reversal:{clawback.id}", subject_id=clawback.id)


def _settle(clawback: Clawback, bucket: str, amount: int, status: str) -> None:
    clawback.settled_minor = amount
    clawback.status = step(CLAWBACK, clawback.status, status)
    clawback.save(update_fields=["settled_minor", "status"])
    moves = postings.settled_by_seller(
        clawback.release.payee_id, bucket, amount, currency=clawback.currency
    )
    if moves:
        _post(ACTOR, clawback, "seller_settled", moves)


def _post(actor: Actor, clawback: Clawback, name: str, moves: list[TransferSpec]) -> None:
    post_journal(
        actor=actor,
        key=f"{name}:{clawback.id}",
        kind=name,
        transfers=moves,
        order_id=clawback.order_id,
    )


def settle_what_arrived(release: Release) -> None:
    """A release has reached its seller's account: what they owe of it is taken now."""
    clawback = fetch_one(
        Clawback, "WHERE release_id = %s AND status = 'waiting' FOR UPDATE", [release.id]
    )
    if clawback is not None:
        clawback.release = release
        settle_clawback(clawback, release)


# -- the step: fetch it from the seller's account ------------------------------------------------


def call_reversal(operation: Operation) -> ReversalState:
    """Ask the provider for the money back."""
    clawback = Clawback.objects.select_related("release").get(id=operation.subject_id)
    return provider().create_reversal(
        transfer_id=clawback.release.transfer_id or "",
        amount_minor=clawback.settled_minor,
        operation=operation.key,
        key=operation.provider_key,
    )


def find_reversal(operation: Operation) -> ReversalState | None:
    """Look for the reversal that an earlier attempt may have made."""
    clawback = Clawback.objects.select_related("release").get(id=operation.subject_id)
    return provider().find_reversal(operation.key, transfer_id=clawback.release.transfer_id or "")


def apply_reversal(operation: Operation, state: ReversalState) -> None:
    """The money is in our account at the provider again."""
    clawback = Clawback.objects.select_for_update().get(id=operation.subject_id)
    if clawback.status != "reversing":
        return
    clawback.reversal_id = state.id
    clawback.status = step(CLAWBACK, clawback.status, "reversed")
    clawback.save(update_fields=["reversal_id", "status"])
    target, source = take_in(state.entry), take_in(state.destination_entry)
    moves = postings.reversed_transfer(
        state.amount_minor,
        state.destination,
        bucket_from=source,
        bucket_to=target,
        currency=clawback.currency,
    )
    _post(ACTOR, clawback, "transfer_reversed", moves)


def refuse_reversal(operation: Operation, error: ProviderRefused) -> None:
    """The provider would not: the money stays in the seller's account, and they owe it."""
    clawback = Clawback.objects.select_for_update().get(id=operation.subject_id)
    if clawback.status != "reversing":
        return
    payee_id = clawback.release.payee_id
    moves = postings.not_settled_after_all(
        payee_id, clawback.settled_minor, currency=clawback.currency
    )
    clawback.settled_minor = 0
    clawback.status = step(CLAWBACK, clawback.status, "owing")
    clawback.save(update_fields=["settled_minor", "status"])
    _post(ACTOR, clawback, "not_settled", moves)
