"""The rules of fulfilment, pure: how a parcel's status follows its scans, when to look again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from ..types import ScanKind, ShipmentStatus

POLL_EVERY: Final = timedelta(hours=4)
POLL_FOR: Final = timedelta(days=60)
BACKOFF_MAX: Final = timedelta(hours=1)

AFTER_SCAN: Final[dict[ScanKind, ShipmentStatus]] = {
    "accepted": "in_transit",
    "in_transit": "in_transit",
    "out_for_delivery": "in_transit",
    "delivered": "delivered",
    "lost": "lost",
}
RANK: Final[dict[ShipmentStatus, int]] = {
    "requested": 0,
    "refused": 0,
    "labelled": 1,
    "in_transit": 2,
    "lost": 3,
    "delivered": 4,
}
SETTLED: Final[frozenset[ShipmentStatus]] = frozenset({"delivered", "lost", "refused"})


def status_after(status: ShipmentStatus, kind: ScanKind) -> ShipmentStatus:
    """Return a parcel's status after a scan; late and repeated scans never take it back."""
    following = AFTER_SCAN[kind]
    return following if RANK[following] > RANK[status] else status


def next_poll_at(now: datetime, status: ShipmentStatus, labelled_at: datetime) -> datetime | None:
    """Return when to read a parcel's scans next, or None when nothing more will come.

    Everyone's parcels are read at the same full four hours (counted in UTC), so that a market's
    polls come in batches.
    """
    if status in SETTLED or now - labelled_at > POLL_FOR:
        return None
    step = int(POLL_EVERY.total_seconds())
    wait_s = step - int(now.timestamp()) % step
    return now.replace(microsecond=0) + timedelta(seconds=wait_s)


def retry_at(now: datetime, attempts: int) -> datetime:
    """Return when to ask a silent carrier again: 30 s, doubling, at most an hour."""
    return now + min(timedelta(seconds=30) * (1 << min(attempts - 1, 10)), BACKOFF_MAX)
