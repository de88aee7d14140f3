"""Sellers prove who they are on the provider's page; we keep only whether they may be paid."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor, PermissionDenied, business_now, new_id, settings

from ..errors import CountryNotServed, ProviderRefused
from ..models import Operation, Payee
from ..ports import AccountState, provider
from ..rules.paying_out import BANK_COOL_OFF
from ..rules.regions import payable_countries
from ..types import SellerStatus
from .intending import finish, intend
from .releasing import payee_of, transfer_what_waited

CHECK_EVERY = timedelta(hours=1)


def intend_account(
    *, actor: Actor, seller_id: UUID, country: str | None = None
) -> tuple[UUID, bool]:
    """Intend a seller's account at the provider; return the operation and whether it is needed.

    `country` is that of their bank account, the market's own if nothing is said.

    Raises:
        PermissionDenied: the actor is somebody else.
        CountryNotServed: money cannot be transferred there; nothing was asked of the provider.
    """
    if not (actor.is_staff or actor.is_system or actor.user_id == seller_id):
        raise PermissionDenied("payments.not_yours", _("This is another seller's account."))
    where = country or settings().country
    if where not in payable_countries(settings().country):
        raise CountryNotServed(
            "payments.country_not_served",
            _("We cannot pay sellers in that country yet, so we do not let you sell from there."),
            {"country": _("We cannot pay sellers there yet.")},
        )
    with transaction.atomic(durable=True):
        payee = payee_of(seller_id)
        key = f"account:{payee.id}"
        intend(kind="create_account", key=key, subject_id=payee.id, payload={"country": where})
        if payee.status == "none":
            payee.status = "starting"
            payee.save(update_fields=["status"])
        return Operation.objects.only("id").get(key=key).id, payee.account_id is None


def intend_link(*, seller_id: UUID, return_url: str) -> UUID | None:
    """Intend a fresh address of the provider's page; None while there is no account."""
    with transaction.atomic(durable=True):
        payee = Payee.objects.get(seller_id=seller_id)
        if payee.account_id is None:
            return None
        key = f"link:{new_id()}"
        intend(
            kind="account_link",
            key=key,
            subject_id=payee.id,
            payload={"return_url": return_url},
        )
        return Operation.objects.only("id").get(key=key).id


def apply_account(state: AccountState) -> None:
    """Bring a seller to where the provider has them; release what waited for it."""
    name, _, number = state.operation.partition(":")
    rows = Payee.objects.select_for_update()
    if name == "account" and number:
        payee = rows.filter(id=number).first()
    else:
        payee = rows.filter(account_id=state.id).first()
    if payee is None:
        return
    payee.account_id = state.id
    payee.transfers_enabled = state.transfers_enabled
    payee.payouts_enabled = state.payouts_enabled
    payee.requirements = list(state.due)
    payee.status = status_of(state)
    if payee.bank_id and state.bank and state.bank != payee.bank_id:
        payee.payouts_from = business_now() + BANK_COOL_OFF
    payee.bank_id = state.bank or payee.bank_id
    payee.next_check_at = None if payee.status == "active" else business_now() + CHECK_EVERY
    payee.save()
    finish(f"account:{payee.id}", account_id=state.id)
    if payee.transfers_enabled:
        transfer_what_waited(payee)


def status_of(state: AccountState) -> SellerStatus:
    """Say in one word whether a seller can be paid."""
    if state.transfers_enabled and state.payouts_enabled:
        return "active"
    return "restricted" if state.details_submitted else "incomplete"


def call_account(operation: Operation) -> AccountState:
    """Ask the provider for an account."""
    return provider().create_account(
        country=operation.payload.get("country") or settings().country,
        operation=operation.key,
        key=operation.provider_key,
    )


def find_account(operation: Operation) -> AccountState | None:
    """Look for the account that an earlier attempt may have made."""
    return provider().find_account(operation.key, since=int(operation.created_at.timestamp()))


def apply_call(operation: Operation, state: AccountState) -> None:
    """Apply the provider's answer."""
    apply_account(state)


def refuse_account(operation: Operation, error: ProviderRefused) -> None:
    """The provider takes no sellers like this one; they read why."""
    Payee.objects.filter(id=operation.subject_id, account_id=None).update(
        status="restricted", requirements=[str(error)[:200]]
    )


def call_link(operation: Operation) -> str:
    """Ask for the address; it works once, for some minutes."""
    payee = Payee.objects.get(id=operation.subject_id)
    url: str = operation.payload["return_url"]
    return provider().create_account_link(
        account_id=payee.account_id or "",
        return_url=url,
        refresh_url=url,
        key=operation.provider_key,
    )


def find_link(operation: Operation) -> str | None:
    """An address that was lost is not worth looking for: the same key replays it."""
    return None


def apply_link(operation: Operation, url: str) -> None:
    """Keep the address for who asked."""
    finish(operation.key, url=url)


def refuse_link(operation: Operation, error: ProviderRefused) -> None:
    """Nothing was promised and nothing is lost."""
