"""Everything that changes money. Nothing here calls the network inside a transaction; those
that call it at all say so: `run_operation_now`, `refresh_payment`, `start_onboarding` and
`reconcile`."""

from .charging import charge_seller
from .freezing import freeze_order, thaw_order
from .inbox import next_inbox_due, process_due, receive_webhook
from .operations import next_operation_due, replay_dead
from .paying import refresh_payment, request_expiry, start_payment
from .paying_out import request_payout
from .payout_holds import hold_payouts, lift_payout_hold
from .payout_runs import next_payout_run, run_due_payouts, set_payout_schedule
from .performing import run_due_operations, run_operation_now, start_onboarding
from .polling import next_poll_due, poll_due
from .reconciling import check_invariants, reconcile
from .refunding import refund_order
from .refunding_parts import refund_part
from .releasing import release_order
from .settling import next_settlement_due, settle_due
from .taking_back import refund_released

__all__ = [
    "charge_seller",
    "check_invariants",
    "freeze_order",
    "hold_payouts",
    "lift_payout_hold",
    "next_inbox_due",
    "next_operation_due",
    "next_payout_run",
    "next_poll_due",
    "next_settlement_due",
    "poll_due",
    "process_due",
    "receive_webhook",
    "reconcile",
    "refresh_payment",
    "refund_order",
    "refund_part",
    "refund_released",
    "release_order",
    "replay_dead",
    "request_expiry",
    "request_payout",
    "run_due_operations",
    "run_due_payouts",
    "run_operation_now",
    "set_payout_schedule",
    "settle_due",
    "start_onboarding",
    "start_payment",
    "thaw_order",
]
