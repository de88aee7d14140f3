"""Transfers from the platform to connected accounts, and their reversals.

With `source_transaction` the money may still be pending and becomes available to the seller on the
day its charge
settles; without, it must be available. Never more than the charge holds, never in another currency.
"""

from dataclasses import dataclass

from rethread.sandbox.stripe import balances
from rethread.sandbox.stripe.accounts import connected, merged_metadata
from rethread.sandbox.stripe.balances import Movement
from rethread.sandbox.stripe.call import Call, Json
from rethread.sandbox.stripe.currencies import format_amount
from rethread.sandbox.stripe.errors import ApiError, balance_insufficient, invalid
from rethread.sandbox.stripe.listing import list_objects, page
from rethread.sandbox.stripe.options import PLATFORM_ACCOUNT
from rethread.sandbox.stripe.params import Params


@dataclass(frozen=True, slots=True)
class _Order:
    """What a transfer request asks for."""

    amount: int
    currency: str
    destination: str
    description: str | None
    metadata: dict[str, str]
    source_transaction: str | None
    transfer_group: str | None


def create_transfer(call: Call, params: Params) -> Json:
    """POST /v1/transfers."""
    _platform_only(call)
    order = _read(params)
    account = connected(call, order.destination, param="destination")
    if account["capabilities"].get("transfers") != "active":
        raise ApiError(
            "Your destination account needs to have at least one of the following capabilities"
            " enabled: transfers, crypto_transfers, legacy_payments",
            code="insufficient_capabilities_for_transfer",
        )
    group, available_on = order.transfer_group, None
    if order.source_transaction is not None:
        charge = _source(call, order)
        group = group or charge["transfer_group"]
        available_on = _settles(call, charge)
    elif order.amount > balances.amounts(call, order.currency)[1]:
        raise balance_insufficient(
            "You have insufficient available funds in your Stripe account. Pass source_transaction,"
            " or add available funds with the test card 4000000000000077."
        )
    return _write(call, order, group, available_on)


def _read(params: Params) -> _Order:
    order = _Order(
        amount=params.required_amount(),
        currency=params.currency(),
        destination=params.required_text("destination"),
        description=params.text("description"),
        metadata=params.metadata(),
        source_transaction=params.text("source_transaction"),
        transfer_group=params.text("transfer_group"),
    )
    params.choice("source_type", ("card", "bank_account", "fpx"))
    params.done()
    return order


def _source(call: Call, order: _Order) -> Json:
    """Return the charge that pays for the transfer, once it is known to hold enough."""
    charge_id = order.source_transaction or ""
    charge = call.get("charge", charge_id, param="source_transaction", status=400)
    if charge["status"] != "succeeded":
        message = f"Charge {charge_id} did not succeed and cannot be transferred."
        raise ApiError(message, param="source_transaction")
    if charge["currency"] != order.currency:
        raise ApiError(
            "The currency of source_transaction's balance transaction"
            f" ({charge['currency']}) must be the same as the transfer currency ({order.currency})",
            param="currency",
        )
    used = sum(
        transfer["amount"] - transfer["amount_reversed"]
        for transfer in call.tagged("transfer", "source_transaction", charge_id)
    )
    left = charge["amount"] - charge["amount_refunded"] - used
    if order.amount > left:
        raise balance_insufficient(
            f"Cannot use more than {format_amount(max(left, 0), order.currency)} of {charge_id}:"
            " the transfers of a charge may not exceed what it still holds."
        )
    return charge


def _settles(call: Call, charge: Json) -> int:
    when: int = call.get("balance_transaction", charge["balance_transaction"])["available_on"]
    return when


def _write(call: Call, order: _Order, group: str | None, available_on: int | None) -> Json:
    transfer_id, payment_id = call.ids.make("tr"), call.ids.make("py")
    currency = order.currency
    out = Movement("transfer", -order.amount, currency, transfer_id, available_on=available_on)
    into = Movement("payment", order.amount, currency, payment_id, available_on=available_on)
    txn = balances.record(call, out)
    own = call.on(order.destination)
    payment_txn = balances.record(own, into)
    _write_payment(own, order, payment_id, transfer_id, payment_txn["id"])
    transfer = {
        "id": transfer_id,
        "object": "transfer",
        "amount": order.amount,
        "amount_reversed": 0,
        "balance_transaction": txn["id"],
        "created": call.now,
        "currency": currency,
        "description": order.description,
        "destination": order.destination,
        "destination_payment": payment_id,
        "livemode": False,
        "metadata": order.metadata,
        "reversals": page([], f"/v1/transfers/{transfer_id}/reversals"),
        "reversed": False,
        "source_transaction": order.source_transaction,
        "source_type": "card",
        "transfer_group": group,
    }
    tags = {
        "destination": order.destination,
        "transfer_group": group,
        "source_transaction": order.source_transaction,
    }
    call.insert(transfer, tags)
    call.emit("transfer.created", transfer)
    return transfer


