"""The chart of accounts: every kind, its normal side, and whether it has a floor at zero.

Pure data. A kind that is not here cannot be posted to. An account with a floor keeps a stored
balance that the database guards; one without (income, expenses, what the provider holds) keeps
none, so that the busiest rows of the books are never fought over.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from rethread.platform.kernel.money import EXPONENTS, MAX_MINOR

from .errors import LedgerRefused
from .types import TransferSpec

Side = Literal["debit", "credit"]
TRANSFERS_MAX = 500
QUALIFIER_CHARS_MAX = 80


@dataclass(frozen=True, slots=True)
class AccountKind:
    """One kind of account. `floor` means that its balance never goes below zero."""

    name: str
    side: Side
    floor: bool


KINDS: dict[str, AccountKind] = {
    kind.name: kind
    for kind in (
        AccountKind("provider_pending", "debit", False),
        AccountKind("provider_available", "debit", False),
        AccountKind("in_transit", "debit", True),
        AccountKind("seller_receivable", "debit", True),
        AccountKind("dispute_receivable", "debit", True),
        AccountKind("buyer_refund_due", "credit", True),
        AccountKind("held", "credit", True),
        AccountKind("seller_pending", "credit", True),
        AccountKind("seller_available", "credit", True),
        AccountKind("seller_payout", "credit", True),
        AccountKind("tax_payable", "credit", True),
        AccountKind("fee_buyer", "credit", False),
        AccountKind("fee_seller", "credit", False),
        AccountKind("boost", "credit", False),
        AccountKind("shipping", "credit", False),
        AccountKind("provider_fees", "debit", False),
        AccountKind("dispute_fees", "debit", False),
        AccountKind("promo", "debit", False),
        AccountKind("chargeback_loss", "debit", False),
        AccountKind("fx_clearing", "credit", False),
        AccountKind("fx_gain_loss", "credit", False),
        AccountKind("suspense", "credit", False),
    )
}


def kind_of(account: str) -> AccountKind:
    """Return the kind of an account written as `kind` or `kind:qualifier`.

    Raises:
        LedgerRefused: no such kind, or a qualifier that is empty or too long.
    """
    name, colon, qualifier = account.partition(":")
    kind = KINDS.get(name)
    if kind is None:
        raise LedgerRefused("ledger.unknown_kind", f"The ledger has no account {account!r}.")
    if colon and not 0 < len(qualifier) <= QUALIFIER_CHARS_MAX:
        raise LedgerRefused("ledger.bad_qualifier", f"The account {account!r} is badly written.")
    return kind


def check_transfers(transfers: Sequence[TransferSpec]) -> None:
    """Refuse a journal that could never stand.

    Raises:
        LedgerRefused: none or too many transfers, an amount that is not a whole number above
            zero, an unknown currency or account, or the same account on both sides.
    """
    if not 0 < len(transfers) <= TRANSFERS_MAX:
        raise LedgerRefused("ledger.transfer_count", "A journal has 1 to 500 transfers.")
    for spec in transfers:
        if type(spec.amount_minor) is not int or not 0 < spec.amount_minor <= MAX_MINOR:
            raise LedgerRefused("ledger.bad_amount", "A transfer moves a whole amount above zero.")
        if spec.currency not in EXPONENTS:
            raise LedgerRefused("ledger.bad_currency", f"Unknown currency {spec.currency!r}.")
        if spec.debit == spec.credit:
            raise LedgerRefused("ledger.same_account", "A transfer needs two accounts.")
        kind_of(spec.debit)
        kind_of(spec.credit)


def fingerprint_of(kind: str, transfers: Sequence[TransferSpec], order_id: UUID | None) -> str:
    """Hash what a journal says, so that a key used again can be told from a key misused."""
    content = [
        kind,
        str(order_id or ""),
        [[t.debit, t.credit, t.amount_minor, t.currency] for t in transfers],
    ]
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()
