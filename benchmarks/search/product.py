"""Runs the product's own query path over a judged set, through its own engine and rules."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from dataset import Item, JudgedQuery, key_of

from rethread.market.search.adapters.tantivy_engine import TantivyEngine
from rethread.market.search.rules.gazetteer import Gazetteer, LexiconEntry
from rethread.market.search.rules.planning import Weights
from rethread.market.search.rules.text import normalise, words_of
from rethread.market.search.services.query_path import QueryPath
from rethread.market.search.types import Filters, IndexDocument

NOW = datetime(2026, 1, 1, tzinfo=UTC)
# Column of a judged set -> kind of the taxonomy.
KINDS = {
    "department": "department", "category": "category", "subcategory": "type", "type": "type",
    "brand": "brand", "colour": "colour", "colour2": "colour", "pattern": "pattern",
    "material": "material", "style": "style", "era": "era", "condition": "condition",
    "size": "size",
}  # fmt: skip


@dataclass
class Product:
    """The query path with an index of one judged set."""

    path: QueryPath
    engine: TantivyEngine
    translate: Translator
    names: dict[UUID, str]

    def rank(self, query: JudgedQuery) -> list[str]:
        """Return item ids in the product's order; no seller cap bites, every item has its own."""
        ranked = self.path.run(
            query=query.text, filters=self.translate.filters(query.filters), sort="relevance",
            now=NOW,
        )  # fmt: skip
        return [self.names[hit.id] for hit in ranked.hits]


class Translator:
    """Translates columns of a judged set into the codes and words of an index document."""

    def __init__(self, entries: Iterable[LexiconEntry], engine: TantivyEngine) -> None:
        entries = list(entries)
        self._gazetteer = Gazetteer(entries, _analyser(engine))
        self._analyse = _analyser(engine)
        self._phrases = {(e.kind, e.code): " ".join(e.phrases) for e in entries}

    def code(self, kind: str, value: str) -> str:
        """Return the taxonomy's code for a value, or the value itself."""
        codes = self._gazetteer.codes(self._analyse(value), kind)
        return codes[0] if codes else value.lower()

    def document(self, item: Item) -> IndexDocument:
        """Build the document of an item as the product would have stored it."""
        codes: dict[str, list[str]] = {}
        words: dict[str, str] = {}
        for column, kind in KINDS.items():
            if value := item.fields.get(column):
                code = self.code(kind, value)
                codes.setdefault(kind, []).append(code)
                known = self._phrases.get((kind, code), "")
                words[kind] = f"{words.get(kind, '')} {value} {known}".strip()
        one = {kind: values[0] for kind, values in codes.items()}
        key = key_of(item.id)
        return IndexDocument(
            id=key, seller_id=key, shop_id=key, title=item.fields.get("title", ""),
            description=item.fields.get("description", ""), words=words,
            department=one.get("department", ""), category=one.get("category", ""),
            type=one.get("type", ""), brand=one.get("brand", ""), size=one.get("size", ""),
            sizes=tuple(codes.get("size", ())), condition=one.get("condition", ""),
            colours=tuple(codes.get("colour", ())), materials=tuple(codes.get("material", ())),
            patterns=tuple(codes.get("pattern", ())), styles=tuple(codes.get("style", ())),
            era=one.get("era", ""), price_minor=item.price_minor, published_at=NOW,
        )  # fmt: skip

    def filters(self, wanted: dict[str, Any]) -> Filters:
        """Translate the filters of a query."""
        plural = {
            "department": "departments", "category": "categories", "type": "types",
            "brand": "brands", "size": "sizes", "colour": "colours", "pattern": "patterns",
            "condition": "conditions", "material": "materials", "style": "styles", "era": "eras",
        }  # fmt: skip
        given: dict[str, Any] = {}
        for name, value in wanted.items():
            if name in {"price_max", "price_min"}:
                given[f"{name}_minor"] = int(Decimal(str(value)) * 100)
            else:
                values = value if isinstance(value, list) else [value]
                given[plural[name]] = tuple(self.code(name, str(v)) for v in values)
        return Filters(**given)


def _analyser(engine: TantivyEngine) -> Callable[[str], list[str]]:
    return lambda text: [t for word in words_of(normalise(text)) for t in engine.analyse(word)]


def build(
    items: list[Item], entries: Iterable[LexiconEntry], weights: Weights | None = None
) -> Product:
    """Index a set in a temporary folder and return the query path over it."""
    entries = list(entries)
    engine = TantivyEngine(Path(tempfile.mkdtemp(prefix="rethread-search-")))
    translate = Translator(entries, engine)
    engine.rebuild(translate.document(item) for item in items)
    path = QueryPath(engine, lambda: entries, weights=weights)
    return Product(path, engine, translate, {key_of(item.id): item.id for item in items})
