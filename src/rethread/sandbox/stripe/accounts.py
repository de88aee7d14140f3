"""Connected accounts: created by the platform, onboarded by the seller on a hosted page, then able
to be paid.

A thin Express account: the transfers capability, requirements, one bank account, manual payouts.
Automatic payout schedules are refused rather than accepted and not run.
"""

from dataclasses import dataclass

from rethread.sandbox.stripe.call import Call, Json
from rethread.sandbox.stripe.errors import ApiError, invalid
from rethread.sandbox.stripe.listing import list_objects, page
from rethread.sandbox.stripe.options import PLATFORM_ACCOUNT
from rethread.sandbox.stripe.params import Params

COUNTRIES = {
    "GB": ("United Kingdom", "gbp"),
    "IE": ("Ireland", "eur"),
    "FR": ("France", "eur"),
    "DE": ("Germany", "eur"),
    "ES": ("Spain", "eur"),
    "IT": ("Italy", "eur"),
    "NL": ("Netherlands", "eur"),
    "BE": ("Belgium", "eur"),
    "AT": ("Austria", "eur"),
    "PT": ("Portugal", "eur"),
    "PL": ("Poland", "pln"),
    "SE": ("Sweden", "sek"),
    "DK": ("Denmark", "dkk"),
    "CH": ("Switzerland", "chf"),
    "NO": ("Norway", "nok"),
    "CZ": ("Czechia", "czk"),
}
_NEEDED = ["external_account", "individual.dob", "individual.first_name", "tos_acceptance.date"]
LINK_LIFE_S = 300


@dataclass(frozen=True, slots=True)
class OnboardingAnswers:
    """What a seller said, checked. Of the bank number only what may be kept is stored."""

    country: str
    legal_name: str
    born: tuple[int, int, int]
    bank_number: str
    routing_number: str | None = None


def _requirements(needed: list[str], disabled_reason: str | None) -> Json:
    return {
        "alternatives": [],
        "current_deadline": None,
        "currently_due": list(needed),
        "disabled_reason": disabled_reason,
        "errors": [],
        "eventually_due": list(needed),
        "past_due": list(needed) if disabled_reason else [],
        "pending_verification": [],
    }


def create_account(call: Call, params: Params) -> Json:
    """POST /v1/accounts."""
    if call.account != PLATFORM_ACCOUNT:
        raise ApiError("Connected accounts cannot create accounts.", status=403)
    kind = params.choice("type", ("express", "custom", "standard"))
    country = (params.text("country") or call.options.platform_country).upper()
    if country not in COUNTRIES:
        known = ", ".join(COUNTRIES)
        message = f"{country} is not supported by this platform. Supported: {known}"
        raise ApiError(message, code="country_unsupported", param="country")
    currency = params.text("default_currency") or COUNTRIES[country][1]
    profile = _read_profile(params.group("business_profile"))
    requested = _read_capabilities(params.group("capabilities"))
    _read_controller(params.group("controller"))
    _read_payout_schedule(params.group("settings"))
    body = _account_body(call, params, country, currency.lower())
    body["type"] = kind or "none"
    body["capabilities"] = dict.fromkeys(requested, "inactive")
    body["business_profile"].update(profile)
    params.done()
    call.on(body["id"]).insert(body)
    call.tag(body, "connected", "yes")
    return body


def _account_body(call: Call, params: Params, country: str, currency: str) -> Json:
    account_id = call.ids.make("acct", 16)
    return {
        "id": account_id,
        "object": "account",
        "business_profile": {"mcc": None, "name": None, "product_description": None, "url": None},
        "business_type": params.choice("business_type", ("individual", "company", "non_profit")),
        "capabilities": {},
        "charges_enabled": False,
        "controller": {"type": "application"},
        "country": country,
        "created": call.now,
        "default_currency": currency,
        "details_submitted": False,
        "email": params.text("email", max_length=512),
        "external_accounts": page([], f"/v1/accounts/{account_id}/external_accounts"),
        "future_requirements": _requirements([], None),
        "metadata": params.metadata(),
        "payouts_enabled": False,
        "requirements": _requirements(_NEEDED, "requirements.past_due"),
        "settings": {
            "payouts": {
                "debit_negative_balances": False,
                "schedule": {
                    "delay_days": call.options.settlement_business_days,
                    "interval": "manual",
                },
                "statement_descriptor": None,
            }
        },
        "tos_acceptance": {"date": None, "ip": None, "user_agent": None},
        "type": "express",
    }


