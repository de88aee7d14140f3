"""Read payments: pay page, order money, seller's balance and status, payouts, operations."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from .types import (
    OperationView,
    OrderMoney,
    PaymentView,
    PayoutView,
    SellerBalance,
    SellerPaymentStatus,
)


def get_payment(checkout_id: UUID) -> PaymentView:
    """Return a checkout's payment. Raises: PaymentNotFound."""
    raise NotImplementedError


def pay_page_url(checkout_id: UUID) -> str | None:
    """Return where the buyer pays, while the page is open."""
    raise NotImplementedError


def order_money(order_id: UUID) -> OrderMoney:
    """Return all that moved for an order, read from the ledger. Raises: PaymentNotFound."""
    raise NotImplementedError


def orders_money_by_ids(order_ids: Sequence[UUID]) -> dict[UUID, OrderMoney]:
    """Return the money of several orders at once."""
    raise NotImplementedError


def seller_balance(seller_id: UUID) -> SellerBalance:
    """Return a seller's pending, available and in-payout money in the market's currency."""
    raise NotImplementedError


def seller_payment_status(seller_id: UUID) -> SellerPaymentStatus:
    """Return whether a seller can be paid."""
    raise NotImplementedError


def list_payouts(seller_id: UUID, *, limit: int = 50) -> list[PayoutView]:
    """Return a seller's payouts, newest first."""
    raise NotImplementedError


def list_operations(*, status: str | None = None, limit: int = 100) -> list[OperationView]:
    """Return operations, newest first, for the desk."""
    raise NotImplementedError
