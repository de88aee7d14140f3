"""PaymentIntents and charges: what a card attempt on the pay page becomes.

An intent is made on the first attempt of its Checkout Session, as on Stripe. At most one of its
charges succeeds;
nothing here knows of HTML.
"""

from rethread.sandbox.clock import midnight_after_business_days
from rethread.sandbox.stripe import balances, disputes
from rethread.sandbox.stripe.accounts import merged_metadata
from rethread.sandbox.stripe.balances import Movement
from rethread.sandbox.stripe.call import Call, Json
from rethread.sandbox.stripe.cards import CARDS, CHALLENGE_FAILED, CardDetails, TestCard
from rethread.sandbox.stripe.errors import ApiError
from rethread.sandbox.stripe.listing import list_objects
from rethread.sandbox.stripe.params import Params

_NO_ADDRESS = {
    "city": None,
    "country": None,
    "line1": None,
    "line2": None,
    "postal_code": None,
    "state": None,
}
_FINAL = ("succeeded", "canceled")


def create_intent(call: Call, session: Json, extra: Json) -> Json:
    """Make the intent of a session's first attempt; `extra` is what payment_intent_data said."""
    intent_id = call.ids.make("pi")
    body = {
        "id": intent_id,
        "object": "payment_intent",
        "amount": session["amount_total"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic",
        "client_secret": call.ids.make(f"{intent_id}_secret"),
        "confirmation_method": "automatic",
        "created": call.now,
        "currency": session["currency"],
        "customer": None,
        "description": extra.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": extra.get("metadata", {}),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_options": {},
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": extra.get("transfer_group"),
    }
    call.insert(body, {"session": session["id"]})
    call.emit("payment_intent.created", body)
    return body


def attempt(call: Call, intent: Json, card: TestCard, details: CardDetails) -> Json:
    """Confirm the intent with a card: it succeeds, asks for a challenge, or is declined."""
    if intent["status"] in _FINAL:
        message = f"You cannot confirm this PaymentIntent because it is {intent['status']}."
        raise ApiError(message, code="payment_intent_unexpected_state")
    intent["payment_method"] = call.ids.make("pm")
    intent["last_payment_error"] = None
    if card.outcome == "challenge":
        return _challenge(call, intent)
    if card.outcome == "decline":
        return _decline(call, intent, card, details)
    return _succeed(call, intent, card, details)


def _challenge(call: Call, intent: Json) -> Json:
    intent["status"] = "requires_action"
    intent["next_action"] = {"type": "use_stripe_sdk"}
    call.save(intent)
    call.emit("payment_intent.requires_action", intent)
    return intent


def answer_challenge(
    call: Call, intent: Json, card: TestCard, details: CardDetails, *, passed: bool
) -> Json:
    """Finish a challenge: the charge goes ahead, or the attempt fails without one."""
    if intent["status"] != "requires_action":
        return intent
    intent["next_action"] = None
    if not passed:
        intent["status"] = "requires_payment_method"
        intent["payment_method"] = None
        intent["last_payment_error"] = {
            "code": "payment_intent_authentication_failure",
            "message": CHALLENGE_FAILED,
            "type": "invalid_request_error",
        }
        call.save(intent)
        call.emit("payment_intent.payment_failed", intent)
        return intent
    if card.after_challenge is not None:
        return _decline(call, intent, CARDS[card.after_challenge], details)
    return _succeed(call, intent, card, details)


def _succeed(call: Call, intent: Json, card: TestCard, details: CardDetails) -> Json:
    charge = _charge(call, intent, details)
    settles_at = midnight_after_business_days(call.now, call.options.settlement_business_days)
    movement = Movement(
        "charge",
        intent["amount"],
        intent["currency"],
        charge["id"],
        fee=call.options.fee(intent["amount"]),
        available_on=call.now if card.instant else settles_at,
        description=intent["description"],
    )
    charge["balance_transaction"] = balances.record(call, movement)["id"]
    charge.update(amount_captured=intent["amount"], captured=True, paid=True, status="succeeded")
    intent.update(
        status="succeeded",
        amount_received=intent["amount"],
        latest_charge=charge["id"],
        next_action=None,
    )
    _keep(call, charge, intent)
    call.emit("charge.succeeded", charge)
    call.emit("payment_intent.succeeded", intent)
    if card.disputed:
        disputes.open_dispute(call, charge["id"])
    if card.suspected:
        disputes.warn_of_fraud(call, charge["id"])
    return intent


def _decline(call: Call, intent: Json, card: TestCard, details: CardDetails) -> Json:
    charge = _charge(call, intent, details)
    charge.update(status="failed", failure_code=card.code, failure_message=card.message)
    charge["outcome"].update(
        network_status="declined_by_network",
        reason=card.decline_code or card.code,
        type="issuer_declined",
        seller_message="The bank returned a decline code.",
    )
    error = {
        "charge": charge["id"],
        "code": card.code,
        "message": card.message,
        "type": "card_error",
    }
    if card.decline_code:
        error["decline_code"] = card.decline_code
    intent.update(
        status="requires_payment_method",
        latest_charge=charge["id"],
        payment_method=None,
        last_payment_error=error,
        next_action=None,
    )
    _keep(call, charge, intent)
    call.emit("charge.failed", charge)
    call.emit("payment_intent.payment_failed", intent)
    return intent


def _keep(call: Call, charge: Json, intent: Json) -> None:
    tags = {"payment_intent": intent["id"], "transfer_group": intent["transfer_group"]}
    call.insert(charge, tags)
    call.save(intent)


def _charge(call: Call, intent: Json, details: CardDetails) -> Json:
    return {
        "id": call.ids.make("ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": {
            "address": dict(_NO_ADDRESS),
            "email": None,
            "name": details.name,
            "phone": None,
            "tax_id": None,
        },
        "calculated_statement_descriptor": call.options.platform_name.upper(),
        "captured": False,
        "created": call.now,
        "currency": intent["currency"],
        "customer": None,
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "on_behalf_of": None,
        "outcome": _outcome(),
        "paid": False,
        "payment_intent": intent["id"],
        "payment_method": intent["payment_method"],
        "payment_method_details": _card_details(intent, details),
        "receipt_email": None,
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "pending",
        "transfer_data": None,
        "transfer_group": intent["transfer_group"],
    }


def _outcome() -> Json:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "approved_by_network",
        "reason": None,
        "seller_message": "Payment complete.",
        "type": "authorized",
    }


def _card_details(intent: Json, details: CardDetails) -> Json:
    card = {
        "amount_authorized": intent["amount"],
        "brand": details.brand,
        "checks": {
            "address_line1_check": None,
            "address_postal_code_check": None,
            "cvc_check": "pass",
        },
        "country": "GB",
        "exp_month": details.exp_month,
        "exp_year": details.exp_year,
        "funding": "credit",
        "last4": details.last4,
        "network": details.brand,
        "wallet": None,
    }
    return {"card": card, "type": "card"}


def cancel(call: Call, intent: Json, reason: str | None) -> Json:
    """Cancel an intent that has not succeeded.

    Raises:
        ApiError: payment_intent_unexpected_state when it has, or is canceled already.
    """
    if intent["status"] in _FINAL:
        raise ApiError(
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}.",
            code="payment_intent_unexpected_state",
            extra={"payment_intent": intent},
        )
    intent.update(
        status="canceled", canceled_at=call.now, cancellation_reason=reason, next_action=None
    )
    call.save(intent)
    call.emit("payment_intent.canceled", intent)
    return intent


