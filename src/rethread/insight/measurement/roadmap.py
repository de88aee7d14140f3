"""Where each question stands, and which test to run next: computed from the row and from traffic.

It writes nothing: evidence comes from people who write a row, or from an experiment that may be
read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil, sqrt
from typing import Literal

from rethread.platform.experiments.definitions import get_experiment
from rethread.platform.kernel import business_now

from .questions import Design, Evidence, NextTest, Question
from .statistics import effect_reached, units_needed
from .traffic import Traffic, channel_traffic, exposure_traffic
from .trials import Trial, read_trial, units_planned

LONG_WEEKS = 26
SHORT_WEEKS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The test to run next, with its size and length from the market's own figures.

    `units` is None where the figures do not allow a plan yet. Where it would take longer than half
    a year, `effect_in_short_percent` is what could be seen within eight weeks instead.
    """

    design: Design
    treated_share: float
    minimum_effect_percent: float
    traffic: Traffic
    units: int | None = None
    weeks: int | None = None
    effect_in_short_percent: float | None = None

    @property
    def withheld(self) -> int:
        """Return how many units the treatment is kept from."""
        return ceil((self.units or 0) * (1 - self.treated_share))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a question stands today: what is known, until when, and what to do when it is not."""

    question: Question
    state: Literal["never", "current", "expired"]
    evidence: Evidence | None
    expires_on: date | None
    trial: Trial | None
    proposal: Proposal | None


def standing_of(question: Question) -> Standing:
    """Judge a question by today's business date, and plan its next test where one is due.

    Raises:
        NotFound: nothing was built yet.
    """
    test = question.next_test
    trial = read_trial(get_experiment(test.experiment)) if test.experiment else None
    evidence = (_evidence_of(trial) if trial else None) or question.evidence
    expires = evidence.measured_on + timedelta(days=question.valid_days) if evidence else None
    due = expires is None or expires < business_now().date()
    return Standing(
        question=question,
        state="never" if expires is None else "expired" if due else "current",
        evidence=evidence,
        expires_on=expires,
        trial=trial,
        proposal=propose(question) if due else None,
    )


def _evidence_of(trial: Trial) -> Evidence | None:
    found, at = trial.difference, trial.last_exposed_at
    if found is None or at is None:
        return None
    return Evidence(
        measured_on=at.date(),
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        unit=trial.experiment.plan.metric,
        source=trial.experiment.salt,
        coverage_percent=100,
    )


def propose(question: Question) -> Proposal:
    """Plan the next test of a question from its row and the market's present traffic.

    Raises:
        NotFound: nothing was built yet.
    """
    test = question.next_test
    if test.experiment:
        return _planned_experiment(test, test.experiment)
    traffic = channel_traffic(test.channel or "")
    bare = Proposal(
        design=test.design,
        treated_share=test.treated_share,
        minimum_effect_percent=test.minimum_effect_percent,
        traffic=traffic,
    )
    if not 0 < traffic.rate < 1 or traffic.units_a_week <= 0:
        return bare
    # Whether somebody buys is yes or no, so its deviation follows from the rate.
    deviation = sqrt(traffic.rate * (1 - traffic.rate))
    effect = traffic.rate * test.minimum_effect_percent / 100
    units = units_needed(
        deviation=deviation, effect=effect, treated_share=test.treated_share,
        alpha=test.alpha, power=test.power,
    )  # fmt: skip
    weeks = ceil(units / traffic.units_a_week)
    short = effect_reached(
        deviation=deviation, units=traffic.units_a_week * SHORT_WEEKS,
        treated_share=test.treated_share, alpha=test.alpha, power=test.power,
    )  # fmt: skip
    return replace(
        bare,
        units=units,
        weeks=weeks,
        effect_in_short_percent=100 * short / traffic.rate if weeks > LONG_WEEKS else None,
    )


def _planned_experiment(test: NextTest, key: str) -> Proposal:
    experiment = get_experiment(key)
    plan, traffic = experiment.plan, exposure_traffic(experiment.salt, experiment.plan.baseline)
    units = units_planned(experiment)
    weeks = ceil(units / traffic.units_a_week) if traffic.units_a_week else None
    return Proposal(
        design=test.design,
        treated_share=1 - experiment.variants[0].weight_percent / 100,
        minimum_effect_percent=100 * plan.minimum_effect / plan.baseline,
        traffic=traffic,
        units=units,
        weeks=max(weeks, ceil(plan.horizon_days / 7)) if weeks else None,
    )
