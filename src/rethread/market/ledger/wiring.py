"""What config plugs in: the due work of the ledger."""

from __future__ import annotations

from rethread.platform.jobs.due import DueWork

from .services import next_seal_due, seal_due
from .services.sealing import DUE

DUE_WORK: tuple[DueWork, ...] = (DueWork("ledger.seal", seal_due, next_seal_due, DUE),)
