"""Generated from contracts/payments; do not edit.

The typed events of this domain. An `emit_` function checks its event against the
contract and adds it to the outbox of the current transaction; it refuses to run outside
of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from rethread.platform.events.emit import EventContext, EventType, emit
from rethread.platform.kernel import Actor


class PaymentCaptured(Struct, frozen=True, kw_only=True):
    """A buyer's payment was captured by the provider."""

    # The payment.
    payment_id: UUID

    # The checkout it paid for.
    checkout_id: UUID

    # Amount captured, in minor units.
    amount_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # What the provider kept of it, in minor units.
    provider_fee_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # ISO 4217 code of every amount.
    currency: Annotated[str, Meta(min_length=3, max_length=3)]


PAYMENT_CAPTURED = EventType(
    name="payments.payment_captured",
    version=1,
    partition_key="payment_id",
    payload=PaymentCaptured,
)


def emit_payment_captured(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    payment_id: UUID,
    checkout_id: UUID,
    amount_minor: int,
    provider_fee_minor: int,
    currency: str,
) -> UUID:
    """Emit `payments.payment_captured` and return the id of the event."""
    payload = PaymentCaptured(
        payment_id=payment_id, checkout_id=checkout_id, amount_minor=amount_minor,
        provider_fee_minor=provider_fee_minor, currency=currency,
    )  # fmt: skip
    return emit(PAYMENT_CAPTURED, payload, actor=actor, occurred_at=occurred_at, context=context)


class PayoutPaid(Struct, frozen=True, kw_only=True):
    """A seller's payout has arrived at their bank."""

    # The payout.
    payout_id: UUID

    # Who is paid, in payments' own numbering.
    payee_id: UUID

    # Pseudonym of the seller.
    seller_key: Annotated[str, Meta(max_length=64)]

    # Amount paid out, in minor units.
    amount_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # ISO 4217 code of every amount.
    currency: Annotated[str, Meta(min_length=3, max_length=3)]


PAYOUT_PAID = EventType(
    name="payments.payout_paid",
    version=1,
    partition_key="payout_id",
    payload=PayoutPaid,
)


def emit_payout_paid(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    payout_id: UUID,
    payee_id: UUID,
    seller_key: str,
    amount_minor: int,
    currency: str,
) -> UUID:
    """Emit `payments.payout_paid` and return the id of the event."""
    payload = PayoutPaid(
        payout_id=payout_id, payee_id=payee_id, seller_key=seller_key, amount_minor=amount_minor,
        currency=currency,
    )  # fmt: skip
    return emit(PAYOUT_PAID, payload, actor=actor, occurred_at=occurred_at, context=context)


class RefundSucceeded(Struct, frozen=True, kw_only=True):
    """The provider confirmed that a buyer got their money back."""

    # The refund.
    refund_id: UUID

    # The payment it was refunded from.
    payment_id: UUID

    # The order; absent when a whole late payment was returned.
    order_id: UUID | None = None

    # Amount refunded, in minor units.
    amount_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # ISO 4217 code of every amount.
    currency: Annotated[str, Meta(min_length=3, max_length=3)]


REFUND_SUCCEEDED = EventType(
    name="payments.refund_succeeded",
    version=1,
    partition_key="refund_id",
    payload=RefundSucceeded,
)


def emit_refund_succeeded(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    refund_id: UUID,
    payment_id: UUID,
    order_id: UUID | None = None,
    amount_minor: int,
    currency: str,
) -> UUID:
    """Emit `payments.refund_succeeded` and return the id of the event."""
    payload = RefundSucceeded(
        refund_id=refund_id, payment_id=payment_id, order_id=order_id, amount_minor=amount_minor,
        currency=currency,
    )  # fmt: skip
    return emit(REFUND_SUCCEEDED, payload, actor=actor, occurred_at=occurred_at, context=context)


class TransferCreated(Struct, frozen=True, kw_only=True):
    """An order's money was moved to its seller's account at the provider."""

    # The order.
    order_id: UUID

    # Who is paid, in payments' own numbering.
    payee_id: UUID

    # Pseudonym of the seller.
    seller_key: Annotated[str, Meta(max_length=64)]

    # Amount moved, in minor units.
    amount_minor: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # ISO 4217 code of every amount.
    currency: Annotated[str, Meta(min_length=3, max_length=3)]


TRANSFER_CREATED = EventType(
    name="payments.transfer_created",
    version=1,
    partition_key="order_id",
    payload=TransferCreated,
)


def emit_transfer_created(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    order_id: UUID,
    payee_id: UUID,
    seller_key: str,
    amount_minor: int,
    currency: str,
) -> UUID:
    """Emit `payments.transfer_created` and return the id of the event."""
    payload = TransferCreated(
        order_id=order_id, payee_id=payee_id, seller_key=seller_key, amount_minor=amount_minor,
        currency=currency,
    )  # fmt: skip
    return emit(TRANSFER_CREATED, payload, actor=actor, occurred_at=occurred_at, context=context)
