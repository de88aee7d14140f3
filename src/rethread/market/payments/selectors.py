"""Read payments: pay page, order money, seller's balance and status, payouts, operations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _

from rethread.market.ledger.selectors import (
    balance,
    balances,
    entries_of_orders,
    net_before,
    net_moves,
)
from rethread.market.ledger.types import EntryView
from rethread.platform.kernel import Actor, Money, settings
from rethread.platform.kernel.fetching import fetch_one, select

from .errors import PaymentNotFound
from .models import Hold, InboxEvent, Operation, Payee, Payment, Payout, Refund, Release
from .rules.postings import owed_by
from .types import (
    OperationKind,
    OperationStatus,
    OperationView,
    OrderBooks,
    OrderMoney,
    OrderMoneyStatus,
    PaymentNews,
    PaymentStatus,
    PaymentView,
    PayoutStatus,
    PayoutView,
    RefundStatus,
    RefundView,
    ReleaseStatus,
    ReleaseView,
    SellerAccount,
    SellerBalance,
    SellerMove,
    SellerPaymentStatus,
    SellerStatus,
)

_SELLERS_OWN = ("seller_pending", "seller_available", "seller_payout", "seller_receivable")
_OPEN_PAGE = "SELECT pay_url FROM payments_payment WHERE checkout_id = %s AND status = 'open'"
_DEDUCTED = (
    "SELECT order_id, deducted_minor, currency FROM payments_release "
    "WHERE order_id = ANY(%s) AND deducted_minor > 0"
)


def get_payment(checkout_id: UUID) -> PaymentView:
    """Return a checkout's payment.

    Raises:
        PaymentNotFound: it has none.
    """
    payment = fetch_one(Payment, "WHERE checkout_id = %s", [checkout_id])
    if payment is None:
        raise PaymentNotFound("payments.no_payment", _("This checkout has no payment."))
    return payment_view(payment)


def pay_page_url(checkout_id: UUID) -> str | None:
    """Return where the buyer pays, while the page is open."""
    found = select(_OPEN_PAGE, [checkout_id])
    return (found[0][0] or None) if found else None


def news_of_payment(checkout_id: UUID) -> tuple[PaymentNews, ...]:
    """Return what the provider told of a checkout's pay page, and by which way, oldest first."""
    session = Payment.objects.filter(checkout_id=checkout_id).values_list("session_id", flat=True)
    rows = InboxEvent.objects.filter(object_id__in=session).order_by("id")
    return tuple(PaymentNews(row.type, row.source, row.received_at) for row in rows)


def payment_view(payment: Payment) -> PaymentView:
    """Show a payment to others."""
    return PaymentView(
        id=payment.id,
        checkout_id=payment.checkout_id,
        amount=Money(payment.amount_minor, payment.currency),
        status=cast(PaymentStatus, payment.status),
        pay_url=payment.pay_url or None if payment.status == "open" else None,
        operation_id=_operation_of(f"session:{payment.id}"),
        paid_at=payment.paid_at,
    )


def operation_view(operation: Operation) -> OperationView:
    """Show an operation to others."""
    return OperationView(
        id=operation.id,
        kind=cast(OperationKind, operation.kind),
        key=operation.key,
        status=cast(OperationStatus, operation.status),
        attempts=operation.attempts,
        dead=operation.dead,
        last_error=operation.last_error,
    )


def refund_view(refund: Refund) -> RefundView:
    """Show a refund to others."""
    return RefundView(
        id=refund.id,
        order_id=refund.order_id,
        amount=Money(refund.amount_minor, refund.currency),
        status=cast(RefundStatus, refund.status),
        operation_id=_operation_of(f"refund:{refund.id}"),
    )


def release_view(release: Release) -> ReleaseView:
    """Show a release to others."""
    return ReleaseView(
        order_id=release.order_id,
        seller_id=release.payee.seller_id,
        amount=Money(release.amount_minor, release.currency),
        status=cast(ReleaseStatus, release.status),
    )


def payout_view(payout: Payout, payee: Payee) -> PayoutView:
    """Show a payout to others."""
    return PayoutView(
        id=payout.id,
        seller_id=payee.seller_id,
        amount=Money(payout.amount_minor, payout.currency),
        status=cast(PayoutStatus, payout.status),
        operation_id=_operation_of(f"payout:{payout.id}"),
        created_at=payout.created_at,
        failure=payout.failure,
    )


