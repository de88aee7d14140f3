"""How much of an event is usual at an hour, and what is so far off that somebody should look.

Counts are compared with the same stretch of earlier weeks (of earlier days, while the history is
short) by median; the level of the other feeds of the group corrects for a market that is busy or
quiet as a whole. The hours under test never take part in what they are compared with.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]

WINDOWS_H = (1, 3, 6, 12, 24)
WEEK_H, DAY_H = 168, 24
WEEKS_MIN, DAYS_MIN = 3, 4
REFERENCES_MAX = 8
EXPECTED_MIN = 20.0  # fewer expected events than this say nothing about a share
SIBLING_MIN = 20.0
TOGETHER_MIN = 5.0
QUIET_LEVEL = 0.1  # below a tenth of the usual nobody is there: no single feed is judged
SPREAD_H = 14 * DAY_H
Z_MIN = 4.5
CHANGE_MIN = 0.15  # smaller changes are not worth waking anybody
WAVER_MIN = 0.05
MEDIAN_LOSS = math.pi / 2  # variance of a median over that of a mean


@dataclass(frozen=True, slots=True)
class Verdict:
    """One window of hours that ends with the hour judged: seen, expected, and how far off."""

    hours: int
    seen: float
    expected: float
    low: float
    high: float
    z: float

    @property
    def unusual(self) -> bool:
        """Tell whether it lies outside of its band, and by an amount that matters."""
        change = abs(self.seen / self.expected - 1) if self.expected else 0.0
        return not self.low <= self.seen <= self.high and change >= CHANGE_MIN


class Bands:
    """Expected bands over a matrix of counts: one row per feed, one column per hour.

    `groups` names feeds that rise and fall together; each is judged by the level of the others.
    """

    def __init__(self, counts: Counts, groups: list[str]) -> None:
        """Prepare what all judgements share."""
        self._counts = counts
        self._groups = np.array(groups)
        self._by_window: dict[int, tuple[Counts, Counts, Counts, Counts]] = {}
        for hours in sorted(WINDOWS_H, reverse=True):  # a short window may need the day's level
            self._by_window[hours] = self._prepare(hours)

    def judge(self, feed: int, hour: int) -> list[Verdict]:
        """Return the verdicts on the windows that end with an hour, where there is enough to say.

        Only earlier hours are looked at, so what comes later changes nothing.
        """
        found = (self._verdict(feed, hour, hours) for hours in WINDOWS_H)
        return [verdict for verdict in found if verdict is not None]

    def band(self, feed: int, hour: int) -> Verdict | None:
        """Return what one hour by itself was expected to be, however little; for drawing."""
        return self._verdict(feed, hour, 1, expected_min=0.0)

    def _verdict(
        self, feed: int, hour: int, hours: int, expected_min: float = EXPECTED_MIN
    ) -> Verdict | None:
        sums, base, level, _doubt = self._by_window[hours]
        if np.isnan(base[feed, hour]) or level[feed, hour] < QUIET_LEVEL:
            return None
        expected = float(base[feed, hour] * level[feed, hour])
        if expected < expected_min:
            return None
        spread = self._spread(feed, hour, hours, expected)
        seen = float(sums[feed, hour])
        z = (_steady(seen) - _steady(expected)) / spread
        reach = Z_MIN * spread
        return Verdict(
            hours, seen, expected, _unsteady(expected, -reach), _unsteady(expected, reach), float(z)
        )

    def _prepare(self, hours: int) -> tuple[Counts, Counts, Counts, Counts]:
        sums = _window_sums(self._counts, hours)
        base = _references(sums)
        ratio = np.where(base >= SIBLING_MIN, sums / np.where(base > 0, base, 1.0), np.nan)
        return sums, base, *self._levels(ratio, sums, base)

    def _levels(self, ratio: Counts, sums: Counts, base: Counts) -> tuple[Counts, Counts]:
        """Return, per feed, the median level of the other feeds of its group, and its variance.

        Where none of them is large enough they are taken together, and where even that is too
        little in so few hours, over the day. Without any other feed the level is 1; how far that
        may be wrong the past tells.
        """
        levels, doubts = np.ones_like(ratio), np.zeros_like(ratio)
        if (day := self._by_window.get(WINDOWS_H[-1])) is not None:
            levels, doubts = day[2].copy(), day[3].copy()
        chance = np.where(np.isnan(ratio), 0.0, 1.0 / np.maximum(base, 1.0) + WAVER_MIN**2)
        for feed in range(len(ratio)):
            others = (self._groups == self._groups[feed]) & (np.arange(len(ratio)) != feed)
            if others.any():
                known = np.maximum(1, (~np.isnan(ratio[others])).sum(axis=0))
                small = np.isnan(ratio[others]).all(axis=0)
                middle = _median(ratio[others], axis=0, otherwise=1.0)
                doubt = MEDIAN_LOSS * chance[others].sum(axis=0) / known**2
                levels[feed] = np.where(small, levels[feed], middle)
                doubts[feed] = np.where(small, doubts[feed], doubt)
                usual = np.nansum(base[others], axis=0)
                small &= usual >= TOGETHER_MIN
                seen = np.nansum(sums[others], axis=0)
                levels[feed][small] = seen[small] / usual[small]
                doubts[feed][small] = 1.0 / usual[small]
        return levels, doubts

    def _spread(self, feed: int, hour: int, hours: int, expected: float) -> float:
        """Return the spread on the steadied scale: chance alone is 1, the past shows what more.

        What grows with the count (a feed that wavers by some per cent) is read from past misses.
        """
        sums, base, level, doubt = self._by_window[hours]
        until = max(0, hour - hours + 1)  # the window under test is not part of it
        past = slice(max(0, until - SPREAD_H), until)
        awaited = base[feed, past] * level[feed, past]
        known = ~np.isnan(awaited) & (awaited > 0) & (level[feed, past] >= QUIET_LEVEL)
        if known.sum() < DAY_H:
            return math.sqrt(2.0 + (WAVER_MIN**2 + float(doubt[feed, hour])) * expected)
        missed = _steady(sums[feed, past][known]) - _steady(awaited[known])
        scale = (1.4826 * float(np.median(np.abs(missed)))) ** 2
        wavers = max(WAVER_MIN**2, (scale - 1.0) / float(np.median(awaited[known]) + 1.0))
        return math.sqrt(1.0 + (wavers + float(doubt[feed, hour])) * expected)


def _steady(count: Any) -> Any:
    """Steady a count's variance (Anscombe, 1948): chance alone then spreads it by about 1."""
    return 2.0 * np.sqrt(count + 0.375)


