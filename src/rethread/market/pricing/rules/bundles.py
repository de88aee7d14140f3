"""What a shop takes off when one buyer takes several of its pieces. Pure; integers only.

The share is taken garment by garment and rounded half up to the minor unit, as fees are, so that a
parcel costs exactly the sum of its lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rethread.market.pricing.rules import share_bps

from ..types import BundleTier

COUNTS: Final = (2, 3, 4, 5)  # from how many pieces a tier may begin
PERCENT_MAX: Final = 50
_BPS_PER_PERCENT: Final = 100


def bundle_percent(count: int, tiers: Sequence[BundleTier]) -> int:
    """Return how many per cent `count` pieces of one shop get: the tier of the most pieces."""
    return max((tier.percent for tier in tiers if tier.count <= count), default=0)


def bundle_discount_minor(price_minor: int, percent: int) -> int:
    """Return what is taken off one garment's price, rounded half up to the minor unit."""
    return share_bps(price_minor, percent * _BPS_PER_PERCENT)


def tiers_of(percents: Sequence[int]) -> tuple[BundleTier, ...]:
    """Return tiers from what is stored: per cent off from 2, 3, 4, 5 pieces, 0 for none."""
    pairs = zip(COUNTS, percents, strict=False)
    return tuple(BundleTier(count, percent) for count, percent in pairs if percent)


def percents_of(tiers: Sequence[BundleTier]) -> list[int]:
    """Return what is stored for tiers."""
    by_count: Mapping[int, int] = {tier.count: tier.percent for tier in tiers}
    return [by_count.get(count, 0) for count in COUNTS]


def impossible_tiers(tiers: Sequence[BundleTier]) -> tuple[int, ...]:
    """Return the counts whose tier cannot be: out of range, twice, or no better than with fewer."""
    wrong, best, seen = [], 0, set()
    for tier in sorted(tiers, key=lambda tier: tier.count):
        in_range = tier.count in COUNTS and 1 <= tier.percent <= PERCENT_MAX
        if not in_range or tier.count in seen or tier.percent <= best:
            wrong.append(tier.count)
        best = max(best, tier.percent)
        seen.add(tier.count)
    return tuple(wrong)
