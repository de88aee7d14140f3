"""Keeps the index true to the catalogue: dirty rows in, micro-batches out.

A dirty row is removed only after the index commit that covers it, so killing the process at any
moment loses nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from uuid import UUID

from django.db import connection
from django.db.models import Min

from rethread.market.catalogue.selectors import (
    listing_documents,
    searchable_listing_versions,
)
from rethread.market.catalogue.types import ListingDocument
from rethread.market.search.errors import IndexBusy, IndexUnusable
from rethread.market.search.models import DirtyListing
from rethread.market.search.ports import SearchEngine, search_engine
from rethread.market.search.types import AgreementReport, IndexDocument, IndexStatus, ListingInIndex
from rethread.platform.kernel import wall_now

from .alerts import match_documents
from .documents import index_documents

COMMIT_EVERY_S = 0.25  # a commit costs about the same whatever its size
_CHUNK = 1000
_REPORTED_MAX = 100
_log = logging.getLogger(__name__)
_committed_at = 0.0  # monotonic time of this process's last commit
_kept_through = 0  # while a rebuild runs: what the old index has, and the new may lack

_MARK = """
    insert into search_dirty (listing_id, sequence, marked_at)
    select id, nextval('search_dirty_sequence_seq'), %s from unnest(%s::uuid[]) as given(id)
    on conflict (listing_id) do update set sequence = excluded.sequence
"""


def mark_dirty(*, listing_ids: Iterable[UUID]) -> int:
    """Note that listings changed; joins the caller's transaction. Returns how many were noted.

    Marking twice keeps the earlier time, from which the lag is told, and a later sequence.
    """
    ids = sorted(set(listing_ids))  # in one order, so that two transactions cannot deadlock
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(_MARK, [wall_now(), ids])
    return len(ids)


def run_indexer(limit: int = 1000, *, paced: bool = False) -> int:
    """Index up to `limit` changed listings and return how many were done.

    `paced` keeps commits at least 250 ms apart under load; the worker sets it, a simulation
    that wants everything indexed before it goes on does not. Where there is no usable index it
    builds one. Returns 0 while another process writes.
    """
    if paced and time.monotonic() - _committed_at < COMMIT_EVERY_S:
        return 0
    engine = search_engine()
    try:
        if not engine.exists():
            return rebuild_index()
        return _index_batch(engine, limit)
    except IndexBusy:
        return 0
    except IndexUnusable:
        _log.exception("the search index is unusable; building a new one")
        return rebuild_index()


def settle_index() -> None:
    """Wait until nothing works on the index in the background; for those who need repeatability."""
    search_engine().settle()


def _index_batch(engine: SearchEngine, limit: int) -> int:
    global _committed_at, _kept_through
    after = _kept_through if engine.rebuilding() else 0
    waiting = DirtyListing.objects.filter(sequence__gt=after).order_by("sequence")
    rows = list(waiting.values_list("listing_id", "sequence")[:limit])
    if not rows:
        return 0
    ids = [listing_id for listing_id, _ in rows]
    found = listing_documents(ids)
    live = {one.id: one for one in index_documents(_live(found.values()))}
    engine.index(live.values())
    engine.delete(listing_id for listing_id in ids if listing_id not in live)
    final = engine.commit()
    _committed_at = time.monotonic()
    match_documents(engine, (document for i, document in live.items() if found[i].searchable))
    if final:
        _forget(rows)
    else:
        _kept_through = rows[-1][1]
    return len(rows)


def _documents(ids: Sequence[UUID]) -> list[IndexDocument]:
    """Build the documents of those that can be bought: live, of a shop that is not away."""
    found = listing_documents(ids)
    return index_documents(listing for listing in found.values() if listing.searchable)


def _live(listings: Iterable[ListingDocument]) -> list[ListingDocument]:
    return [listing for listing in listings if listing.status == "live"]


def _forget(rows: Sequence[tuple[UUID, int]]) -> None:
    """Remove the rows that were not marked again since they were read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from search_dirty d using unnest(%s::uuid[], %s::bigint[]) as done(id, seq)"
            " where d.listing_id = done.id and d.sequence = done.seq",
            [[listing_id for listing_id, _ in rows], [sequence for _, sequence in rows]],
        )


def rebuild_index() -> int:
    """Build a new index beside the live one, swap to it, and return its number of documents.

    Changes that arrive meanwhile stay marked and are indexed again into the new one.

    Raises:
        IndexBusy: another rebuild runs.
    """
    return search_engine().rebuild(_all_documents())


def _all_documents() -> Iterator[IndexDocument]:
    ids = [listing_id for listing_id, _ in searchable_listing_versions()]
    for at in range(0, len(ids), _CHUNK):
        yield from _documents(ids[at : at + _CHUNK])


def verify_index(*, repair: bool = False) -> AgreementReport:
    """Compare the index with the catalogue, listing by listing.

    What waits to be indexed is not counted as a difference. At most 100 ids of each kind are
    reported. `repair` marks every difference, so that the indexer puts it right.
    """
    indexed = dict(search_engine().versions())
    listings = dict(searchable_listing_versions())
    missing = listings.keys() - indexed.keys()
    extra = _no_longer_live(indexed.keys() - listings.keys())
    stale = {i for i in listings.keys() & indexed.keys() if listings[i] != indexed[i]}
    waiting = set(DirtyListing.objects.values_list("listing_id", flat=True))
    if repair:
        mark_dirty(listing_ids=(missing | extra | stale) - waiting)
    return AgreementReport(
        listings=len(listings),
        documents=len(indexed),
        missing=_reported(missing - waiting),
        extra=_reported(extra - waiting),
        stale=_reported(stale - waiting),
        waiting=len(waiting),
    )


def _no_longer_live(ids: AbstractSet[UUID]) -> set[UUID]:
    """Return those that are not for sale at all.

    What a shop that has just left sells is no difference yet: it is left out where results are
    checked against the catalogue, and goes when its event arrives.
    """
    found = listing_documents(ids)
    return {i for i in ids if i not in found or found[i].status != "live"}


def _reported(ids: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(sorted(ids)[:_REPORTED_MAX])


def index_status() -> IndexStatus:
    """Tell how many documents there are, how many wait, for how long, and when it last changed."""
    engine = search_engine()
    waiting = DirtyListing.objects.count()
    oldest = DirtyListing.objects.aggregate(oldest=Min("marked_at"))["oldest"]
    return IndexStatus(
        documents=engine.count(),
        waiting=waiting,
        lag_s=max((wall_now() - oldest).total_seconds(), 0.0) if oldest else 0.0,
        last_commit_at=engine.committed_at(),
        rebuilding=engine.rebuilding(),
        engine=engine.name,
    )


def listing_in_index(listing_id: UUID) -> ListingInIndex:
    """Tell what the index holds of a listing, and since when a change of it waits.

    An index that cannot be read holds nothing: it is built anew.
    """
    waiting = DirtyListing.objects.filter(pk=listing_id).values_list("marked_at", flat=True)
    try:
        version = search_engine().version_of(listing_id)
    except IndexUnusable:
        version = None
    return ListingInIndex(version, waiting.first())