def _unsteady(expected: float, by: float) -> float:
    root = max(0.0, float(_steady(expected)) + by) / 2.0
    return max(0.0, root * root - 0.375)


def _window_sums(counts: Counts, hours: int) -> Counts:
    """Return sums over the `hours` that end with each column; the first columns are not known."""
    total = np.cumsum(counts, axis=1)
    sums = total.copy()
    sums[:, hours:] = total[:, hours:] - total[:, :-hours]
    sums[:, : hours - 1] = np.nan
    return sums


def _references(sums: Counts) -> Counts:
    """Return the median of the same stretch in earlier weeks; of earlier days where too few."""
    weekly = _earlier(sums, WEEK_H)
    daily = _earlier(sums, DAY_H)
    enough = (~np.isnan(weekly)).sum(axis=0) >= WEEKS_MIN
    some = (~np.isnan(daily)).sum(axis=0) >= DAYS_MIN
    by_week = _median(weekly, axis=0, otherwise=np.nan)
    by_day = _median(daily, axis=0, otherwise=np.nan)
    return np.where(enough, by_week, np.where(some, by_day, np.nan))


def _earlier(sums: Counts, period: int) -> Counts:
    shifted = np.full((REFERENCES_MAX, *sums.shape), np.nan)
    for back in range(1, REFERENCES_MAX + 1):
        by = back * period
        if by < sums.shape[1]:
            shifted[back - 1, :, by:] = sums[:, :-by]
    return shifted


def _median(values: Counts, *, axis: int, otherwise: float) -> Counts:
    """Return the median along an axis without what is not known."""
    empty = np.isnan(values).all(axis=axis)
    filled = np.where(np.expand_dims(empty, axis), 0.0, values)
    found: Counts = np.nanmedian(filled, axis=axis)
    found[empty] = otherwise
    return found