def _write_payment(own: Call, order: _Order, payment_id: str, transfer_id: str, txn: str) -> None:
    """Store what the connected account sees of a transfer: a charge whose id begins with py_."""
    own.insert(
        {
            "id": payment_id,
            "object": "charge",
            "amount": order.amount,
            "amount_captured": order.amount,
            "amount_refunded": 0,
            "balance_transaction": txn,
            "captured": True,
            "created": own.now,
            "currency": order.currency,
            "description": order.description,
            "disputed": False,
            "failure_code": None,
            "failure_message": None,
            "livemode": False,
            "metadata": {},
            "paid": True,
            "payment_intent": None,
            "refunded": False,
            "source_transfer": transfer_id,
            "status": "succeeded",
            "transfer_group": None,
        },
        {"source_transfer": transfer_id},
    )


def create_reversal(call: Call, params: Params, transfer_id: str) -> Json:
    """POST /v1/transfers/{id}/reversals.

    Take money back from a connected account that still has it.
    """
    transfer = call.get("transfer", transfer_id, param="transfer")
    left = transfer["amount"] - transfer["amount_reversed"]
    amount = params.amount()
    metadata = params.metadata()
    params.text("description")
    if params.flag("refund_application_fee"):
        raise invalid("The sandbox has no application fees.", "refund_application_fee")
    params.done()
    if left == 0:
        raise ApiError(
            "This transfer has already been fully reversed.", code="transfer_already_reversed"
        )
    amount = left if amount is None else amount
    if amount > left:
        money = format_amount(left, transfer["currency"])
        raise ApiError(
            f"The reversal is above what is left of the transfer ({money}).", param="amount"
        )
    own = call.on(transfer["destination"])
    settles = _pending_until(call, transfer)
    pending, available = balances.amounts(own, transfer["currency"])
    if amount > (available if settles is None else available + pending):
        raise balance_insufficient(
            "The connected account does not have enough funds for this reversal."
        )
    return _write_reversal(call, transfer, amount, settles, metadata)


def _pending_until(call: Call, transfer: Json) -> int | None:
    when: int = call.get("balance_transaction", transfer["balance_transaction"])["available_on"]
    return when if when > call.now else None


def _write_reversal(
    call: Call, transfer: Json, amount: int, settles: int | None, metadata: dict[str, str]
) -> Json:
    currency, own = transfer["currency"], call.on(transfer["destination"])
    reversal_id, refund_id = call.ids.make("trr"), call.ids.make("pyr")
    back = Movement("transfer_refund", amount, currency, reversal_id, available_on=settles)
    out = Movement("payment_refund", -amount, currency, refund_id, available_on=settles)
    txn = balances.record(call, back)
    balances.record(own, out)
    reversal = {
        "id": reversal_id,
        "object": "transfer_reversal",
        "amount": amount,
        "balance_transaction": txn["id"],
        "created": call.now,
        "currency": currency,
        "destination_payment_refund": refund_id,
        "metadata": metadata,
        "source_refund": None,
        "transfer": transfer["id"],
    }
    call.insert(reversal, {"transfer": transfer["id"]})
    transfer["amount_reversed"] += amount
    transfer["reversed"] = transfer["amount_reversed"] == transfer["amount"]
    transfer["reversals"]["data"].insert(0, reversal)
    call.save(transfer)
    payment = own.get("charge", transfer["destination_payment"])
    payment["amount_refunded"] = transfer["amount_reversed"]
    payment["refunded"] = transfer["reversed"]
    own.save(payment)
    call.emit("transfer.reversed", transfer)
    return reversal


def retrieve_transfer(call: Call, params: Params, transfer_id: str) -> Json:
    """GET /v1/transfers/{id}."""
    params.done()
    return call.get("transfer", transfer_id, param="transfer")


def update_transfer(call: Call, params: Params, transfer_id: str) -> Json:
    """POST /v1/transfers/{id}: description and metadata."""
    transfer = call.get("transfer", transfer_id, param="transfer")
    transfer["description"] = params.text("description") or transfer["description"]
    transfer["metadata"] = merged_metadata(transfer["metadata"], params.metadata())
    params.done()
    call.save(transfer)
    call.emit("transfer.updated", transfer, {})
    return transfer


def list_transfers(call: Call, params: Params) -> Json:
    """GET /v1/transfers."""
    filters = {name: params.text(name) for name in ("destination", "transfer_group")}
    return list_objects(call, params, "transfer", "/v1/transfers", filters=filters)


def retrieve_reversal(call: Call, params: Params, transfer_id: str, reversal_id: str) -> Json:
    """GET /v1/transfers/{id}/reversals/{id}."""
    params.done()
    call.get("transfer", transfer_id, param="transfer")
    return call.get("transfer_reversal", reversal_id)


def list_reversals(call: Call, params: Params, transfer_id: str) -> Json:
    """GET /v1/transfers/{id}/reversals."""
    call.get("transfer", transfer_id, param="transfer")
    url = f"/v1/transfers/{transfer_id}/reversals"
    return list_objects(call, params, "transfer_reversal", url, filters={"transfer": transfer_id})


def _platform_only(call: Call) -> None:
    """Refuse a connected account's call to what only the platform may do."""
    if call.account != PLATFORM_ACCOUNT:
        raise ApiError("Only the platform may move money between accounts.", status=403)
