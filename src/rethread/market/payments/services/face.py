"""The signatures others build on, until the rooms behind them are furnished."""

from __future__ import annotations

from uuid import UUID

from rethread.platform.kernel import Actor, Money

from ..types import (
    InvariantResult,
    OperationView,
    PaymentRequest,
    PaymentView,
    PayoutView,
    ReconciliationReport,
    RefundView,
    ReleaseView,
)


def start_payment(*, actor: Actor, payment: PaymentRequest) -> PaymentView:
    """Write the payment and the intent to open its pay page, in the caller's transaction.

    Asking again for the same checkout returns the payment that exists. After the commit, call
    `run_operation_now(view.operation_id)`; a worker does it otherwise.

    Raises:
        PaymentInvalid: lines or allocations do not add up to the amount.
        PaymentConflict: the checkout has a payment of another amount.
    """
    raise NotImplementedError


def run_operation_now(operation_id: UUID) -> OperationView:
    """Perform a durable step now, outside any transaction; a worker does it otherwise.

    Never raises for what the provider answers: read `status` and `dead`.
    """
    raise NotImplementedError


def request_expiry(*, actor: Actor, checkout_id: UUID) -> PaymentView:
    """Ask for the pay page to be closed, in the caller's transaction.

    The effect `payment_expired` follows once the provider has confirmed; if it was paid first,
    `payment_confirmed` comes instead.
    """
    raise NotImplementedError


def refund_order(
    *, actor: Actor, order_id: UUID, amount: Money, reason: str, key: str
) -> RefundView:
    """Owe the buyer the whole of an order and intend the refund, in the caller's transaction.

    Raises:
        PaymentNotFound: nothing was paid for this order.
        PaymentConflict: released already, refunded under another key, or not the full amount.
    """
    raise NotImplementedError


def release_order(
    *, actor: Actor, order_id: UUID, seller_id: UUID, amount_to_seller: Money, seller_fee: Money
) -> ReleaseView:
    """Release what is held for an order to its seller, in the caller's transaction.

    `amount_to_seller` and `seller_fee` add up to what is held. The transfer follows as a durable
    step, when the seller can receive it.

    Raises:
        PaymentNotFound: nothing was paid for this order.
        PaymentConflict: refunded already, another seller, or the parts do not add up.
    """
    raise NotImplementedError


def request_payout(*, actor: Actor, seller_id: UUID) -> PayoutView:
    """Pay out all that is available to a seller (the seller, staff or a timer may ask).

    Raises:
        PaymentConflict: nothing is available, or the provider does not allow payouts yet.
        PermissionDenied: the actor is somebody else.
    """
    raise NotImplementedError


def start_onboarding(*, actor: Actor, seller_id: UUID, return_url: str) -> str | None:
    """Return the address where the seller proves who they are; calls the provider.

    Must be called with no transaction open. None means that the provider cannot answer now; the
    intent is kept.
    """
    raise NotImplementedError


def receive_webhook(raw_body: bytes, signature_header: str) -> bool:
    """Verify and store one webhook; a due work processes it. False: it was stored before.

    Raises:
        WebhookRefused: forged, malformed, too old or from the future; nothing is stored.
    """
    raise NotImplementedError


def reconcile() -> ReconciliationReport:
    """Compare the ledger with the provider's balance objects, fetched now."""
    raise NotImplementedError


def check_invariants() -> list[InvariantResult]:
    """Compute every promise about money that the database alone can prove, now."""
    raise NotImplementedError
