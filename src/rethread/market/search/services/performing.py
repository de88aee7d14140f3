"""Answers a search: reads the query, asks the engine, checks every result against the catalogue.

It never shows what PostgreSQL does not call live, whatever the index says.
"""

from __future__ import annotations

from rethread.market.search.types import SearchPage, SearchRequest, Suggestion
from rethread.platform.kernel import Actor


def perform_search(*, actor: Actor, request: SearchRequest) -> SearchPage:
    """Return one page of live listings for a query and filters, and record that it was searched.

    Raises:
        InvalidSearch: unknown sort, bad cursor, a limit or a number of filters out of bounds.
    """
    raise NotImplementedError


def suggest(*, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
    """Return completions of what is being typed: brands and types first, then words in use."""
    raise NotImplementedError
