"""What payments needs from others: effects that may not lag (above), and a provider (outside).

`config` installs one of each at start; nothing here knows who they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol
from uuid import UUID

from rethread.platform.kernel import invariant

from .types import LateDecision, PaymentLine


class PaymentEffects(Protocol):
    """What must happen in the same commit as a payment's change. Implemented by orders.

    Each is called inside payments' transaction, at most once per change, and must not call the
    network. An exception rolls the change back; it is tried again later.
    """

    def payment_confirmed(self, *, checkout_id: UUID) -> None:
        """The buyer has paid: the orders of this checkout stand."""

    def payment_expired(self, *, checkout_id: UUID) -> None:
        """The pay page is closed for good and nothing was paid: free what was reserved."""

    def payment_late(self, *, checkout_id: UUID) -> LateDecision:
        """It was paid after we had called it expired: take it back up, or have it refunded."""

    def refund_succeeded(self, *, order_id: UUID) -> None:
        """The provider has confirmed the order's refund."""

    def refund_failed(self, *, order_id: UUID) -> None:
        """The provider could not refund; the money is owed to the buyer again."""

    def late_refund_failed(self, *, checkout_id: UUID) -> None:
        """A payment that came too late could not be given back; it is owed to the buyer again."""

    def transfer_succeeded(self, *, order_id: UUID) -> None:
        """The order's money has reached the seller's account at the provider."""

    def given_back(self, *, order_id: UUID) -> None:
        """The operator has refunded the order at the provider: it is called off."""

    def charged_back(self, *, order_id: UUID) -> None:
        """The buyer's bank takes the payment back; until it has decided nothing is released."""

    def chargeback_won(self, *, order_id: UUID) -> None:
        """The bank has decided for the market: the order goes on where it was."""

    def chargeback_lost(self, *, order_id: UUID) -> None:
        """The bank has given the buyer all they paid for this order."""


@dataclass(frozen=True, slots=True)
class SessionCall:
    """What a pay page is made from. `expires_at` is in seconds since 1970 (UTC)."""

    reference: str
    operation: str
    amount_minor: int
    currency: str
    lines: tuple[PaymentLine, ...]
    transfer_group: str
    success_url: str
    cancel_url: str
    expires_at: int
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BalanceEntry:
    """One balance transaction of the provider; `net_minor` is signed, after its fee."""

    id: str
    account: str
    kind: str
    source: str
    amount_minor: int
    fee_minor: int
    net_minor: int
    currency: str
    available_on: int
    status: Literal["pending", "available"]


@dataclass(frozen=True, slots=True)
class SessionState:
    """A pay page as the provider sees it now."""

    id: str
    reference: str
    operation: str
    status: Literal["open", "complete", "expired"]
    paid: bool
    url: str | None
    amount_minor: int
    currency: str
    payment_intent: str | None = None
    charge: str | None = None
    entry: BalanceEntry | None = None


@dataclass(frozen=True, slots=True)
class RefundState:
    """A refund as the provider sees it now."""

    id: str
    operation: str
    status: Literal["pending", "succeeded", "failed", "canceled", "requires_action"]
    amount_minor: int
    currency: str
    entry: BalanceEntry | None = None
    failure_entry: BalanceEntry | None = None
    failure: str = ""
    payment_intent: str | None = None


@dataclass(frozen=True, slots=True)
class AccountState:
    """A seller's account as the provider sees it now."""

    id: str
    operation: str
    details_submitted: bool
    transfers_enabled: bool
    payouts_enabled: bool
    disabled_reason: str = ""
    due: tuple[str, ...] = ()
    bank: str = ""


@dataclass(frozen=True, slots=True)
class TransferState:
    """A transfer to a seller's account, with its balance transaction on either side."""

    id: str
    operation: str
    amount_minor: int
    currency: str
    destination: str
    entry: BalanceEntry
    destination_entry: BalanceEntry


@dataclass(frozen=True, slots=True)
class ReversalState:
    """Money of a transfer that came back, with its balance transaction on either side."""

    id: str
    operation: str
    amount_minor: int
    destination: str
    entry: BalanceEntry
    destination_entry: BalanceEntry


