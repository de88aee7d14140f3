"""Sellers earn: what was held for an order is released to its seller, and transferred to their
account at the provider once they have one."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.market.ledger.selectors import balance
from rethread.market.ledger.services import post_journal
from rethread.platform.events.emit import pseudonym_of
from rethread.platform.kernel import Actor, Money, invariant
from rethread.platform.kernel.fetching import fetch_one, insert, update

from ..errors import PaymentConflict, PaymentNotFound, ProviderRefused
from ..events import emit_transfer_created
from ..models import Hold, Operation, Payee, Release
from ..ports import TransferState, effects, provider
from ..rules import postings
from ..rules.machines import HOLD, RELEASE, step
from ..selectors import release_view
from ..types import ReleaseView
from .freezing import require_not_charged_back
from .intending import intend, take_in
from .paying import ACTOR, group_of
from .taking_back import settle_what_arrived

_PAYEE = "WHERE seller_id = %s FOR UPDATE"


def payee_of(seller_id: UUID) -> Payee:
    """Return a seller's row, locked, and made when it is first needed."""
    row = fetch_one(Payee, _PAYEE, [seller_id])
    if row is None:
        Payee.objects.bulk_create([Payee(seller_id=seller_id)], ignore_conflicts=True)
        row = fetch_one(Payee, _PAYEE, [seller_id])
    invariant(row is not None, "a payee that was made exists")
    return cast(Payee, row)


def release_order(
    *, actor: Actor, order_id: UUID, seller_id: UUID, amount_to_seller: Money, seller_fee: Money
) -> ReleaseView:
    """Release what is held for an order to its seller, in the caller's transaction.

    `amount_to_seller` and `seller_fee` add up to what is held. What the seller owes the market is
    taken out of their part here, while the money is still in our account: what has been transferred
    could only be had back by reversing a transfer. The rest follows as a durable step, when the
    seller can receive it. Asking again returns the release that exists.

    Raises:
        PaymentNotFound: nothing was paid for this order.
        PaymentConflict: refunded already, another seller, or the parts do not add up.
    """
    with transaction.atomic():
        payee = payee_of(seller_id)
        hold = fetch_one(Hold, "WHERE order_id = %s FOR UPDATE", [order_id])
        if hold is None:
            raise PaymentNotFound("payments.no_order", _("Nothing was paid for this order."))
        known = fetch_one(Release, "WHERE order_id = %s", [order_id])
        if known is not None:
            return release_view(known)
        _check(hold, seller_id, amount_to_seller, seller_fee)
        hold.status = step(HOLD, hold.status, "released")
        update(hold, "status")
        owed = balance(postings.owed_by(payee.id), hold.currency)
        deducted = min(owed, amount_to_seller.amount_minor)
        release = Release(
            order_id=order_id,
            hold=hold,
            payee=payee,
            amount_minor=amount_to_seller.amount_minor - deducted,
            fee_minor=seller_fee.amount_minor,
            deducted_minor=deducted,
            currency=hold.currency,
        )
        insert(release)
        post_journal(
            actor=actor,
            key=f"released:{order_id}",
            kind="order_released",
            transfers=postings.released(
                order_id,
                payee.id,
                to_seller=release.amount_minor,
                fee=release.fee_minor,
                deducted=release.deducted_minor,
                currency=release.currency,
            ),
            order_id=order_id,
        )
        if release.amount_minor == 0:
            release.status = step(RELEASE, release.status, "available")
            release.save(update_fields=["status"])
            effects().transfer_succeeded(order_id=order_id)
        elif payee.transfers_enabled:
            intend_transfer(release)
        return release_view(release)


def _check(hold: Hold, seller_id: UUID, to_seller: Money, fee: Money) -> None:
    require_not_charged_back(hold)
    if hold.status != "held":
        raise PaymentConflict(
            "payments.not_held", f"The money of this order is {hold.status}, not held."
        )
    if hold.seller_id != seller_id:
        raise PaymentConflict("payments.other_seller", "This order is another seller's.")
    whole = Money(hold.held_minor - hold.given_back_minor, hold.currency)
    if min(to_seller.amount_minor, fee.amount_minor) < 0 or to_seller + fee != whole:
        raise PaymentConflict("payments.parts_differ", "The parts are not what is held.")


def intend_transfer(release: Release) -> None:
    """Write down that a release shall be transferred."""
    release.status = step(RELEASE, release.status, "intended")
    update(release, "status")
    refused = Operation.objects.filter(subject_id=release.id, status="failed").count()
    key = f"transfer:{release.order_id}" + (f":{refused + 1}" if refused else "")
    intend(kind="transfer", key=key, subject_id=release.id)


def transfer_what_waited(payee: Payee) -> None:
    """A seller can be paid now: intend every transfer that waited for it or was refused before."""
    waiting = payee.releases.select_for_update().filter(status__in=["waiting", "failed"])
    for release in waiting.order_by("id"):
        intend_transfer(release)


def call_transfer(operation: Operation) -> TransferState:
    """Ask the provider to move the money, out of the very charge it came in with."""
    release = _release(operation)
    payment = release.hold.payment
    return provider().create_transfer(
        amount_minor=release.amount_minor,
        currency=release.currency,
        destination=release.payee.account_id or "",
        charge=payment.charge_id or "",
        transfer_group=group_of(payment),
        operation=operation.key,
        key=operation.provider_key,
    )


def _release(operation: Operation) -> Release:
    return Release.objects.select_related("payee", "hold__payment").get(id=operation.subject_id)


def find_transfer(operation: Operation) -> TransferState | None:
    """Look for the transfer that an earlier attempt may have made."""
    payment = _release(operation).hold.payment
    return provider().find_transfer(operation.key, transfer_group=group_of(payment))


def apply_transfer(operation: Operation, state: TransferState) -> None:
    """The money is in the seller's account at the provider, pending there or available."""
    payee = Payee.objects.select_for_update().get(releases__id=operation.subject_id)
    release = Release.objects.select_for_update().get(id=operation.subject_id)
    if release.status != "intended":
        return
    release.transfer_id, release.destination_entry = state.id, state.destination_entry.id
    source, target = take_in(state.entry), take_in(state.destination_entry)
    moves = postings.transferred(
        release.amount_minor,
        state.destination,
        bucket_from=source,
        bucket_to=target,
        currency=release.currency,
    )
    if target == "available":
        moves += postings.withdrawable(payee.id, release.amount_minor, currency=release.currency)
    release.status = step(RELEASE, release.status, "available" if moves[1:] else "sent")
    update(release)
    post_journal(
        actor=ACTOR,
        key=f"transferred:{release.order_id}",
        kind="seller_transferred",
        transfers=moves,
        order_id=release.order_id,
    )
    settle_what_arrived(release)
    effects().transfer_succeeded(order_id=release.order_id)
    emit_transfer_created(
        actor=ACTOR,
        order_id=release.order_id,
        payee_id=payee.id,
        seller_key=pseudonym_of(payee.seller_id),
        amount_minor=release.amount_minor,
        currency=release.currency,
    )


def refuse_transfer(operation: Operation, error: ProviderRefused) -> None:
    """The provider will not transfer: the money stays the seller's, pending, and staff see why."""
    release = Release.objects.select_for_update().get(id=operation.subject_id)
    if release.status == "intended":
        release.status = step(RELEASE, release.status, "failed")
        release.save(update_fields=["status"])
        settle_what_arrived(release)
