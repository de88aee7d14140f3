"""Sellers are paid out: from available to their bank, and back when the bank says no."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.market.ledger.selectors import balance
from rethread.market.ledger.services import post_journal
from rethread.market.ledger.types import TransferSpec
from rethread.platform.events.emit import pseudonym_of
from rethread.platform.kernel import (
    Actor,
    PermissionDenied,
    business_now,
    settings,
)
from rethread.platform.kernel.fetching import fetch_one, insert, update

from ..errors import PaymentConflict, ProviderRefused
from ..events import emit_payout_paid
from ..models import Operation, Payee, Payout
from ..ports import PayoutState, provider
from ..rules import postings
from ..rules.machines import PAYOUT, may_follow, step
from ..selectors import payout_view
from ..types import PayoutView
from .intending import finish, intend, take_in
from .paying import ACTOR

CHECK_EVERY = timedelta(hours=6)


def request_payout(*, actor: Actor, seller_id: UUID, currency: str = "") -> PayoutView:
    """Pay out all that is available to a seller in one currency: the market's where none is named.

    The seller, staff or a timer may ask.

    Raises:
        PaymentConflict: nothing is available, or the provider does not allow payouts yet.
        PermissionDenied: the actor is somebody else.
    """
    if not (actor.is_staff or actor.is_system or actor.user_id == seller_id):
        raise PermissionDenied("payments.not_yours", _("This is another seller's money."))
    currency = currency or settings().currency
    with transaction.atomic():
        payee = fetch_one(Payee, "WHERE seller_id = %s FOR UPDATE", [seller_id])
        if payee is None or not payee.payouts_enabled:
            raise PaymentConflict(
                "payments.not_onboarded", _("Payouts start once your identity is confirmed.")
            )
        amount = balance(f"seller_available:{payee.id}", currency)
        if amount <= 0:
            raise PaymentConflict("payments.nothing_available", _("There is nothing to pay out."))
        payout = Payout(
            payee=payee, amount_minor=amount, currency=currency, created_at=business_now()
        )
        insert(payout)
        _post(
            payout,
            "payout_requested",
            postings.payout_requested(payee.id, amount, currency=currency),
            actor,
        )
        intend(kind="payout", key=f"payout:{payout.id}", subject_id=payout.id)
        return payout_view(payout, payee)


def _post(payout: Payout, name: str, transfers: list[TransferSpec], actor: Actor = ACTOR) -> None:
    post_journal(actor=actor, key=f"{name}:{payout.id}", kind=name, transfers=transfers)


def apply_payout(state: PayoutState) -> None:
    """Bring a payout to where the provider has it: on its way, arrived, or sent back."""
    name, _, number = state.operation.partition(":")
    if name != "payout" or not number:
        return  # made elsewhere; reconciliation shows it
    payout = fetch_one(Payout, "WHERE id = %s FOR UPDATE", [number])
    if payout is None:
        return
    payee = Payee.objects.get(id=payout.payee_id)
    payout.provider_id = state.id
    payout.next_check_at = business_now() + CHECK_EVERY
    if payout.status == "requested" and state.entry is not None:
        _left(payout, state)
    if state.status == "paid" and may_follow(PAYOUT, payout.status, "paid"):
        _paid(payout, payee, state)
    elif state.status in ("failed", "canceled") and may_follow(PAYOUT, payout.status, "failed"):
        _came_back(payout, payee, state)
    update(payout)
    finish(f"payout:{payout.id}", payout_id=state.id)


def _left(payout: Payout, state: PayoutState) -> None:
    if state.entry is None:
        return
    bucket = take_in(state.entry)
    payout.status = step(PAYOUT, payout.status, "in_transit")
    moves = postings.payout_left(
        state.account, payout.amount_minor, bucket=bucket, currency=payout.currency
    )
    _post(payout, "payout_left", moves)


def _paid(payout: Payout, payee: Payee, state: PayoutState) -> None:
    payout.status = step(PAYOUT, payout.status, "paid")
    payout.next_check_at = None
    moves = postings.payout_arrived(
        payee.id, state.account, payout.amount_minor, currency=payout.currency
    )
    _post(payout, "payout_arrived", moves)
    emit_payout_paid(
        actor=ACTOR,
        payout_id=payout.id,
        payee_id=payee.id,
        seller_key=pseudonym_of(payee.seller_id),
        amount_minor=payout.amount_minor,
        currency=payout.currency,
    )


def _came_back(payout: Payout, payee: Payee, state: PayoutState) -> None:
    """The money is in the seller's account again and theirs to ask for."""
    amount, currency = payout.amount_minor, payout.currency
    moves = []
    if payout.status == "paid":
        moves += postings.payout_after_all_unpaid(
            payee.id, state.account, amount, currency=currency
        )
    if payout.status in ("paid", "in_transit") and state.failure_entry is not None:
        bucket = take_in(state.failure_entry)
        moves += postings.payout_came_back(state.account, amount, bucket=bucket, currency=currency)
    moves += postings.payout_undone(payee.id, amount, currency=currency)
    payout.status = step(PAYOUT, payout.status, "failed")
    payout.failure = state.failure[:300]
    payout.next_check_at = None
    _post(payout, "payout_failed", moves)


def call_payout(operation: Operation) -> PayoutState:
    """Ask the provider to send the money to the seller's bank."""
    payout = Payout.objects.select_related("payee").get(id=operation.subject_id)
    return provider().create_payout(
        account_id=payout.payee.account_id or "",
        amount_minor=payout.amount_minor,
        currency=payout.currency,
        operation=operation.key,
        key=operation.provider_key,
    )


def find_payout(operation: Operation) -> PayoutState | None:
    """Look for the payout that an earlier attempt may have made."""
    payout = Payout.objects.select_related("payee").get(id=operation.subject_id)
    return provider().find_payout(
        operation.key,
        account_id=payout.payee.account_id or "",
        since=int(operation.created_at.timestamp()),
    )


def apply_call(operation: Operation, state: PayoutState) -> None:
    """Apply the provider's answer."""
    apply_payout(state)


def refuse_payout(operation: Operation, error: ProviderRefused) -> None:
    """The provider will not pay out: the money is the seller's to ask for again."""
    payout = Payout.objects.select_for_update().get(id=operation.subject_id)
    if payout.status != "requested":
        return
    payout.status = step(PAYOUT, payout.status, "failed")
    payout.failure = str(error)[:300]
    payout.save()
    moves = postings.payout_undone(payout.payee_id, payout.amount_minor, currency=payout.currency)
    _post(payout, "payout_failed", moves)
