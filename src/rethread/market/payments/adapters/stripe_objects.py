"""Read the provider's objects into our own values; nothing else knows their shape."""

from __future__ import annotations

from typing import Any, cast

from ..ports import (
    AccountState,
    BalanceEntry,
    DisputeState,
    PayoutState,
    ProviderEvent,
    RefundState,
    SessionState,
    TransferState,
)
from ..types import PLATFORM

OPERATION = "rethread_operation"
_WON = ("won", "warning_closed", "prevented")


def plain(value: Any) -> dict[str, Any]:
    """Return an SDK object as a plain dictionary."""
    return cast("dict[str, Any]", value.to_dict())


def entry_of(value: Any, account: str) -> BalanceEntry | None:
    """Read a balance transaction; an id that was not expanded, or nothing, is None."""
    if not isinstance(value, dict):
        return None
    return BalanceEntry(
        id=value["id"],
        account=account,
        kind=value["type"],
        source=_id(value["source"]) or "",
        amount_minor=value["amount"],
        fee_minor=value["fee"],
        net_minor=value["net"],
        currency=value["currency"].upper(),
        available_on=value["available_on"],
        status=value["status"],
    )


def session_of(value: dict[str, Any]) -> SessionState:
    """Read a Checkout Session with its payment expanded down to the balance transaction."""
    intent = value["payment_intent"]
    charge = intent["latest_charge"] if isinstance(intent, dict) else None
    whole = charge if isinstance(charge, dict) else {}
    return SessionState(
        id=value["id"],
        reference=value["client_reference_id"] or "",
        operation=value["metadata"].get(OPERATION, ""),
        status=value["status"],
        paid=value["payment_status"] == "paid",
        url=value["url"],
        amount_minor=value["amount_total"],
        currency=value["currency"].upper(),
        payment_intent=_id(intent),
        charge=_id(charge),
        entry=entry_of(whole.get("balance_transaction"), PLATFORM),
    )


def refund_of(value: dict[str, Any]) -> RefundState:
    """Read a refund with its balance transactions expanded."""
    return RefundState(
        id=value["id"],
        operation=(value["metadata"] or {}).get(OPERATION, ""),
        status=value["status"],
        amount_minor=value["amount"],
        currency=value["currency"].upper(),
        entry=entry_of(value["balance_transaction"], PLATFORM),
        failure_entry=entry_of(value.get("failure_balance_transaction"), PLATFORM),
        failure=value.get("failure_reason") or "",
        payment_intent=_id(value.get("payment_intent")),
    )


def account_of(value: dict[str, Any]) -> AccountState:
    """Read a connected account."""
    requirements = value.get("requirements") or {}
    return AccountState(
        id=value["id"],
        operation=(value["metadata"] or {}).get(OPERATION, ""),
        details_submitted=value["details_submitted"],
        transfers_enabled=(value["capabilities"] or {}).get("transfers") == "active",
        payouts_enabled=value["payouts_enabled"],
        disabled_reason=requirements.get("disabled_reason") or "",
        due=tuple(requirements.get("currently_due") or ()),
        bank=_bank_of(value),
    )


def _bank_of(value: dict[str, Any]) -> str:
    """Return the id of the bank account that payouts go to, or nothing."""
    listed = (value.get("external_accounts") or {}).get("data") or []
    return str(listed[0]["id"]) if listed else ""


def transfer_of(value: dict[str, Any]) -> TransferState | None:
    """Read a transfer with both of its balance transactions expanded; None if they are not."""
    destination = _id(value["destination"]) or ""
    entry = entry_of(value["balance_transaction"], PLATFORM)
    payment = value["destination_payment"]
    whole = payment if isinstance(payment, dict) else {}
    other = entry_of(whole.get("balance_transaction"), destination)
    if entry is None or other is None:
        return None
    return TransferState(
        id=value["id"],
        operation=(value["metadata"] or {}).get(OPERATION, ""),
        amount_minor=value["amount"],
        currency=value["currency"].upper(),
        destination=destination,
        entry=entry,
        destination_entry=other,
    )


def dispute_of(value: dict[str, Any]) -> DisputeState:
    """Read a dispute, with the balance transactions that it always carries.

    An inquiry that may yet become a chargeback has moved nothing; closed, it counts as won.
    """
    status = value["status"]
    entries = [entry_of(row, PLATFORM) for row in value["balance_transactions"]]
    return DisputeState(
        id=value["id"],
        charge=_id(value["charge"]) or "",
        status="lost" if status == "lost" else "won" if status in _WON else "open",
        reason=value["reason"],
        amount_minor=value["amount"],
        currency=value["currency"].upper(),
        entries=tuple(entry for entry in entries if entry is not None),
    )


def payout_of(value: dict[str, Any], account: str) -> PayoutState:
    """Read a payout of a connected account with its balance transactions expanded."""
    return PayoutState(
        id=value["id"],
        operation=(value["metadata"] or {}).get(OPERATION, ""),
        account=account,
        status=value["status"],
        amount_minor=value["amount"],
        currency=value["currency"].upper(),
        entry=entry_of(value["balance_transaction"], account),
        failure_entry=entry_of(value.get("failure_balance_transaction"), account),
        failure=value.get("failure_message") or value.get("failure_code") or "",
    )


def event_of(value: dict[str, Any], raw: str) -> ProviderEvent:
    """Read an event: what it is about, and nothing of what it says about it."""
    return ProviderEvent(
        id=value["id"],
        type=value["type"],
        account=value.get("account"),
        object_id=str(value["data"]["object"].get("id", "")),
        created=value["created"],
        raw=raw,
    )


def _id(value: Any) -> str | None:
    if isinstance(value, dict):
        return cast("str", value["id"])
    return cast("str | None", value)
