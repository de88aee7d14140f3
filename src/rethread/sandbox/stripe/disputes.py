"""Chargebacks and early warnings of fraud: a bank takes a payment back, with a fee, and decides.

A dispute is opened by a test card or a control, and decided by what is sent as evidence (Stripe's
own test words), by accepting it, or by a control. No bank is asked.
"""

from rethread.sandbox.stripe import balances
from rethread.sandbox.stripe.accounts import merged_metadata
from rethread.sandbox.stripe.balances import Movement
from rethread.sandbox.stripe.call import Call, Json
from rethread.sandbox.stripe.errors import ApiError, invalid
from rethread.sandbox.stripe.listing import list_objects
from rethread.sandbox.stripe.params import Params

WINNING, LOSING = "winning_evidence", "losing_evidence"
RESPOND_WITHIN_S = 9 * 86_400
REASONS = ("fraudulent", "product_not_received", "product_unacceptable", "general")
_EVIDENCE = (
    "access_activity_log", "billing_address", "cancellation_policy",
    "cancellation_policy_disclosure", "cancellation_rebuttal", "customer_communication",
    "customer_email_address", "customer_name", "customer_purchase_ip", "customer_signature",
    "duplicate_charge_documentation", "duplicate_charge_explanation", "duplicate_charge_id",
    "product_description", "receipt", "refund_policy", "refund_policy_disclosure",
    "refund_refusal_explanation", "service_date", "service_documentation", "shipping_address",
    "shipping_carrier", "shipping_date", "shipping_documentation", "shipping_tracking_number",
    "uncategorized_file", "uncategorized_text",
)  # fmt: skip


def open_dispute(call: Call, charge_id: str, reason: str = "fraudulent") -> Json:
    """Take a charge back, all that was not refunded yet, and the fee for it; return the dispute.

    Raises:
        ApiError: there is nothing to dispute, or it is disputed already.
    """
    charge = call.get("charge", charge_id)
    amount = charge["amount_captured"] - charge["amount_refunded"]
    if charge["disputed"] or amount <= 0:
        raise ApiError(f"Charge {charge_id} cannot be disputed.", code="charge_disputed")
    dispute_id = call.ids.make("dp")
    movement = Movement(
        "adjustment", -amount, charge["currency"], dispute_id, fee=call.options.dispute_fee_minor
    )
    taken = balances.record(call, movement)
    dispute = _body(call, charge, dispute_id, amount, reason)
    dispute["balance_transactions"] = [taken]
    call.insert(dispute, {"charge": charge_id, "payment_intent": charge["payment_intent"]})
    charge["disputed"] = True
    call.save(charge)
    call.emit("charge.dispute.created", dispute)
    call.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def _body(call: Call, charge: Json, dispute_id: str, amount: int, reason: str) -> Json:
    card = charge["payment_method_details"]["card"]["brand"]
    return {
        "id": dispute_id,
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": call.now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {**dict.fromkeys(_EVIDENCE), "enhanced_evidence": {}},
        "evidence_details": {
            "due_by": call.now + RESPOND_WITHIN_S,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "card": {
                "brand": card,
                "case_type": "chargeback",
                "network_reason_code": "10.4" if reason == "fraudulent" else "13.1",
            },
            "type": "card",
        },
        "reason": reason,
        "status": "needs_response",
    }


def close_dispute(call: Call, dispute_id: str, *, won: bool) -> Json:
    """Decide a dispute; won, its amount comes back (the fee does not). Twice is once."""
    dispute = call.get("dispute", dispute_id, param="dispute")
    if dispute["status"] in ("won", "lost"):
        return dispute
    dispute["status"] = "won" if won else "lost"
    if won:
        movement = Movement("adjustment", dispute["amount"], dispute["currency"], dispute_id)
        dispute["balance_transactions"].append(balances.record(call, movement))
    call.save(dispute)
    if won:
        call.emit("charge.dispute.funds_reinstated", dispute)
    call.emit("charge.dispute.closed", dispute)
    return dispute


def warn_of_fraud(call: Call, charge_id: str) -> Json:
    """Warn early that a charge was probably fraud; return the warning. It moves no money."""
    charge = call.get("charge", charge_id)
    warning: Json = {
        "id": call.ids.make("issfr"),
        "object": "radar.early_fraud_warning",
        "actionable": True,
        "charge": charge["id"],
        "created": call.now,
        "fraud_type": "made_with_stolen_card",
        "livemode": False,
    }
    call.insert(warning, {"charge": charge["id"]})
    call.emit("radar.early_fraud_warning.created", warning)
    return warning


def retrieve_dispute(call: Call, params: Params, dispute_id: str) -> Json:
    """GET /v1/disputes/{id}."""
    params.done()
    return call.get("dispute", dispute_id, param="dispute")


def update_dispute(call: Call, params: Params, dispute_id: str) -> Json:
    """POST /v1/disputes/{id}: evidence; submitted, Stripe's test words decide at once."""
    dispute = call.get("dispute", dispute_id, param="dispute")
    dispute["metadata"] = merged_metadata(dispute["metadata"], params.metadata())
    group = params.group("evidence")
    given = {name: group.text(name, max_length=20_000) for name in _EVIDENCE}
    group.done()
    submitted = params.flag("submit")
    params.done()
    if dispute["status"] in ("won", "lost"):
        raise invalid("This dispute is already closed.", "dispute")
    known = {name: text for name, text in given.items() if text is not None}
    dispute["evidence"].update(known)
    if known:
        dispute["evidence_details"]["has_evidence"] = True
    call.save(dispute)
    if not submitted:
        call.emit("charge.dispute.updated", dispute)
        return dispute
    dispute["evidence_details"]["submission_count"] += 1
    dispute["status"] = "under_review"
    call.save(dispute)
    call.emit("charge.dispute.updated", dispute)
    words = dispute["evidence"]["uncategorized_text"]
    if words in (WINNING, LOSING):
        return close_dispute(call, dispute_id, won=words == WINNING)
    return dispute


def accept_dispute(call: Call, params: Params, dispute_id: str) -> Json:
    """POST /v1/disputes/{id}/close: the platform accepts that it has lost."""
    params.done()
    return close_dispute(call, dispute_id, won=False)


def list_disputes(call: Call, params: Params) -> Json:
    """GET /v1/disputes."""
    filters = {name: params.text(name) for name in ("charge", "payment_intent")}
    return list_objects(call, params, "dispute", "/v1/disputes", filters=filters)


def retrieve_warning(call: Call, params: Params, warning_id: str) -> Json:
    """GET /v1/radar/early_fraud_warnings/{id}."""
    params.done()
    return call.get("radar.early_fraud_warning", warning_id, param="early_fraud_warning")


def list_warnings(call: Call, params: Params) -> Json:
    """GET /v1/radar/early_fraud_warnings."""
    filters = {"charge": params.text("charge")}
    kind, url = "radar.early_fraud_warning", "/v1/radar/early_fraud_warnings"
    return list_objects(call, params, kind, url, filters=filters)
