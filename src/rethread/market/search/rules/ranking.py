"""Orders what the engine found: a linear score with slight freshness, few items per seller.

Pure, and deterministic: equal scores are ordered by id.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from rethread.market.search.types import Hit

from .planning import Weights

SELLER_MAX, SELLER_WINDOW = 2, 24
RERANKED = 120
_DAY_S = 86_400


def rerank(
    candidates: Sequence[Hit], *, now_s: int, full_score: float, weights: Weights
) -> list[Hit]:
    """Add freshness, worth at most `weights.freshness` of a full match, and sort.

    Only the first `RERANKED` can reach a page anybody reads; what is behind stays as it came.
    """
    scale = weights.freshness * (full_score or 1.0)
    decay = -1.0 / (weights.fresh_days * _DAY_S)
    exp = math.exp
    keyed = [
        (-round(c.score + scale * exp(max(now_s - c.fresh_at_s, 0) * decay), 4), c.key, c)
        for c in candidates[:RERANKED]
    ]
    keyed.sort()
    return [*(candidate for _, _, candidate in keyed), *candidates[RERANKED:]]


def diversify(
    candidates: Sequence[Hit], *, most: int = SELLER_MAX, window: int = SELLER_WINDOW
) -> list[Hit]:
    """Keep at most `most` of one seller among the first `window`; the others follow in order.

    Where sellers are too few to fill the window, those held back fill it: nothing is hidden.
    """
    first: list[Hit] = []
    held: list[Hit] = []
    counts: dict[int, int] = {}
    for at, candidate in enumerate(candidates):
        if len(first) >= window:
            return [*first, *held, *candidates[at:]]
        if counts.get(candidate.seller, 0) < most:
            counts[candidate.seller] = counts.get(candidate.seller, 0) + 1
            first.append(candidate)
        else:
            held.append(candidate)
    return [*first, *held]
