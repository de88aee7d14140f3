"""Checkout Sessions: the hosted pay page's state, in payment mode.

A session is open, then complete or expired, and never moves again. It cannot expire within 30
minutes of its making unless the expire endpoint is called.
"""

from rethread.sandbox.stripe import payments
from rethread.sandbox.stripe.accounts import merged_metadata
from rethread.sandbox.stripe.call import Call, Json
from rethread.sandbox.stripe.cards import CARDS, CardDetails, TestCard
from rethread.sandbox.stripe.currencies import AMOUNT_MAX, CURRENCIES, format_amount
from rethread.sandbox.stripe.errors import ApiError, invalid
from rethread.sandbox.stripe.listing import list_objects
from rethread.sandbox.stripe.params import Params

LIFE_MIN_S = 30 * 60
LIFE_MAX_S = 24 * 3600
_LINES_MAX = 100


def create_session(call: Call, params: Params) -> Json:
    """POST /v1/checkout/sessions."""
    mode = params.text("mode") or "payment"
    if mode != "payment":
        raise invalid(f"The sandbox implements mode=payment only, not {mode}.", "mode")
    _read_fixed_choices(params)
    success_url = _url(params, "success_url")
    if success_url is None:
        raise params.missing("success_url")
    cancel_url = _url(params, "cancel_url")
    expires_at = _read_expiry(call, params)
    lines = [_read_line(call, group) for group in params.groups("line_items")]
    if not 1 <= len(lines) <= _LINES_MAX:
        message = "line_items needs between 1 and 100 lines in payment mode."
        raise invalid(message, "line_items", "parameter_missing")
    currency, total = _total(lines)
    intent_data = _read_intent_data(params.group("payment_intent_data"))
    body = _session_body(call, params, currency, total)
    body.update(success_url=success_url, cancel_url=cancel_url, expires_at=expires_at)
    params.done()
    call.insert(body)
    call.insert({"id": f"{body['id']}:data", "object": "sandbox.session_data", **intent_data})
    for line in reversed(lines):  # lists show the newest first, and lines are read top down
        call.insert(line, {"session": body["id"]})
    call.schedule(expires_at, "expire_session", body["id"])
    return body


def _read_fixed_choices(params: Params) -> None:
    """Read what the sandbox accepts in one form only, and refuse the other forms."""
    if params.texts("payment_method_types") not in ([], ["card"]):
        raise invalid("The sandbox implements card payments only.", "payment_method_types")
    if params.text("ui_mode") not in (None, "hosted", "hosted_page"):
        raise invalid("The sandbox implements the hosted page only.", "ui_mode")
    params.choice("submit_type", ("auto", "pay", "book", "donate"))
    params.choice("customer_creation", ("always", "if_required"))
    params.choice("billing_address_collection", ("auto", "required"))
    params.text("locale")
    pricing = params.group("adaptive_pricing")
    if pricing.flag("enabled"):
        raise invalid("The sandbox does not convert prices.", "adaptive_pricing[enabled]")
    pricing.done()
    tax = params.group("automatic_tax")
    if tax.flag("enabled"):
        raise invalid("The sandbox computes no tax.", "automatic_tax[enabled]")
    tax.done()


def _url(params: Params, name: str) -> str | None:
    url = params.text(name)
    if url is not None and not url.startswith(("http://", "https://")):
        message = "Not a valid URL: an explicit scheme (such as https) must be provided."
        raise invalid(message, name, "url_invalid")
    return url


def _read_expiry(call: Call, params: Params) -> int:
    expires_at = params.integer("expires_at")
    if expires_at is None:
        return call.now + LIFE_MAX_S
    if not call.now + LIFE_MIN_S <= expires_at <= call.now + LIFE_MAX_S:
        which = (
            "at least 30 minutes" if expires_at < call.now + LIFE_MIN_S else "less than 24 hours"
        )
        message = f"The `expires_at` timestamp must be {which} from Checkout Session creation."
        raise invalid(message, "expires_at")
    return expires_at


