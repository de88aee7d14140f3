"""The tantivy schema, analysers and documents. Knows nothing of files or queries."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import tantivy

from rethread.market.search.rules.fields import KEYWORDS, TEXTS, keyword_values, text_values
from rethread.market.search.types import IndexDocument

SCHEMA_VERSION = 3  # raise when fields or analysis change: old folders are then rebuilt
STEMMED, PLAIN = "rethread_stemmed", "rethread_plain"
_WORD_CHARS_MAX = 40
_SIGN = 1 << 63
_LOW = (1 << 64) - 1


def build_schema() -> Any:
    """Build the schema: a raw text id (deletes by an unsigned field delete nothing), keywords,
    analysed texts, and integers for sorting and for reading results without opening documents."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=False, tokenizer_name="raw", index_option="basic")
    for name in (*KEYWORDS, "shop"):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name=STEMMED, index_option=_option(name))
    builder.add_text_field("spelling", tokenizer_name=PLAIN, index_option="basic")
    for name in ("id_high", "id_low", "seller", "version", "fresh"):
        builder.add_integer_field(name, fast=True)
    for name in ("price", "published"):
        builder.add_integer_field(name, fast=True, indexed=True)
    return builder.build()


def _option(name: str) -> str:
    if name in {"title", "all"}:
        return "position"
    return "freq" if name == "description" else "basic"


def stemmed_analyser() -> Any:
    """Build the analyser of words: `en_stem` alone does not fold accents."""
    return _plain().filter(tantivy.Filter.stemmer("english")).build()


def plain_analyser() -> Any:
    """Build the analyser of the vocabulary: folded, not stemmed."""
    return _plain().build()


def _plain() -> Any:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_WORD_CHARS_MAX))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
    )


def split_id(value: UUID) -> tuple[int, int]:
    """Split an id into two signed 64-bit integers, the form that fast fields hold."""
    return (value.int >> 64) - _SIGN, (value.int & _LOW) - _SIGN


def join_id(high: int, low: int) -> UUID:
    """Put an id together again; the inverse of `split_id`."""
    return UUID(int=join_key(high, low))


def join_key(high: int, low: int) -> int:
    """Put an id together as a number."""
    return ((high + _SIGN) << 64) | (low + _SIGN)


def seller_key(seller_id: UUID) -> int:
    """Reduce a seller's id to 63 bits (its random end), enough to tell sellers apart on a page."""
    return seller_id.int & ((1 << 63) - 1)


def build_document(document: IndexDocument, schema: Any) -> Any:
    """Translate a listing document; types come from the schema, never guessed from values."""
    high, low = split_id(document.id)
    published, fresh = document.published_at, document.fresh_at or document.published_at
    texts = text_values(document)
    fields: dict[str, Any] = {
        "id": document.id.hex,
        "id_high": high,
        "id_low": low,
        "seller": seller_key(document.seller_id),
        "version": document.version,
        "price": document.price_minor,
        "published": int(published.timestamp()) if published else 0,
        "fresh": int(fresh.timestamp()) if fresh else 0,
        "spelling": texts["all"],
        **keyword_values(document),
        **texts,
    }
    return tantivy.Document.from_dict(fields, schema)
