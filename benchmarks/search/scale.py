"""Measures the engine and the query path on synthetic listings: build rate, size, CPU per query.

python benchmarks/search/scale.py [--listings 100000]
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

os.environ.setdefault("RETHREAD_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rethread.config.settings")
import django

django.setup()

from rethread.market.search.adapters.tantivy_engine import TantivyEngine  # noqa: E402
from rethread.market.search.services.lexicon import lexicon  # noqa: E402
from rethread.market.search.services.query_path import QueryPath  # noqa: E402
from rethread.market.search.types import FACETS, Filters, IndexDocument  # noqa: E402

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = ("brand", "type", "colour", "size", "condition", "department", "material", "style", "era")
TITLE = ("brand", "colour", "material", "type")
EXTRAS = [
    "lovely",
    "worn",
    "once",
    "oversized",
    "cropped",
    "slim",
    "fit",
    "summer",
    "winter",
    "party",
    "soft",
    "warm",
    "cute",
    "rare",
]


class Vocabulary:
    """Codes and labels of the taxonomy, picked with the skew that real markets have."""

    def __init__(self, source: random.Random) -> None:
        self._source = source
        self._by_kind = {
            kind: [
                (e.code, e.label, " . ".join((e.label, *e.phrases)))
                for e in lexicon()
                if e.kind == kind
            ]
            for kind in KINDS
        }

    def pick(self, kind: str) -> tuple[str, str, str]:
        """Return (code, label, every phrase) of one term; earlier terms are commoner."""
        terms = self._by_kind[kind]
        return terms[min(int(self._source.expovariate(4.0) * len(terms)), len(terms) - 1)]


def documents(count: int, source: random.Random) -> Iterator[IndexDocument]:
    """Make listings with titles as sellers write them and a long tail of rare words."""
    vocabulary = Vocabulary(source)
    for _ in range(count):
        picked = {kind: vocabulary.pick(kind) for kind in KINDS}
        labels = {kind: label for kind, (_, label, _) in picked.items()}
        rare = f"model{source.randrange(20_000)}"
        yield IndexDocument(
            id=UUID(int=source.getrandbits(128)),
            seller_id=UUID(int=source.randrange(1, count // 20 + 2)),
            shop_id=UUID(int=source.randrange(1, count // 20 + 2)),
            title=" ".join((*(labels[kind] for kind in TITLE), rare)),
            description=" ".join(source.choices(EXTRAS, k=12)),
            department=picked["department"][0], category="", type=picked["type"][0],
            brand=picked["brand"][0], size=picked["size"][0], sizes=(picked["size"][0],),
            condition=picked["condition"][0], colours=(picked["colour"][0],),
            materials=(picked["material"][0],), styles=(picked["style"][0],),
            era=picked["era"][0], words={kind: words for kind, (_, _, words) in picked.items()},
            price_minor=source.randrange(300, 20_000),
            published_at=NOW - timedelta(minutes=source.randrange(100_000)), version=1,
        )  # fmt: skip


def measure(path: QueryPath, runs: list[tuple[str, Filters]], facets: tuple[str, ...]) -> str:
    """Return p50 and p99 CPU milliseconds per query."""
    taken = []
    for query, filters in runs:
        started = time.process_time()
        path.run(query=query, filters=filters, sort="relevance", now=NOW, facets=facets)
        taken.append((time.process_time() - started) * 1000)
    taken.sort()
    return f"p50 {taken[len(taken) // 2]:.2f} ms  p99 {taken[int(len(taken) * 0.99)]:.2f} ms CPU"


def queries(count: int, source: random.Random, *, filtered: bool) -> list[tuple[str, Filters]]:
    """Make queries of two to four words, with three filters set where `filtered`."""
    vocabulary = Vocabulary(source)
    made = []
    for _ in range(count):
        kinds = source.sample(("brand", "type", "colour", "material", "style"), 2)
        words = " ".join(vocabulary.pick(kind)[1] for kind in kinds)
        filters = Filters(
            departments=(vocabulary.pick("department")[0],),
            sizes=tuple({vocabulary.pick("size")[0] for _ in range(3)}),
            price_max_minor=source.randrange(3000, 15_000),
        )
        made.append((words, filters if filtered else Filters()))
    return made


def main() -> None:
    """Build, commit, query, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=100_000)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="rethread-scale-"))
    engine = TantivyEngine(folder)
    made = list(documents(given.listings, random.Random(1)))
    started, cpu = time.perf_counter(), time.process_time()
    engine.rebuild(made)
    wall, cpu = time.perf_counter() - started, time.process_time() - cpu
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(
        f"{given.listings} listings: {given.listings / wall:,.0f} docs/s"
        f" ({wall:.1f} s, {cpu:.1f} s CPU)"
    )
    print(f"index size {size / 1e6:.1f} MB")
    engine.index(made[:50])
    started = time.perf_counter()
    engine.commit()
    print(f"commit of 50 upserts {(time.perf_counter() - started) * 1000:.0f} ms")
    path = QueryPath(engine, lexicon)
    path.run(query="warm the caches", filters=Filters(), sort="relevance", now=NOW, facets=FACETS)
    for label, filtered, facets in (
        ("words, no facets", False, ()),
        ("words, 6 facets", False, FACETS),
        ("words, 3 filters, 3 facets", True, FACETS[:3]),
    ):
        runs = queries(300, random.Random(2), filtered=filtered)
        print(f"{label:<28} {measure(path, runs, facets)}")


if __name__ == "__main__":
    sys.exit(main())
