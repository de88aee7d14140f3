"""Which garments of a bag take a bundle discount, and what they cost with it. Pure.

A piece at a private price that its seller has agreed to takes no bundle discount, and does not
count towards one: the two sides have settled that price by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rethread.market.pricing.rules import buyer_fee
from rethread.market.pricing.rules.bundles import bundle_discount_minor, bundle_percent
from rethread.market.pricing.types import BundleTier, Schedule
from rethread.platform.kernel import Money


@dataclass(frozen=True, slots=True)
class AskedPrice:
    """What a garment's seller asks for it; `agreed` when it is a private price."""

    listing_id: UUID
    seller_id: UUID
    price_minor: int
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class BundlePrice:
    """What one garment costs in its bundle, in minor units."""

    price_minor: int
    discount_minor: int
    buyer_fee_minor: int
    buyer_fee_discount_minor: int

    @property
    def saved_minor(self) -> int:
        """Return how much less a buyer pays than its card says."""
        return self.discount_minor + self.buyer_fee_discount_minor


def percents(
    asked: Sequence[AskedPrice], tiers: Mapping[UUID, Sequence[BundleTier]]
) -> dict[UUID, int]:
    """Return the per cent off of every listing that gets any; `tiers` is by seller."""
    counts = Counter(one.seller_id for one in asked if not one.agreed)
    found = {
        one.listing_id: bundle_percent(counts[one.seller_id], tiers.get(one.seller_id, ()))
        for one in asked
        if not one.agreed
    }
    return {listing_id: percent for listing_id, percent in found.items() if percent}


def bundle_price(price: Money, percent: int, schedule: Schedule) -> BundlePrice:
    """Return what a garment costs with `percent` off, with the fee on the lower price."""
    discount = bundle_discount_minor(price.amount_minor, percent)
    lower = Money(price.amount_minor - discount, price.currency)
    fee = buyer_fee(lower, schedule).amount_minor
    return BundlePrice(
        price_minor=lower.amount_minor,
        discount_minor=discount,
        buyer_fee_minor=fee,
        buyer_fee_discount_minor=buyer_fee(price, schedule).amount_minor - fee,
    )
