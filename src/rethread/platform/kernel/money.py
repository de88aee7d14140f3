"""Money: integer minor units and an ISO 4217 code. Floats never enter."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .errors import Invalid, invariant

# ISO 4217 exponents of the currencies a market may use; what is absent is refused.
EXPONENTS: dict[str, int] = {
    "AED": 2, "AUD": 2, "BGN": 2, "BHD": 3, "BRL": 2, "CAD": 2, "CHF": 2, "CLP": 0, "CNY": 2,
    "CZK": 2, "DKK": 2, "EUR": 2, "GBP": 2, "HKD": 2, "HUF": 2, "IDR": 2, "ILS": 2, "INR": 2,
    "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3, "MXN": 2, "MYR": 2, "NOK": 2, "NZD": 2,
    "OMR": 3, "PHP": 2, "PLN": 2, "RON": 2, "SAR": 2, "SEK": 2, "SGD": 2, "THB": 2, "TND": 3,
    "TRY": 2, "TWD": 2, "UAH": 2, "USD": 2, "VND": 0, "ZAR": 2,
}  # fmt: skip
SYMBOLS: dict[str, str] = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥"}
NO_BREAK = "\N{NO-BREAK SPACE}"
MAX_MINOR = 2**53  # the largest integer every JSON reader keeps exact


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in the smallest unit of a currency (pence, cents, yen, fils)."""

    amount_minor: int
    currency: str

    def __post_init__(self) -> None:
        invariant(type(self.amount_minor) is int, "money is an integer of minor units")
        invariant(self.currency in EXPONENTS, f"unknown currency {self.currency!r}")
        invariant(abs(self.amount_minor) <= MAX_MINOR, "amount out of range")

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Return nothing of a currency."""
        return cls(0, currency)

    @classmethod
    def parse(cls, text: str, currency: str, *, field: str = "price") -> Money:
        """Read what a person typed ("12", "12.5", "12,50", "1,250.00") as an amount of `currency`.

        A comma before three digits is read as the reader's language writes: thousands in English,
        decimals in French.

        Raises:
            Invalid: not a number, more decimals than the currency has, or out of range.
        """
        if currency not in EXPONENTS:
            raise Invalid(
                "money.unknown_currency",
                _("We do not trade in %(currency)s.") % {"currency": currency},
            )
        cleaned = _plain_number(text, currency)
        try:
            value = Decimal(cleaned)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or len(cleaned) > 20:
            example = cls(125 * 10 ** EXPONENTS[currency] // 10, currency).typed()
            message = _("Write the amount as a number, for example %(example)s.")
            raise _bad(field, message % {"example": example})
        scaled = value.scaleb(EXPONENTS[currency])
        if scaled != scaled.to_integral_value():
            message = _("%(currency)s has %(count)d decimal places.")
            raise _bad(field, message % {"currency": currency, "count": EXPONENTS[currency]})
        if abs(scaled) > MAX_MINOR:
            raise _bad(field, _("This amount is too large."))
        return cls(int(scaled), currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.amount_minor + self._same(other).amount_minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount_minor - self._same(other).amount_minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount_minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount_minor < self._same(other).amount_minor

    def __le__(self, other: Money) -> bool:
        return self.amount_minor <= self._same(other).amount_minor

    def __bool__(self) -> bool:
        return self.amount_minor != 0

    def _same(self, other: Money) -> Money:
        invariant(other.currency == self.currency, "currencies never mix silently")
        return other

    def decimal(self) -> Decimal:
        """Return the amount in major units, exact."""
        return Decimal(self.amount_minor).scaleb(-EXPONENTS[self.currency])

    def typed(self) -> str:
        """Write the bare number as its reader would type it: "12.50", in French "12,50"."""
        return f"{self.decimal():.{EXPONENTS[self.currency]}f}".replace(".", _marks()[0])

    def format(self) -> str:
        """Write the amount for its reader: "£12.50", "-£3.00", "1,200 KRW"; in French "12,50 £"."""
        point, group = _marks()
        sign = "-" if self.amount_minor < 0 else ""
        digits = f"{abs(self.decimal()):,.{EXPONENTS[self.currency]}f}"
        digits = digits.translate({ord(","): group, ord("."): point})
        symbol = SYMBOLS.get(self.currency)
        if symbol and point == ".":
            return f"{sign}{symbol}{digits}"
        return f"{sign}{digits}{' ' if point == '.' else NO_BREAK}{symbol or self.currency}"

    def __str__(self) -> str:
        return self.format()


def _marks() -> tuple[str, str]:
    """Return the decimal mark and the mark of thousands of the reader's language."""
    return (",", NO_BREAK) if (get_language() or "").startswith("fr") else (".", ",")


def _plain_number(text: str, currency: str) -> str:
    """Return what was typed with a point for decimals and no marks of thousands."""
    number = "".join(text.split()).strip(SYMBOLS.get(currency, ""))
    commas, points = number.count(","), number.count(".")
    if commas and points:
        last = max(number.rfind(","), number.rfind("."))
        grouped = number[:last].replace(",", "").replace(".", "")
        return f"{grouped}.{number[last + 1 :]}"
    if points > 1 or commas > 1:
        return number.replace(",", "").replace(".", "")
    if commas:
        thousands = len(number) - number.index(",") == 4 and _marks()[0] == "."
        return number.replace(",", "" if thousands else ".")
    return number


def _bad(field: str, message: str) -> Invalid:
    return Invalid("money.invalid_amount", message, {field: message})


def split_largest_remainder(total_minor: int, weights: list[int]) -> list[int]:
    """Split an amount in proportion to `weights` so that the parts add up to it exactly.

    Hamilton's method: floors first, then one unit each to the largest remainders, ties to the
    earlier part. A zero total weight splits equally.
    """
    invariant(weights and all(w >= 0 for w in weights), "weights are not negative")
    if sum(weights) == 0:
        weights = [1] * len(weights)
    whole = sum(weights)
    floors = [total_minor * w // whole for w in weights]
    rest = total_minor - sum(floors)
    order = sorted(range(len(weights)), key=lambda i: (-(total_minor * weights[i] % whole), i))
    for i in order[:rest]:
        floors[i] += 1
    return floors
