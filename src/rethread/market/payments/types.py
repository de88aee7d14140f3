"""What payments takes and gives: plain frozen values, no models, no provider objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from rethread.platform.kernel import Money

PLATFORM = "platform"  # how our own account at the provider is called in the books

PaymentStatus = Literal["starting", "open", "expiring", "expired", "paid", "returned"]
OperationStatus = Literal["intended", "sent", "unknown", "succeeded", "failed"]
OperationKind = Literal[
    "create_session", "expire_session", "refund", "create_account", "account_link", "transfer",
    "payout", "reversal",
]  # fmt: skip
PayoutSchedule = Literal["manual", "daily", "weekly"]
PayoutHold = Literal["fraud_warning", "chargeback", "staff"]
SellerStatus = Literal["none", "starting", "incomplete", "active", "restricted"]
LateDecision = Literal["accept", "refund"]
OrderMoneyStatus = Literal["expected", "held", "frozen", "released", "refunded", "void"]
ReleaseStatus = Literal["waiting", "intended", "sent", "available", "failed", "withdrawn"]
PayoutStatus = Literal["requested", "in_transit", "paid", "failed"]
RefundStatus = Literal["due", "pending", "succeeded", "failed", "by_bank"]
ClawbackStatus = Literal["waiting", "reversing", "reversed", "owing", "withdrawn"]
ClawbackReason = Literal["refund", "chargeback"]
ChargebackStatus = Literal["open", "won", "lost"]


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One line that the buyer reads on the pay page; the lines add up to the amount."""

    name: str
    amount_minor: int
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class AllocationLine:
    """Where one order's part of a payment goes: held for the seller, our fee, delivery.

    `held_minor` is the price of the goods; the parts of all lines add up to the amount paid.
    """

    order_id: UUID
    seller_id: UUID
    held_minor: int
    buyer_fee_minor: int
    delivery_minor: int = 0

    @property
    def total_minor(self) -> int:
        """Return what the buyer pays for this order."""
        return self.held_minor + self.buyer_fee_minor + self.delivery_minor


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """One payment for one checkout.

    `success_url` and `cancel_url` are absolute addresses the pay page returns to; `buyer_key` is
    a pseudonym (never an e-mail address) for the provider's metadata.
    """

    checkout_id: UUID
    amount: Money
    lines: Sequence[PaymentLine]
    allocations: Sequence[AllocationLine]
    success_url: str
    cancel_url: str
    buyer_key: str = ""


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment as others may see it. `pay_url` is there while the page is open."""

    id: UUID
    checkout_id: UUID
    amount: Money
    status: PaymentStatus
    pay_url: str | None
    operation_id: UUID | None
    paid_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaymentNews:
    """Something the provider told of a pay page; `source` is "webhook" or "poller"."""

    kind: str
    source: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class OperationView:
    """One durable step towards the provider."""

    id: UUID
    kind: OperationKind
    key: str
    status: OperationStatus
    attempts: int
    dead: bool
    last_error: str


@dataclass(frozen=True, slots=True)
class RefundView:
    """One refund, and whether the provider has confirmed it; a late payment's has no order."""

    id: UUID
    order_id: UUID | None
    amount: Money
    status: RefundStatus
    operation_id: UUID | None


@dataclass(frozen=True, slots=True)
class PartRefundView:
    """A part that goes back, and all that went back of its order in parts so far."""

    refund: RefundView
    goods_given_back_minor: int
    fee_given_back_minor: int


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """An order's money on its way to the seller; waiting until they can receive it."""

    order_id: UUID
    seller_id: UUID
    amount: Money
    status: ReleaseStatus


@dataclass(frozen=True, slots=True)
class ChargebackView:
    """What a buyer's bank looks into."""

    dispute_id: str
    amount: Money
    reason: str
    opened_at: datetime
    order_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class PayoutView:
    """A payout to the seller's bank."""

    id: UUID
    seller_id: UUID
    amount: Money
    status: PayoutStatus
    operation_id: UUID | None
    created_at: datetime
    failure: str = ""


