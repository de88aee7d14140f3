"""A buyer's bank takes a payment back. While it decides nothing of that payment is released or
refunded; what it decided is borne by whoever has the money: the hold, the seller, or the market.

An early warning of fraud holds the payouts of the sellers that it concerns.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from rethread.market.ledger.services import post_journal
from rethread.market.ledger.types import TransferSpec
from rethread.platform.kernel import business_now
from rethread.platform.kernel.fetching import fetch, insert

from ..models import (
    Chargeback,
    Clawback,
    FraudWarning,
    Hold,
    Payee,
    Payment,
    ProviderEntry,
    Refund,
    Release,
)
from ..ports import BalanceEntry, DisputeState, effects
from ..rules import postings
from ..rules.machines import CHARGEBACK, HOLD, REFUND, step
from .intending import intend, take_in
from .paying import ACTOR, parts_of
from .payout_holds import hold_all
from .taking_back import take_back


def apply_dispute(state: DisputeState) -> None:
    """Bring a chargeback to where the provider has it; never back, nothing twice."""
    payment = Payment.objects.select_for_update().filter(charge_id=state.charge).first()
    if payment is None:
        return  # not a payment of ours
    chargeback = Chargeback.objects.filter(dispute_id=state.id).first()
    if chargeback is None:
        chargeback = _open(payment, state)
    _take_in(chargeback, state.entries)
    if state.status != "open" and chargeback.status == "open":
        chargeback.status = step(CHARGEBACK, chargeback.status, state.status)
        chargeback.closed_at = business_now()
        chargeback.save(update_fields=["status", "closed_at"])
        holds = _holds(payment)
        if state.status == "won":
            _won(holds, payment)
        else:
            _lost(chargeback, holds)
        _let_go(holds)


def _holds(payment: Payment) -> list[Hold]:
    return fetch(Hold, "WHERE payment_id = %s ORDER BY order_id FOR UPDATE", [payment.id])


def _open(payment: Payment, state: DisputeState) -> Chargeback:
    chargeback = Chargeback.objects.create(
        payment=payment,
        dispute_id=state.id,
        amount_minor=state.amount_minor,
        currency=state.currency,
        reason=state.reason[:40],
        opened_at=business_now(),
    )
    holds = _holds(payment)
    for hold in holds:
        hold.charged_back = True
        if hold.status == "held":
            hold.status = step(HOLD, hold.status, "frozen")
        hold.save(update_fields=["charged_back", "status"])
        if hold.status == "frozen":
            effects().charged_back(order_id=hold.order_id)
    hold_all([hold.seller_id for hold in holds if hold.status == "released"], "chargeback")
    return chargeback


def _take_in(chargeback: Chargeback, entries: Iterable[BalanceEntry]) -> None:
    """Book what the dispute moved, each entry once."""
    for entry in entries:
        if ProviderEntry.objects.filter(entry_id=entry.id).exists():
            continue
        bucket = take_in(entry)
        book = postings.bank_took if entry.amount_minor < 0 else postings.bank_gave_back
        moves = book(
            chargeback.id,
            abs(entry.amount_minor),
            entry.fee_minor,
            bucket=bucket,
            currency=chargeback.currency,
        )
        name = "charged_back" if entry.amount_minor < 0 else "chargeback_returned"
        post_journal(actor=ACTOR, key=f"{name}:{entry.id}", kind=name, transfers=moves)


def _won(holds: list[Hold], payment: Payment) -> None:
    """Everything goes on where it was; refunds that the bank had made impossible are made now."""
    for hold in holds:
        hold.charged_back = False
        if hold.status == "frozen" and not hold.disputed:
            hold.status = step(HOLD, hold.status, "held")
        hold.save(update_fields=["charged_back", "status"])
        if hold.status in ("held", "frozen"):
            effects().chargeback_won(order_id=hold.order_id)
    for refund in payment.refunds.select_for_update().filter(status="failed"):
        refund.status = step(REFUND, refund.status, "due")
        refund.save(update_fields=["status"])
        intend(kind="refund", key=f"refund:{refund.id}:again", subject_id=refund.id)


def _lost(chargeback: Chargeback, holds: list[Hold]) -> None:
    """The buyer has their money from their bank: take it from where it lies, order by order."""
    left = chargeback.amount_minor
    for hold in holds:
        hold.charged_back = False
        if hold.left_minor <= left and _bear(chargeback, hold):
            left -= hold.left_minor
        elif hold.status == "frozen" and not hold.disputed:
            hold.status = step(HOLD, hold.status, "held")
            effects().chargeback_won(order_id=hold.order_id)
        hold.save(update_fields=["charged_back", "status"])
    left = _instead_of_us(chargeback, left)
    if left:
        moves = postings.lost_on_top(chargeback.id, left, currency=chargeback.currency)
        _post(chargeback, f"chargeback_lost:{chargeback.id}", moves)


def _bear(chargeback: Chargeback, hold: Hold) -> bool:
    """Let an order bear its part; one whose buyer had the money back already bears nothing."""
    if hold.status == "frozen":
        hold.status = step(HOLD, hold.status, "refunded")
        hold.save(update_fields=["status"])
        moves = postings.lost_while_held(
            hold.order_id, chargeback.id, parts_of(hold), currency=hold.currency
        )
        _post(chargeback, f"lost_while_held:{hold.order_id}", moves, hold.order_id)
        effects().chargeback_lost(order_id=hold.order_id)
        return True
    return hold.status == "released" and _from_seller(chargeback, hold)


def _from_seller(chargeback: Chargeback, hold: Hold) -> bool:
    Payee.objects.select_for_update().get(seller_id=hold.seller_id)
    rows = Release.objects.select_for_update(of=("self",)).select_related("hold", "payee")
    release = rows.get(hold=hold)
    if Clawback.objects.filter(release=release).exists():
        return False
    take_back(ACTOR, release, "chargeback", postings.disputed_money(chargeback.id))
    effects().chargeback_lost(order_id=hold.order_id)
    return True


def _instead_of_us(chargeback: Chargeback, left: int) -> int:
    """Refunds that could not be made because the bank had the money: now the bank has made them.

    Returns what of the chargeback is still to be borne.
    """
    rows = Refund.objects.select_for_update().filter(payment_id=chargeback.payment_id)
    for refund in rows.filter(status__in=["due", "failed"]).order_by("id"):
        if refund.amount_minor > left:
            continue
        left -= refund.amount_minor
        refund.status = step(REFUND, refund.status, "by_bank")
        refund.save(update_fields=["status"])
        moves = postings.bank_refunded(
            refund.owed_for, chargeback.id, refund.amount_minor, currency=refund.currency
        )
        _post(chargeback, f"refunded_by_bank:{refund.id}", moves, refund.order_id)
        if refund.order_id is not None and not refund.partial:
            effects().refund_succeeded(order_id=refund.order_id)
    return left


def _post(
    chargeback: Chargeback,
    key: str,
    moves: list[TransferSpec],
    order_id: UUID | None = None,
) -> None:
    post_journal(
        actor=ACTOR,
        key=key,
        kind="refund_owed" if key.startswith("lost_while_held") else "chargeback_lost",
        transfers=moves,
        order_id=order_id,
    )


def _let_go(holds: Iterable[Hold]) -> None:
    """Payouts that were held for this chargeback are free, unless another one is open."""
    for seller_id in {hold.seller_id for hold in holds}:
        others = Hold.objects.filter(seller_id=seller_id, charged_back=True, status="released")
        if not others.exists():
            held = Payee.objects.filter(seller_id=seller_id, payouts_held_for="chargeback")
            held.update(payouts_held_for="")


def apply_warning(warning_id: str, charge_id: str) -> None:
    """Hold the payouts of whoever sold what a suspected card paid for, until staff have looked."""
    payment = Payment.objects.select_for_update().filter(charge_id=charge_id).first()
    if payment is None:
        return
    row = FraudWarning(payment=payment, warning_id=warning_id, received_at=business_now())
    if insert(row, or_leave=True):
        hold_all(payment.holds.values_list("seller_id", flat=True), "fraud_warning")
