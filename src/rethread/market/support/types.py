"""What support knows of a thing, what it says about it, and what a case looks like to others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from rethread.market.fulfilment.types import ScanKind
from rethread.market.media.types import PhotoView
from rethread.market.orders.types import CancelReason, OrderStatus
from rethread.market.payments.types import PayoutStatus
from rethread.market.pricing.types import DeliveryMethod
from rethread.platform.kernel import Money

ObjectKind = Literal["order", "listing", "payout", "conversation"]
Side = Literal["buyer", "seller", "visitor"]
CaseStatus = Literal[
    "awaiting_answer", "answered", "with_staff", "decided", "appealed", "returning", "closed"
]  # fmt: skip
CaseOutcome = Literal["", "refund", "release", "answered", "withdrawn", "overtaken", "return"]
Decision = Literal["refund", "release", "answered", "return"]
SolvedBy = Literal["", "parties", "staff", "carrier"]
EntryKind = Literal[
    "opened", "answered", "agreed", "asked_back", "sent_back", "added", "escalated",
    "decided", "appealed", "withdrawn", "closed",
]  # fmt: skip
Role = Literal["opener", "respondent", "staff", "system"]
ActionCode = Literal[
    "cancel", "confirm", "label", "give_back", "show_listing", "end_holiday", "payout"
]
LinkCode = Literal["case", "checkout", "edit_listing", "identity", "listing", "order"]
Value = datetime | Money | str | int


@dataclass(frozen=True, slots=True)
class Scan:
    """One reading of a parcel by its carrier, in the carrier's own words."""

    kind: ScanKind
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """All that answers about an order are built from, as one side of it may know it.

    `release_at` is when a running timer will release the money; None while none runs. `return_by`
    is there while the piece is to come back.
    """

    side: Side
    status: OrderStatus
    now: datetime
    total: Money
    seller_gets: Money
    address: str
    paid_at: datetime | None = None
    ship_promised_at: datetime | None = None
    auto_cancel_at: datetime | None = None
    shipped_at: datetime | None = None
    has_label: bool = False
    tracking_code: str = ""
    delivery: DeliveryMethod = "tracked"
    pickup_place: str = ""
    scans: tuple[Scan, ...] = ()
    delivered_at: datetime | None = None
    release_at: datetime | None = None
    completed_at: datetime | None = None
    seller_paid_at: datetime | None = None
    seller_can_receive: bool = True
    cancelled_at: datetime | None = None
    cancel_reason: CancelReason = ""
    refund_failed_at: datetime | None = None
    refunded_at: datetime | None = None
    disputed_at: datetime | None = None
    open_case_id: UUID | None = None
    return_by: datetime | None = None
    return_scans: tuple[Scan, ...] = ()


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """All that answers about a listing are built from; prices are absent while a draft has none."""

    side: Side
    status: str
    on_holiday: bool
    published_at: datetime | None = None
    sold_at: datetime | None = None
    price: Money | None = None
    buyer_price: Money | None = None
    open_case_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PayoutFacts:
    """All that answers about a payout are built from."""

    side: Side
    status: PayoutStatus
    amount: Money
    asked_at: datetime
    failure: str
    available: Money
    payouts_enabled: bool
    open_case_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ConversationFacts:
    """All that answers about a conversation are built from; its package gathers them."""

    side: Side
    other_name: str
    started_at: datetime
    last_message_at: datetime
    last_is_own: bool
    blocked: bool = False
    open_case_id: UUID | None = None


Facts = OrderFacts | ListingFacts | PayoutFacts | ConversationFacts


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is true now: a code, and the facts it says."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseOffer:
    """What a person can open when the answer did not help.

    With `holds_money` it is between buyer and seller and freezes the payout; else it goes to
    staff at once.
    """

    holds_money: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the market knows about a reason, what can be done at once, and what comes after."""

    reason: str
    statements: tuple[Statement, ...]
    actions: tuple[ActionCode, ...] = ()
    links: tuple[LinkCode, ...] = ()
    case: CaseOffer | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that help is asked about, as one person may see it; `other_id` is who answers."""

    kind: ObjectKind
    object_id: UUID
    facts: Facts
    title: str
    side: Side
    order_id: UUID | None = None
    checkout_id: UUID | None = None
    other_id: UUID | None = None
    photo: PhotoView | None = None


@dataclass(frozen=True, slots=True)
class EvidencePhoto:
    """A photo on record: `sha256` is of the bytes as they were sent, so that it can be checked."""

    photo: PhotoView
    sha256: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry of a case's timeline, the same words for both sides and for staff."""

    entry_id: UUID
    kind: EntryKind
    role: Role
    author_name: str
    at: datetime
    text: str
    evidence: tuple[EvidencePhoto, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its two parties and staff see it; `role` is the reader's.

    `due_at` is the deadline of whoever is asked now: `awaits` names them.
    """

    case_id: UUID
    reference: str
    object_kind: ObjectKind
    object_id: UUID
    order_id: UUID | None
    reason: str
    title: str
    status: CaseStatus
    outcome: CaseOutcome
    holds_money: bool
    opener_id: UUID
    respondent_id: UUID | None
    opener_side: Side
    opener_name: str
    respondent_name: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    decided_outcome: CaseOutcome
    decided_by: UUID | None
    entries: tuple[EntryView, ...]
    role: Role
    asked_back_at: datetime | None = None
    can_come_back: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether anything can still happen."""
        return self.status != "closed"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list."""

    case_id: UUID
    reference: str
    object_kind: ObjectKind
    object_id: UUID
    order_id: UUID | None
    reason: str
    title: str
    status: CaseStatus
    outcome: CaseOutcome
    holds_money: bool
    opened_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of cases; `next_cursor` is empty at the end."""

    cases: tuple[CaseRow, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class PromiseResult:
    """A promise about cases, computed now; `detail` names up to ten violations."""

    name: str
    ok: bool
    violations: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ContactFigures:
    """How often people asked for help, and how it was solved; what still runs is counted apart."""

    contacts: int
    by_system: int
    by_parties: int
    by_staff: int
    running: int

    @property
    def without_staff_share(self) -> float:
        """Return the share of finished contacts that no member of staff touched; 1 for none."""
        finished = self.by_system + self.by_parties + self.by_staff
        return (self.by_system + self.by_parties) / finished if finished else 1.0


@dataclass(frozen=True, slots=True)
class CaseParties:
    """Between whom a case is and what it is about; against staff there is no respondent."""

    opener_id: UUID
    respondent_id: UUID | None
    title: str
