"""The few formulas that tests of product and campaigns stand on. Pure: numbers in, numbers out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

_NORMAL: Final = NormalDist()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Treatment less control of a ratio of sums, with its interval."""

    control: float
    treatment: float
    low: float
    high: float

    @property
    def estimate(self) -> float:
        """Return the difference."""
        return self.treatment - self.control

    @property
    def is_clear(self) -> bool:
        """Tell whether the interval leaves out no difference."""
        return self.low > 0 or self.high < 0


def ratio_difference(
    control: tuple[ArrayLike, ArrayLike], treatment: tuple[ArrayLike, ArrayLike], *, alpha: float
) -> Difference | None:
    """Compare sum(y) / sum(x) of two arms, a (y, x) pair per unit; None where it cannot be told.

    Units are independent, what they do is not, so the variance is that of the linear part
    y - R x over units (delta method; Deng, Knoblich and Lu 2018, section 3).
    """
    arms = [_ratio(*arm) for arm in (control, treatment)]
    if arms[0] is None or arms[1] is None:
        return None
    (base, base_var), (other, other_var) = arms[0], arms[1]
    half = _NORMAL.inv_cdf(1 - alpha / 2) * sqrt(base_var + other_var)
    gap = other - base
    return Difference(control=base, treatment=other, low=gap - half, high=gap + half)


def _ratio(y: ArrayLike, x: ArrayLike) -> tuple[float, float] | None:
    over, under = np.asarray(y, dtype=float), np.asarray(x, dtype=float)
    if len(under) < 2 or under.sum() == 0:
        return None
    ratio = float(over.sum() / under.sum())
    spread = float(np.var(over - ratio * under, ddof=1))
    return ratio, spread / (len(under) * float(under.mean()) ** 2)


def sample_ratio_p(counts: Sequence[int], weights: Sequence[float]) -> float:
    """Return how likely a split this uneven is if assignment works (chi-square of Pearson)."""
    from scipy.special import chdtrc  # half a second that a web server need not wait for

    total, share = sum(counts), sum(weights)
    expected = [total * weight / share for weight in weights]
    statistic = sum((n - e) ** 2 / e for n, e in zip(counts, expected, strict=True) if e)
    return float(chdtrc(len(counts) - 1, statistic))


def units_needed(
    *, deviation: float, effect: float, treated_share: float = 0.5, alpha: float, power: float
) -> int:
    """Return how many units, both arms together, show an effect with this power, two-sided.

    (z(1 - alpha/2) + z(power))^2 * (deviation / effect)^2 * (1 / share + 1 / (1 - share)).
    """
    return ceil(
        _reach(alpha, power) ** 2
        * (deviation / effect) ** 2
        * (1 / treated_share + 1 / (1 - treated_share))
    )


def effect_reached(
    *, deviation: float, units: float, treated_share: float = 0.5, alpha: float, power: float
) -> float:
    """Return the smallest effect that so many units would show: `units_needed` turned round."""
    spread = 1 / treated_share + 1 / (1 - treated_share)
    return _reach(alpha, power) * deviation * sqrt(spread / units)


def _reach(alpha: float, power: float) -> float:
    return _NORMAL.inv_cdf(1 - alpha / 2) + _NORMAL.inv_cdf(power)
