"""The embedded search engine on tantivy: one writing process, any number of readers.

A reader reloads when the index's meta.json or the pointer changed; it never watches files. What
was not committed is lost when the writer is killed, and nothing else is.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import tantivy

from rethread.market.search.errors import IndexUnusable
from rethread.market.search.rules.fields import FILTER_OF_FACET, filter_values
from rethread.market.search.types import EngineQuery, EngineResult, FacetCount, Hit, IndexDocument

from .index_folder import IndexFolder
from .tantivy_queries import build_query
from .tantivy_schema import (
    PLAIN,
    SCHEMA_VERSION,
    STEMMED,
    build_document,
    build_schema,
    join_id,
    join_key,
    plain_analyser,
    stemmed_analyser,
)

_WRITER_BYTES = 48_000_000
_FACET_VALUES_MAX = 300
_EVERYTHING = 2**31 - 1


@dataclass(slots=True)
class _Reader:
    folder: Path
    meta_path: str
    index: Any
    meta: tuple[int, int]


@dataclass(slots=True)
class _Writer:
    folder: Path
    lock: int
    writer: Any


class TantivyEngine:
    """`SearchEngine` on a folder of a local disk."""

    name = "tantivy"

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folder = IndexFolder(root, f"v{SCHEMA_VERSION}-")
        self._schema = build_schema()
        self._stemmed = stemmed_analyser()
        self._reader: _Reader | None = None
        self._pointer: tuple[int, int] | None = None
        self._writer: _Writer | None = None
        self._lock = threading.RLock()

    # Words

    def analyse(self, text: str) -> list[str]:
        """Cut a text into the terms the index holds."""
        return list(self._stemmed.analyze(text))

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents hold an analysed term in a field."""
        searcher = self._searcher()
        return int(searcher.doc_freq(field, term)) if searcher else 0

    def frequencies(self, terms: Sequence[tuple[str, str]]) -> list[int]:
        """Return `frequency` of many (field, term) pairs, from one state of the index."""
        searcher = self._searcher()
        if searcher is None:
            return [0] * len(terms)
        return [int(searcher.doc_freq(field, term)) for field, term in terms]

    def vocabulary(self, prefix: str = "", limit: int | None = None) -> Sequence[tuple[str, int]]:
        """Return the unstemmed words in use, commonest first, ties in alphabetical order."""
        searcher = self._searcher()
        if searcher is None:
            return []
        found = searcher.terms_with_prefix("spelling", prefix, limit=limit)
        return sorted(((w, int(n)) for w, n in found), key=lambda pair: (-pair[1], pair[0]))

    # Reading

    def search(self, query: EngineQuery) -> EngineResult:
        """Answer a query from the last committed state."""
        searcher = self._searcher()
        if searcher is None:
            return EngineResult((), 0, {name: [] for name in query.facets})
        built = build_query(self._schema, query)
        result = self._find(searcher, built, query)
        hits = self._read_hits(searcher, result.hits, query)
        facets = self._count_facets(searcher, query)
        return EngineResult(tuple(hits), int(result.count), facets)

    def _find(self, searcher: Any, built: Any, query: EngineQuery) -> Any:
        limit = max(query.limit, 1)
        if query.sort == "relevance":
            return searcher.search(built, limit)
        field = "published" if query.sort == "newest" else "price"
        order = tantivy.Order.Asc if query.sort == "price_asc" else tantivy.Order.Desc
        return searcher.search(built, limit, order_by_field=field, order=order)

    def _read_hits(self, searcher: Any, found: Any, query: EngineQuery) -> list[Hit]:
        if query.limit <= 0 or not found:
            return []
        addresses = [address for _, address in found]
        columns = [
            searcher.fast_field_values(name, addresses)
            for name in ("id_high", "id_low", "seller", "published", "price", "fresh")
        ]
        relevance = query.sort == "relevance"
        hits = [
            Hit(join_key(high, low), score if relevance else 0.0, seller, published, price, fresh)
            for (score, _), high, low, seller, published, price, fresh in zip(
                found, *columns, strict=True
            )
        ]
        hits.sort(key=_ORDERS[query.sort])
        return hits

    def _count_facets(self, searcher: Any, query: EngineQuery) -> dict[str, list[FacetCount]]:
        filtered = filter_values(query.filters)
        own = [name for name in query.facets if FILTER_OF_FACET[name] in filtered]
        shared = [name for name in query.facets if name not in own]
        counts: dict[str, list[FacetCount]] = {}
        if shared:
            counts |= self._aggregate(
                searcher, build_query(self._schema, query, scored=False), shared
            )
        for name in own:
            built = build_query(self._schema, query, without=FILTER_OF_FACET[name], scored=False)
            counts |= self._aggregate(searcher, built, [name])
        return {name: counts[name] for name in query.facets}

    def _aggregate(
        self, searcher: Any, built: Any, names: Sequence[str]
    ) -> dict[str, list[FacetCount]]:
        asked = {name: {"terms": {"field": name, "size": _FACET_VALUES_MAX}} for name in names}
        answer = searcher.aggregate(built, asked)
        return {
            name: sorted(
                (FacetCount(b["key"], int(b["doc_count"])) for b in answer[name]["buckets"]),
                key=lambda facet: (-facet.count, facet.value),
            )
            for name in names
        }

    def count(self) -> int:
        """Return the number of documents."""
        searcher = self._searcher()
        return int(searcher.num_docs) if searcher else 0

    def version_of(self, listing_id: UUID) -> int | None:
        """Return which version of a listing the index holds, or None."""
        searcher = self._searcher()
        if searcher is None:
            return None
        asked = tantivy.Query.term_query(self._schema, "id", listing_id.hex, index_option="basic")
        addresses = [address for _, address in searcher.search(asked, 1).hits]
        return int(searcher.fast_field_values("version", addresses)[0]) if addresses else None

    def versions(self) -> Iterator[tuple[UUID, int]]:
        """Yield id and version of every document."""
        searcher = self._searcher()
        if searcher is None or not searcher.num_docs:
            return
        found = searcher.search(tantivy.Query.all_query(), int(searcher.num_docs)).hits
        addresses = [address for _, address in found]
        columns = [
            searcher.fast_field_values(name, addresses) for name in ("id_high", "id_low", "version")
        ]
        for high, low, version in zip(*columns, strict=True):
            yield join_id(high, low), int(version)

    def generation(self) -> str:
        """Return a mark that changes with every commit a reader can see."""
        self._searcher()
        return f"{self._reader.folder.name}:{self._reader.meta}" if self._reader else "none"

    def committed_at(self) -> datetime | None:
        """Return the wall time of the last commit."""
        folder = self._folder.current()
        meta = _meta_mark(str(folder / "meta.json")) if folder else (0, 0)
        return datetime.fromtimestamp(meta[1] / 1e9, UTC) if meta[1] else None

    def _searcher(self) -> Any | None:
        """Return a searcher of the last commit; costs two `stat` calls when nothing changed."""
        pointer = self._folder.pointer_mark()
        reader = self._reader
        if reader is not None and pointer == self._pointer:
            meta = _meta_mark(reader.meta_path)
            if meta == reader.meta:
                return reader.index.searcher()
        with self._lock:
            return self._refresh(pointer)

    def _refresh(self, pointer: tuple[int, int]) -> Any | None:
        if self._reader is None or pointer != self._pointer:
            folder = self._folder.current()
            if folder is None:
                self._reader, self._pointer = None, pointer
                return None
            path = str(folder / "meta.json")
            meta = _meta_mark(path)
            self._reader = _Reader(folder, path, self._open(folder), meta)
            self._pointer = pointer
        else:
            meta = _meta_mark(self._reader.meta_path)
            self._reload(self._reader.index)
            self._reader.meta = meta
        return self._reader.index.searcher()

    def _reload(self, index: Any) -> None:
        try:
            index.reload()
        except (OSError, ValueError) as error:
            raise IndexUnusable(str(error)) from error

    def _open(self, folder: Path) -> Any:
        try:
            index = tantivy.Index.open(str(folder))
        except (OSError, ValueError) as error:
            raise IndexUnusable(str(error)) from error
        return self._configure(index)

    def _configure(self, index: Any) -> Any:
        index.register_tokenizer(STEMMED, self._stemmed)
        index.register_tokenizer(PLAIN, plain_analyser())
        index.config_reader("manual")
        self._reload(index)
        return index

    # Writing

    def index(self, documents: Iterable[IndexDocument]) -> int:
        """Insert or replace documents by id: delete, then add, in one commit."""
        writer = self._writing().writer
        return sum(1 for document in documents if self._put(writer, document))

    def _put(self, writer: Any, document: IndexDocument) -> bool:
        writer.delete_documents_by_term("id", document.id.hex)
        writer.add_document(build_document(document, self._schema))
        return True

    def delete(self, ids: Iterable[UUID]) -> None:
        """Remove documents by id."""
        writer = self._writing().writer
        for listing_id in ids:
            writer.delete_documents_by_term("id", listing_id.hex)

    def commit(self) -> bool:
        """Make changes durable; False when a rebuild may have missed them, so repeat them later."""
        with self._lock:
            if self._writer is None:
                return True
            self._writer.writer.commit()
            folder = self._writer.folder
        # The order matters: a rebuild that ends between the two lines changed the pointer.
        return not self._folder.rebuilding() and self._folder.current() == folder

    def settle(self) -> None:
        """Wait for merges: until one is done, deleted documents count in a term's frequency.

        Everything must have been committed. The writer is spent; the next change opens another.
        """
        with self._lock:
            if self._writer is not None:
                held, self._writer = self._writer, None
                try:
                    held.writer.wait_merging_threads()
                finally:
                    os.close(held.lock)

    def close(self) -> None:
        """Let go of the writer's lock; what was not committed is dropped."""
        with self._lock:
            if self._writer is not None:
                held, self._writer = self._writer, None
                held.writer.rollback()
                del held.writer
                os.close(held.lock)

    def _writing(self) -> _Writer:
        """Return the writer of the live generation, opening or reopening it as needed.

        Raises:
            IndexBusy: another process writes.
            IndexUnusable: the live generation cannot be opened.
        """
        with self._lock:
            current = self._folder.current()
            if self._writer is not None and self._writer.folder == current:
                return self._writer
            self.close()
            lock = self._folder.lock_writer()
            try:
                folder = current or self._start_empty()
                writer = self._open(folder).writer(heap_size=_WRITER_BYTES, num_threads=1)
            except BaseException:
                os.close(lock)
                raise
            self._writer = _Writer(folder, lock, writer)
            return self._writer

    def _start_empty(self) -> Path:
        with self._folder.rebuild_lock():
            folder = self._folder.create()
            tantivy.Index(self._schema, path=str(folder))
            self._folder.swap(folder)
        return folder

    # Rebuilding

    def rebuild(self, documents: Iterable[IndexDocument]) -> int:
        """Build a complete index beside the live one and swap to it in one step.

        Raises:
            IndexBusy: another rebuild runs.
        """
        with self._folder.rebuild_lock():
            folder = self._folder.create()
            index = self._configure(tantivy.Index(self._schema, path=str(folder)))
            writer = index.writer(heap_size=4 * _WRITER_BYTES, num_threads=1)
            added = 0
            for document in documents:
                writer.add_document(build_document(document, self._schema))
                added += 1
            writer.commit()
            writer.wait_merging_threads()
            self._folder.swap(folder)
        return added

    def rebuilding(self) -> bool:
        """Tell whether a rebuild is under way in any process."""
        return self._folder.rebuilding()

    def exists(self) -> bool:
        """Tell whether an index of this schema was ever built here."""
        return self._folder.current() is not None


def _meta_mark(path: str) -> tuple[int, int]:
    try:
        stat = os.stat(path)
    except FileNotFoundError:
        return (0, 0)
    return (stat.st_ino, stat.st_mtime_ns)


_ORDERS: dict[str, Any] = {
    "relevance": lambda hit: (-hit.score, hit.key),
    "newest": lambda hit: (-hit.published_at_s, hit.key),
    "price_asc": lambda hit: (hit.price_minor, hit.key),
    "price_desc": lambda hit: (-hit.price_minor, hit.key),
}