@dataclass(frozen=True, slots=True)
class DisputeState:
    """A chargeback as the provider sees it now; `entries` is what it moved so far."""

    id: str
    charge: str
    status: Literal["open", "won", "lost"]
    reason: str
    amount_minor: int
    currency: str
    entries: tuple[BalanceEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class PayoutState:
    """A payout from a seller's account to their bank."""

    id: str
    operation: str
    account: str
    status: Literal["pending", "in_transit", "paid", "failed", "canceled"]
    amount_minor: int
    currency: str
    entry: BalanceEntry | None = None
    failure_entry: BalanceEntry | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class ProviderBalance:
    """One account's balance object in one currency."""

    account: str
    currency: str
    pending_minor: int
    available_minor: int


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """One event of the provider's feed, as stored."""

    id: str
    type: str
    account: str | None
    object_id: str
    created: int
    raw: str


class PaymentProvider(Protocol):
    """The provider, in our words. Amounts are minor units; `key` makes a call happen once.

    Every method raises only children of `ProviderError`.
    """

    def create_session(self, call: SessionCall, *, key: str) -> SessionState: ...
    def get_session(self, session_id: str) -> SessionState: ...
    def find_session(self, operation: str, *, since: int) -> SessionState | None: ...
    def find_session_of(self, payment_intent: str) -> SessionState | None: ...
    def count_declines(self, payment_intent: str) -> int: ...
    def expire_session(self, session_id: str, *, key: str) -> SessionState: ...
    def create_refund(
        self, *, payment_intent: str, amount_minor: int, operation: str, key: str
    ) -> RefundState: ...
    def get_refund(self, refund_id: str) -> RefundState: ...
    def find_refund(self, operation: str, *, payment_intent: str) -> RefundState | None: ...
    def create_account(self, *, country: str, operation: str, key: str) -> AccountState: ...
    def get_account(self, account_id: str) -> AccountState: ...
    def find_account(self, operation: str, *, since: int) -> AccountState | None: ...
    def create_account_link(
        self, *, account_id: str, return_url: str, refresh_url: str, key: str
    ) -> str: ...
    def create_transfer(
        self, *, amount_minor: int, currency: str, destination: str, charge: str,
        transfer_group: str, operation: str, key: str,
    ) -> TransferState: ...  # fmt: skip
    def find_transfer(self, operation: str, *, transfer_group: str) -> TransferState | None: ...
    def create_reversal(
        self, *, transfer_id: str, amount_minor: int, operation: str, key: str
    ) -> ReversalState: ...
    def find_reversal(self, operation: str, *, transfer_id: str) -> ReversalState | None: ...
    def get_dispute(self, dispute_id: str) -> DisputeState: ...
    def charge_of_warning(self, warning_id: str) -> str: ...
    def create_payout(
        self, *, account_id: str, amount_minor: int, currency: str, operation: str, key: str
    ) -> PayoutState: ...
    def get_payout(self, payout_id: str, *, account_id: str) -> PayoutState: ...
    def find_payout(self, operation: str, *, account_id: str, since: int) -> PayoutState | None: ...
    def get_entry(self, entry_id: str, *, account: str) -> BalanceEntry: ...
    def get_balance(self, account: str) -> tuple[ProviderBalance, ...]: ...
    def list_events(self, *, after: str | None, limit: int) -> Sequence[ProviderEvent]: ...
    def read_event(self, raw: bytes, signature: str, secrets: Sequence[str]) -> ProviderEvent: ...


_effects: PaymentEffects | None = None
_provider: PaymentProvider | None = None


def install_effects(value: PaymentEffects) -> None:
    """Set who carries out payments' effects in this process."""
    global _effects
    _effects = value


def effects() -> PaymentEffects:
    """Return who carries out payments' effects."""
    invariant(_effects is not None, "no payment effects were installed")
    return _effects  # type: ignore[return-value]  # the invariant above excludes None


def install_provider(value: PaymentProvider) -> None:
    """Set the provider that this process talks to."""
    global _provider
    _provider = value


def provider() -> PaymentProvider:
    """Return the provider."""
    invariant(_provider is not None, "no payment provider was installed")
    return _provider  # type: ignore[return-value]  # the invariant above excludes None
