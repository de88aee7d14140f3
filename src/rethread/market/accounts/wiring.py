"""What config plugs in for accounts: the timer that brings shops back from their vacation."""

from __future__ import annotations

from typing import Final

from rethread.platform.jobs.due import DueWork

from .services.vacations import DUE, end_due_vacations, next_vacation_end

DUE_WORK: Final[tuple[DueWork, ...]] = (
    DueWork("accounts.vacations", end_due_vacations, next_vacation_end, DUE),
)
