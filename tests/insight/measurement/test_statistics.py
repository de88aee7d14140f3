"""Formulas against figures that others published, and against their own promises."""

from __future__ import annotations

import numpy as np
import pytest

from rethread.insight.measurement.statistics import (
    effect_reached,
    ratio_difference,
    sample_ratio_p,
    units_needed,
)


def test_the_sample_size_of_a_textbook_is_met() -> None:
    # Two-sided 5 %, power 80 %, half a deviation: 2 (1.960 + 0.842)^2 / 0.25 = 62.8 an arm.
    assert units_needed(deviation=1, effect=0.5, alpha=0.05, power=0.8) == 126
    # A holdout of 20 % needs 1 / (0.8 * 0.2) = 6.25 in place of 4: more than half as much again.
    held_out = units_needed(deviation=1, effect=0.5, treated_share=0.8, alpha=0.05, power=0.8)
    assert held_out == 197


def test_the_reachable_effect_is_the_sample_size_turned_round() -> None:
    for units in (50, 1_000):
        effect = effect_reached(deviation=0.3, units=units, alpha=0.05, power=0.8)
        assert units_needed(deviation=0.3, effect=effect, alpha=0.05, power=0.8) in (
            units,
            units + 1,
        )


def test_a_split_is_judged_by_chi_square() -> None:
    assert sample_ratio_p([500, 500], [50, 50]) == 1.0
    # (20^2 + 20^2) / 500 = 1.6 with one degree of freedom.
    assert sample_ratio_p([520, 480], [50, 50]) == pytest.approx(0.2059, abs=1e-4)
    assert sample_ratio_p([821_588, 815_482], [50, 50]) == pytest.approx(1.8e-6, rel=0.05)


def test_the_interval_of_a_ratio_is_that_of_its_linear_part() -> None:
    control = ([1, 0, 2, 1], [4, 4, 8, 4])
    treatment = ([2, 1, 2, 3], [4, 4, 4, 8])
    found = ratio_difference(control, treatment, alpha=0.05)
    assert found is not None
    assert (found.control, found.treatment) == (0.2, 0.4)
    # Residuals y - R x: control .2, -.8, .4, .2; treatment .4, -.6, .4, -.2; both means of x are 5.
    variance = (0.88 / 3 + 0.72 / 3) / (4 * 25)
    half = 1.959964 * variance**0.5
    assert (found.low, found.high) == pytest.approx((0.2 - half, 0.2 + half), abs=1e-6)
    assert found.is_clear


def test_without_anything_shown_nothing_is_compared() -> None:
    assert ratio_difference(([0, 0], [0, 0]), ([1, 1], [2, 2]), alpha=0.05) is None
    assert ratio_difference(([1], [2]), ([1, 1], [2, 2]), alpha=0.05) is None


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    covered = 0
    for _ in range(1_000):
        arms = []
        for rate in (0.12, 0.15):
            shown = rng.poisson(20, 150) + 1
            taste = np.clip(rng.normal(rate, 0.05, 150), 0, 1)
            arms.append((rng.binomial(shown, taste), shown))
        found = ratio_difference(arms[0], arms[1], alpha=0.1)
        assert found is not None
        covered += found.low <= 0.03 <= found.high
    assert 870 <= covered <= 930  # 900 expected; three deviations either way
