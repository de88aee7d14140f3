"""Judges the detector on generated copies: how much it finds, how soon, and how often it cries.

An alarm is a run of unusual hours of one feed, with breaks of up to six hours. It is true when it
touches a fault of that feed (or the day after, while the fault is still inside of a window).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .rules import generated
from .rules.bands import DAY_H, Bands

BREAK_H = 6
MONTH_H = 30 * DAY_H


@dataclass(frozen=True, slots=True)
class Quality:
    """What came out. `to_detect` are hours from the first faulty one to the first alarm."""

    seeds: tuple[int, ...]
    faults: int
    found: int
    alarms: int
    true_alarms: int
    feed_months: float
    recall_by_kind: dict[str, tuple[int, int]]
    to_detect: tuple[int, ...]

    @property
    def precision(self) -> float:
        """Return which share of alarms was about a fault."""
        return self.true_alarms / self.alarms if self.alarms else 1.0

    @property
    def recall(self) -> float:
        """Return which share of faults was found."""
        return self.found / self.faults if self.faults else 1.0

    @property
    def false_per_feed_month(self) -> float:
        """Return false alarms per feed and month of 30 days."""
        return (self.alarms - self.true_alarms) / self.feed_months

    @property
    def median_to_detect(self) -> float:
        """Return the median of hours to detect, of what was found."""
        return float(np.median(self.to_detect)) if self.to_detect else float("nan")

    def as_dict(self) -> dict[str, object]:
        """Return the figures as plain values."""
        return {
            "seeds": list(self.seeds),
            "faults": self.faults,
            "alarms": self.alarms,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "recall_by_kind": {kind: list(pair) for kind, pair in self.recall_by_kind.items()},
            "false_alarms_per_feed_month": round(self.false_per_feed_month, 4),
            "hours_to_detect_median": self.median_to_detect if self.to_detect else None,
        }


def evaluate(seeds: Sequence[int]) -> Quality:
    """Run the detector over one generated copy per seed and count."""
    kinds: dict[str, list[int]] = {kind: [0, 0] for kind in generated.KINDS}
    alarms = true = 0
    waits: list[int] = []
    months = 0.0
    for seed in seeds:
        copy = generated.generate(seed)
        raised = _alarms(copy)
        alarms += len(raised)
        true += sum(any(_about(alarm, fault) for fault in copy.faults) for alarm in raised)
        months += len(copy.counts) * (copy.counts.shape[1] - _start()) / MONTH_H
        for fault in copy.faults:
            firsts = [first for feed, first, last in raised if _about((feed, first, last), fault)]
            kinds[fault.kind][1] += 1
            if firsts:
                kinds[fault.kind][0] += 1
                waits.append(max(1, min(firsts) - fault.first + 1))
    return Quality(
        seeds=tuple(seeds),
        faults=sum(total for _, total in kinds.values()),
        found=sum(found for found, _ in kinds.values()),
        alarms=alarms,
        true_alarms=true,
        feed_months=months,
        recall_by_kind={kind: (found, total) for kind, (found, total) in kinds.items()},
        to_detect=tuple(waits),
    )


def _start() -> int:
    return generated.WARM_UP_DAYS * DAY_H


def _alarms(copy: generated.Copy) -> list[tuple[int, int, int]]:
    """Return every alarm as (feed, first hour, last hour)."""
    bands = Bands(copy.counts, ["market"] * len(copy.counts))
    found: list[tuple[int, int, int]] = []
    for feed in range(len(copy.counts)):
        for hour in range(_start(), copy.counts.shape[1]):
            if not any(verdict.unusual for verdict in bands.judge(feed, hour)):
                continue
            if found and found[-1][0] == feed and hour - found[-1][2] <= BREAK_H:
                found[-1] = (feed, found[-1][1], hour)
            else:
                found.append((feed, hour, hour))
    return found


def _about(alarm: tuple[int, int, int], fault: generated.Fault) -> bool:
    feed, first, last = alarm
    return feed == fault.feed and last >= fault.first and first < fault.until + DAY_H
