"""Trees by LightGBM: trained for ranking, served on one thread. It knows no listing and no person.

They begin from the rules and learn what to add, so that little data does little harm.
Lambdarank: Burges, "From RankNet to LambdaRank to LambdaMART" (2010); gains 2^grade - 1 are for
graded relevance, here a purchase weighs a little more than twice a like.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import lightgbm
import numpy as np

from ..rules.features import FEATURES, Features, Floats
from ..rules.scoring import by_rules
from ..types import ModelCard

PARAMS: Final[dict[str, float | int | str]] = {
    "objective": "lambdarank", "num_leaves": 15, "learning_rate": 0.06, "min_data_in_leaf": 40,
    "lambda_l2": 5.0, "feature_fraction": 0.7, "bagging_fraction": 0.8, "bagging_freq": 1,
    "lambdarank_truncation_level": 20, "deterministic": "true", "force_row_wise": "true",
    "num_threads": 1, "verbosity": -1,
}  # fmt: skip
ROUNDS_MAX: Final = 150
ROUNDS_MIN: Final = 20
RANKINGS_PER_ROUND: Final = 12  # little data carries few trees
GAINS: Final = "0,1,3,5,8"
RULES_WORTH: Final = 0.4


def _start(features: Features) -> Floats:
    return RULES_WORTH * by_rules(features)


class Trees:
    """Trained trees; scoring uses one thread, whatever the machine has."""

    def __init__(self, booster: lightgbm.Booster, params: Mapping[str, float | int | str]) -> None:
        """Keep a booster and what it was trained with."""
        self._booster = booster
        self.params = params

    @classmethod
    def fit(
        cls, features: Features, grades: Sequence[int], groups: Sequence[int], seed: int
    ) -> Trees:
        """Train on rows whose groups stand together."""
        data = lightgbm.Dataset(
            features, label=np.array(grades), group=np.array(groups),
            feature_name=list(FEATURES), init_score=_start(features), free_raw_data=False,
        )  # fmt: skip
        params = {**PARAMS, "seed": seed, "label_gain": GAINS}
        rounds = min(ROUNDS_MAX, max(ROUNDS_MIN, len(groups) // RANKINGS_PER_ROUND))
        booster = lightgbm.train(params, data, num_boost_round=rounds)
        return cls(booster, {**params, "rounds": rounds})

    @classmethod
    def load(cls, path: Path) -> Trees:
        """Read trees from a file.

        Raises:
            lightgbm.basic.LightGBMError: the file holds none.
        """
        return cls(lightgbm.Booster(model_file=str(path)), {})

    def score(self, features: Features) -> Floats:
        """Return one score per row; higher is better."""
        found = self._booster.predict(features, num_threads=1, validate_features=False)
        return np.asarray(found, np.float64) + _start(features)

    def text(self) -> str:
        """Return what is saved."""
        return self._booster.model_to_string()

    def sha256(self) -> str:
        """Return the digest of what is saved."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    def importance(self) -> dict[str, float]:
        """Return each feature's share of the gain, the largest first."""
        gains = self._booster.feature_importance("gain")
        total = float(gains.sum()) or 1.0
        shares = {name: round(float(g) / total, 4) for name, g in zip(FEATURES, gains, strict=True)}
        return dict(sorted(shares.items(), key=lambda item: -item[1]))


class ServedTrees:
    """Trees with their card."""

    def __init__(self, trees: Trees, card: ModelCard) -> None:
        """Keep both."""
        self._trees = trees
        self.card = card

    def score(self, features: Features) -> Floats:
        """Return one score per row; higher is better."""
        return self._trees.score(features)
