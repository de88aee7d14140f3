"""Everything that changes money. None of these calls the network except `run_operation_now`,
`reconcile`, and the due work, which do so with no database transaction open."""

from .face import (
    check_invariants,
    receive_webhook,
    reconcile,
    refund_order,
    release_order,
    request_expiry,
    request_payout,
    run_operation_now,
    start_onboarding,
    start_payment,
)

__all__ = [
    "check_invariants",
    "receive_webhook",
    "reconcile",
    "refund_order",
    "release_order",
    "request_expiry",
    "request_payout",
    "run_operation_now",
    "start_onboarding",
    "start_payment",
]
