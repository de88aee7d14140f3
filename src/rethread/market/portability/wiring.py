"""What config plugs in: the worker's step, and what runs out by itself."""

from __future__ import annotations

from typing import Final

from rethread.platform.jobs.due import DueWork

from .tasks import EXPIRED, carry_next, next_expiry_at, run_expiry

DUE_WORK: Final[tuple[DueWork, ...]] = (
    DueWork("portability.expiry", run_expiry, next_expiry_at, EXPIRED),
)

__all__ = ["DUE_WORK", "carry_next"]
