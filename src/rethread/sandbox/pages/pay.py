"""The hosted pay page of a Checkout Session: form, challenge, and the ways it can be over.

Submitting twice pays once. The number and the security code are never stored, and the code is never
shown again.
"""

from urllib.parse import parse_qs

from markupsafe import Markup

from rethread.sandbox.pages.render import html_page, notice, part, redirect, text_field
from rethread.sandbox.stripe.call import Json
from rethread.sandbox.stripe.cards import CardForm, check_form, details_of
from rethread.sandbox.stripe.core import StripeCore
from rethread.sandbox.stripe.currencies import format_amount
from rethread.sandbox.stripe.errors import ApiError
from rethread.sandbox.wire import Request, Response

_FIELD_OF_CODE = {"incorrect_cvc": "cvc", "expired_card": "expiry", "card_declined": "number"}
_EMPTY = CardForm("", "", "", "")


def handle(core: StripeCore, request: Request) -> Response:
    """Answer GET and POST of /pay/{session} and POST of /pay/{session}/challenge."""
    _, _, session_id, *rest = request.path.split("/")
    session = core.find("checkout.session", session_id)
    if session is None or rest not in ([], ["challenge"]):
        return _message(
            "No such payment", "This address leads to no payment. Go back to the shop.", 404
        )
    if session["status"] == "complete":
        return _to_success(session)
    if session["status"] == "expired":
        return _expired(session)
    if request.method == "GET" and not rest:
        return _show(core, session, _EMPTY, {})
    if request.method != "POST":
        return _message("Nothing here", "This address takes a form only.", 405)
    try:
        fields = _form(request)
        if rest:
            passed = fields.get("answer") == "complete"
            core.answer_challenge(session_id, passed=passed)
            return _after(core, session_id, _EMPTY)
        return _submit(core, session, fields)
    except ApiError:
        return _expired(session)


def _form(request: Request) -> dict[str, str]:
    values = parse_qs(request.body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: found[0][:500] for name, found in values.items()}


def _submit(core: StripeCore, session: Json, fields: dict[str, str]) -> Response:
    form = CardForm(*(fields.get(name, "") for name in ("number", "expiry", "cvc", "name")))
    if _waits_for_challenge(core, session):
        return redirect(f"/pay/{session['id']}")
    problems = check_form(form, core.clock.now())
    if problems:
        return _show(core, session, form, problems, status=422)
    core.pay_session(session["id"], form.digits, details_of(form))
    return _after(core, session["id"], form)


def _after(core: StripeCore, session_id: str, form: CardForm) -> Response:
    """Go where the attempt leads: the shop, the challenge, or the form with what the bank said."""
    session = core.find("checkout.session", session_id)
    if session is None:
        raise LookupError(session_id)
    if session["status"] == "complete":
        return _to_success(session)
    if _waits_for_challenge(core, session) or form == _EMPTY:
        return redirect(f"/pay/{session_id}")
    return _show(core, session, form, {}, status=402)


def _to_success(session: Json) -> Response:
    return redirect(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]))


def _intent(core: StripeCore, session: Json) -> Json | None:
    intent_id = session["payment_intent"]
    return None if intent_id is None else core.find("payment_intent", intent_id)


def _waits_for_challenge(core: StripeCore, session: Json) -> bool:
    intent = _intent(core, session)
    return intent is not None and intent["status"] == "requires_action"


def _show(
    core: StripeCore, session: Json, form: CardForm, problems: dict[str, str], *, status: int = 200
) -> Response:
    intent = _intent(core, session)
    if intent is not None and intent["status"] == "requires_action":
        return _show_challenge(core, session)
    said = None
    if intent is not None and intent["last_payment_error"] and not problems:
        error = intent["last_payment_error"]
        field = _FIELD_OF_CODE.get(error.get("code", "")) if status == 402 else None
        problems = {field: error["message"]} if field else {}
        said = f"{error['message']} Nothing was charged."
    total = format_amount(session["amount_total"], session["currency"])
    body = part(
        "pay",
        merchant=core.options.platform_name,
        total=total,
        back=_back(session),
        lines=_lines(core, session),
        notice=notice(said),
        action=f"/pay/{session['id']}",
        fields=_fields(form, problems),
    )
    leads_to = (session["success_url"], session["cancel_url"])
    return html_page(
        f"Pay {total} - {core.options.platform_name}", body, status=status, leads_to=leads_to
    )


def _fields(form: CardForm, problems: dict[str, str]) -> Markup:
    number = text_field(
        "number",
        "Card number",
        value=form.number,
        error=problems.get("number"),
        inputmode="numeric",
        autocomplete="cc-number",
        maxlength="23",
    )
    expiry = text_field(
        "expiry",
        "Expiry",
        value=form.expiry,
        error=problems.get("expiry"),
        hint="MM/YY",
        inputmode="numeric",
        autocomplete="cc-exp",
        maxlength="9",
    )
    cvc = text_field(
        "cvc",
        "Security code",
        error=problems.get("cvc"),
        hint="On the back of the card",
        inputmode="numeric",
        autocomplete="cc-csc",
        maxlength="4",
    )
    name = text_field(
        "name",
        "Name on card",
        value=form.name,
        error=problems.get("name"),
        autocomplete="cc-name",
        maxlength="200",
    )
    return number + Markup('<div class="pair">{}{}</div>').format(expiry, cvc) + name


def _lines(core: StripeCore, session: Json) -> Markup:
    shown = Markup("")
    for line in core.tagged("item", "session", session["id"])[::-1]:
        notes = [line["price"]["nickname"]] if line["price"]["nickname"] else []
        if line["quantity"] > 1:
            each = format_amount(line["price"]["unit_amount"], line["currency"])
            notes.append(f"{line['quantity']} at {each}")
        detail = Markup("<small>{}</small>").format(", ".join(notes)) if notes else ""
        price = format_amount(line["amount_total"], line["currency"])
        shown += part("line", name=line["description"], detail=detail, price=price)
    return shown


def _back(session: Json) -> Markup:
    if not session["cancel_url"]:
        return Markup("")
    return Markup('<a href="{}">Go back without paying</a>').format(session["cancel_url"])


def _show_challenge(core: StripeCore, session: Json) -> Response:
    kept = core.find("sandbox.session_data", f"{session['id']}:data") or {}
    body = part(
        "challenge",
        merchant=core.options.platform_name,
        total=format_amount(session["amount_total"], session["currency"]),
        last4=kept["attempt"]["details"]["last4"],
        action=f"/pay/{session['id']}/challenge",
    )
    leads_to = (session["success_url"], session["cancel_url"])
    return html_page("Confirm with your bank", body, leads_to=leads_to)


def _expired(session: Json) -> Response:
    text = "Nothing was charged. Go back to the shop to see whether it is still there."
    return _message("This payment has timed out", text, 410, session["cancel_url"])


def _message(heading: str, text: str, status: int, back: str | None = None) -> Response:
    link = Markup('<a class="button" href="{}">Back to the shop</a>').format(back) if back else ""
    return html_page(heading, part("message", heading=heading, text=text, link=link), status=status)