@dataclass(frozen=True, slots=True)
class SellerPaymentStatus:
    """Whether a seller can be paid, in the provider's eyes; `due` names what it still asks for.

    `payouts_from` is when a new bank account may be paid; `held_for` says why payouts are held.
    """

    seller_id: UUID
    status: SellerStatus
    account_id: str | None
    transfers_enabled: bool
    payouts_enabled: bool
    due: tuple[str, ...] = ()
    payouts_from: datetime | None = None
    held_for: PayoutHold | Literal[""] = ""
    schedule: PayoutSchedule = "manual"
    next_payout_at: datetime | None = None


ChargeKind = Literal["boost"]


@dataclass(frozen=True, slots=True)
class SellerBalance:
    """A seller's money: pending (released, not yet withdrawable), available, being paid out."""

    seller_id: UUID
    pending: Money
    available: Money
    in_payout: Money


@dataclass(frozen=True, slots=True)
class SellerMove:
    """A journal that changed what the market owes a seller, less what they owe it: a sale that was
    released, a boost, a payout."""

    kind: str
    order_id: UUID | None
    at: datetime
    amount: Money


@dataclass(frozen=True, slots=True)
class SellerAccount:
    """A seller's standing with the market over a time, from the ledger.

    closing = opening + the moves; below zero they owe more for boosts than they have here.
    """

    opening: Money
    moves: tuple[SellerMove, ...]
    closing: Money


@dataclass(frozen=True, slots=True)
class OrderBooks:
    """What the ledger holds of one order, part by part; nothing in it comes from elsewhere.

    `goods_minor`, `buyer_fee_minor` and `delivery_minor` are what came in; `held_minor` is what is
    held of the goods now, `returned_minor` what of them is owed or given back to the buyer,
    `taken_back_minor` what the seller owes of it after it was released,
    `part_back_minor` and `fee_part_back_minor` what went back in part. `at` says when
    each kind of journal was first booked.
    """

    currency: str
    goods_minor: int
    buyer_fee_minor: int
    delivery_minor: int
    held_minor: int
    seller_fee_minor: int
    deducted_minor: int
    to_seller_minor: int
    returned_minor: int
    taken_back_minor: int
    part_back_minor: int
    fee_part_back_minor: int
    at: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """Everything that moved for one order, from the ledger."""

    order_id: UUID
    currency: str
    paid_minor: int
    held_minor: int
    buyer_fee_minor: int
    delivery_minor: int
    seller_fee_minor: int
    to_seller_minor: int
    refunded_minor: int
    status: OrderMoneyStatus
    deducted_minor: int = 0  # taken out of the seller's part for what they owed the market


@dataclass(frozen=True, slots=True)
class AccountDifference:
    """One account's balance at the provider beside ours."""

    account: str
    currency: str
    bucket: Literal["pending", "available"]
    provider_minor: int
    ledger_minor: int

    @property
    def difference_minor(self) -> int:
        """Return ours minus theirs."""
        return self.ledger_minor - self.provider_minor


@dataclass(frozen=True, slots=True)
class ReconciliationReport:
    """Our ledger against the provider's own balance objects, per account, currency and bucket."""

    checked_at: datetime
    rows: tuple[AccountDifference, ...]

    @property
    def breaks(self) -> tuple[AccountDifference, ...]:
        """Return the rows that differ."""
        return tuple(row for row in self.rows if row.difference_minor != 0)

    @property
    def ok(self) -> bool:
        """Tell whether every balance agrees to the penny."""
        return not self.breaks


@dataclass(frozen=True, slots=True)
class InvariantResult:
    """One promise about money, computed now. `detail` names up to ten violations."""

    name: str
    ok: bool
    violations: int
    detail: str = ""
