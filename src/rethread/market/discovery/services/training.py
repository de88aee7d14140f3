"""Train trees from the warehouse, measure them on later days, and put them in place with a card.

Split by time: what is measured happened after everything that was learned from.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from rethread.insight.lake.marts import find_served
from rethread.platform.kernel import Invalid, NotFound, invariant, wall_now

from ..ports import model_store
from ..rules.cells import count_together
from ..rules.features import FEATURES, SCHEMA, Features, Floats, column
from ..rules.scoring import by_popularity, by_rules
from ..types import ModelCard
from .examples import Example, Knowledge, Replay, examples, replay_logged

RANKINGS_MIN: Final = 60
HELD_OUT_SHARE: Final = 0.25
DEPTH: Final = 10
_GAINS: Final = np.array([0, 1, 3, 5, 8], np.float64)
Rankers = Mapping[str, Callable[[Features], Floats]]


@dataclass(frozen=True, slots=True)
class Trained:
    """A model's card, and whether it serves: only one that beats the rules on later days does."""

    card: ModelCard
    serves: bool


def train(*, seed: int = 7, serve_anyway: bool = False) -> Trained:
    """Train on everything but the latest quarter, measure on that, and serve what beats the rules.

    Raises:
        NotFound: the warehouse was not built yet.
        Invalid: `discovery.too_little_to_learn`, too few rankings led to anything.
    """
    began = time.process_time()
    store = model_store()
    invariant(store is not None, "discovery has a store of models")
    assert store is not None
    knowledge = Knowledge()
    found = [one for one in examples(knowledge) if any(one.grades)]
    if len(found) < RANKINGS_MIN:
        raise Invalid(
            "discovery.too_little_to_learn",
            f"Only {len(found)} rankings led to a click or more; {RANKINGS_MIN} are needed.",
        )
    cut = int(len(found) * (1 - HELD_OUT_SHARE))
    learned, held_out = found[:cut], found[cut:]
    trees = store.fit(*_laid_out(learned), seed)
    rankers: Rankers = {"trees": trees.score, "rules": by_rules, "popular": by_popularity}
    served = find_served()
    if served is None:
        raise NotFound("lake.no_warehouse", "The warehouse has not been built yet.")
    now = wall_now()
    card = ModelCard(
        model_id=f"trees-{now:%Y%m%dT%H%M%S}-{trees.sha256()[:8]}",
        feature_schema=SCHEMA,
        features=FEATURES,
        sha256=trees.sha256(),
        trained_at=now,
        warehouse_built_at=served.built_at.isoformat(),
        loaded_through=served.loaded_through.isoformat() if served.loaded_through else "",
        rankings=len(learned),
        rows=sum(len(one.grades) for one in learned),
        rankings_held_out=len(held_out),
        metrics=measure(held_out, rankers),
        importance=trees.importance(),
        params=dict(trees.params),
        seconds=round(time.process_time() - began, 1),
    )
    serves = serve_anyway or _beats(card.metrics, "trees", "rules")
    if serves:
        store.put_in_place(trees, card, count_together(knowledge.journeys()))
    return Trained(card, serves)


def _beats(metrics: Mapping[str, Mapping[str, float]], one: str, other: str) -> bool:
    return metrics[one]["ndcg@10"] > metrics[other]["ndcg@10"]


def replay() -> Replay:
    """Compute the features of every logged ranking again from the warehouse, and compare.

    Raises:
        NotFound: the warehouse was not built yet.
    """
    return replay_logged(Knowledge())


def _laid_out(found: Sequence[Example]) -> tuple[Features, list[int], list[int]]:
    features = np.concatenate([one.features for one in found])
    grades = [grade for one in found for grade in one.grades]
    return features, grades, [len(one.grades) for one in found]


def measure(found: Sequence[Example], rankers: Rankers) -> dict[str, dict[str, float]]:
    """Return NDCG@10 of each ranker over rankings that led to something, plain orders beside it."""
    scored: dict[str, list[float]] = {}
    for one in found:
        scores = {name: ranker(one.features) for name, ranker in rankers.items()}
        scores["newest"] = column(one.features, "freshness_week")
        scores["as shown"] = -np.array(one.positions, np.float64)
        for name, values in scores.items():
            scored.setdefault(name, []).append(ndcg(values, one.grades))
    return {name: {"ndcg@10": round(float(np.mean(all_)), 4)} for name, all_ in scored.items()}


def ndcg(scores: Floats, grades: Sequence[int]) -> float:
    """Return NDCG@10 of an order by score (Järvelin and Kekäläinen, 2002); ties as they stand."""
    gains = _GAINS[np.array(grades)]
    order = np.argsort(-np.asarray(scores), kind="stable")
    discount = 1 / np.log2(np.arange(2, len(gains) + 2))
    best = (np.sort(gains)[::-1] * discount)[:DEPTH].sum()
    return float((gains[order] * discount)[:DEPTH].sum() / best) if best else 0.0
