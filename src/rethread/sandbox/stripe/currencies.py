"""The currencies the sandbox knows: digits after the point, least charge, symbol.

Least amounts follow Stripe's table (docs.stripe.com/currencies); others are refused as unsupported.
"""

from dataclasses import dataclass

AMOUNT_MAX = 99_999_999


@dataclass(frozen=True, slots=True)
class Currency:
    """One currency: `exponent` digits, `charge_min` in minor units."""

    code: str
    exponent: int
    charge_min: int
    symbol: str


CURRENCIES = {
    row.code: row
    for row in (
        Currency("gbp", 2, 30, "£"),
        Currency("eur", 2, 50, "€"),
        Currency("usd", 2, 50, "$"),
        Currency("chf", 2, 50, "CHF "),
        Currency("sek", 2, 300, "SEK "),
        Currency("dkk", 2, 250, "DKK "),
        Currency("nok", 2, 300, "NOK "),
        Currency("pln", 2, 200, "PLN "),
        Currency("czk", 2, 1500, "CZK "),
        Currency("jpy", 0, 50, "¥"),
        Currency("kwd", 3, 150, "KWD "),
    )
}


def format_amount(amount_minor: int, code: str) -> str:
    """Write an amount as a person reads it: £12.50, ¥1,200."""
    currency = CURRENCIES[code]
    whole, rest = divmod(amount_minor, 10**currency.exponent)
    digits = f".{rest:0{currency.exponent}d}" if currency.exponent else ""
    return f"{currency.symbol}{whole:,}{digits}"
