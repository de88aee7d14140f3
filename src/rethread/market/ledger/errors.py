"""How the ledger refuses. Codes are stable; nothing is written when one of these is raised."""

from __future__ import annotations

from rethread.platform.kernel import Conflict, DomainError


class LedgerRefused(DomainError):
    """A journal that may not stand: unknown account kind, no transfers, same account twice."""

    status = 422


class Overdraft(Conflict):
    """An account with a floor would go below zero."""


class JournalMismatch(Conflict):
    """The key was used for a journal with other content."""
