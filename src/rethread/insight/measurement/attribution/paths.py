"""Paths as flat arrays: the touches of all paths one after another, and where each path begins.

It refuses paths without a touch (nothing can be credited for them) and keeps no person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rethread.platform.kernel import invariant

CHANNELS_MAX = 60  # a set of channels is one 64-bit word in the Shapley count


@dataclass(frozen=True, slots=True)
class Paths:
    """Touches of n paths: `codes[starts[i]:starts[i + 1]]` is path i, oldest touch first.

    `ages_s` is how many seconds before the end of its path each touch was; `converted` says whether
    the path ended in a purchase.
    """

    channels: tuple[str, ...]
    codes: NDArray[np.intp]
    starts: NDArray[np.intp]
    ages_s: NDArray[np.float64]
    converted: NDArray[np.bool_]

    def __post_init__(self) -> None:
        invariant(len(self.channels) <= CHANNELS_MAX, f"more than {CHANNELS_MAX} channels")
        invariant(len(self.starts) == len(self.converted) + 1, "one start per path and the end")
        invariant(len(self.codes) == len(self.ages_s) == self.starts[-1], "one age per touch")
        invariant(bool(np.all(np.diff(self.starts) > 0)), "no path is empty")
        invariant(
            len(self.codes) == 0
            or (self.codes.min() >= 0 and self.codes.max() < len(self.channels)),
            "every touch names a channel",
        )

    def __len__(self) -> int:
        return len(self.converted)

    @classmethod
    def of(
        cls,
        paths: Sequence[tuple[Sequence[str], Sequence[float], bool]],
        channels: Sequence[str] = (),
    ) -> Paths:
        """Lay out (channels, ages in seconds, converted) per path; empty paths are left out.

        Channels come in the given order, then any others by name.
        """
        kept = [path for path in paths if path[0]]
        others = {name for names, _, _ in kept for name in names} - set(channels)
        names = (*channels, *sorted(others))
        code = {name: place for place, name in enumerate(names)}
        lengths = [len(path[0]) for path in kept]
        return cls(
            channels=names,
            codes=np.array([code[name] for path in kept for name in path[0]], dtype=np.intp),
            starts=np.concatenate(([0], np.cumsum(lengths, dtype=np.intp))).astype(np.intp),
            ages_s=np.array([age for path in kept for age in path[1]], dtype=np.float64),
            converted=np.array([path[2] for path in kept], dtype=np.bool_),
        )
