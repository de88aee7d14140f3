"""Answers a search: reads the query, asks the engine, checks every result against the catalogue.

It never shows what PostgreSQL does not call available, whatever the index says.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.catalogue.types import ListingCard
from rethread.market.search.events import emit_search_performed
from rethread.market.search.ports import SearchEngine, ranking_store, search_engine
from rethread.market.search.rules import cursors, requests
from rethread.market.search.rules.text import fold, normalise, query_words
from rethread.market.search.types import (
    FACETS,
    FROZEN_MAX,
    SearchPage,
    SearchRequest,
    Suggestion,
)
from rethread.platform.events.emit import EventContext
from rethread.platform.kernel import Actor, business_now, new_id, settings
from rethread.platform.kernel.money import EXPONENTS

from .lexicon import lexicon
from .query_path import QueryPath, Ranked

_SLACK = 4  # results fetched beyond a page, in case some were just sold
_SUGGESTIONS_MAX = 20
_path: tuple[SearchEngine, QueryPath] | None = None


def perform_search(
    *, actor: Actor, request: SearchRequest, context: EventContext | None = None
) -> SearchPage:
    """Return one page of live listings for a query and filters, and record that it was searched.

    The first page freezes the order of up to 500 results, so later pages neither repeat nor drop
    one; what was sold meanwhile is left out. `context` is the visit, where a browser asks.

    Raises:
        InvalidSearch: unknown sort, bad cursor, a limit or a number of filters out of bounds.
        IndexUnusable: the index cannot be read; it is rebuilt by the worker.
    """
    started = time.perf_counter()
    requests.check(request)
    first = cursors.Cursor(new_id(), 0, 1)
    place = cursors.decode(request.cursor, request) if request.cursor else first
    ranked, keys = _rank(request, place)
    cards, after, vanished = _available(keys, place.offset, request.limit)
    total = max(ranked.total - vanished, len(cards))
    following = None
    if after < len(keys) and place.page < 10_000:
        following = cursors.encode(cursors.Cursor(place.ranking_id, after, place.page + 1), request)
        if place.page == 1:
            ranking_store().save(place.ranking_id, keys)
    page = SearchPage(
        cards=tuple(cards),
        total=total,
        facets=ranked.facets,
        understood=ranked.understood,
        ranking_id=place.ranking_id,
        first_position=place.offset + 1,
        next_cursor=following,
    )
    _record(actor, request, page, place.page, context, started)
    return page


def _rank(request: SearchRequest, place: cursors.Cursor) -> tuple[Ranked, Sequence[int]]:
    """Rank anew, or take up the order that the first page froze."""
    kept = ranking_store().load(place.ranking_id) if request.cursor else None
    ranked = query_path().run(
        query=request.query,
        filters=request.filters,
        sort=request.sort,
        now=business_now(),
        facets=FACETS,
        keep=FROZEN_MAX if kept is None else 0,
    )
    return ranked, kept if kept is not None else [hit.key for hit in ranked.hits]


def _available(keys: Sequence[int], offset: int, limit: int) -> tuple[list[ListingCard], int, int]:
    """Return the next available cards, where to go on, and how many had vanished on the way."""
    shown: list[ListingCard] = []
    vanished, at = 0, offset
    while at < len(keys) and len(shown) < limit:
        batch = [UUID(int=key) for key in keys[at : at + limit - len(shown) + _SLACK]]
        cards = cards_by_ids(batch)
        for listing_id in batch:
            if len(shown) == limit:
                break
            at += 1
            card = cards.get(listing_id)
            if card is not None and card.available:
                shown.append(card)
            else:
                vanished += 1
    return shown, at, vanished


def _record(
    actor: Actor,
    request: SearchRequest,
    page: SearchPage,
    number: int,
    context: EventContext | None,
    started: float,
) -> None:
    with transaction.atomic():
        emit_search_performed(
            actor=actor,
            context=context,
            ranking_id=page.ranking_id,
            query_hash=requests.query_hash(page.understood.query),
            query_words=len(query_words(request.query)),
            filters=requests.names_in_use(request.filters),
            sort=request.sort,
            page=number,
            results_total=page.total,
            results_shown=len(page.cards),
            took_ms=round((time.perf_counter() - started) * 1000),
        )


def query_path() -> QueryPath:
    """Return the query path over the installed engine; its gazetteer is kept for the process."""
    global _path
    engine = search_engine()
    if _path is None or _path[0] is not engine:
        _path = (engine, QueryPath(engine, lexicon, exponent=EXPONENTS[settings().currency]))
    return _path[1]


def suggest(*, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
    """Return completions of what is being typed: brands and types first, then words in use.

    Only what is for sale now is suggested, commonest first; it reads no database.
    """
    typed = " ".join(fold(normalise(prefix[:60])).split())
    limit = min(limit, _SUGGESTIONS_MAX)
    if not typed or limit < 1:
        return ()
    found = _suggest_named(typed)[:limit]
    seen = {fold(suggestion.text) for suggestion in found}
    *before, last = typed.split()
    for word, _ in search_engine().vocabulary(last, limit * 2):
        text = " ".join((*before, word))
        if len(found) < limit and text not in seen and len(word) > 1:
            found.append(Suggestion(text, "words"))
    return tuple(found)


def _suggest_named(typed: str) -> list[Suggestion]:
    engine = search_engine()
    entries = query_path().reader.gazetteer().starting_with(typed)
    counted = [
        (-count, entry.label, entry)
        for entry in entries
        if entry.kind in {"brand", "type"} and (count := engine.frequency(entry.kind, entry.code))
    ]
    counted.sort(key=lambda item: item[:2])
    return [Suggestion(entry.label, entry.kind, entry.code) for _, _, entry in counted]