def _operation_of(key: str) -> UUID | None:
    found = select("SELECT id FROM payments_operation WHERE key = %s", [key])
    return found[0][0] if found else None


def order_money(order_id: UUID) -> OrderMoney:
    """Return all that moved for an order, read from the ledger.

    Raises:
        PaymentNotFound: no payment was ever started for it.
    """
    found = orders_money_by_ids([order_id])
    if order_id not in found:
        raise PaymentNotFound("payments.no_order", _("Nothing was paid for this order."))
    return found[order_id]


def orders_money_by_ids(order_ids: Sequence[UUID]) -> dict[UUID, OrderMoney]:
    """Return the money of several orders at once, in two queries."""
    entries: dict[UUID, list[EntryView]] = {}
    for entry in entries_of_orders(order_ids):
        if entry.order_id is not None:
            entries.setdefault(entry.order_id, []).append(entry)
    holds = Hold.objects.filter(order_id__in=list(order_ids))
    return {hold.order_id: _money_of(hold, entries.get(hold.order_id, [])) for hold in holds}


def _money_of(hold: Hold, entries: Sequence[EntryView]) -> OrderMoney:
    def net(kind: str) -> int:
        """Return what an account kind gained by this order, on its credit side."""
        gained = sum(e.amount_minor for e in entries if e.credit.partition(":")[0] == kind)
        return gained - sum(e.amount_minor for e in entries if e.debit.partition(":")[0] == kind)

    paid = sum(e.amount_minor for e in entries if e.kind == "payment_captured")
    back = sum(
        e.amount_minor if e.kind == "refunded" else -e.amount_minor
        for e in entries
        if e.kind in ("refunded", "refund_bounced")
    )
    return OrderMoney(
        order_id=hold.order_id,
        currency=hold.currency,
        paid_minor=paid,
        held_minor=net("held"),
        buyer_fee_minor=net("fee_buyer"),
        delivery_minor=net("shipping"),
        seller_fee_minor=net("fee_seller"),
        to_seller_minor=net("seller_pending") + net("seller_available"),
        deducted_minor=net("seller_receivable"),
        refunded_minor=back,
        status=cast(OrderMoneyStatus, hold.status),
    )


def order_books(order_id: UUID) -> OrderBooks:
    """Return what the ledger holds of an order; of one that nobody paid for, nothing."""
    entries = entries_of_orders([order_id])

    def moved(kind: str, *, by: str = "", plus: bool = True) -> int:
        side = [entry.credit if plus else entry.debit for entry in entries]
        return sum(
            entry.amount_minor
            for entry, account in zip(entries, side, strict=True)
            if account.partition(":")[0] == kind and by in ("", entry.kind)
        )

    at: dict[str, datetime] = {}
    for entry in entries:
        at.setdefault(entry.kind, entry.occurred_at)
    captured, returned = "payment_captured", "refund_owed"
    return OrderBooks(
        currency=entries[0].currency if entries else settings().currency,
        goods_minor=moved("held", by=captured),
        buyer_fee_minor=moved("fee_buyer", by=captured),
        delivery_minor=moved("shipping", by=captured),
        held_minor=moved("held") - moved("held", plus=False),
        seller_fee_minor=moved("fee_seller"),
        deducted_minor=moved("seller_receivable"),
        to_seller_minor=moved("seller_pending", by="order_released"),
        returned_minor=moved("held", by=returned, plus=False),
        at=at,
    )


def seller_account(
    seller_id: UUID, *, begins_at: datetime, ends_at: datetime, currency: str = ""
) -> SellerAccount:
    """Return what changed between a seller and the market in a time, in one currency (the market's
    where none is named).

    Their money here (pending, available, on its way to their bank) less what they owe; money that
    only went from one of these to another is no change. `ends_at` is not part of the time.
    """
    currency = currency or settings().currency
    payee = fetch_one(Payee, "WHERE seller_id = %s", [seller_id])
    if payee is None:
        nothing = Money.zero(currency)
        return SellerAccount(nothing, (), nothing)
    accounts = [f"{kind}:{payee.id}" for kind in _SELLERS_OWN]
    opening = Money(net_before(accounts, currency, begins_at), currency)
    moves = tuple(
        SellerMove(move.kind, move.order_id, move.occurred_at, Money(move.amount_minor, currency))
        for move in net_moves(accounts, currency, begins_at=begins_at, ends_at=ends_at)
    )
    return SellerAccount(opening, moves, sum((move.amount for move in moves), opening))


