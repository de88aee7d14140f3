"""Buyers pay: a payment, its pay page, and the one transition that all we learn goes through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.market.ledger.services import post_journals
from rethread.market.ledger.types import JournalSpec
from rethread.platform.kernel import Actor, business_now, invariant
from rethread.platform.kernel.fetching import fetch, fetch_one, insert, update

from ..errors import (
    PaymentConflict,
    PaymentInvalid,
    PaymentNotFound,
    ProviderBusy,
    ProviderError,
    ProviderRefused,
)
from ..events import emit_payment_captured
from ..models import Hold, Operation, Payment, Refund
from ..ports import SessionCall, SessionState, effects, provider
from ..rules import postings
from ..rules.machines import HOLD, PAYMENT, may_follow, step
from ..selectors import payment_view
from ..types import AllocationLine, PaymentLine, PaymentRequest, PaymentView
from .intending import finish, in_a_while, intend, take_in

ACTOR = Actor.system("payments.operations")
_LOCKED = "WHERE id = %s FOR UPDATE"
SESSION_MINUTES = 45  # the provider closes no page sooner than 30 minutes; retries need room


def create_key(payment_id: UUID) -> str:
    """Return the key under which a payment's page is opened."""
    return f"session:{payment_id}"


def expire_key(payment_id: UUID) -> str:
    """Return the key under which a payment's page is closed."""
    return f"expire:{payment_id}"


def start_payment(*, actor: Actor, payment: PaymentRequest) -> PaymentView:
    """Write the payment and the intent to open its pay page, in the caller's transaction.

    Asking again for the same checkout returns the payment that exists. After the commit, call
    `run_operation_now(view.operation_id)`; a worker does it otherwise.

    Raises:
        PaymentInvalid: lines or allocations do not add up to the amount.
        PaymentConflict: the checkout has a payment of another amount.
    """
    _check(payment)
    with transaction.atomic():
        row = Payment(
            checkout_id=payment.checkout_id,
            amount_minor=payment.amount.amount_minor,
            currency=payment.amount.currency,
            created_at=business_now(),
        )
        if not insert(row, or_leave=True):
            row = Payment.objects.get(checkout_id=payment.checkout_id)
            if (row.amount_minor, row.currency) != (
                payment.amount.amount_minor,
                payment.amount.currency,
            ):
                raise PaymentConflict(
                    "payments.other_amount", _("This checkout is being paid at another price.")
                )
            return payment_view(row)
        Hold.objects.bulk_create(_hold(row, line) for line in payment.allocations)
        intend(
            kind="create_session",
            key=create_key(row.id),
            subject_id=row.id,
            payload={
                "lines": [[x.name, x.amount_minor, x.quantity] for x in payment.lines],
                "success_url": payment.success_url,
                "cancel_url": payment.cancel_url,
                "buyer_key": payment.buyer_key,
                "expires_at": int(in_a_while(minutes=SESSION_MINUTES).timestamp()),
            },
        )
        return payment_view(row)


def _check(payment: PaymentRequest) -> None:
    total = payment.amount.amount_minor
    if total <= 0:
        raise PaymentInvalid("payments.bad_amount", "There is nothing to pay.")
    if any(line.amount_minor <= 0 or line.quantity <= 0 for line in payment.lines):
        raise PaymentInvalid("payments.bad_line", "Every line costs something.")
    if sum(line.amount_minor * line.quantity for line in payment.lines) != total:
        raise PaymentInvalid("payments.lines_differ", "The lines do not add up to the amount.")
    if any(_is_bad(line) for line in payment.allocations):
        raise PaymentInvalid("payments.bad_allocation", "A part of the payment is not right.")
    if sum(line.total_minor for line in payment.allocations) != total:
        raise PaymentInvalid("payments.parts_differ", "The orders do not add up to the amount.")


def _is_bad(line: AllocationLine) -> bool:
    return line.held_minor <= 0 or line.buyer_fee_minor < 0 or line.delivery_minor < 0


def _hold(payment: Payment, line: AllocationLine) -> Hold:
    return Hold(
        order_id=line.order_id,
        payment=payment,
        seller_id=line.seller_id,
        held_minor=line.held_minor,
        buyer_fee_minor=line.buyer_fee_minor,
        delivery_minor=line.delivery_minor,
        currency=payment.currency,
    )


