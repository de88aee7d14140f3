"""What statements show: rows of money that add up, of one order or of a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rethread.platform.kernel import Money


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One row of a statement; amounts that leave the reader are negative."""

    kind: str
    label: str
    amount: Money


@dataclass(frozen=True, slots=True)
class StatementSide:
    """What one side pays or gets for an order; the rows add up to `total` exactly."""

    rows: tuple[StatementRow, ...]
    total: Money


@dataclass(frozen=True, slots=True)
class OrderStatement:
    """An order's money as each side sees it, with the fee schedule that was in force.

    buyer.total + seller.total + market.total is zero to the minor unit, refunded or not.
    """

    order_id: UUID
    fee_schedule_version: int
    buyer: StatementSide
    seller: StatementSide
    market: StatementSide


@dataclass(frozen=True, slots=True)
class MonthEarned:
    """What a seller earned from orders completed in the month that begins then, fee taken off."""

    begins_at: datetime
    orders: int
    earned: Money


@dataclass(frozen=True, slots=True)
class SellerRow:
    """One row of what a seller gets for an order, less is negative.

    `booked_at` is when the ledger took it down; None for what will be taken down on release.
    """

    kind: str
    label: str
    amount: Money
    booked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SellerStatement:
    """What a seller gets for an order, row by row from the ledger, and when.

    The rows add up to `total`, and `ledger` is what the books alone say that it is; the two are
    computed apart, and `agrees` says that they are the same. `paid` is what the buyer paid, of
    which the fee of buyers and the delivery are not the seller's. `released_at`, `transferred_at`
    and `returned_at` are booked; `release_at` is a timer that runs.
    """

    order_id: UUID
    fee_schedule_version: int
    seller_fee_bps: int
    rows: tuple[SellerRow, ...]
    total: Money
    ledger: Money
    paid: tuple[SellerRow, ...]
    paid_total: Money
    release_at: datetime | None = None
    released_at: datetime | None = None
    transferred_at: datetime | None = None
    returned_at: datetime | None = None

    @property
    def agrees(self) -> bool:
        """Tell whether the rows come to what the books say."""
        return self.total == self.ledger


@dataclass(frozen=True, slots=True)
class MovedLine:
    """One line of a balance statement; `balance` is what stands after it.

    A sale that went back to its buyer moves nothing: its money was never in the balance.
    """

    kind: str
    label: str
    at: datetime
    amount: Money
    balance: Money
    order_id: UUID | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class BalanceStatement:
    """A seller's balance over a time: closing = opening + every line, to the minor unit.

    The balance is their money here, on its way to their bank included, less what they owe for
    boosts. `held` is what orders that are not completed would bring, of which none is in it yet.
    """

    begins_at: datetime
    ends_at: datetime
    opening: Money
    lines: tuple[MovedLine, ...]
    closing: Money
    held: Money
    held_orders: int

    def sum_of(self, *kinds: str) -> Money:
        """Return what the lines of these kinds come to."""
        amounts = (line.amount for line in self.lines if line.kind in kinds)
        return sum(amounts, Money.zero(self.opening.currency))
