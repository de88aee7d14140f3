"""What config plugs in: the worker's step, and what runs out by itself."""

from __future__ import annotations

from typing import Final

from rethread.platform.jobs.due import DueWork

from .tasks import EXPIRED_EXPORTS, carry_next, expire_exports, next_export_expiry

DUE_WORK: Final[tuple[DueWork, ...]] = (
    DueWork("portability.exports", expire_exports, next_export_expiry, EXPIRED_EXPORTS),
)

__all__ = ["DUE_WORK", "carry_next"]
