"""Generated from contracts/search; do not edit.

The typed events of this domain. An `emit_` function checks its event against the
contract and adds it to the outbox of the current transaction; it refuses to run outside
of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from rethread.platform.events.emit import EventContext, EventType, emit
from rethread.platform.kernel import Actor


class SavedSearchMatched(Struct, frozen=True, kw_only=True):
    """Newly published listings match a saved search. A listing is named once per saved search,
    ever.
    """

    # The saved search.
    saved_search_id: UUID

    # Pseudonym of whom it belongs to.
    searcher_key: Annotated[str, Meta(max_length=64)]

    # What was found; several that came together are told together.
    listing_ids: Annotated[list[Annotated[str, Meta(max_length=36)]], Meta(max_length=50)]

    # How many matches wait for its owner now.
    new_count: Annotated[int, Meta(ge=1, le=2147483647)]


SAVED_SEARCH_MATCHED = EventType(
    name="search.saved_search_matched",
    version=1,
    partition_key="saved_search_id",
    payload=SavedSearchMatched,
)


def emit_saved_search_matched(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    saved_search_id: UUID,
    searcher_key: str,
    listing_ids: list[str],
    new_count: int,
) -> UUID:
    """Emit `search.saved_search_matched` and return the id of the event."""
    payload = SavedSearchMatched(
        saved_search_id=saved_search_id, searcher_key=searcher_key, listing_ids=listing_ids,
        new_count=new_count,
    )  # fmt: skip
    return emit(
        SAVED_SEARCH_MATCHED, payload, actor=actor, occurred_at=occurred_at, context=context
    )


class SavedSearchRemoved(Struct, frozen=True, kw_only=True):
    """A person no longer wants to hear of a saved search."""

    # The saved search.
    saved_search_id: UUID

    # Pseudonym of who had saved it.
    searcher_key: Annotated[str, Meta(max_length=64)]


SAVED_SEARCH_REMOVED = EventType(
    name="search.saved_search_removed",
    version=1,
    partition_key="saved_search_id",
    payload=SavedSearchRemoved,
)


def emit_saved_search_removed(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    saved_search_id: UUID,
    searcher_key: str,
) -> UUID:
    """Emit `search.saved_search_removed` and return the id of the event."""
    payload = SavedSearchRemoved(
        saved_search_id=saved_search_id, searcher_key=searcher_key,
    )  # fmt: skip
    return emit(
        SAVED_SEARCH_REMOVED, payload, actor=actor, occurred_at=occurred_at, context=context
    )


class SearchPerformed(Struct, frozen=True, kw_only=True):
    """Somebody searched and was shown a page of results. The words themselves stay out of the
    lake.
    """

    # Names this page of results; impressions and clicks cite it.
    ranking_id: UUID

    # SHA-256 of the normalised words, so that equal searches can be counted; empty when browsing.
    query_hash: Annotated[str, Meta(max_length=64)]

    # How many words were typed.
    query_words: Annotated[int, Meta(ge=0, le=1000)]

    # Names of the filters in use, sorted.
    filters: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=20)]

    # Order of the results.
    sort: Annotated[str, Meta(max_length=40)]

    # Which page was shown, counted from 1.
    page: Annotated[int, Meta(ge=1, le=10000)]

    # How many listings matched.
    results_total: Annotated[int, Meta(ge=0, le=9007199254740991)]

    # How many listings the page showed after availability was checked.
    results_shown: Annotated[int, Meta(ge=0, le=1000)]

    # How long the search took, in whole milliseconds.
    took_ms: Annotated[int, Meta(ge=0, le=600000)]


SEARCH_PERFORMED = EventType(
    name="search.search_performed",
    version=1,
    partition_key="ranking_id",
    payload=SearchPerformed,
)


def emit_search_performed(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    ranking_id: UUID,
    query_hash: str,
    query_words: int,
    filters: list[str],
    sort: str,
    page: int,
    results_total: int,
    results_shown: int,
    took_ms: int,
) -> UUID:
    """Emit `search.search_performed` and return the id of the event."""
    payload = SearchPerformed(
        ranking_id=ranking_id, query_hash=query_hash, query_words=query_words, filters=filters,
        sort=sort, page=page, results_total=results_total, results_shown=results_shown,
        took_ms=took_ms,
    )  # fmt: skip
    return emit(SEARCH_PERFORMED, payload, actor=actor, occurred_at=occurred_at, context=context)


class SearchSaved(Struct, frozen=True, kw_only=True):
    """A person saved a search to hear of what matches it. The words themselves stay out of the
    lake.
    """

    # The saved search.
    saved_search_id: UUID

    # Pseudonym of who saved it.
    searcher_key: Annotated[str, Meta(max_length=64)]

    # SHA-256 of the normalised words; empty when only filters were saved.
    query_hash: Annotated[str, Meta(max_length=64)]

    # Names of the filters in use, sorted.
    filters: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=20)]


SEARCH_SAVED = EventType(
    name="search.search_saved",
    version=1,
    partition_key="saved_search_id",
    payload=SearchSaved,
)


def emit_search_saved(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    saved_search_id: UUID,
    searcher_key: str,
    query_hash: str,
    filters: list[str],
) -> UUID:
    """Emit `search.search_saved` and return the id of the event."""
    payload = SearchSaved(
        saved_search_id=saved_search_id, searcher_key=searcher_key, query_hash=query_hash,
        filters=filters,
    )  # fmt: skip
    return emit(SEARCH_SAVED, payload, actor=actor, occurred_at=occurred_at, context=context)
