"""Compare rankers over seeds: purchases per visit, paired person by person, with an interval.

The trees learn from populations of other seeds, under the lower rungs; no population that is
judged was seen by them or by whoever chose their settings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rethread.market.discovery.ports import TrainedTrees, model_store
from rethread.market.discovery.rules.cells import Cells, count_together
from rethread.market.discovery.services.ladder import Scorer
from rethread.market.discovery.types import ModelCard
from rethread.platform.kernel import invariant

from .feed_trial import Outcomes, Policy, Trial, TrialResult, TrialScale, Utility, steady
from .occasion_tastes import utility_by_occasion
from .other_tastes import utility_by_brand_and_colour
from .taste import utility

POPULATIONS: Final[dict[str, Utility]] = {
    "styles": steady(utility),
    "brands and colours": steady(utility_by_brand_and_colour),
    "occasions": utility_by_occasion,
}
LEARNED_FROM: Final = "styles"
LEARNING_SEEDS: Final = (501, 502, 503, 504)
LEARNED_UNDER: Final[tuple[Policy, ...]] = ("rules", "newest")
DRAWS: Final = 2_000
AGAINST: Final[tuple[Policy, ...]] = ("popular", "newest")
POLICIES: Final[tuple[Policy, ...]] = ("trees", "rules", "popular", "newest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How many more purchases per visit one ranker brings than another; 95% interval."""

    population: str
    against: Policy
    seeds: int
    visits: int
    better: float
    worse: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """Which share of impressions sellers of the last two weeks got, under each ranker, and on how
    many seeds the trees gave them no fewer impressions than newest first."""

    population: str
    shares: dict[str, float]
    impressions: dict[str, int]
    seeds: int
    no_fewer: int


@dataclass(frozen=True, slots=True)
class _Learned:
    """Trees without a card, for trials only."""

    trees: TrainedTrees

    @property
    def card(self) -> ModelCard:
        raise AttributeError("trees of a trial have no card")

    def score(self, features: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Return one score per row."""
        return self.trees.score(features)


def learn(
    scale: TrialScale, seeds: Sequence[int] = LEARNING_SEEDS, population: str = LEARNED_FROM
) -> tuple[Scorer, Cells]:
    """Train trees on a population under rules and newest first."""
    store = model_store()
    invariant(store is not None, "discovery has a store of models")
    assert store is not None
    results = [
        Trial(seed, scale, POPULATIONS[population], policy).run()
        for seed in seeds
        for policy in LEARNED_UNDER
    ]
    pages = [page for result in results for page in result.shown if any(page.grades)]
    features = np.concatenate([page.features for page in pages])
    grades = [grade for page in pages for grade in page.grades]
    trees = store.fit(features, grades, [len(page.grades) for page in pages], 7)
    cells = count_together(j for result in results for j in result.journeys.values())
    return Scorer("trees", _Learned(trees)), cells


def compare(
    scale: TrialScale,
    seeds: Sequence[int],
    populations: Sequence[str] = tuple(POPULATIONS),
    on_progress: Callable[[str], None] = lambda _: None,
    learn_from: str = LEARNED_FROM,
) -> tuple[list[Comparison], list[Fairness]]:
    """Run every ranker on every seed of every population and compare them.

    Trees that learned elsewhere (`learn_from`) meet tastes that nothing told them of; those that
    learned from other people of the same kind are what a market has that trains on its own events.
    """
    scorer, cells = learn(scale, population=learn_from)
    on_progress("learned")
    comparisons: list[Comparison] = []
    fairness: list[Fairness] = []
    for population in populations:
        outcomes: dict[Policy, list[TrialResult]] = {policy: [] for policy in POLICIES}
        for seed in seeds:
            for policy in POLICIES:
                trees = scorer if policy == "trees" else None
                known = cells if policy in {"trees", "rules"} else {}
                trial = Trial(seed, scale, POPULATIONS[population], policy, trees, known)
                outcomes[policy].append(trial.run())
            on_progress(f"{population}, seed {seed}")
        comparisons += [
            _compared(population, other, outcomes["trees"], outcomes[other]) for other in AGAINST
        ]
        fairness.append(_fairness(population, outcomes))
    return comparisons, fairness


def _fairness(population: str, outcomes: Outcomes) -> Fairness:
    pairs = zip(outcomes["trees"], outcomes["newest"], strict=True)
    return Fairness(
        population=population,
        shares={
            policy: round(float(np.mean([one.new_seller_share for one in results])), 4)
            for policy, results in outcomes.items()
        },
        impressions={
            policy: sum(one.new_seller_impressions for one in results)
            for policy, results in outcomes.items()
        },
        seeds=len(outcomes["trees"]),
        no_fewer=sum(
            mine.new_seller_impressions >= plain.new_seller_impressions for mine, plain in pairs
        ),
    )


def _compared(
    population: str, against: Policy, ours: Sequence[TrialResult], theirs: Sequence[TrialResult]
) -> Comparison:
    """Bootstrap over people: each is drawn with their visits and purchases under both rankers."""
    rows = np.array(
        [
            (visits, mine.purchases.get(who, 0), other.purchases.get(who, 0))
            for mine, other in zip(ours, theirs, strict=True)
            for who, visits in mine.visits.items()
        ],
        np.float64,
    )
    rng = np.random.default_rng(11)
    drawn = rows[rng.integers(0, len(rows), (DRAWS, len(rows)))].sum(axis=1)
    differences = (drawn[:, 1] - drawn[:, 2]) / drawn[:, 0]
    low, high = np.quantile(differences, (0.025, 0.975))
    visits, better, worse = rows.sum(axis=0)
    return Comparison(
        population=population,
        against=against,
        seeds=len(ours),
        visits=int(visits),
        better=round(float(better / visits), 4),
        worse=round(float(worse / visits), 4),
        difference=round(float((better - worse) / visits), 4),
        low=round(float(low), 4),
        high=round(float(high), 4),
    )
