"""The lower rungs of the ladder: scores without a model.

`by_rules` weighs what a person did against what a garment is; `by_popularity` knows no person, only
recency times interest. The weights were set by hand and are deliberately few.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from .features import FEATURES, Features, Floats, column

_LASTING: Final = {
    "department": 3.0, "size_in_system": 2.0, "style": 1.5, "type": 1.0, "category": 0.5,
    "brand": 1.0, "colour": 0.5, "band": 0.5,
}  # fmt: skip
_PROFILE_WORTH: Final = {"lasting": 1.0, "lately": 0.7, "meant": 1.0}


def _rule_weights() -> Floats:
    weights = np.zeros(len(FEATURES), np.float64)
    for profile, worth in _PROFILE_WORTH.items():
        for name, weight in _LASTING.items():
            weights[FEATURES.index(f"{profile}_{name}")] = worth * weight
    for name, weight in (("price_apart", -0.6), ("freshness_week", 0.4), ("like_rate", 0.8)):
        weights[FEATURES.index(name)] = weight
    return weights


_WEIGHTS: Final = _rule_weights()


def by_rules(features: Features) -> Floats:
    """Score garments by hand-set weights; a person without a history gets `by_popularity`."""
    known = column(features, "actions") > 0
    return np.where(known, features.astype(np.float64) @ _WEIGHTS, by_popularity(features))


def by_popularity(features: Features) -> Floats:
    """Score garments by recency times interest, the same for everybody."""
    interest = 1.0 + column(features, "clicks") + 2.0 * column(features, "likes")
    return column(features, "freshness_week") * interest
