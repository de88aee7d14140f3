"""The sandbox's virtual clock: now = wall + offset.

Every timer of the stand-ins (settlement, expiry, scans, retries) reads this clock and no other. It
refuses to sign anything: signatures and leases belong to the wall clock.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

DAY_S = 86_400


class VirtualClock:
    """Tell the virtual time, in whole seconds since 1970, and let a control move it."""

    def __init__(self, wall: Callable[[], float] = time.time, offset_s: int = 0) -> None:
        self._wall = wall
        self.offset_s = offset_s

    def now(self) -> int:
        """Return the virtual second."""
        return int(self._wall()) + self.offset_s

    def offset_reaching(self, epoch_s: int) -> int:
        """Return the offset under which it is now `epoch_s`."""
        return epoch_s - int(self._wall())


def midnight_after_business_days(epoch_s: int, days: int) -> int:
    """Return midnight UTC of the `days`-th working day (Monday to Friday) after `epoch_s`.

    Providers settle by the day, not by the hour, so money taken on Monday at any time with `days=2`
    is available from Wednesday 00:00 UTC. Bank holidays are not modelled.
    """
    day = datetime.fromtimestamp(epoch_s, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    left = days
    while left > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            left -= 1
    return int(day.timestamp())
