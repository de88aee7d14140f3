"""Sellers buy something of the market: it is owed at once, and paid out of what they sell.

Nothing is ever taken back from a seller's account at the provider.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from rethread.market.ledger.services import post_journal
from rethread.platform.kernel import Actor, Money, business_now, invariant
from rethread.platform.kernel.fetching import fetch_one, insert

from ..errors import PaymentConflict
from ..models import SellerCharge
from ..rules import postings
from ..types import ChargeKind
from .releasing import payee_of


def charge_seller(
    *,
    actor: Actor,
    seller_id: UUID,
    key: str,
    kind: ChargeKind,
    subject_id: UUID,
    amount: Money,
) -> bool:
    """Write down, in the caller's transaction, that a seller owes the market an amount above zero.

    The next releases to this seller pay it. The same key charges once; returns whether it did now.

    Raises:
        PaymentConflict: the key was used for another seller, subject or amount.
    """
    invariant(actor.is_system or actor.is_staff, "the market charges, nobody charges themselves")
    invariant(amount.amount_minor > 0, "a charge is above zero")
    with transaction.atomic():
        payee = payee_of(seller_id)
        row = SellerCharge(
            key=key,
            payee=payee,
            kind=kind,
            subject_id=subject_id,
            amount_minor=amount.amount_minor,
            currency=amount.currency,
            charged_at=business_now(),
        )
        if not insert(row, or_leave=True):
            _same(fetch_one(SellerCharge, "WHERE key = %s", [key]), row)
            return False
        post_journal(
            actor=actor,
            key=f"charged:{key}",
            kind="seller_charged",
            transfers=postings.charged(
                payee.id, kind, amount.amount_minor, currency=amount.currency
            ),
        )
        return True


def _same(known: SellerCharge | None, asked: SellerCharge) -> None:
    def content(row: SellerCharge) -> tuple[object, ...]:
        return row.payee_id, row.kind, row.subject_id, row.amount_minor, row.currency

    if known is None or content(known) != content(asked):
        raise PaymentConflict("payments.charge_differs", "This key was used for another charge.")
