"""The shapes of a seller's statements in the API."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from rethread.market.orders.types.statements import BalanceStatement, SellerRow, SellerStatement


class StatementRowBody(msgspec.Struct, frozen=True):
    """One row; `booked_at` is null for what is booked when the money is released to you."""

    kind: str
    label: str
    amount_minor: int
    booked_at: datetime | None


class OrderStatementBody(msgspec.Struct, frozen=True):
    """What an order brings you: the rows add up to `total_minor`, and `ledger_minor` is what our
    books say, computed apart. `paid` is what its buyer paid. Below zero is taken off."""

    order_id: UUID
    currency: str
    fee_schedule_version: int
    seller_fee_bps: int
    rows: list[StatementRowBody]
    total_minor: int
    ledger_minor: int
    paid: list[StatementRowBody]
    paid_minor: int
    release_at: datetime | None
    released_at: datetime | None
    transferred_at: datetime | None
    returned_at: datetime | None


class MovementBody(msgspec.Struct, frozen=True):
    """One movement of your balance, and what stood after it."""

    kind: str
    label: str
    at: datetime
    amount_minor: int
    balance_minor: int
    order_id: UUID | None


class BalanceBody(msgspec.Struct, frozen=True):
    """Your balance over a time: closing = opening + every line. What you owe for boosts is taken
    off it; `held_minor` is what orders that are not completed would bring, and is not in it."""

    begins_at: datetime
    ends_at: datetime
    currency: str
    opening_minor: int
    lines: list[MovementBody]
    closing_minor: int
    held_minor: int
    held_orders: int


STATEMENT_TYPES = (OrderStatementBody, StatementRowBody, BalanceBody, MovementBody)


def order_statement_body(one: SellerStatement) -> OrderStatementBody:
    """Turn an order's statement into its JSON shape."""
    return OrderStatementBody(
        order_id=one.order_id,
        currency=one.total.currency,
        fee_schedule_version=one.fee_schedule_version,
        seller_fee_bps=one.seller_fee_bps,
        rows=[_row(row) for row in one.rows],
        total_minor=one.total.amount_minor,
        ledger_minor=one.ledger.amount_minor,
        paid=[_row(row) for row in one.paid],
        paid_minor=one.paid_total.amount_minor,
        release_at=one.release_at,
        released_at=one.released_at,
        transferred_at=one.transferred_at,
        returned_at=one.returned_at,
    )


def _row(row: SellerRow) -> StatementRowBody:
    return StatementRowBody(row.kind, row.label, row.amount.amount_minor, row.booked_at)


def balance_body(one: BalanceStatement) -> BalanceBody:
    """Turn a balance over a time into its JSON shape."""
    return BalanceBody(
        begins_at=one.begins_at,
        ends_at=one.ends_at,
        currency=one.opening.currency,
        opening_minor=one.opening.amount_minor,
        lines=[
            MovementBody(
                line.kind,
                line.label,
                line.at,
                line.amount.amount_minor,
                line.balance.amount_minor,
                line.order_id,
            )
            for line in one.lines
        ],
        closing_minor=one.closing.amount_minor,
        held_minor=one.held.amount_minor,
        held_orders=one.held_orders,
    )