def frozen_order_ids() -> set[UUID]:
    """Return the orders whose money is frozen now."""
    return set(Hold.objects.filter(status="frozen").values_list("order_id", flat=True))


def seller_balances(seller_id: UUID) -> tuple[SellerBalance, ...]:
    """Return a seller's money, currency by currency: the market's first, others that have any."""
    first, *others = (
        seller_balance(seller_id, currency) for currency in settings().trading_currencies
    )
    return (first, *(one for one in others if one.pending or one.available or one.in_payout))


def seller_balance(seller_id: UUID, currency: str = "") -> SellerBalance:
    """Return a seller's pending, available and in-payout money in one currency: the market's
    where none is named."""
    currency = currency or settings().currency
    payee = fetch_one(Payee, "WHERE seller_id = %s", [seller_id])
    kinds = ("seller_pending", "seller_available", "seller_payout")
    amounts = dict.fromkeys(kinds, 0)
    if payee is not None:
        found = balances([f"{kind}:{payee.id}" for kind in kinds], currency)
        amounts = {kind: found[f"{kind}:{payee.id}"] for kind in kinds}
    pending, available, leaving = (Money(amounts[kind], currency) for kind in kinds)
    return SellerBalance(seller_id, pending, available, leaving)


def seller_owes(seller_id: UUID, currency: str = "") -> Money:
    """Return what a seller owes the market now in one currency (the market's where none is named);
    their next sales in it pay it."""
    currency = currency or settings().currency
    payee = fetch_one(Payee, "WHERE seller_id = %s", [seller_id])
    if payee is None:
        return Money.zero(currency)
    return Money(balance(owed_by(payee.id), currency), currency)


def deducted_from(order_ids: Sequence[UUID]) -> dict[UUID, Money]:
    """Return what was taken out of the releases of orders for what their seller owed, above 0."""
    rows = select(_DEDUCTED, [list(order_ids)])
    return {order_id: Money(minor, currency) for order_id, minor, currency in rows}


def seller_payment_status(seller_id: UUID) -> SellerPaymentStatus:
    """Return whether a seller can be paid."""
    payee = fetch_one(Payee, "WHERE seller_id = %s", [seller_id])
    if payee is None:
        return SellerPaymentStatus(seller_id, "none", None, False, False)
    return SellerPaymentStatus(
        seller_id,
        cast(SellerStatus, payee.status),
        payee.account_id,
        payee.transfers_enabled,
        payee.payouts_enabled,
        tuple(payee.requirements),
    )


def list_payouts(seller_id: UUID, *, limit: int = 50) -> list[PayoutView]:
    """Return a seller's payouts, newest first."""
    payee = fetch_one(Payee, "WHERE seller_id = %s", [seller_id])
    if payee is None:
        return []
    return [payout_view(row, payee) for row in payee.payouts.order_by("-id")[:limit]]


def access_payout(actor: Actor, payout_id: UUID) -> PayoutView:
    """Return a payout of the actor's (staff see every one).

    Raises:
        PaymentNotFound: there is none, or it is somebody else's.
    """
    row = Payout.objects.select_related("payee").filter(id=payout_id).first()
    sees_all = actor.is_staff or actor.is_system
    if row is None or not (sees_all or row.payee.seller_id == actor.user_id):
        raise PaymentNotFound("payments.no_payout", _("There is no such payout."))
    return payout_view(row, row.payee)


def list_operations(*, status: str | None = None, limit: int = 100) -> list[OperationView]:
    """Return operations, newest first, for the desk; `status` may also be "dead"."""
    found = Operation.objects.order_by("-id")
    if status == "dead":
        found = found.filter(dead=True)
    elif status is not None:
        found = found.filter(status=status)
    return [operation_view(row) for row in found[:limit]]
