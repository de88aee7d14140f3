"""One pass over all paths counts everything that any model needs; models never see a path.

The pass is vectorised: its cost grows with the touches, its memory with a few arrays of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .paths import Paths

HALF_LIFE_S = 7 * 86_400.0
ENDS_SHARE = 0.4  # of the first and of the last touch in the position-based model

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted. `k` channels; a state of order 2 is (channel before or none, channel).

    `steps[a, b, c]` counts b followed by c where a came before b (a = k: b came first);
    `bought[a, b]` and `left[a, b]` count paths that ended in it with and without a purchase.
    `together` maps a set of channels (a bit each) to the purchases whose path held exactly these.
    """

    channels: tuple[str, ...]
    paths: int
    purchases: int
    shares: dict[str, Floats]
    steps: Ints
    bought: Ints
    left: Ints
    together: dict[int, int]


def count_paths(
    paths: Paths, *, direct: str = "direct", half_life_s: float = HALF_LIFE_S
) -> Counts:
    """Count paths once for every model; `direct` is what last non-direct passes over."""
    k = len(paths.channels)
    heads, ends = paths.starts[:-1], paths.starts[1:] - 1
    before = np.empty_like(paths.codes)
    before[1:] = paths.codes[:-1]
    before[heads] = k
    state = before * k + paths.codes
    inner = np.ones(len(paths.codes), dtype=np.bool_)
    inner[ends] = False
    inner_at = np.flatnonzero(inner)
    steps = np.bincount(state[inner_at] * k + paths.codes[inner_at + 1], minlength=(k + 1) * k * k)
    at_end = state[ends]
    converted = _only_converted(paths)
    return Counts(
        channels=paths.channels,
        paths=len(paths),
        purchases=len(converted),
        shares=_shares(converted, direct, half_life_s),
        steps=steps.reshape(k + 1, k, k),
        bought=np.bincount(at_end[paths.converted], minlength=(k + 1) * k).reshape(k + 1, k),
        left=np.bincount(at_end[~paths.converted], minlength=(k + 1) * k).reshape(k + 1, k),
        together=_together(converted),
    )


def _only_converted(paths: Paths) -> Paths:
    lengths = np.diff(paths.starts)
    kept = np.repeat(paths.converted, lengths)
    ends = np.cumsum(lengths[paths.converted], dtype=np.intp)
    return Paths(
        channels=paths.channels,
        codes=paths.codes[kept],
        starts=np.concatenate((np.zeros(1, dtype=np.intp), ends)),
        ages_s=paths.ages_s[kept],
        converted=paths.converted[paths.converted],
    )


def _shares(paths: Paths, direct: str, half_life_s: float) -> dict[str, Floats]:
    """Return the credits of every model that looks at one path at a time."""
    k, codes = len(paths.channels), paths.codes
    heads, ends = paths.starts[:-1], paths.starts[1:] - 1
    lengths = np.diff(paths.starts)
    if not len(paths):
        names = ("first", "last", "last_non_direct", "linear", "position", "time_decay")
        return {name: np.zeros(k) for name in names}

    def by_touch(weights: Floats) -> Floats:
        return np.bincount(codes, weights=weights, minlength=k).astype(np.float64)

    def by_path(touches: Ints) -> Floats:
        return np.bincount(codes[touches], minlength=k).astype(np.float64)

    return {
        "first": by_path(heads),
        "last": by_path(ends),
        "last_non_direct": by_path(_last_non_direct(paths, direct)),
        "linear": by_touch(np.repeat(1.0 / lengths, lengths)),
        "position": by_touch(_position_weights(paths)),
        "time_decay": by_touch(_decay_weights(paths, half_life_s)),
    }


def _last_non_direct(paths: Paths, direct: str) -> Ints:
    ends = paths.starts[1:] - 1
    if direct not in paths.channels:
        return ends
    place = np.where(
        paths.codes == paths.channels.index(direct), -1, np.arange(len(paths.codes), dtype=np.intp)
    )
    found = np.maximum.reduceat(place, paths.starts[:-1])
    return np.where(found < 0, ends, found)  # all direct: the last of them


def _position_weights(paths: Paths) -> Floats:
    """40 % to the first and to the last, the rest shared in between; two share evenly."""
    lengths = np.diff(paths.starts)
    middle = np.where(lengths > 2, (1 - 2 * ENDS_SHARE) / np.maximum(lengths - 2, 1), 0.0)
    weights = np.repeat(middle, lengths)
    at_ends = np.where(lengths == 1, 1.0, np.where(lengths == 2, 0.5, ENDS_SHARE))
    weights[paths.starts[:-1]] = at_ends
    weights[paths.starts[1:] - 1] = at_ends
    return weights


def _decay_weights(paths: Paths, half_life_s: float) -> Floats:
    """Half the weight for every half-life further from the purchase, each path summing to 1."""
    # Relative to the last touch: the same shares, and no path so old that all weights vanish.
    lengths = np.diff(paths.starts)
    youngest = np.repeat(np.minimum.reduceat(paths.ages_s, paths.starts[:-1]), lengths)
    weights = np.exp2((youngest - paths.ages_s) / half_life_s)
    shares: Floats = weights / np.repeat(np.add.reduceat(weights, paths.starts[:-1]), lengths)
    return shares


def _together(paths: Paths) -> dict[int, int]:
    if not len(paths):
        return {}
    bits = np.left_shift(np.int64(1), paths.codes.astype(np.int64))
    sets, counts = np.unique(np.bitwise_or.reduceat(bits, paths.starts[:-1]), return_counts=True)
    return {int(held): int(count) for held, count in zip(sets, counts, strict=True)}
