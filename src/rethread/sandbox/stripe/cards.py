"""The documented test cards, and what a card form must hold.

Only these numbers are accepted: a real card typed here is refused and never stored. Numbers, codes
and messages follow docs.stripe.com/testing and docs.stripe.com/declines/codes.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Outcome = Literal["success", "decline", "challenge"]


@dataclass(frozen=True, slots=True)
class TestCard:
    """One test card and what happens when it pays."""

    __test__ = False

    number: str
    brand: str
    outcome: Outcome
    code: str | None = None
    decline_code: str | None = None
    message: str = ""
    instant: bool = False
    disputed: bool = False
    suspected: bool = False
    after_challenge: str | None = None


_DECLINED = "Your card was declined."
_FUNDS = "Your card has insufficient funds."

CARDS = {
    card.number: card
    for card in (
        TestCard("4242424242424242", "visa", "success"),
        TestCard("5555555555554444", "mastercard", "success"),
        TestCard("378282246310005", "amex", "success"),
        TestCard("4000008260000000", "visa", "success"),
        TestCard("4000000000000077", "visa", "success", instant=True),
        TestCard("4000000000000259", "visa", "success", disputed=True),
        TestCard("4000000000005423", "visa", "success", suspected=True),
        TestCard(
            "4000000000000002", "visa", "decline", "card_declined", "generic_decline", _DECLINED
        ),
        TestCard(
            "4000000000009995", "visa", "decline", "card_declined", "insufficient_funds", _FUNDS
        ),
        TestCard(
            "4000000000000069", "visa", "decline", "expired_card", None, "Your card has expired."
        ),
        TestCard(
            "4000000000000127",
            "visa",
            "decline",
            "incorrect_cvc",
            None,
            "Your card's security code is incorrect.",
        ),
        TestCard(
            "4000000000000119",
            "visa",
            "decline",
            "processing_error",
            None,
            "An error occurred while processing your card. Try again in a little bit.",
        ),
        TestCard("4000002500003155", "visa", "challenge"),
        TestCard("4000002760003184", "visa", "challenge"),
        TestCard("4000003800000446", "visa", "challenge"),
        TestCard("4000008260003178", "visa", "challenge", after_challenge="4000000000009995"),
    )
}

CHALLENGE_FAILED = (
    "We are unable to authenticate your payment method."
    " Please choose a different payment method and try again."
)


@dataclass(frozen=True, slots=True)
class CardDetails:
    """What of a card may be kept: never the number, never the security code."""

    brand: str
    last4: str
    exp_month: int
    exp_year: int
    name: str


@dataclass(frozen=True, slots=True)
class CardForm:
    """What was typed into the pay page."""

    number: str
    expiry: str
    cvc: str
    name: str

    @property
    def digits(self) -> str:
        """Return the number without spaces and dashes."""
        return re.sub(r"[\s-]", "", self.number)


def passes_luhn(digits: str) -> bool:
    """Tell whether the check digit is right (ISO/IEC 7812-1)."""
    total = 0
    for at, char in enumerate(reversed(digits)):
        digit = int(char)
        if at % 2 == 1:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return total % 10 == 0


def parse_expiry(text: str) -> tuple[int, int] | None:
    """Read `12/34`, `12 / 2034` or `1234` as month and year, or return None."""
    match = re.fullmatch(r"\s*(\d{1,2})\s*[/-]?\s*(\d{2}|\d{4})\s*", text, re.ASCII)
    if match is None:
        return None
    month, year = int(match[1]), int(match[2])
    if not 1 <= month <= 12:
        return None
    return month, year + 2000 if year < 100 else year


def check_form(form: CardForm, now: int) -> dict[str, str]:
    """Return what is wrong, by field: number, expiry, cvc, name.

    Empty means the form may be sent.
    """
    problems: dict[str, str] = {}
    digits = form.digits
    plain = digits.isascii() and digits.isdigit()
    if not digits:
        problems["number"] = "Enter the card number."
    elif not plain or not 12 <= len(digits) <= 19 or not passes_luhn(digits):
        problems["number"] = "This card number is not valid. Check the digits."
    elif digits not in CARDS:
        problems["number"] = "Test mode takes test cards only. Never type a real card here."
    problems.update(_check_expiry(form.expiry, now))
    length = 4 if digits.startswith(("34", "37")) else 3
    if not (form.cvc.isascii() and form.cvc.isdigit() and len(form.cvc) == length):
        problems["cvc"] = f"Enter the {length} digits of the security code."
    if not form.name.strip():
        problems["name"] = "Enter the name on the card."
    elif len(form.name) > 200:
        problems["name"] = "This name is too long."
    return problems


def _check_expiry(text: str, now: int) -> dict[str, str]:
    expiry = parse_expiry(text)
    if expiry is None:
        return {"expiry": "Enter the expiry date as MM/YY."}
    today = datetime.fromtimestamp(now, UTC)
    month, year = expiry
    if (year, month) < (today.year, today.month):
        return {"expiry": "This date has passed. Use a date in the future."}
    if year > today.year + 50:
        return {"expiry": "This year is too far away."}
    return {}


def details_of(form: CardForm) -> CardDetails:
    """Keep what may be kept of a checked form."""
    expiry = parse_expiry(form.expiry)
    if expiry is None:
        raise ValueError("the form was not checked")
    card = CARDS[form.digits]
    return CardDetails(card.brand, form.digits[-4:], expiry[0], expiry[1], form.name.strip())