def _read_capabilities(group: Params) -> list[str]:
    requested = []
    for name in ("transfers", "card_payments"):
        capability = group.group(name)
        if capability.flag("requested"):
            requested.append(name)
        capability.done()
    group.done()
    return requested


def _read_profile(group: Params) -> Json:
    known = ("mcc", "name", "product_description", "url")
    found = {name: group.text(name) for name in known}
    group.done()
    return {name: value for name, value in found.items() if value is not None}


def _read_controller(group: Params) -> None:
    """Accept the controller properties of an Express-like account.

    Who pays what has no effect here.
    """
    group.text("requirement_collection")
    for name in ("fees", "losses", "stripe_dashboard"):
        inner = group.group(name)
        inner.text(
            "type" if name == "stripe_dashboard" else "payer" if name == "fees" else "payments"
        )
        inner.done()
    group.done()


def _read_payout_schedule(group: Params) -> None:
    payouts = group.group("payouts")
    schedule = payouts.group("schedule")
    interval = schedule.text("interval")
    if interval not in (None, "manual"):
        raise invalid(
            "The sandbox pays out on request only: set the interval to manual.",
            "settings[payouts][schedule][interval]",
        )
    payouts.flag("debit_negative_balances")
    schedule.done()
    payouts.done()
    group.done()


def connected(call: Call, account_id: str, *, param: str, status: int = 400) -> Json:
    """Return a connected account of the platform."""
    return call.on(account_id).get("account", account_id, param=param, status=status)


def retrieve_account(call: Call, params: Params, account_id: str) -> Json:
    """GET /v1/accounts/{id}."""
    params.done()
    return connected(call, account_id, param="account", status=404)


def retrieve_own(call: Call, params: Params) -> Json:
    """GET /v1/account: the account that the key, or Stripe-Account, names."""
    params.done()
    if call.account != PLATFORM_ACCOUNT:
        return connected(call, call.account, param="account", status=404)
    body = _account_body(
        call, Params({}), call.options.platform_country, call.options.platform_currency
    )
    url = f"/v1/accounts/{PLATFORM_ACCOUNT}/external_accounts"
    body.update(
        id=PLATFORM_ACCOUNT,
        created=0,
        charges_enabled=True,
        payouts_enabled=True,
        details_submitted=True,
        type="standard",
        capabilities={"card_payments": "active", "transfers": "active"},
        external_accounts=page([], url),
        requirements=_requirements([], None),
    )
    return body


def update_account(call: Call, params: Params, account_id: str) -> Json:
    """POST /v1/accounts/{id}: e-mail, metadata, capabilities asked for."""
    body = connected(call, account_id, param="account", status=404)
    body["email"] = params.text("email", max_length=512) or body["email"]
    body["metadata"] = merged_metadata(body["metadata"], params.metadata())
    body["business_profile"].update(_read_profile(params.group("business_profile")))
    _read_payout_schedule(params.group("settings"))
    state = "active" if body["details_submitted"] else "inactive"
    for name in _read_capabilities(params.group("capabilities")):
        body["capabilities"].setdefault(name, state)
    params.done()
    call.save(body)
    call.on(account_id).emit("account.updated", body, {})
    return body


def merged_metadata(stored: dict[str, str], given: dict[str, str]) -> dict[str, str]:
    """Merge as Stripe does: an empty value removes the key."""
    return {key: value for key, value in {**stored, **given}.items() if value != ""}


