"""Which of the provider's events say that something we keep has changed.

The same names are asked for where a webhook address is registered, so that what nobody here
follows is not sent at all.
"""

from __future__ import annotations

from typing import Final

_PAYOUTS: Final = ("payout.canceled", "payout.created", "payout.failed", "payout.paid",
                   "payout.updated")  # fmt: skip
_DISPUTES: Final = (
    "charge.dispute.closed",
    "charge.dispute.created",
    "charge.dispute.funds_reinstated",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.updated",
)
FOLLOWED: Final = (
    "account.updated",
    *_DISPUTES,
    "checkout.session.async_payment_failed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.completed",
    "checkout.session.expired",
    "payment_intent.payment_failed",
    *_PAYOUTS,
    "radar.early_fraud_warning.created",
    "refund.created",
    "refund.failed",
    "refund.updated",
)


def follows(kind: str, account: str) -> bool:
    """Tell whether an event is about something that we keep.

    The platform's own payouts, which name no account, are the operator's.
    """
    return kind in FOLLOWED and (kind not in _PAYOUTS or bool(account))
