"""What the ledger takes and gives: plain frozen values, no models. Amounts are minor units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TransferSpec:
    """One transfer: the debit account receives the debit, the credit account the credit.

    Accounts are `kind` or `kind:qualifier`; `amount_minor` is above zero.
    """

    debit: str
    credit: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class JournalSpec:
    """One journal for `post_journals`: what `post_journal` takes, as a value."""

    key: str
    kind: str
    transfers: tuple[TransferSpec, ...]
    order_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class JournalView:
    """A journal that stands in the books. `replayed` says that an earlier call wrote it."""

    id: UUID
    key: str
    kind: str
    order_id: UUID | None
    replayed: bool


@dataclass(frozen=True, slots=True)
class EntryView:
    """One transfer as one of its accounts sees it; `signed_minor` is on that account's side."""

    transfer_id: UUID
    journal_id: UUID
    kind: str
    order_id: UUID | None
    debit: str
    credit: str
    signed_minor: int
    amount_minor: int
    currency: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class NetMove:
    """What one journal did to several accounts together, positive where they were credited."""

    journal_id: UUID
    kind: str
    order_id: UUID | None
    occurred_at: datetime
    amount_minor: int


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """The balance of one account, positive on the account's normal side."""

    account: str
    kind: str
    currency: str
    balance_minor: int


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """What `verify` found: accounts whose stored balance is not the sum of their entries, floors
    that are broken, and seals of the hash chain that do not match."""

    accounts: int
    journals: int
    transfers: int
    seals: int
    wrong_balances: tuple[str, ...]
    broken_floors: tuple[str, ...]
    broken_seals: tuple[int, ...]

    @property
    def ok(self) -> bool:
        """Tell whether the books are whole."""
        return not (self.wrong_balances or self.broken_floors or self.broken_seals)
