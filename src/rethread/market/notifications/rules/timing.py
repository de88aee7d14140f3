"""When a letter is due. Pure: moments and time zones come in, moments go out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ..types import Hours, Pace

SOON: Final = timedelta(minutes=5)
DAILY_HOUR: Final = 18
OLD_NEWS: Final = timedelta(days=2)  # a letter this late confuses more than it tells
LEASE: Final = timedelta(minutes=2)  # of a claim, which is many letters
MARGIN: Final = timedelta(minutes=1)  # longer than handing one over may take
ATTEMPTS_MAX: Final = 12
_RETRY_FIRST: Final = timedelta(seconds=30)
_RETRY_MAX: Final = timedelta(hours=3)


def due_after(pace: Pace, now: datetime, zone: ZoneInfo) -> datetime:
    """Return when a letter is due: at once, in five minutes, or at six in the evening."""
    if pace == "at_once":
        return now
    if pace == "soon":
        return now + SOON
    local = now.astimezone(zone)
    evening = local.replace(hour=DAILY_HOUR, minute=0, second=0, microsecond=0)
    if evening <= local:
        evening = _next_day(evening)
    return evening.astimezone(now.tzinfo)


def after_quiet(hours: Hours, moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment itself, or the end of the quiet hours it falls into.

    Hours may reach over midnight. Wall time counts, so a night with a change of the clock is
    shorter or longer, and still ends at its hour.
    """
    local = moment.astimezone(zone)
    if not _is_quiet(hours, local.hour):
        return moment
    end = local.replace(hour=hours.end, minute=0, second=0, microsecond=0)
    if local.hour >= hours.end:
        end = _next_day(end)
    return end.astimezone(moment.tzinfo)


def _is_quiet(hours: Hours, hour: int) -> bool:
    if hours.start <= hours.end:
        return hours.start <= hour < hours.end
    return hour >= hours.start or hour < hours.end


def _next_day(local: datetime) -> datetime:
    # Adding a day to an aware datetime keeps its wall time and lets the zone find the offset.
    return local + timedelta(days=1)


def retry_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts: 30 s, doubled up to three hours."""
    doublings: int = 2 ** max(0, attempts - 1)
    return min(_RETRY_FIRST * doublings, _RETRY_MAX)
