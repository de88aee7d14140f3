"""The shapes of a shop and of what its owner sends about it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from rethread.market.accounts.types import ShopSummary
from rethread.market.pricing.types import DeliveryMethod


class BundleStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`percent` off every piece, for whoever takes `count` (2 to 5) or more of a shop."""

    count: int
    percent: int


class BundleDiscount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a shop takes off for several pieces; no steps, nothing off."""

    tiers: Annotated[list[BundleStep], msgspec.Meta(max_length=4)]


class DeliveryMethods(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a shop delivers. Everybody reads `pickup_place`; a pick-up needs one."""

    methods: Annotated[list[DeliveryMethod], msgspec.Meta(min_length=1, max_length=3)]
    pickup_place: Annotated[str, msgspec.Meta(max_length=80)] = ""


class ShopCurrency(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the shop's next listings are priced in: one of the market's currencies."""

    currency: Annotated[str, msgspec.Meta(min_length=3, max_length=3)]


class ShopBody(msgspec.Struct, frozen=True):
    """A shop as its owner sees it; `vacation_until` is null when no return is planned."""

    id: UUID
    handle: str
    name: str
    ships_within_days: int
    on_vacation: bool
    vacation_until: datetime | None
    bundle_tiers: list[BundleStep]
    delivery_methods: list[DeliveryMethod]
    pickup_place: str
    currency: str


class Vacation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Go on holiday or come back. `until`, with its offset, brings the shop back by itself."""

    on_vacation: bool
    until: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


def shop_body(shop: ShopSummary) -> ShopBody:
    """Turn a shop into its JSON shape."""
    return ShopBody(
        id=shop.id,
        handle=shop.handle,
        name=shop.name,
        ships_within_days=shop.ships_within_days,
        on_vacation=shop.on_vacation,
        vacation_until=shop.vacation_until,
        bundle_tiers=[BundleStep(tier.count, tier.percent) for tier in shop.bundle_tiers],
        delivery_methods=list(shop.delivery_methods),
        pickup_place=shop.pickup_place,
        currency=shop.currency,
    )
