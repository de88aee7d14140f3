"""Measures of a ranked list against judgements, and a paired bootstrap. Unjudged counts as 0."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], *, least: int = 1, k: int = 10) -> float:
    """Return NDCG@k with linear gains 2/1/0, log2(rank+1) discount and the query's own ideal.

    `least` counts only grades of at least that much (2 leaves the headline alone).
    Source: Järvelin and Kekäläinen, ACM TOIS 20(4), 2002.
    """
    gains = {item: grade for item, grade in grades.items() if grade >= least}
    ideal = sum(
        g / math.log2(r + 2) for r, g in enumerate(sorted(gains.values(), reverse=True)[:k])
    )
    found = sum(gains.get(item, 0) / math.log2(r + 2) for r, item in enumerate(ranked[:k]))
    return found / ideal if ideal else 0.0


def recall(ranked: Sequence[str], grades: Mapping[str, int], k: int = 100) -> float:
    """Return the share of relevant items among the first k."""
    relevant = {item for item, grade in grades.items() if grade > 0}
    return len(relevant & set(ranked[:k])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return 1 / rank of the first relevant item, or 0."""
    return next((1 / (r + 1) for r, item in enumerate(ranked) if grades.get(item, 0) > 0), 0.0)


def bootstrap(a: Sequence[float], b: Sequence[float], resamples: int = 1000) -> tuple[float, float]:
    """Return the 95% interval of mean(a - b) over queries resampled together."""
    source = random.Random(7)
    differences = [x - y for x, y in zip(a, b, strict=True)]
    count = len(differences)
    means = sorted(sum(source.choices(differences, k=count)) / count for _ in range(resamples))
    return means[int(resamples * 0.025)], means[int(resamples * 0.975)]
