"""What ranking a feed costs: candidates, features, trees, order, reasons, in processor time.

Run `python benchmarks/ranking.py [GARMENTS ...]` (default 500, 10000 and 100000). No database: a
shelf of drawn garments, a person with fifty actions, trees of 150 rounds. The peer is the same
shelf ordered newest first.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import numpy as np

os.environ.update(
    RETHREAD_HOME=tempfile.mkdtemp(prefix="rethread-bench-"),
    RETHREAD_MODE="test",
    RETHREAD_SECRET_KEY="only-for-benchmarks",  # noqa: S106  # of a process that lives minutes
    DJANGO_SETTINGS_MODULE="rethread.config.settings",
)
REPEATS = 300


def percentiles(work: Callable[[], object]) -> tuple[float, float]:
    """Return the median and the 99th percentile of processor time, in milliseconds."""
    for _ in range(10):
        work()
    costs = []
    for _ in range(REPEATS):
        began = time.process_time_ns()
        work()
        costs.append((time.process_time_ns() - began) / 1e6)
    return float(np.median(costs)), float(np.quantile(costs, 0.99))


def steps_of(size: int) -> dict[str, Callable[[], object]]:
    """Return what is measured on a shelf of some size."""
    from rethread.market.discovery.adapters.lightgbm_trees import Trees
    from rethread.market.discovery.rules.cells import NO_CELLS
    from rethread.market.discovery.rules.explaining import moving_actions
    from rethread.market.discovery.rules.facts import table_of
    from rethread.market.discovery.rules.features import FEATURES, compute
    from rethread.market.discovery.rules.history import history_of
    from rethread.market.discovery.rules.ordering import as_rows
    from rethread.market.discovery.services.ladder import Scorer
    from rethread.market.discovery.services.ranking import rank
    from rethread.market.discovery.types import Heat, PastAction
    from rethread.simulation.feed_trial import TrialScale, draw_offers

    rng = np.random.default_rng(5)
    noise = rng.random((24_000, len(FEATURES))).astype(np.float32)
    trees = Trees.fit(noise, (noise[:, 3] * 4.99).astype(int).tolist(), [12] * 2_000, 1)
    scale = TrialScale(sellers=max(10, size // 20), listings=size, days=45)
    facts = [offer.facts for offer in draw_offers(3, scale)]
    at_us = max(one.published_us for one in facts)
    table = table_of([(one, Heat(int(rng.integers(30)), 3, 1, 1)) for one in facts])
    acted = [
        PastAction(
            sequence=n, kind="like" if n % 4 == 0 else "click",
            acted_us=at_us - n * 3_600_000_000, item=facts[int(rng.integers(len(facts)))],
        )
        for n in range(1, 51)
    ]  # fmt: skip
    history = history_of(acted)
    scorer = Scorer("trees", trees)  # type: ignore[arg-type]  # without a card, which it needs not

    def ranked() -> Any:
        return rank(
            table, history, at_us=at_us, scorer=scorer, cells=NO_CELLS, rng=random.Random(1)
        )

    warmer = [(facts[size // 2], Heat(9, 3, 1, 2))]
    noticed = {facts[size // 2].listing_id}

    def after_a_like_elsewhere() -> Any:
        mended = table.changed(without=noticed, plus=warmer)
        return mended.newest_first, mended.codes_by_column

    feed = ranked()
    head = feed.items.take(as_rows(feed.places[:30]))
    return {
        "history of 50 actions": lambda: history_of(acted),
        "rank 500 (all but history, reasons)": ranked,
        "  of it features of 500": lambda: compute(feed.items, history, at_us),
        "  of it trees on 500": lambda: trees.score(feed.features),
        "reasons for a page": lambda: moving_actions(head, history, at_us, trees.score),
        "shelf after a like by anybody": after_a_like_elsewhere,
        "peer: newest first": lambda: np.argsort(-table.published_us)[:500],
    }


def main(sizes: list[int]) -> None:
    """Print one line per size of shelf and step."""
    import django

    django.setup()
    print(f"{'garments':>9} {'step':<36} {'median ms':>10} {'p99 ms':>8}")
    for size in sizes:
        for name, work in steps_of(size).items():
            median, p99 = percentiles(work)
            print(f"{size:>9,} {name:<36} {median:>10.2f} {p99:>8.2f}")


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [500, 10_000, 100_000])
