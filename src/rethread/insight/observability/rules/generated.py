"""Generated copies of a market's feeds with known faults in them, to judge the detector by.

Nothing here touches a live feed. The level of the day, the hours of the week, the noise and the
faults are drawn from a seed; which faults a run holds is known, so that each can be looked for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bands import Counts

FEEDS = ("impressions", "searches", "clicks", "views", "likes", "orders", "scans", "entries")
MEANS = (900.0, 70.0, 160.0, 140.0, 35.0, 6.0, 12.0, 40.0)
DAYS = 63
WARM_UP_DAYS = 35
FAULT_HOURS = (8, 48)
FAULTS_PER_RUN = 6
KINDS = ("drop_20", "drop_30", "drop_50", "silence", "twice")
FACTORS = {"drop_20": 0.8, "drop_30": 0.7, "drop_50": 0.5, "silence": 0.0, "twice": 2.0}


@dataclass(frozen=True, slots=True)
class Fault:
    """What was done to one feed from an hour up to (not including) another."""

    feed: int
    kind: str
    first: int
    until: int


@dataclass(frozen=True, slots=True)
class Copy:
    """One generated copy: counts per feed and hour, and the faults in it."""

    counts: Counts
    faults: tuple[Fault, ...]


def generate(seed: int) -> Copy:
    """Draw one copy. Equal seeds give equal copies."""
    source = np.random.default_rng(seed)
    hours = DAYS * 24
    rates = np.outer(np.array(MEANS), _hours(source, hours))
    rates *= np.exp(source.normal(0, 0.04, rates.shape))  # each feed wavers by itself
    counts = source.poisson(source.gamma(40.0, rates / 40.0)).astype(float)
    faults = _faults(source, hours)
    for fault in faults:
        span = slice(fault.first, fault.until)
        factor = FACTORS[fault.kind]
        kept = source.binomial(counts[fault.feed, span].astype(int), min(1.0, factor))
        counts[fault.feed, span] = kept if factor <= 1 else counts[fault.feed, span] * factor
    return Copy(counts, faults)


def _hours(source: np.random.Generator, hours: int) -> Counts:
    """Return the market's level per hour: day and night, weekends, growth, lucky and dull days."""
    at = np.arange(hours)
    day = 0.35 + 0.65 * np.exp(-0.5 * (((at % 24) - 20) / 4.5) ** 2) + 0.25 * np.exp(
        -0.5 * (((at % 24) - 12.5) / 2.5) ** 2
    )  # fmt: skip
    week = np.where((at // 24) % 7 >= 5, 1.25, 1.0)
    growth = np.exp(source.normal(0.0, 0.006) * at / 24)
    luck = np.repeat(np.exp(source.normal(0, 0.12, hours // 24)), 24)
    level: Counts = day * week * growth * luck
    for start in source.integers(0, hours - 30, 3):  # a newsletter, a mention: everything is busy
        level[start : start + int(source.integers(6, 30))] *= source.uniform(1.3, 2.2)
    level /= level.mean()
    return level


def _faults(source: np.random.Generator, hours: int) -> tuple[Fault, ...]:
    """Place faults after the warm-up, on one feed each, never two at one time."""
    stretch = (hours - WARM_UP_DAYS * 24) // FAULTS_PER_RUN
    found = []
    for number in range(FAULTS_PER_RUN):
        length = int(source.integers(*FAULT_HOURS))
        slack = stretch - length - 48  # two days of rest after each
        first = WARM_UP_DAYS * 24 + number * stretch + int(source.integers(0, slack))
        kind = KINDS[int(source.integers(len(KINDS)))]
        found.append(Fault(int(source.integers(len(FEEDS))), kind, first, first + length))
    return tuple(found)