def list_accounts(call: Call, params: Params) -> Json:
    """GET /v1/accounts: the platform's connected accounts, newest first."""
    limit = params.integer("limit") or 10
    after = params.text("starting_after")
    params.done()
    if not 1 <= limit <= 100:
        raise invalid("limit must be between 1 and 100", "limit", "parameter_invalid_integer")
    if after:
        connected(call, after, param="starting_after")
    rows = call.db.execute(
        "SELECT id FROM objects WHERE kind = 'account' AND seq <"
        " COALESCE((SELECT seq FROM objects WHERE id = ?), 9e18) ORDER BY seq DESC LIMIT ?",
        (after, limit + 1),
    ).fetchall()
    found = [connected(call, row[0], param="account") for row in rows[:limit]]
    return page(found, "/v1/accounts", has_more=len(rows) > limit)


def list_bank_accounts(call: Call, params: Params, account_id: str) -> Json:
    """GET /v1/accounts/{id}/external_accounts."""
    connected(call, account_id, param="account", status=404)
    params.choice("object", ("bank_account", "card"))
    url = f"/v1/accounts/{account_id}/external_accounts"
    return list_objects(call.on(account_id), params, "bank_account", url)


def create_link(call: Call, params: Params) -> Json:
    """POST /v1/account_links: a hosted onboarding page, for five minutes and one use."""
    account_id = params.required_text("account")
    kind = params.required_text("type")
    return_url = params.required_text("return_url")
    refresh_url = params.required_text("refresh_url")
    options = params.group("collection_options")
    options.text("fields")
    options.text("future_requirements")
    options.done()
    params.done()
    if kind not in ("account_onboarding", "account_update"):
        raise invalid(f"Invalid type: must be account_onboarding or account_update: {kind}", "type")
    body = connected(call, account_id, param="account")
    if kind == "account_update" and not body["details_submitted"]:
        raise invalid("This account has not been onboarded: use account_onboarding.", "type")
    token = call.ids.make("link", 32)
    call.insert(
        {
            "id": token,
            "object": "sandbox.onboarding_link",
            "account": account_id,
            "return_url": return_url,
            "refresh_url": refresh_url,
            "expires_at": call.now + LINK_LIFE_S,
            "used": False,
        }
    )
    return {
        "object": "account_link",
        "created": call.now,
        "expires_at": call.now + LINK_LIFE_S,
        "url": f"{call.options.base_url}/onboard/{account_id}?link={token}",
    }


def complete_onboarding(call: Call, account_id: str, answers: OnboardingAnswers) -> Json:
    """Take a seller's checked answers: bank account stored, capabilities active.

    Payouts enabled.
    """
    body = connected(call, account_id, param="account", status=404)
    own = call.on(account_id)
    previous = {
        name: body[name]
        for name in ("details_submitted", "payouts_enabled", "capabilities", "requirements")
    }
    bank = _bank_account(own, answers)
    body["external_accounts"] = page([bank], body["external_accounts"]["url"])
    body["country"] = answers.country
    body["default_currency"] = bank["currency"]
    body["details_submitted"] = True
    body["payouts_enabled"] = True
    body["capabilities"] = dict.fromkeys(body["capabilities"] or ["transfers"], "active")
    body["charges_enabled"] = "card_payments" in body["capabilities"]
    body["requirements"] = _requirements([], None)
    body["tos_acceptance"] = {**body["tos_acceptance"], "date": call.now}
    own.save(body)
    own.emit("account.external_account.created", bank)
    own.emit("account.updated", body, previous)
    return body


def _bank_account(own: Call, answers: OnboardingAnswers) -> Json:
    bank: Json = {
        "id": own.ids.make("ba"),
        "object": "bank_account",
        "account_holder_name": answers.legal_name,
        "account_holder_type": "individual",
        "account_type": None,
        "bank_name": "STRIPE TEST BANK",
        "country": answers.country,
        "currency": COUNTRIES[answers.country][1],
        "customer": None,
        "fingerprint": own.ids.make("fp", 13)[3:],
        "last4": answers.bank_number[-4:],
        "metadata": {},
        "routing_number": answers.routing_number,
        "status": "new",
    }
    return own.insert(bank)
