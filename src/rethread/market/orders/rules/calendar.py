"""Working days of the market, and when each timer of an order runs out.

Spans of days are exact multiples of 24 hours; working days are counted on the market's own
calendar, at the same time of day, so a change of summer time moves nothing by a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

SHIP_PROMISED_DAYS = 5
SHIP_REMINDER_DAYS = 3
AUTO_CANCEL_DAYS = 10
CLAIM_WINDOW_DAYS = 2
NO_SCAN_WORKING_DAYS = 10
# The provider holds a payment for 90 days at most: who cannot be paid by then never can be.
IDENTITY_WARNING = timedelta(days=75)
IDENTITY_LIMIT = timedelta(days=85)
VACATION_PAUSE_DAYS = 14  # a buyer waits no longer than this for the days to begin

_MONDAY, _SATURDAY = 0, 5


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days of a country in its time zone."""

    zone: ZoneInfo
    country: str

    def is_working_day(self, day: date) -> bool:
        """Tell whether carriers and banks work on this local date."""
        return day.weekday() < _SATURDAY and day not in holidays(self.country, day.year)

    def add_working_days(self, moment: datetime, days: int) -> datetime:
        """Return the same local time of day, `days` working days later, in UTC.

        A time that summer time skips is taken an hour later, as clocks show it.
        """
        local = moment.astimezone(self.zone)
        day = local.date()
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_working_day(day)
        return datetime.combine(day, local.timetz()).astimezone(UTC)


@cache
def holidays(country: str, year: int) -> frozenset[date]:
    """Return the public holidays of a year; a country we know none of has weekends only.

    GB: the bank holidays of England and Wales (Banking and Financial Dealings Act 1971), with
    substitute days; single royal occasions are not foreseen.
    """
    if country != "GB":
        return frozenset()
    easter = easter_sunday(year)
    christmas, boxing = _substitutes(date(year, 12, 25), date(year, 12, 26))
    (new_year,) = _substitutes(date(year, 1, 1))
    return frozenset(
        {
            new_year,
            easter - timedelta(days=2),
            easter + timedelta(days=1),
            _first_monday(year, 5),
            _last_monday(year, 5),
            _last_monday(year, 8),
            christmas,
            boxing,
        }
    )


def easter_sunday(year: int) -> date:
    """Return Easter Sunday (anonymous Gregorian computus: Meeus, Astronomical Algorithms, 1991)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l_ = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * l_) // 451
    month, day = divmod(h + l_ - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _substitutes(*days: date) -> tuple[date, ...]:
    taken: list[date] = []
    for day in days:
        moved = day
        while moved.weekday() >= _SATURDAY or moved in taken:
            moved += timedelta(days=1)
        taken.append(moved)
    return tuple(taken)


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(_MONDAY - first.weekday()) % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month + 1, 1) - timedelta(days=1)
    return last - timedelta(days=last.weekday())


def shipping_days_from(
    paid_at: datetime, *, on_vacation: bool, returns_at: datetime | None
) -> datetime:
    """Return when the days to send a parcel begin to count: at once, or when the seller is back.

    It only concerns what was being paid for when the seller left. Who gave no date counts as
    gone for the longest time that a buyer has to wait.
    """
    latest = paid_at + timedelta(days=VACATION_PAUSE_DAYS)
    if not on_vacation:
        return paid_at
    return max(paid_at, min(latest, returns_at or latest))


def ship_reminder_at(counted_from: datetime) -> datetime:
    """Return when the seller is warned that the parcel should be on its way."""
    return counted_from + timedelta(days=SHIP_REMINDER_DAYS)


def ship_promised_at(counted_from: datetime) -> datetime:
    """Return by when the seller should have shipped."""
    return counted_from + timedelta(days=SHIP_PROMISED_DAYS)


def auto_cancel_at(counted_from: datetime) -> datetime:
    """Return when an order that was not shipped is called off and refunded."""
    return counted_from + timedelta(days=AUTO_CANCEL_DAYS)


def claim_window_end(delivered_at: datetime) -> datetime:
    """Return when the buyer's time to report a problem ends and the money is released."""
    return delivered_at + timedelta(days=CLAIM_WINDOW_DAYS)


def no_scan_release_at(last_sign_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return when the money is released though nobody saw the parcel arrive.

    It counts from dispatch, or from the carrier's latest scan when there was one since.
    """
    return calendar.add_working_days(last_sign_at, NO_SCAN_WORKING_DAYS)
