"""What a spend file says: `day,channel,campaign,amount,currency`, one line a day and campaign.

Pure. A bad line is reported with its number and reason and harms no other line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rethread.platform.kernel import Invalid, Money
from rethread.platform.kernel.money import EXPONENTS

from .address import VALUE_MAX
from .channels import CHANNELS

COLUMNS = ("day", "channel", "campaign", "amount", "currency")
BYTES_MAX = 5_000_000
LINES_MAX = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendRow:
    """What a campaign cost on a day."""

    line: int
    day: date
    channel: str
    campaign: str
    amount_minor: int
    currency: str

    @property
    def key(self) -> str:
        """Name the day, channel, campaign and currency in one word."""
        return f"{self.day}|{self.channel}|{self.campaign}|{self.currency}"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was left out, and why."""

    line: int
    reason: str


def read_spend(data: bytes, *, today: date) -> tuple[list[SpendRow], list[BadLine]]:
    """Read a file; return its good rows and its bad lines.

    Raises:
        Invalid: it is no such file at all: not text, without the columns, or far too large.
    """
    reader = _table(data)
    good: dict[str, SpendRow] = {}
    bad: list[BadLine] = []
    for line, cells in _lines(reader, bad):
        try:
            row = _row(line, cells, today)
        except Invalid as error:
            bad.append(BadLine(line, error.message))
            continue
        if row.key in good:
            bad.append(
                BadLine(line, f"says the same day and campaign as line {good[row.key].line}")
            )
            continue
        good[row.key] = row
    return list(good.values()), bad


def _lines(reader: Any, bad: list[BadLine]) -> Iterator[tuple[int, list[str]]]:
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            bad.append(BadLine(reader.line_num, f"cannot be read: {error}"))
            continue
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _table(data: bytes) -> Any:
    if len(data) > BYTES_MAX:
        raise Invalid("measurement.spend_too_large", f"The file is larger than {BYTES_MAX} bytes.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("measurement.spend_not_text", "The file is not UTF-8 text.") from error
    if text.count("\n") > LINES_MAX or "\0" in text:
        raise Invalid("measurement.spend_not_text", f"No table of at most {LINES_MAX} lines.")
    reader = csv.reader(io.StringIO(text, newline=""))
    heading = [cell.strip().lower() for cell in next(reader, [])]
    if tuple(heading) != COLUMNS:
        raise Invalid("measurement.spend_columns", f"The first line must be {','.join(COLUMNS)}.")
    return reader


def _row(line: int, cells: Sequence[str], today: date) -> SpendRow:
    if len(cells) != len(COLUMNS):
        raise _bad(f"has {len(cells)} cells, not {len(COLUMNS)}")
    day, channel, campaign, amount, currency = (cell.strip() for cell in cells)
    if channel.lower() not in CHANNELS:
        raise _bad(f"{channel[:40]!r} is no channel ({', '.join(CHANNELS)})")
    if len(campaign) > VALUE_MAX or "|" in campaign or not campaign.isprintable():
        raise _bad(f"the campaign must be printable, without |, at most {VALUE_MAX} characters")
    if currency.upper() not in EXPONENTS:
        raise _bad(f"{currency[:10]!r} is no currency we know")
    return SpendRow(
        line=line,
        day=_day(day, today),
        channel=channel.lower(),
        campaign=" ".join(campaign.lower().split()),
        amount_minor=_amount(amount, currency.upper()),
        currency=currency.upper(),
    )


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise _bad(f"{text[:20]!r} is no day (YYYY-MM-DD)") from error
    if day > today:
        raise _bad(f"{day} has not happened yet")
    return day


def _amount(text: str, currency: str) -> int:
    try:
        amount = Money.parse(text, currency, field="amount").amount_minor
    except Invalid as error:
        raise _bad(f"{text[:20]!r} is no amount of {currency}") from error
    if amount < 0:
        raise _bad("an amount cannot be negative")
    return amount


def _bad(reason: str) -> Invalid:
    return Invalid("measurement.spend_line", reason)
