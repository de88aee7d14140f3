"""Translates engine queries into tantivy's. Queries are built, never parsed from text."""

from __future__ import annotations

from typing import Any

import tantivy

from rethread.market.search.rules.fields import filter_values
from rethread.market.search.types import PRICE_UNKNOWN, Clause, EngineQuery

_MUST, _SHOULD = tantivy.Occur.Must, tantivy.Occur.Should
_INTEGER = tantivy.FieldType.Integer


def build_query(schema: Any, query: EngineQuery, *, without: str = "", scored: bool = True) -> Any:
    """Build the whole query; `without` leaves one filter out, for that filter's own facet."""
    parts: list[tuple[Any, Any]] = []
    words = [_any(schema, clauses, scored) for clauses in query.words if clauses]
    if words and query.words_min > 0:
        needed = min(query.words_min, len(words))
        parts.append((_MUST, tantivy.Query.boolean_query([(_SHOULD, q) for q in words], needed)))
    elif words and scored:
        parts.extend((_SHOULD, q) for q in words)
    if scored:
        parts.extend((_SHOULD, _clause(schema, clause)) for clause in query.boosts)
    filters = _filters(schema, query, without)
    if not any(occur is _MUST for occur, _ in parts) and not filters:
        filters = [tantivy.Query.all_query()]
    parts.extend((_MUST, tantivy.Query.const_score_query(f, 0.0)) for f in filters)
    return tantivy.Query.boolean_query(parts)


def _any(schema: Any, clauses: tuple[Clause, ...], scored: bool) -> Any:
    if not scored:
        clauses = tuple(clause for clause in clauses if clause.field == "all") or clauses
    if len(clauses) == 1:
        return _clause(schema, clauses[0])
    return tantivy.Query.boolean_query([(_SHOULD, _clause(schema, c)) for c in clauses])


def _clause(schema: Any, clause: Clause) -> Any:
    if clause.kind == "phrase":
        words: list[str | tuple[int, str]] = [*clause.term.split()]
        inner = tantivy.Query.phrase_query(schema, clause.field, words)
        return tantivy.Query.const_score_query(inner, clause.weight)
    if clause.kind == "bm25":
        inner = tantivy.Query.term_query(schema, clause.field, clause.term, index_option="freq")
        return tantivy.Query.boost_query(inner, clause.weight)
    inner = tantivy.Query.term_query(schema, clause.field, clause.term, index_option="basic")
    return tantivy.Query.const_score_query(inner, clause.weight)


def _alternatives(schema: Any, name: str, codes: tuple[str, ...]) -> Any:
    """Match any of a few codes; tantivy's own term set costs ten times as much at this size."""
    terms = [tantivy.Query.term_query(schema, name, code, index_option="basic") for code in codes]
    if len(terms) == 1:
        return terms[0]
    return tantivy.Query.boolean_query([(_SHOULD, term) for term in terms])


def _filters(schema: Any, query: EngineQuery, without: str) -> list[Any]:
    filters = [
        _alternatives(schema, name, codes)
        for name, codes in filter_values(query.filters).items()
        if name != without
    ]
    lower, upper = query.filters.price_min_minor, query.filters.price_max_minor
    if lower is not None or upper is not None:
        upper = PRICE_UNKNOWN - 1 if upper is None else upper
        filters.append(
            tantivy.Query.range_query(
                schema, "price", _INTEGER, lower_bound=lower, upper_bound=upper
            )
        )
    return filters
