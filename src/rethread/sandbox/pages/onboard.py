"""The hosted onboarding page of a connected account: who the seller is and which bank account is
theirs.

A link works once and for five minutes; after that the seller is sent to the platform's refresh
address.
"""

import re
from datetime import UTC, date, datetime
from urllib.parse import parse_qs

from markupsafe import Markup

from rethread.sandbox.pages.render import html_page, notice, part, redirect, text_field
from rethread.sandbox.stripe.accounts import COUNTRIES, OnboardingAnswers
from rethread.sandbox.stripe.call import Json
from rethread.sandbox.stripe.core import StripeCore
from rethread.sandbox.wire import Request, Response

_TEST_SORT_CODE = "108800"
_AGE_MIN = 18
_NAMES = ("country", "legal_name", "day", "month", "year", "bank_number", "sort_code")


def handle(core: StripeCore, request: Request) -> Response:
    """Answer GET and POST of /onboard/{account}?link=..."""
    account_id = request.path.removeprefix("/onboard/")
    token = parse_qs(request.query).get("link", [""])[0]
    account = core.find("account", account_id, account_id)
    link = core.find("sandbox.onboarding_link", token)
    if account is None or link is None or link["account"] != account_id:
        text = "This link leads to no account. Ask your shop for a new one."
        body = part("message", heading="No such link", text=text, link="")
        return html_page("No such link", body, status=404)
    if link["used"] or link["expires_at"] <= core.clock.now():
        return redirect(link["refresh_url"])
    if request.method != "POST":
        return _show(core, account, link, {"country": account["country"]}, {})
    values = parse_qs(request.body.decode("utf-8", "replace"), keep_blank_values=True)
    typed = {name: values.get(name, [""])[0].strip()[:200] for name in _NAMES}
    answers, problems = check_answers(typed, core.clock.now())
    if answers is None:
        return _show(core, account, link, typed, problems)
    core.onboard(account_id, answers)
    with core.transaction() as call:
        call.save({**link, "used": True})
    return redirect(link["return_url"])


def check_answers(
    typed: dict[str, str], now: int
) -> tuple[OnboardingAnswers | None, dict[str, str]]:
    """Return the answers, or what is wrong by field: country, legal_name, born, bank_number.

    Sort_code.
    """
    problems: dict[str, str] = {}
    country = typed["country"]
    if country not in COUNTRIES:
        problems["country"] = "Choose a country."
    if len(typed["legal_name"].split()) < 2:
        problems["legal_name"] = "Enter your first and last name."
    born = _read_date(typed)
    today = datetime.fromtimestamp(now, UTC).date()
    if born is None or born.year < 1900 or born > today:
        problems["born"] = "Enter your date of birth, as 27 3 1990."
    elif (today.year - born.year) - ((today.month, today.day) < (born.month, born.day)) < _AGE_MIN:
        problems["born"] = f"You must be {_AGE_MIN} or older to be paid."
    number = re.sub(r"[\s-]", "", typed["bank_number"]).upper()
    sort_code = re.sub(r"[\s-]", "", typed["sort_code"])
    problems.update(_check_bank(country, number, sort_code))
    if problems or born is None:
        return None, problems
    routing = sort_code if country == "GB" else None
    day = (born.year, born.month, born.day)
    return OnboardingAnswers(country, typed["legal_name"], day, number, routing), {}


def _read_date(typed: dict[str, str]) -> date | None:
    try:
        return date(int(typed["year"]), int(typed["month"]), int(typed["day"]))
    except ValueError:
        return None


def _check_bank(country: str, number: str, sort_code: str) -> dict[str, str]:
    if country == "GB":
        problems = {}
        if sort_code != _TEST_SORT_CODE:
            problems["sort_code"] = "Test mode takes the sort code 10-88-00 only."
        if not re.fullmatch(r"\d{8}", number, re.ASCII):
            problems["bank_number"] = "Enter the 8 digits of the account number."
        return problems
    if not valid_iban(number):
        return {"bank_number": "This IBAN is not valid. Check the letters and digits."}
    if country in COUNTRIES and number[:2] != country:
        return {"bank_number": f"This IBAN is not of an account in {COUNTRIES[country][0]}."}
    return {}


def valid_iban(text: str) -> bool:
    """Tell whether the check digits are right (ISO 13616, modulo 97)."""
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", text, re.ASCII):
        return False
    digits = "".join(str(int(char, 36)) for char in text[4:] + text[:4])
    return int(digits) % 97 == 1


def _show(
    core: StripeCore, account: Json, link: Json, typed: dict[str, str], problems: dict[str, str]
) -> Response:
    body = part(
        "onboard",
        merchant=core.options.platform_name,
        notice=notice("Some answers need another look." if problems else None),
        action=f"/onboard/{account['id']}?link={link['id']}",
        countries=_countries(typed.get("country", "")),
        name=text_field(
            "legal_name",
            "Legal name",
            value=typed.get("legal_name", ""),
            error=problems.get("legal_name"),
            hint="As in your passport",
            autocomplete="name",
        ),
        day=_date_field("day", "Day", typed, problems),
        month=_date_field("month", "Month", typed, problems),
        year=_date_field("year", "Year", typed, problems),
        born_error=_born_error(problems),
        bank=_bank_fields(typed, problems),
    )
    status = 422 if problems else 200
    return html_page("Your details", body, status=status, leads_to=(link["return_url"],))


def _date_field(name: str, label: str, typed: dict[str, str], problems: dict[str, str]) -> Markup:
    invalid = (
        {"aria_invalid": "true", "aria_describedby": "born-error"} if "born" in problems else {}
    )
    return text_field(
        name,
        label,
        value=typed.get(name, ""),
        inputmode="numeric",
        autocomplete=f"bday-{name}",
        maxlength="4" if name == "year" else "2",
        **invalid,
    )


def _born_error(problems: dict[str, str]) -> Markup:
    if "born" not in problems:
        return Markup("")
    return Markup('<p class="error" id="born-error">{}</p>').format(problems["born"])


def _bank_fields(typed: dict[str, str], problems: dict[str, str]) -> Markup:
    sort_code = text_field(
        "sort_code",
        "Sort code (United Kingdom only)",
        value=typed.get("sort_code", ""),
        error=problems.get("sort_code"),
        hint="For tests: 10-88-00",
        inputmode="numeric",
    )
    number = text_field(
        "bank_number",
        "Account number or IBAN",
        value=typed.get("bank_number", ""),
        error=problems.get("bank_number"),
        hint="For tests: 00012345, or DE89 3704 0044 0532 0130 00",
        autocomplete="off",
    )
    return sort_code + number


def _countries(chosen: str) -> Markup:
    rows = sorted(COUNTRIES.items(), key=lambda row: row[1][0])
    return Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(
            code, Markup(" selected") if code == chosen else "", name
        )
        for code, (name, _) in rows
    )
