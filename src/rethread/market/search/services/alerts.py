"""Finds the saved searches that a newly published listing matches, and tells of each once.

Finding is one statement per listing, whatever the number of saved searches; it is repeated after
a kill and adds nothing twice. Telling takes a bounded number of saved searches at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from django.db import transaction

from rethread.market.search.events import emit_saved_search_matched
from rethread.market.search.ports import SearchEngine
from rethread.market.search.rules.fields import text_values
from rethread.market.search.rules.percolation import tokens_of
from rethread.market.search.types import PRICE_UNKNOWN, IndexDocument
from rethread.platform.kernel import Actor, business_now, new_id
from rethread.platform.kernel.fetching import change, select
from rethread.platform.vault.services import pseudonym_for

ACTOR = Actor.system("search.alerts")
LISTINGS_PER_EVENT = 50
KEPT_FOR = timedelta(days=60)

# The anchor is looked up in its index; only what it leaves is compared with the whole condition.
_MATCHING = """
SELECT s.id FROM search_saved s
WHERE s.anchor && %(tokens)s::text[]
  AND array_to_tsvector(%(tokens)s::text[]) @@ s.condition
  AND (s.price_min_minor IS NULL OR s.price_min_minor <= %(price)s AND %(price)s < %(unknown)s)
  AND (s.price_max_minor IS NULL OR s.price_max_minor >= %(price)s)
  AND s.user_id <> %(seller)s AND s.saved_at < %(published)s
  AND NOT EXISTS (SELECT 1 FROM search_match m
                  WHERE m.saved_search_id = s.id AND m.listing_id = %(listing)s)
ORDER BY s.id
"""
_KEEP = """
INSERT INTO search_match (id, saved_search_id, listing_id, matched_at)
SELECT given.id, given.saved, %(listing)s, %(now)s
FROM unnest(%(ids)s::uuid[], %(saved)s::uuid[]) AS given(id, saved)
JOIN search_saved s ON s.id = given.saved
JOIN catalogue_listing l ON l.id = %(listing)s
ON CONFLICT (saved_search_id, listing_id) DO NOTHING
"""
UNTOLD: LiteralString = "SELECT 1 FROM search_match WHERE told_at IS NULL AND matched_at <= %(now)s"
_TAKE = """
SELECT s.id, s.user_id, s.new_count FROM search_saved s
WHERE s.id IN (SELECT DISTINCT saved_search_id FROM search_match WHERE told_at IS NULL
               ORDER BY saved_search_id LIMIT %s)
ORDER BY s.id FOR UPDATE SKIP LOCKED
"""
_TELL = """
UPDATE search_match SET told_at = %s
WHERE told_at IS NULL AND saved_search_id = ANY(%s) RETURNING saved_search_id, listing_id, id
"""
_COUNT = """
UPDATE search_saved s SET new_count = given.new_count
FROM unnest(%s::uuid[], %s::integer[]) AS given(id, new_count) WHERE s.id = given.id
"""


def match_documents(engine: SearchEngine, documents: Iterable[IndexDocument]) -> int:
    """Find the saved searches that these listings match, and return how many matches are new.

    A listing counts for searches saved before it was published, and never for its own seller's.
    """
    return sum(_match(engine, document) for document in documents)


def _match(engine: SearchEngine, document: IndexDocument) -> int:
    asked: dict[str, Any] = {
        "tokens": tokens_of(document, engine.analyse(text_values(document)["all"])),
        "price": document.price_minor,
        "unknown": PRICE_UNKNOWN,
        "seller": document.seller_id,
        "published": document.published_at,
        "listing": document.id,
    }
    saved = [row[0] for row in select(_MATCHING, asked)]
    if not saved:
        return 0
    ids = [new_id() for _ in saved]
    kept = {"ids": ids, "saved": saved, "listing": document.id, "now": business_now()}
    return change(_KEEP, kept)


def tell_matches(now: datetime, limit: int) -> int:
    """Tell of what was found for at most `limit` saved searches; return how many were told of.

    What waits for one saved search goes out together. Rows that somebody else holds are left for
    the next time.
    """
    with transaction.atomic():
        searches = select(_TAKE, [limit])
        found = _told(now, [row[0] for row in searches])
        for saved_id, user_id, before in searches:
            _tell(saved_id, user_id, before, found.get(saved_id, []))
        counts = [before + len(found.get(saved_id, [])) for saved_id, _, before in searches]
        if searches:
            change(_COUNT, [[row[0] for row in searches], counts])
    return len(searches)


def _told(now: datetime, saved_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Mark what waits as told, and return it per saved search, in the order it was found."""
    found: dict[UUID, list[UUID]] = {}
    if saved_ids:
        rows = select(_TELL, [now, list(saved_ids)])
        for saved_id, listing_id, _ in sorted(rows, key=lambda row: row[2]):
            found.setdefault(saved_id, []).append(listing_id)
    return found


def _tell(saved_id: UUID, user_id: UUID, before: int, listing_ids: Sequence[UUID]) -> None:
    for at in range(0, len(listing_ids), LISTINGS_PER_EVENT):
        part = listing_ids[at : at + LISTINGS_PER_EVENT]
        emit_saved_search_matched(
            actor=ACTOR,
            saved_search_id=saved_id,
            searcher_key=pseudonym_for(user_id),
            listing_ids=[str(listing_id) for listing_id in part],
            new_count=before + at + len(part),
        )


def next_untold_at() -> datetime | None:
    """Return when the earliest match was found that nobody was told of, or None."""
    found: datetime | None = select(
        "SELECT min(matched_at) FROM search_match WHERE told_at IS NULL"
    )[0][0]
    return found


def forget_old_matches(now: datetime, limit: int = 10_000) -> int:
    """Forget matches of two months ago whose listing can no longer be bought; return how many.

    What is still for sale stays, so that showing a hidden listing again tells nobody twice.
    """
    return change(
        "DELETE FROM search_match WHERE id IN ("
        "SELECT m.id FROM search_match m JOIN catalogue_listing l ON l.id = m.listing_id "
        "WHERE m.id < %s AND m.told_at IS NOT NULL AND l.status IN ('sold', 'removed') "
        "ORDER BY m.id LIMIT %s)",
        [_first_id_at(now - KEPT_FOR), limit],
    )


def _first_id_at(moment: datetime) -> UUID:
    """Return the smallest id of a moment: ids begin with their milliseconds (RFC 9562, 5.7)."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
