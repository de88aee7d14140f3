"""Expected bands: what is noticed, what is let be, and that nothing is compared with itself."""

from __future__ import annotations

import numpy as np
import pytest

from rethread.insight.observability.rules.bands import WINDOWS_H, Bands, Counts, Verdict

HOURS = 35 * 24
LAST = HOURS - 1


def feeds(seed: int = 3) -> Counts:
    """Return four feeds of one market over five weeks: days and nights, chance, nothing wrong."""
    source = np.random.default_rng(seed)
    day = 1.0 + 0.8 * np.sin(np.arange(HOURS) / 24 * 2 * np.pi)
    rates = np.outer(np.array([400.0, 120.0, 90.0, 60.0]), day + 0.3)
    return source.poisson(rates).astype(float)


def judged(counts: Counts, feed: int = 0, hour: int = LAST) -> list[Verdict]:
    return [v for v in Bands(counts, ["market"] * len(counts)).judge(feed, hour) if v.unusual]


@pytest.mark.parametrize("factor", [0.0, 0.5, 0.7, 2.0])
def test_a_feed_that_leaves_the_others_is_noticed_within_a_day(factor: float) -> None:
    counts = feeds()
    counts[0, -24:] *= factor
    found = judged(counts)
    assert found
    assert all((v.seen < v.low) == (factor < 1) for v in found)


def test_a_day_like_any_other_is_let_be() -> None:
    bands = Bands(feeds(), ["market"] * 4)
    for feed in range(4):
        for hour in range(LAST - 72, HOURS):
            assert [v for v in bands.judge(feed, hour) if v.unusual] == []


def test_a_market_that_is_busy_as_a_whole_is_no_fault() -> None:
    counts = feeds()
    counts[:, -24:] *= 2.0
    assert [judged(counts, feed) for feed in range(4)] == [[], [], [], []]


def test_in_a_market_that_is_quiet_as_a_whole_no_single_feed_is_judged() -> None:
    counts = feeds()
    counts[:, -24:] = 0.0
    bands = Bands(counts, ["market"] * 4)
    assert [bands.judge(feed, LAST) for feed in range(4)] == [[], [], [], []]


@pytest.mark.parametrize("hours", WINDOWS_H)
def test_what_is_judged_takes_no_part_in_what_it_is_compared_with(hours: int) -> None:
    usual, odd = feeds(), feeds()
    odd[0, -hours:] = 1e6
    (before,) = [v for v in judged_all(usual) if v.hours == hours]
    (after,) = [v for v in judged_all(odd) if v.hours == hours]
    assert after.seen == 1e6 * hours
    assert (after.expected, after.low, after.high) == (before.expected, before.low, before.high)


def judged_all(counts: Counts) -> list[Verdict]:
    return Bands(counts, ["market"] * len(counts)).judge(0, LAST)


def test_later_hours_never_change_an_earlier_verdict() -> None:
    counts = feeds()
    before = Bands(counts[:, :-48], ["market"] * 4).judge(1, LAST - 48)
    counts[:, -48:] = 7.0
    assert Bands(counts, ["market"] * 4).judge(1, LAST - 48) == before != []


def test_a_market_of_one_large_and_some_small_feeds_is_quiet_when_all_are() -> None:
    small = feeds() / np.array([[1.0], [400.0], [400.0], [400.0]])
    small[:, -24:] = 0.0
    assert Bands(small, ["market"] * 4).judge(0, LAST) == []


def test_too_short_a_history_says_nothing() -> None:
    assert Bands(feeds()[:, : 3 * 24], ["market"] * 4).judge(0, 3 * 24 - 1) == []


def test_an_earlier_fault_does_not_become_the_new_usual() -> None:
    counts = feeds()
    counts[0, -7 * 24 - 24 : -7 * 24] = 0.0  # the same day a week ago was lost
    assert judged(counts) == []
