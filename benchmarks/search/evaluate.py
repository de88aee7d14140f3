"""Prints how well search ranks on judged sets, beside baselines computed in the same run.

python benchmarks/search/evaluate.py DIR [DIR ...] [--typos]
"""

from __future__ import annotations

import argparse
import os
import random
import string
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean

os.environ.setdefault("RETHREAD_MODE", "test")
sys.path.insert(0, str(Path(__file__).parent))
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rethread.config.settings")
django.setup()

import metrics  # noqa: E402
import product  # noqa: E402
from baselines import BASELINES  # noqa: E402
from dataset import JudgedQuery, JudgedSet, load  # noqa: E402

from rethread.market.search.services.lexicon import lexicon  # noqa: E402

Rank = Callable[[JudgedQuery], list[str]]


def with_typo(text: str, source: random.Random) -> str:
    """Make one random edit (swap, drop, double or replace) in one longer word of a query."""
    words = text.split()
    long = [at for at, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    if not long:
        return text
    at = source.choice(long)
    word, place = words[at], source.randrange(len(words[at]) - 1)
    edits = [
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        word[:place] + word[place + 1 :],
        word[:place] + word[place] + word[place:],
        word[:place] + source.choice(string.ascii_lowercase) + word[place + 1 :],
    ]
    words[at] = source.choice(edits)
    return " ".join(words)


def row(name: str, judged: JudgedSet, rank: Rank) -> dict[str, list[float]]:
    """Run one ranker over a set, print its figures and return them per query."""
    per: dict[str, list[float]] = {"all": [], "g2": [], "rr": [], "recall": [], "ms": []}
    empty = 0
    for query in judged.queries:
        started = time.process_time()
        ranked = rank(query)
        per["ms"].append((time.process_time() - started) * 1000)
        empty += not ranked
        per["all"].append(metrics.ndcg(ranked, query.grades))
        per["g2"].append(metrics.ndcg(ranked, query.grades, least=2))
        per["rr"].append(metrics.reciprocal_rank(ranked, query.grades))
        per["recall"].append(metrics.recall(ranked, query.grades))
    ms = sorted(per["ms"])
    print(
        f"  {name:<16} ndcg@10 {mean(per['all']):.4f}  grade 2 {mean(per['g2']):.4f}"
        f"  mrr {mean(per['rr']):.4f}  recall@100 {mean(per['recall']):.4f}"
        f"  empty {empty / len(judged.queries):.1%}"
        f"  cpu ms p50 {ms[len(ms) // 2]:.2f} p99 {ms[int(len(ms) * 0.99)]:.2f}"
    )
    return per


def compare(judged: JudgedSet, typos: bool) -> None:
    """Print a set's figures: baselines, product, ratio to the best baseline with its interval."""
    print(f"{judged.name}: {len(judged.items)} items, {len(judged.queries)} queries")
    others = {name: row(name, judged, make(judged.items)) for name, make in BASELINES.items()}
    built = product.build(judged.items, lexicon())
    ours = row("rethread", judged, built.rank)
    for key, label in (("all", "all grades"), ("g2", "grade 2")):
        best = max(others, key=lambda name: mean(others[name][key]))
        low, high = metrics.bootstrap(ours[key], others[best][key])
        ratio = mean(ours[key]) / mean(others[best][key])
        print(f"  {label}: {ratio:.3f}x of {best}; difference within [{low:+.4f}, {high:+.4f}]")
    if typos:
        source = random.Random(11)
        changed = [
            JudgedQuery(q.id, with_typo(q.text, source), q.filters, q.grades)
            for q in judged.queries
        ]
        typed = row("with typos", JudgedSet(judged.name, judged.items, changed), built.rank)
        print(f"  typo retention: {mean(typed['all']) / mean(ours['all']):.1%}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--typos", action="store_true", help="also measure typo retention")
    given = parser.parse_args()
    for folder in given.folders:
        if not (folder / "items.csv").is_file():
            print(f"{folder}: no items.csv here, skipped")
            continue
        compare(load(folder), given.typos)


if __name__ == "__main__":
    main()
