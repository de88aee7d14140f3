"""Reads a running experiment from the warehouse, or says why it may not be read yet.

A result that is looked at before its planned end is no result, and one whose split is not the
planned one says nothing: both are refused, with what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from rethread.insight.lake.marts import query_marts
from rethread.platform.experiments.definitions import Experiment, Variant
from rethread.platform.kernel import Invalid, business_now

from .rules.metrics import METRICS
from .selectors import require_marts
from .statistics import Difference, ratio_difference, sample_ratio_p, units_needed

MISMATCH_BELOW = 0.001  # the usual bar: a true split fails it once in a thousand experiments
State = Literal["empty", "mismatch", "early", "readable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One variant as it was seen."""

    name: str
    weight_percent: int
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """An experiment as far as it may be read. `difference` is there only when it is readable."""

    experiment: Experiment
    state: State
    arms: tuple[Arm, ...]
    crossed: int
    split_p: float | None
    units_planned: int
    units_missing: int
    first_exposed_at: datetime | None
    last_exposed_at: datetime | None
    ready_on: date | None
    difference: Difference | None

    @property
    def units(self) -> int:
        """Return how many units took part."""
        return sum(arm.units for arm in self.arms)


def units_planned(experiment: Experiment) -> int:
    """Return how many units the plan asks for in all, from its deviation and smallest effect."""
    plan = experiment.plan
    control = experiment.variants[0].weight_percent / 100
    return units_needed(
        deviation=plan.deviation,
        effect=plan.minimum_effect,
        treated_share=1 - control,
        alpha=plan.alpha,
        power=plan.power,
    )


def read_trial(experiment: Experiment) -> Trial:
    """Return an experiment's state and, where its plan allows, its result.

    Only the first two variants are compared.

    Raises:
        NotFound: nothing was built yet.
        Invalid: the plan names a metric that nobody computes.
    """
    if experiment.plan.metric not in METRICS:
        raise Invalid("measurement.metric", f"There is no metric {experiment.plan.metric!r}.")
    require_marts()
    first, last, crossed = _period(experiment)
    rows = _outcomes(experiment)
    arms = tuple(_arm(variant, rows) for variant in experiment.variants)
    counts = [arm.units for arm in arms]
    split_p = sample_ratio_p(counts, [a.weight_percent for a in arms]) if sum(counts) else None
    planned = units_planned(experiment)
    ready_at = first + timedelta(days=experiment.plan.horizon_days) if first else None
    missing = max(0, planned - sum(counts))
    state = _state(split_p, ready_at, missing)
    return Trial(
        experiment=experiment,
        state=state,
        arms=arms,
        crossed=crossed,
        split_p=split_p,
        units_planned=planned,
        units_missing=missing,
        first_exposed_at=first,
        last_exposed_at=last,
        ready_on=ready_at.date() if ready_at and ready_at > business_now() else None,
        difference=_difference(experiment, rows) if state == "readable" else None,
    )


def _state(split_p: float | None, ready_at: datetime | None, missing: int) -> State:
    if split_p is None or ready_at is None:
        return "empty"
    if split_p < MISMATCH_BELOW:
        return "mismatch"
    return "early" if ready_at > business_now() or missing else "readable"


def _period(experiment: Experiment) -> tuple[datetime | None, datetime | None, int]:
    rows = query_marts(
        "SELECT min(first_exposed_at), max(last_exposed_at), "
        "CAST(count(*) FILTER (WHERE is_crossed) AS BIGINT) "
        "FROM marts.fct_experiment_exposure WHERE experiment_key = ?",
        [experiment.salt],
    )
    return rows[0][0], rows[0][1], rows[0][2]


def _outcomes(experiment: Experiment) -> list[tuple[str, int, int]]:
    over, under = METRICS[experiment.plan.metric]
    return [
        (str(variant), int(y), int(x))
        for variant, y, x in query_marts(
            f"SELECT variant, {over}, {under} FROM marts.fct_experiment_outcome "  # noqa: S608  # names are ours
            "WHERE experiment_key = ? ORDER BY unit_key",
            [experiment.salt],
        )
    ]


def _arm(variant: Variant, rows: list[tuple[str, int, int]]) -> Arm:
    return Arm(
        name=variant.name,
        weight_percent=variant.weight_percent,
        units=sum(name == variant.name for name, _, _ in rows),
    )


def _difference(experiment: Experiment, rows: list[tuple[str, int, int]]) -> Difference | None:
    control, treatment = (
        ([y for name, y, _ in rows if name == arm], [x for name, _, x in rows if name == arm])
        for arm in (variant.name for variant in experiment.variants[:2])
    )
    return ratio_difference(control, treatment, alpha=experiment.plan.alpha)