def request_expiry(*, actor: Actor, checkout_id: UUID) -> PaymentView:
    """Ask for the pay page to be closed, in the caller's transaction.

    The effect `payment_expired` follows once the provider has confirmed; if it was paid first,
    `payment_confirmed` comes instead.

    Raises:
        PaymentNotFound: the checkout has no payment.
    """
    with transaction.atomic():
        payment = fetch_one(Payment, "WHERE checkout_id = %s FOR UPDATE", [checkout_id])
        if payment is None:
            raise PaymentNotFound("payments.no_payment", _("This checkout has no payment."))
        if payment.status in ("starting", "open"):
            payment.status = step(PAYMENT, payment.status, "expiring")
            payment.save(update_fields=["status"])
            intend(kind="expire_session", key=expire_key(payment.id), subject_id=payment.id)
        return payment_view(payment)


def refresh_payment(checkout_id: UUID) -> PaymentView:
    """Ask the provider how a payment stands and apply it; for the page a buyer returns to.

    Calls the provider, so no transaction may be open; when it cannot answer, the payment is
    returned as we know it.

    Raises:
        PaymentNotFound: the checkout has no payment.
    """
    payment = Payment.objects.filter(checkout_id=checkout_id).first()
    if payment is None:
        raise PaymentNotFound("payments.no_payment", _("This checkout has no payment."))
    if payment.session_id and payment.status not in ("paid", "returned", "expired"):
        try:
            state = provider().get_session(payment.session_id)
        except ProviderError:
            return payment_view(payment)
        with transaction.atomic(durable=True):
            apply_session(state)
        payment.refresh_from_db()
    return payment_view(payment)


# -- the transition --------------------------------------------------------------------------


def apply_session(state: SessionState) -> None:
    """Bring a payment to where its pay page is. Every way of learning that ends here: the answer of
    a call, a webhook, the poller, a buyer's return. Never goes back, does nothing twice."""
    payment_id = _id(state.reference)
    payment = fetch_one(Payment, _LOCKED, [payment_id]) if payment_id else None
    if payment is None:
        return  # not a page of ours
    same = (state.amount_minor, state.currency) == (payment.amount_minor, payment.currency)
    invariant(same, "a pay page carries the amount of its payment")
    if payment.session_id is None:
        payment.session_id = state.id
    payment.pay_url = state.url or ""
    if state.paid:
        _paid(payment, state)
    elif state.status == "expired":
        _expired(payment)
    elif payment.status == "expired":
        intend(
            kind="expire_session", key=f"{expire_key(payment.id)}:{state.id}", subject_id=payment.id
        )
    elif payment.status == "starting":
        payment.status = step(PAYMENT, payment.status, "open")
    update(payment, "session_id", "pay_url", "status")
    finish(create_key(payment.id), session_id=state.id)


def _id(reference: str) -> UUID | None:
    try:
        return UUID(reference)
    except ValueError:
        return None


def _expired(payment: Payment) -> None:
    if not may_follow(PAYMENT, payment.status, "expired"):
        return
    payment.status = step(PAYMENT, payment.status, "expired")
    payment.save(update_fields=["status"])
    payment.holds.update(status="void")
    finish(expire_key(payment.id))
    effects().payment_expired(checkout_id=payment.checkout_id)


def _paid(payment: Payment, state: SessionState) -> None:
    if payment.status in ("paid", "returned"):
        return
    if state.entry is None or state.charge is None:
        raise ProviderBusy("the payment's balance transaction is not there yet")
    late = payment.status == "expired"
    decision = "accept"
    if late:
        decision = effects().payment_late(checkout_id=payment.checkout_id)
    payment.status = step(PAYMENT, payment.status, "paid" if decision == "accept" else "returned")
    payment.intent_id, payment.charge_id = state.payment_intent, state.charge
    payment.provider_fee_minor = state.entry.fee_minor
    payment.paid_at = business_now()
    update(payment)
    bucket = take_in(state.entry)
    if decision == "accept":
        holds = _open_holds(payment)
        _post_capture(payment, holds, bucket)
        if not late:
            effects().payment_confirmed(checkout_id=payment.checkout_id)
    else:
        _post_late(payment, bucket)
    finish(expire_key(payment.id))
    emit_payment_captured(
        actor=ACTOR,
        payment_id=payment.id,
        checkout_id=payment.checkout_id,
        amount_minor=payment.amount_minor,
        provider_fee_minor=payment.provider_fee_minor,
        currency=payment.currency,
    )


def _open_holds(payment: Payment) -> list[Hold]:
    holds = fetch(Hold, "WHERE payment_id = %s ORDER BY order_id FOR UPDATE", [payment.id])
    for hold in holds:
        hold.status = step(HOLD, hold.status, "held")
        update(hold, "status")
    return holds


