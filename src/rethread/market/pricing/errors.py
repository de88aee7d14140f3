"""What pricing can refuse, with stable codes."""

from __future__ import annotations

from rethread.platform.kernel import NotFound


class NoSchedule(NotFound):
    """No fee schedule or parcel rate is valid in this currency (`pricing.no_schedule`)."""

    def __init__(self, currency: str) -> None:
        super().__init__("pricing.no_schedule", f"No fees are set for {currency}.")
