"""Errors of search, with stable codes."""

from __future__ import annotations

from rethread.platform.kernel import Conflict, DomainError, Invalid


class InvalidSearch(Invalid):
    """The request cannot be searched for: an unknown sort, a bad cursor, too many filters."""


class IndexBusy(Conflict):
    """Another process writes to this index."""

    def __init__(self) -> None:
        super().__init__("search.index_busy", "Another process is writing to the search index.")


class IndexUnusable(DomainError):
    """The index cannot be opened and must be rebuilt."""

    status = 503

    def __init__(self, reason: str) -> None:
        super().__init__("search.index_unusable", f"The search index cannot be opened: {reason}")
