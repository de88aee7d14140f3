"""Refunds of charges, in full or in part, never above what was captured.

A refund leaves the balance on the day its charge settles, or at once when that has been; the
provider keeps its fee.
The platform's available balance may go negative by it, as on Stripe.
"""

from rethread.sandbox.stripe import balances
from rethread.sandbox.stripe.accounts import merged_metadata
from rethread.sandbox.stripe.balances import Movement
from rethread.sandbox.stripe.call import Call, Json
from rethread.sandbox.stripe.currencies import format_amount
from rethread.sandbox.stripe.errors import ApiError, invalid
from rethread.sandbox.stripe.listing import list_objects
from rethread.sandbox.stripe.params import Params

_REASONS = ("duplicate", "fraudulent", "requested_by_customer")


def create_refund(call: Call, params: Params) -> Json:
    """POST /v1/refunds."""
    charge_id, intent_id = params.text("charge"), params.text("payment_intent")
    amount = params.amount()
    reason = params.choice("reason", _REASONS)
    metadata = params.metadata()
    params.done()
    if (charge_id is None) == (intent_id is None):
        message = (
            "One of the following params should be provided for this request:"
            " payment_intent or charge."
        )
        raise invalid(message, None, "parameter_missing")
    charge = _charge_to_refund(call, charge_id, intent_id)
    left = charge["amount_captured"] - charge["amount_refunded"]
    if charge["disputed"] and _is_lost_or_open(call, charge):
        message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
        raise ApiError(message, code="charge_disputed")
    if left == 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise ApiError(message, code="charge_already_refunded")
    amount = left if amount is None else amount
    if amount > left:
        currency = charge["currency"]
        raise ApiError(
            f"Refund amount ({format_amount(amount, currency)}) is greater than unrefunded amount"
            f" on charge ({format_amount(left, currency)})",
            param="amount",
        )
    refund = _write(call, charge, amount, reason, metadata)
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    call.save(charge)
    call.emit("charge.refunded", charge)
    call.emit("refund.created", refund)
    return refund


def _is_lost_or_open(call: Call, charge: Json) -> bool:
    disputes = call.tagged("dispute", "charge", charge["id"])
    return any(dispute["status"] != "won" for dispute in disputes)


def _charge_to_refund(call: Call, charge_id: str | None, intent_id: str | None) -> Json:
    if charge_id is None and intent_id is not None:
        intent = call.get("payment_intent", intent_id, param="payment_intent", status=400)
        charge_id = intent["latest_charge"]
        if intent["status"] != "succeeded" or charge_id is None:
            message = (
                f"This PaymentIntent ({intent_id}) does not have a successful charge to refund."
            )
            raise ApiError(message, param="payment_intent")
    charge = call.get("charge", charge_id or "", param="charge", status=400)
    if not charge["captured"]:
        raise ApiError(f"Charge {charge['id']} was not captured.", param="charge")
    return charge


def _write(
    call: Call, charge: Json, amount: int, reason: str | None, metadata: dict[str, str]
) -> Json:
    refund_id = call.ids.make("re")
    settles = call.get("balance_transaction", charge["balance_transaction"])["available_on"]
    movement = Movement("refund", -amount, charge["currency"], refund_id, available_on=settles)
    refund = {
        "id": refund_id,
        "object": "refund",
        "amount": amount,
        "balance_transaction": balances.record(call, movement)["id"],
        "charge": charge["id"],
        "created": call.now,
        "currency": charge["currency"],
        "destination_details": {"card": {"type": "refund"}, "type": "card"},
        "metadata": metadata,
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }
    return call.insert(refund, {"charge": charge["id"], "payment_intent": charge["payment_intent"]})


def retrieve_refund(call: Call, params: Params, refund_id: str) -> Json:
    """GET /v1/refunds/{id}."""
    params.done()
    return call.get("refund", refund_id, param="refund")


def update_refund(call: Call, params: Params, refund_id: str) -> Json:
    """POST /v1/refunds/{id}: metadata only."""
    refund = call.get("refund", refund_id, param="refund")
    refund["metadata"] = merged_metadata(refund["metadata"], params.metadata())
    params.done()
    return call.save(refund)


def list_refunds(call: Call, params: Params) -> Json:
    """GET /v1/refunds."""
    filters = {name: params.text(name) for name in ("charge", "payment_intent")}
    return list_objects(call, params, "refund", "/v1/refunds", filters=filters)


def list_charge_refunds(call: Call, params: Params, charge_id: str) -> Json:
    """GET /v1/charges/{id}/refunds."""
    call.get("charge", charge_id, param="charge")
    url = f"/v1/charges/{charge_id}/refunds"
    return list_objects(call, params, "refund", url, filters={"charge": charge_id})
