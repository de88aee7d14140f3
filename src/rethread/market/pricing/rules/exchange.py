"""Rates between currencies: read from a table, chained, and used to estimate a price.

An estimate is shown beside a price and never charged.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from rethread.platform.kernel import Invalid, Money
from rethread.platform.kernel.money import EXPONENTS, MAX_MINOR

from ..types import BadRate, ExchangeRate

COLUMNS: Final = ("date", "base", "quote", "rate")
BYTES_MAX: Final = 5_000_000
RATE_MAX: Final = Decimal(1_000_000)
PLACES_MAX: Final = 10


def convert(amount: Money, rate: ExchangeRate) -> Money | None:
    """Estimate an amount in the other currency, half up to its minor unit; None out of range."""
    quotes = amount.decimal() * rate.rate
    minor = quotes.scaleb(EXPONENTS[rate.quote]).quantize(Decimal(1), ROUND_HALF_UP)
    return Money(int(minor), rate.quote) if abs(minor) <= MAX_MINOR else None


def rate_between(rates: Iterable[ExchangeRate], base: str, quote: str) -> ExchangeRate | None:
    """Return the rate of two currencies: as it is written, turned round, or over a third one.

    The day of a rate over a third currency is the older of its two.
    """
    known = _both_ways(rates)
    if direct := known.get((base, quote)):
        return direct
    over = sorted(third for start, third in known if start == base and (third, quote) in known)
    if not over:
        return None
    first, second = known[base, over[0]], known[over[0], quote]
    return ExchangeRate(base, quote, first.rate * second.rate, min(first.day, second.day))


def _both_ways(rates: Iterable[ExchangeRate]) -> dict[tuple[str, str], ExchangeRate]:
    written = {(rate.base, rate.quote): rate for rate in rates}
    turned = {
        (rate.quote, rate.base): ExchangeRate(rate.quote, rate.base, 1 / rate.rate, rate.day)
        for rate in written.values()
    }
    return turned | written


def read_rates(data: bytes, today: date) -> tuple[dict[int, ExchangeRate], list[BadRate]]:
    """Read a CSV table of rates: the good ones by line, and the lines left out with their reasons.

    Raises:
        Invalid: `pricing.rates_file`, it is no such table at all.
    """
    if len(data) > BYTES_MAX:
        raise Invalid("pricing.rates_file", f"The file is larger than {BYTES_MAX} bytes.")
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        heading = tuple(cell.strip().lower() for cell in next(reader, []))
        if heading != COLUMNS:
            first = ",".join(COLUMNS)
            raise Invalid("pricing.rates_file", f"The first line must be {first}.")
        return _rows([(reader.line_num, cells) for cells in reader], today)
    except (UnicodeDecodeError, csv.Error) as error:
        raise Invalid("pricing.rates_file", f"This is not a CSV table: {error}.") from error


def _rows(
    lines: Sequence[tuple[int, list[str]]], today: date
) -> tuple[dict[int, ExchangeRate], list[BadRate]]:
    good: dict[int, ExchangeRate] = {}
    bad: list[BadRate] = []
    seen: dict[tuple[date, str, str], int] = {}
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            row = _row([cell.strip() for cell in cells], today)
        except ValueError as error:
            bad.append(BadRate(line, str(error)))
            continue
        before = seen.setdefault((row.day, row.base, row.quote), line)
        if before != line:
            bad.append(BadRate(line, f"says the same day and currencies as line {before}"))
        else:
            good[line] = row
    return good, bad


def _row(cells: Sequence[str], today: date) -> ExchangeRate:
    if len(cells) != len(COLUMNS):
        raise ValueError(f"has {len(cells)} cells, not {len(COLUMNS)}")
    day, base, quote = _day(cells[0], today), cells[1].upper(), cells[2].upper()
    for currency in (base, quote):
        if currency not in EXPONENTS:
            raise ValueError(f"{currency[:10]!r} is no currency we know")
    if base == quote:
        raise ValueError("a currency has no rate to itself")
    return ExchangeRate(base, quote, _rate(cells[3]), day)


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text[:20]!r} is no day (YYYY-MM-DD)") from error
    if day > today:
        raise ValueError(f"{day} has not happened yet")
    return day


def _rate(text: str) -> Decimal:
    try:
        rate = Decimal(text)
    except InvalidOperation:
        rate = Decimal("NaN")
    if not rate.is_finite() or not 0 < rate <= RATE_MAX:
        raise ValueError(f"{text[:20]!r} is no rate above 0 and at most {RATE_MAX}")
    if rate != rate.quantize(Decimal(1).scaleb(-PLACES_MAX)):
        raise ValueError(f"{text[:20]!r} has more than {PLACES_MAX} decimals")
    return rate
