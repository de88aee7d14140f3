"""The engine that search needs, as a protocol; adapters implement it, wiring installs one.

The engine knows no catalogue: it stores documents and answers structured queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from rethread.platform.kernel import invariant

from .types import EngineQuery, EngineResult, IndexDocument


class SearchEngine(Protocol):
    """Stores listing documents and finds them. One process writes, many read."""

    name: str

    def analyse(self, text: str) -> list[str]:
        """Cut a text into the terms that the index holds: lower case, folded, stemmed."""
        ...

    def index(self, documents: Iterable[IndexDocument]) -> int:
        """Insert or replace documents by id; visible after `commit`."""
        ...

    def delete(self, ids: Iterable[UUID]) -> None:
        """Remove documents by id; visible after `commit`."""
        ...

    def commit(self) -> bool:
        """Make everything since the last commit durable and visible to readers.

        Returns False when a rebuild under way may have missed it: it must be indexed once more.
        """
        ...

    def settle(self) -> None:
        """Wait until nothing works on the index in the background.

        What a query scores then depends on nothing but what was indexed, and in which order.
        """
        ...

    def close(self) -> None:
        """Let go of the writer's lock; what was not committed is dropped."""
        ...

    def search(self, query: EngineQuery) -> EngineResult:
        """Answer a query from the last committed state."""
        ...

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents hold an analysed term in a field."""
        ...

    def frequencies(self, terms: Sequence[tuple[str, str]]) -> list[int]:
        """Return `frequency` of many (field, term) pairs, from one state of the index."""
        ...

    def vocabulary(self, prefix: str = "", limit: int | None = None) -> Sequence[tuple[str, int]]:
        """Return the unstemmed words in use with their document counts, commonest first."""
        ...

    def generation(self) -> str:
        """Return a mark that changes with every commit a reader can see."""
        ...

    def count(self) -> int:
        """Return the number of documents."""
        ...

    def version_of(self, listing_id: UUID) -> int | None:
        """Return which version of a listing the index holds, or None where it holds none."""
        ...

    def versions(self) -> Iterator[tuple[UUID, int]]:
        """Yield id and version of every document, for the agreement check."""
        ...

    def committed_at(self) -> datetime | None:
        """Return the wall time of the last commit."""
        ...

    def rebuild(self, documents: Iterable[IndexDocument]) -> int:
        """Build a complete index beside the live one and swap to it in one step."""
        ...

    def exists(self) -> bool:
        """Tell whether there is an index at all; where there is none, one must be built."""
        ...

    def rebuilding(self) -> bool:
        """Tell whether a rebuild is under way in any process."""
        ...


class RankingStore(Protocol):
    """Keeps the order of a ranking for as long as somebody may ask for its next page."""

    def save(self, ranking_id: UUID, keys: Sequence[int]) -> None:
        """Keep the order of the results, each a listing's id as a number."""
        ...

    def load(self, ranking_id: UUID) -> list[int] | None:
        """Return the results in order, or None when they are no longer kept."""
        ...


_engine: Callable[[], SearchEngine] | None = None
_rankings: Callable[[], RankingStore] | None = None


def install(*, engine: Callable[[], SearchEngine], rankings: Callable[[], RankingStore]) -> None:
    """Set which engine and ranking store this process uses."""
    global _engine, _rankings
    _engine, _rankings = engine, rankings


def search_engine() -> SearchEngine:
    """Return the engine of this process."""
    invariant(_engine is not None, "no search engine was installed")
    assert _engine is not None
    return _engine()


def ranking_store() -> RankingStore:
    """Return the ranking store of this process."""
    invariant(_rankings is not None, "no ranking store was installed")
    assert _rankings is not None
    return _rankings()
