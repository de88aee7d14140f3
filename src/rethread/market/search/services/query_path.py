"""The way of a query from words to an order: read, plan, retrieve, relax, re-rank, diversify.

It needs an engine and a lexicon and no database, so that it is measured exactly as it is served.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from rethread.market.search.ports import SearchEngine
from rethread.market.search.rules.gazetteer import LexiconEntry
from rethread.market.search.rules.percolation import Condition, condition_of, term_of
from rethread.market.search.rules.planning import Plan, Weights, plan, within, words_steps
from rethread.market.search.rules.ranking import diversify, rerank
from rethread.market.search.types import (
    FROZEN_MAX,
    EngineQuery,
    EngineResult,
    FacetCount,
    Filters,
    Hit,
    Sort,
    Understanding,
)

from .reading import QueryReader, QueryReading

_ENOUGH = 100  # full matches that make partial ones unnecessary


@dataclass(frozen=True, slots=True)
class Ranked:
    """What was found: hits in final order, the number of matches, and how the query was read."""

    hits: tuple[Hit, ...]
    total: int
    facets: dict[str, list[FacetCount]]
    understood: Understanding


class QueryPath:
    """Runs queries against one engine with one lexicon and one set of weights."""

    def __init__(
        self,
        engine: SearchEngine,
        lexicon: Callable[[], Iterable[LexiconEntry]],
        *,
        exponent: int = 2,
        weights: Weights | None = None,
    ) -> None:
        self.reader = QueryReader(engine, lexicon)
        self._engine = engine
        self._exponent = exponent
        self._weights = weights or Weights()

    def run(
        self,
        *,
        query: str,
        filters: Filters,
        sort: Sort,
        now: datetime,
        facets: tuple[str, ...] = (),
        keep: int = FROZEN_MAX,
    ) -> Ranked:
        """Take a query through every stage; `keep` bounds how many results are put in order."""
        reading = self.reader.read(query)
        planned = plan(reading.planned, self._engine.count(), self._weights)
        browsing = not reading.words
        asked = EngineQuery(
            words=planned.words,
            boosts=planned.boosts,
            filters=filters,
            sort="newest" if browsing and sort == "relevance" else sort,
            limit=keep,
            facets=facets,
        )
        result, relaxed = self._retrieve(asked, reading)
        if sort != "relevance":
            hits = result.hits
        elif browsing:
            hits = tuple(diversify(result.hits))
        else:
            hits = self._order(result, planned, now, reading)
        return Ranked(hits, result.total, result.facets, self._understood(reading, relaxed))

    def condition(self, query: str, filters: Filters) -> tuple[Condition | None, Filters]:
        """Return what a listing must say to match a search, and the filters with its price.

        A word that was corrected still counts as it was typed: what nobody sells yet may be
        just what somebody waits for.
        """
        reading = self.reader.read(query)
        typed = {used: one.typed for one in reading.corrections for used in one.used.split()}
        words = [
            replace(word, joined=(*word.joined, self.reader.stem(typed[word.word])))
            if word.word in typed
            else word
            for word in reading.planned
        ]
        priced = within(filters, self._minor(reading.low), self._minor(reading.high))
        return condition_of(words, priced, self._count_tokens), priced

    def _count_tokens(self, tokens: Sequence[str]) -> Sequence[int]:
        return self._engine.frequencies([term_of(token) for token in tokens])

    def _retrieve(
        self, asked: EngineQuery, reading: QueryReading
    ) -> tuple[EngineResult, tuple[str, ...]]:
        """Ask strictly first, then relax one named step at a time until something is found."""
        low, high = self._minor(reading.low), self._minor(reading.high)
        priced = within(asked.filters, low, high)
        attempts: list[tuple[Filters, tuple[str, ...]]] = [(priced, ())]
        if priced != asked.filters:
            attempts.append((asked.filters, ("price",)))
        for filters, relaxed in attempts:
            found = self._narrowest(replace(asked, filters=filters))
            if found is not None:
                result, needed, full = found
                steps = relaxed if full else (*relaxed, "words")
                of = f"at least {needed} of {len(asked.words)} words"
                reading.note("retrieve", f"{result.total} with {of}")
                return result, steps
        result = self._engine.search(replace(asked, words_min=0))
        if not asked.words:
            return result, ()
        reading.note("retrieve", "nothing matched the words: filters only")
        return result, ("filters_only",)

    def _narrowest(self, asked: EngineQuery) -> tuple[EngineResult, int, int] | None:
        """Find with as many words matching as leave enough; None when nothing matches any.

        Returns the result, how many words had to match, and how many results match them all.

        Sorted by relevance a long tail does no harm and the order keeps it last. Any other sort
        would bring the weakest match forward, so there one full match is enough.
        """
        enough = _ENOUGH if asked.sort == "relevance" else 1
        full: int | None = None
        for needed in words_steps(len(asked.words)):
            narrowed = replace(asked, words_min=needed)
            if needed > 1:
                counted = self._engine.search(replace(narrowed, limit=0, facets=()))
                full = counted.total if full is None else full
                if counted.total < enough:
                    continue
            result = self._engine.search(narrowed)
            full = result.total if full is None else full
            return (result, needed, full) if result.total else None
        return None

    def _order(
        self,
        result: EngineResult,
        planned: Plan,
        now: datetime,
        reading: QueryReading,
    ) -> tuple[Hit, ...]:
        hits = rerank(
            result.hits,
            now_s=int(now.timestamp()),
            full_score=planned.full_score,
            weights=self._weights,
        )
        kept = tuple(diversify(hits))
        reading.note("order", f"{len(kept)} by score, at most 2 of one seller in the first 24")
        return kept

    def _minor(self, price: Decimal | None) -> int | None:
        return None if price is None else int(price.scaleb(self._exponent))

    def _understood(self, reading: QueryReading, relaxed: tuple[str, ...]) -> Understanding:
        return Understanding(
            query=reading.notes[0].did,
            corrected=" ".join(reading.words) if reading.corrections else None,
            corrections=tuple(reading.corrections),
            meanings=reading.meanings,
            price_min_minor=self._minor(reading.low),
            price_max_minor=self._minor(reading.high),
            relaxed=relaxed,
            stages=tuple(reading.notes),
        )
