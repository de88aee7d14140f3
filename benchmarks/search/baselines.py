"""What Rethread is measured against in the same run: SQLite FTS5, bm25s and plain tantivy.

Each is set up as its documentation suggests: OR over words, every field as one text.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Callable
from typing import Any

import bm25s
import tantivy
from dataset import Item, JudgedQuery, passes

Rank = Callable[[JudgedQuery], list[str]]
_WORD = re.compile(r"\w+")
_DEEP = 400  # how deep a baseline is read before filters are applied to what it found


def fts5(items: list[Item]) -> Rank:
    """SQLite FTS5 with its porter tokenizer and bm25()."""
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table t using fts5(text, tokenize='porter unicode61')")
    base.executemany(
        "insert into t(rowid, text) values (?, ?)", enumerate((i.text() for i in items), 1)
    )

    def rank(query: JudgedQuery) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in _WORD.findall(query.text))
        rows = base.execute(
            "select rowid from t where t match ? order by bm25(t) limit ?", (words, len(items))
        )
        return _inside(items, query, [row[0] - 1 for row in rows])

    return rank


def bm25(items: list[Item]) -> Rank:
    """bm25s (Lucene variant) with English stop words."""
    model = bm25s.BM25()
    tokens = bm25s.tokenize([i.text() for i in items], stopwords="en", show_progress=False)
    model.index(tokens, show_progress=False)

    def rank(query: JudgedQuery) -> list[str]:
        asked = bm25s.tokenize(query.text, stopwords="en", show_progress=False)
        found, scores = model.retrieve(asked, k=len(items), show_progress=False)
        order = [int(n) for n, score in zip(found[0], scores[0], strict=True) if score > 0]
        return _inside(items, query, order)

    return rank


def plain_tantivy(items: list[Item]) -> Rank:
    """tantivy as its tutorial has it: one text field, English stemmer, OR."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="en_stem")
    builder.add_integer_field("n", fast=True)
    schema = builder.build()
    index: Any = tantivy.Index(schema, path=tempfile.mkdtemp())
    writer = index.writer(num_threads=1)
    for number, item in enumerate(items):
        writer.add_document(tantivy.Document.from_dict({"text": item.text(), "n": number}, schema))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(query: JudgedQuery) -> list[str]:
        parsed, _ = index.parse_query_lenient(query.text, ["text"])
        addresses = [address for _, address in searcher.search(parsed, len(items)).hits]
        return _inside(items, query, searcher.fast_field_values("n", addresses))

    return rank


def _inside(items: list[Item], query: JudgedQuery, order: list[int]) -> list[str]:
    found = (items[n] for n in order)
    return [item.id for item in found if passes(item, query.filters)][:_DEEP]


BASELINES: dict[str, Callable[[list[Item]], Rank]] = {
    "sqlite fts5": fts5,
    "bm25s": bm25,
    "tantivy plain": plain_tantivy,
}
