"""Which step performs which kind of operation, and the ways of having one performed."""

from __future__ import annotations

import time
from datetime import datetime
from uuid import UUID

from rethread.platform.kernel import Actor, business_now, wall_now
from rethread.platform.kernel.fetching import fetch_one

from ..errors import PaymentNotFound
from ..models import Operation
from ..selectors import operation_view
from ..types import OperationView
from . import onboarding, paying, paying_out, refunding, releasing, taking_back
from .operations import Step, perform, perform_due

STEPS: dict[str, Step] = {
    "create_session": Step(
        paying.call_create, paying.find_create, paying.apply_state, paying.refuse_create
    ),
    "expire_session": Step(
        paying.call_expire, paying.find_expire, paying.apply_state, paying.refuse_expire
    ),
    "refund": Step(
        refunding.call_refund, refunding.find_refund, refunding.apply_call, refunding.refuse_refund
    ),
    "transfer": Step(
        releasing.call_transfer,
        releasing.find_transfer,
        releasing.apply_transfer,
        releasing.refuse_transfer,
    ),
    "reversal": Step(
        taking_back.call_reversal,
        taking_back.find_reversal,
        taking_back.apply_reversal,
        taking_back.refuse_reversal,
    ),
    "payout": Step(
        paying_out.call_payout,
        paying_out.find_payout,
        paying_out.apply_call,
        paying_out.refuse_payout,
    ),
    "create_account": Step(
        onboarding.call_account,
        onboarding.find_account,
        onboarding.apply_call,
        onboarding.refuse_account,
    ),
    "account_link": Step(
        onboarding.call_link, onboarding.find_link, onboarding.apply_link, onboarding.refuse_link
    ),
}


OTHERS_S = 4.0  # how long a person waits for a worker's call; it may take a connect and a read
LOOK_AGAIN_S = 0.05


def run_operation_now(operation_id: UUID) -> OperationView:
    """Perform a durable step now, outside any transaction; a worker does it otherwise.

    A worker that was a moment quicker has it in hand: its answer is waited for, because a person
    does. Never raises for what the provider answers: read `status` and `dead`.

    Raises:
        PaymentNotFound: there is no such operation.
    """
    deadline = time.monotonic() + OTHERS_S
    while True:
        perform(STEPS, operation_id, business_now())
        operation = fetch_one(Operation, "WHERE id = %s", [operation_id])
        if operation is None:
            raise PaymentNotFound("payments.no_operation", "There is no such operation.")
        if not _in_other_hands(operation) or time.monotonic() > deadline:
            return operation_view(operation)
        time.sleep(LOOK_AGAIN_S)


def _in_other_hands(operation: Operation) -> bool:
    """Tell whether another process is calling the provider for this operation now."""
    lease = operation.lease_until
    return operation.status == "sent" and lease is not None and lease > wall_now()


def run_due_operations(now: datetime, limit: int) -> int:
    """Perform every operation that is due."""
    return perform_due(STEPS, now, limit)


def start_onboarding(
    *, actor: Actor, seller_id: UUID, return_url: str, country: str | None = None
) -> str | None:
    """Return the address where the seller proves who they are; calls the provider.

    Must be called with no transaction open. None means that the provider cannot answer now; the
    intent is kept.

    Raises:
        PermissionDenied: the actor is somebody else.
        CountryNotServed: sellers of that country cannot be paid; nothing was begun.
    """
    operation_id, needed = onboarding.intend_account(
        actor=actor, seller_id=seller_id, country=country
    )
    if needed:
        run_operation_now(operation_id)
    link = onboarding.intend_link(seller_id=seller_id, return_url=return_url)
    if link is None or run_operation_now(link).status != "succeeded":
        return None
    url: str = Operation.objects.get(id=link).result["url"]
    return url