def retrieve_intent(call: Call, params: Params, intent_id: str) -> Json:
    """GET /v1/payment_intents/{id}."""
    params.text("client_secret")
    params.done()
    return call.get("payment_intent", intent_id, param="intent")


def update_intent(call: Call, params: Params, intent_id: str) -> Json:
    """POST /v1/payment_intents/{id}: description and metadata."""
    intent = call.get("payment_intent", intent_id, param="intent")
    intent["description"] = params.text("description") or intent["description"]
    intent["metadata"] = merged_metadata(intent["metadata"], params.metadata())
    params.done()
    return call.save(intent)


def cancel_intent(call: Call, params: Params, intent_id: str) -> Json:
    """POST /v1/payment_intents/{id}/cancel: refused while a Checkout Session owns the intent.

    As on Stripe.
    """
    call.get("payment_intent", intent_id, param="intent")
    params.text("cancellation_reason")
    params.done()
    raise ApiError(
        "You cannot cancel this PaymentIntent because it was created by a Checkout Session."
        " Expire the session instead.",
        code="payment_intent_unexpected_state",
    )


def list_intents(call: Call, params: Params) -> Json:
    """GET /v1/payment_intents."""
    return list_objects(call, params, "payment_intent", "/v1/payment_intents")


def retrieve_charge(call: Call, params: Params, charge_id: str) -> Json:
    """GET /v1/charges/{id}."""
    params.done()
    return call.get("charge", charge_id, param="charge")


def list_charges(call: Call, params: Params) -> Json:
    """GET /v1/charges."""
    names = ("payment_intent", "transfer_group")
    filters = {name: params.text(name) for name in names}
    return list_objects(call, params, "charge", "/v1/charges", filters=filters)