def _fee_journal(payment: Payment, bucket: str) -> list[JournalSpec]:
    moves = postings.provider_fee(
        payment.provider_fee_minor, bucket=bucket, currency=payment.currency
    )
    return [JournalSpec(f"fee:{payment.id}", "provider_fee", tuple(moves))] if moves else []


def _post_capture(payment: Payment, holds: Sequence[Hold], bucket: str) -> None:
    journals = [
        JournalSpec(
            f"captured:{hold.order_id}",
            "payment_captured",
            tuple(
                postings.captured(
                    hold.order_id, parts_of(hold), bucket=bucket, currency=hold.currency
                )
            ),
            hold.order_id,
        )
        for hold in holds
    ]
    post_journals(actor=ACTOR, journals=[*journals, *_fee_journal(payment, bucket)])


def _post_late(payment: Payment, bucket: str) -> None:
    moves = postings.captured_late(
        payment.id, payment.amount_minor, bucket=bucket, currency=payment.currency
    )
    late = JournalSpec(f"late:{payment.id}", "payment_late", tuple(moves))
    post_journals(actor=ACTOR, journals=[late, *_fee_journal(payment, bucket)])
    refund = Refund.objects.create(
        key=f"late:{payment.id}",
        payment=payment,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        reason="paid after the reservation ended",
        created_at=business_now(),
    )
    intend(kind="refund", key=f"refund:{refund.id}", subject_id=refund.id)


def parts_of(hold: Hold) -> postings.Parts:
    """Return what is left of an order's part of its payment, as the posting rules want it."""
    return postings.Parts(
        hold.held_minor - hold.given_back_minor,
        hold.buyer_fee_minor - hold.fee_given_back_minor,
        hold.delivery_minor,
    )


# -- steps: open and close the page ----------------------------------------------------------


def call_create(operation: Operation) -> SessionState:
    """Open the pay page."""
    payment = Payment.objects.get(id=operation.subject_id)
    data: dict[str, Any] = operation.payload
    return provider().create_session(
        SessionCall(
            reference=str(payment.id),
            operation=operation.key,
            amount_minor=payment.amount_minor,
            currency=payment.currency,
            lines=tuple(PaymentLine(*line) for line in data["lines"]),
            transfer_group=group_of(payment),
            success_url=data["success_url"],
            cancel_url=data["cancel_url"],
            expires_at=data["expires_at"],
            metadata={"checkout_id": str(payment.checkout_id), "buyer": data["buyer_key"]},
        ),
        key=operation.provider_key,
    )


def group_of(payment: Payment) -> str:
    """Return the name under which the provider groups a payment and its transfers."""
    return f"checkout:{payment.checkout_id}"


def find_create(operation: Operation) -> SessionState | None:
    """Look for the page that an earlier attempt may have opened."""
    return provider().find_session(operation.key, since=int(operation.created_at.timestamp()))


def apply_state(operation: Operation, state: SessionState | None) -> None:
    """Apply what was learned; None means that there never was, and never will be, a page."""
    if state is not None:
        apply_session(state)
        return
    payment = Payment.objects.select_for_update().get(id=operation.subject_id)
    _expired(payment)


def refuse_create(operation: Operation, error: ProviderRefused) -> None:
    """The provider will not open a page: nothing was paid and nothing will be."""
    payment = Payment.objects.select_for_update().get(id=operation.subject_id)
    _expired(payment)


def call_expire(operation: Operation) -> SessionState | None:
    """Close the page; one that was never asked for is called off instead."""
    payment = Payment.objects.get(id=operation.subject_id)
    if payment.session_id is not None:
        return provider().expire_session(payment.session_id, key=operation.provider_key)
    with transaction.atomic(durable=True):
        Payment.objects.select_for_update().get(id=payment.id)
        called_off = Operation.objects.filter(
            key=create_key(payment.id), status="intended", attempts=0
        ).update(status="failed", last_error="called off before it was sent")
        gone = Operation.objects.filter(key=create_key(payment.id), status="failed").exists()
    if not (called_off or gone):
        raise ProviderBusy("the page is still being opened")
    return None


def find_expire(operation: Operation) -> SessionState | None:
    """Look whether the page is closed already."""
    payment = Payment.objects.get(id=operation.subject_id)
    if payment.session_id is None:
        return None
    state = provider().get_session(payment.session_id)
    return None if state.status == "open" else state


def refuse_expire(operation: Operation, error: ProviderRefused) -> None:
    """Closing cannot be refused for good; whatever the page became is applied when it is read.

    Raises:
        ProviderBusy: always, so that it is tried again and somebody is called in the end.
    """
    raise ProviderBusy(str(error))
