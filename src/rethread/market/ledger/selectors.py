"""Read the books: balances and entries of an account, positive on its normal side."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from .types import AccountBalance, EntryView


def balance(account: str, currency: str) -> int:
    """Return an account's balance in minor units; an account never used has none, which is 0."""
    raise NotImplementedError


def balances(accounts: Sequence[str], currency: str) -> dict[str, int]:
    """Return several balances at once."""
    raise NotImplementedError


def balances_of_kind(kind: str, currency: str | None = None) -> list[AccountBalance]:
    """Return the balance of every account of a kind."""
    raise NotImplementedError


def entries_for(account: str, currency: str, *, limit: int = 100) -> list[EntryView]:
    """Return an account's newest entries, newest first."""
    raise NotImplementedError


def entries_of_order(order_id: UUID) -> list[EntryView]:
    """Return every transfer of an order's journals, oldest first, on the debit side."""
    raise NotImplementedError