def _read_intent_data(group: Params) -> Json:
    data = {
        "description": group.text("description", max_length=1000),
        "metadata": group.metadata(),
        "transfer_group": group.text("transfer_group"),
    }
    if group.text("capture_method") not in (None, "automatic", "automatic_async"):
        raise invalid("The sandbox captures at once.", "payment_intent_data[capture_method]")
    group.done()
    return data


def _read_line(call: Call, group: Params) -> Json:
    quantity = group.integer("quantity")
    quantity = 1 if quantity is None else quantity
    if not 1 <= quantity <= 999_999:
        raise invalid("quantity must be between 1 and 999999", "line_items[quantity]")
    price = group.group("price_data")
    currency = price.currency()
    unit_amount = price.required_amount("unit_amount")
    product = price.group("product_data")
    name = product.required_text("name", max_length=250)
    description = product.text("description")
    product.texts("images")
    product.text("tax_code")
    metadata = product.metadata()
    price.text("tax_behavior")
    for part in (product, price, group):
        part.done()
    return _line_body(call, currency, unit_amount, quantity, name, description, metadata)


def _line_body(
    call: Call,
    currency: str,
    unit_amount: int,
    quantity: int,
    name: str,
    description: str | None,
    metadata: dict[str, str],
) -> Json:
    total = unit_amount * quantity
    price = {
        "id": call.ids.make("price"),
        "object": "price",
        "active": False,
        "billing_scheme": "per_unit",
        "created": call.now,
        "currency": currency,
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": description,
        "product": call.ids.make("prod", 14),
        "recurring": None,
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "one_time",
        "unit_amount": unit_amount,
        "unit_amount_decimal": str(unit_amount),
    }
    return {
        "id": call.ids.make("li"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": currency,
        "description": name,
        "metadata": metadata,
        "price": price,
        "quantity": quantity,
    }


def _total(lines: list[Json]) -> tuple[str, int]:
    currency = lines[0]["currency"]
    if any(line["currency"] != currency for line in lines):
        raise invalid("All line items must have the same currency.", "line_items")
    total = sum(line["amount_total"] for line in lines)
    least = CURRENCIES[currency].charge_min
    if total < least:
        message = (
            "The Checkout Session's total amount due must add up to at least"
            f" {format_amount(least, currency)} {currency}"
        )
        raise invalid(message, None, "amount_too_small")
    if total > AMOUNT_MAX:
        raise invalid(
            "The Checkout Session's total amount due is too large.", None, "amount_too_large"
        )
    return currency, total


def _session_body(call: Call, params: Params, currency: str, total: int) -> Json:
    session_id = call.ids.make("cs_test", 58)
    email = params.text("customer_email", max_length=800)
    return {
        "id": session_id,
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": False},
        "after_expiration": None,
        "allow_promotion_codes": None,
        "amount_subtotal": total,
        "amount_total": total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": None,
        "cancel_url": None,
        "client_reference_id": params.text("client_reference_id", max_length=200),
        "client_secret": None,
        "consent": None,
        "consent_collection": None,
        "created": call.now,
        "currency": currency,
        "custom_fields": [],
        "customer": None,
        "customer_creation": "if_required",
        "customer_details": None,
        "customer_email": email,
        "discounts": [],
        "expires_at": 0,
        "invoice": None,
        "livemode": False,
        "locale": None,
        "metadata": params.metadata(),
        "mode": "payment",
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": "if_required",
        "payment_method_options": {},
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "setup_intent": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": None,
        "subscription": None,
        "success_url": None,
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{call.options.base_url}/pay/{session_id}",
    }


def pay(call: Call, session_id: str, card: TestCard, details: CardDetails) -> Json:
    """Try to pay an open session with a card; return the session as it is then.

    A session already complete is returned as it is, so a second submission charges nothing.

    Raises:
        ApiError: when the session has expired.
    """
    session = _session_to_pay(call, session_id)
    if session["status"] == "complete":
        return session
    if session["payment_intent"] is None:
        data = call.get("sandbox.session_data", f"{session_id}:data")
        intent = payments.create_intent(call, session, data)
        session["payment_intent"] = intent["id"]
        call.tag(session, "payment_intent", intent["id"])
        call.save(session)
    else:
        intent = call.get("payment_intent", session["payment_intent"])
    if intent["status"] == "requires_action":
        return session
    intent = payments.attempt(call, intent, card, details)
    if intent["status"] == "requires_action":
        _keep_attempt(call, session_id, card, details)
    return _complete_if_paid(call, session, intent, details)


def answer_challenge(call: Call, session_id: str, *, passed: bool) -> Json:
    """Finish the challenge of a session's attempt; return the session."""
    session = _session_to_pay(call, session_id)
    if session["status"] == "complete" or session["payment_intent"] is None:
        return session
    intent = call.get("payment_intent", session["payment_intent"])
    if intent["status"] != "requires_action":
        return session
    kept = call.get("sandbox.session_data", f"{session_id}:data")["attempt"]
    details = CardDetails(**kept["details"])
    card = CARDS[kept["card"]]
    intent = payments.answer_challenge(call, intent, card, details, passed=passed)
    return _complete_if_paid(call, session, intent, details)


def _keep_attempt(call: Call, session_id: str, card: TestCard, details: CardDetails) -> None:
    """Remember which test card waits for its challenge.

    Only published test numbers get this far.
    """
    data = call.get("sandbox.session_data", f"{session_id}:data")
    kept = {name: getattr(details, name) for name in CardDetails.__slots__}
    data["attempt"] = {"card": card.number, "details": kept}
    call.save(data)


def _session_to_pay(call: Call, session_id: str) -> Json:
    session = call.get("checkout.session", session_id, param="session")
    if session["status"] == "expired":
        raise ApiError("This Checkout Session has expired.", code="checkout_session_expired")
    return session


def _complete_if_paid(call: Call, session: Json, intent: Json, details: CardDetails) -> Json:
    if intent["status"] != "succeeded":
        return session
    session.update(
        status="complete",
        payment_status="paid",
        url=None,
        customer_details={
            "address": None,
            "email": session["customer_email"],
            "name": details.name,
            "phone": None,
            "tax_exempt": "none",
            "tax_ids": [],
        },
    )
    call.save(session)
    call.db.execute(
        "DELETE FROM due WHERE at = ? AND action = 'expire_session' AND subject = ?",
        (session["expires_at"], session["id"]),
    )
    call.emit("checkout.session.completed", session)
    return session


def expire(call: Call, session: Json) -> Json:
    """Close an open session: its intent, if any, is canceled in the same breath."""
    session.update(status="expired", url=None)
    call.save(session)
    if session["payment_intent"] is not None:
        payments.cancel(call, call.get("payment_intent", session["payment_intent"]), "automatic")
    call.emit("checkout.session.expired", session)
    return session


def expire_session(call: Call, params: Params, session_id: str) -> Json:
    """POST /v1/checkout/sessions/{id}/expire."""
    session = call.get("checkout.session", session_id, param="session")
    params.done()
    if session["status"] != "open":
        raise ApiError(
            'Only Checkout Sessions with a status in ["open"] can be expired.'
            f" This Checkout Session has a status of `{session['status']}`."
        )
    return expire(call, session)


def retrieve_session(call: Call, params: Params, session_id: str) -> Json:
    """GET /v1/checkout/sessions/{id}."""
    params.done()
    return call.get("checkout.session", session_id, param="session")


def update_session(call: Call, params: Params, session_id: str) -> Json:
    """POST /v1/checkout/sessions/{id}: metadata only."""
    session = call.get("checkout.session", session_id, param="session")
    session["metadata"] = merged_metadata(session["metadata"], params.metadata())
    params.done()
    return call.save(session)


def list_sessions(call: Call, params: Params) -> Json:
    """GET /v1/checkout/sessions."""
    filters = {"payment_intent": params.text("payment_intent")}
    return list_objects(call, params, "checkout.session", "/v1/checkout/sessions", filters=filters)


def list_lines(call: Call, params: Params, session_id: str) -> Json:
    """GET /v1/checkout/sessions/{id}/line_items."""
    call.get("checkout.session", session_id, param="session")
    url = f"/v1/checkout/sessions/{session_id}/line_items"
    return list_objects(call, params, "item", url, filters={"session": session_id})
