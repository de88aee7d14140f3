"""When sellers are paid out. Pure: the next moment of a schedule, and how long a new bank account
waits, so that whoever takes an account over cannot empty it the same day."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final

from ..types import PayoutSchedule

BANK_COOL_OFF: Final = timedelta(days=3)
RUNS_AT: Final = time(6, tzinfo=UTC)
MONDAY: Final = 0


def next_run(now: datetime, schedule: PayoutSchedule) -> datetime | None:
    """Return the first moment after `now` at which a schedule pays out; never for "manual".

    Runs that were missed are not made up for one by one: the next pays all there is.
    """
    if schedule == "manual":
        return None
    moment = datetime.combine(now.astimezone(UTC).date(), RUNS_AT)
    while moment <= now or (schedule == "weekly" and moment.weekday() != MONDAY):
        moment += timedelta(days=1)
    return moment
