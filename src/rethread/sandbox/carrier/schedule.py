"""When a parcel is scanned: a pure function of its tracking number and the hour it was handed over.

The same parcel always has the same scans; within two days of the hand-over it has arrived.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

Status = Literal["label_created", "accepted", "in_transit", "out_for_delivery", "delivered", "lost"]

_HOUR_S = 3_600
_TEXTS: dict[str, str] = {
    "accepted": "The parcel was handed over",
    "in_transit": "The parcel left the sorting centre",
    "out_for_delivery": "The parcel is out for delivery",
    "delivered": "The parcel was delivered",
    "lost": "The parcel could not be found",
}


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan; `scan_id` never changes, so a reader can tell it has seen it."""

    scan_id: str
    status: Status
    at: int
    description: str


def scans(
    tracking_no: str,
    handed_over_at: int,
    now: int,
    *,
    delivered_at: int | None = None,
    lost_at: int | None = None,
) -> list[Scan]:
    """Return the scans made by `now`, oldest first.

    Due times after the hand-over: in transit within 22 to 24 hours, out for delivery 42 to 44,
    delivered 46 to 48, by the tracking number. `delivered_at` (the control) pulls what is left to
    that moment; after `lost_at` comes one last scan and no other.
    """
    digest = sha256(tracking_no.encode()).digest()
    early = [byte * 2 * _HOUR_S // 256 for byte in digest[:3]]
    plan: list[tuple[Status, int]] = [
        ("accepted", handed_over_at),
        ("in_transit", handed_over_at + 24 * _HOUR_S - early[0]),
        ("out_for_delivery", handed_over_at + 44 * _HOUR_S - early[1]),
        ("delivered", handed_over_at + 48 * _HOUR_S - early[2]),
    ]
    if delivered_at is not None:
        plan = [(status, min(at, delivered_at)) for status, at in plan]
    if lost_at is not None:
        plan = [(status, at) for status, at in plan if at < lost_at]
        if not plan or plan[-1][0] != "delivered":
            plan.append(("lost", lost_at))
    return [
        Scan(f"{tracking_no}-{status}", status, at, _TEXTS[status])
        for status, at in plan
        if at <= now
    ]
