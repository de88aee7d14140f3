"""Fees and quotes as frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from rethread.platform.kernel import Money

ParcelSize = Literal["small", "medium", "large"]
DeliveryMethod = Literal["tracked", "untracked", "pickup"]
DELIVERY_METHODS: tuple[DeliveryMethod, ...] = ("tracked", "untracked", "pickup")
PARCEL_SIZES: tuple[ParcelSize, ...] = ("small", "medium", "large")


@dataclass(frozen=True, slots=True)
class Schedule:
    """A version of the fee schedule: basis points (1/100 of a per cent) and minor units."""

    version: int
    currency: str
    valid_from: datetime
    buyer_bps: int
    buyer_fixed_minor: int
    seller_bps: int


@dataclass(frozen=True, slots=True)
class BoostPrice:
    """What a click on a boosted listing costs, and how much may be owed for boosts at most."""

    version: int
    click: Money
    owed_max: Money


@dataclass(frozen=True, slots=True)
class DeliveryOption:
    """A way to get what is in a parcel and what it costs the buyer; a pick-up costs nothing."""

    code: str
    method: DeliveryMethod
    parcel_size: ParcelSize
    price: Money
    rate_version: int


@dataclass(frozen=True, slots=True)
class BundleTier:
    """What a shop takes off: `percent` of every piece, for whoever takes `count` or more."""

    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Quote:
    """What a set of garments of one seller costs and pays, frozen at the moment of the quote.

    `buyer_total` = items + buyer's fee + delivery; `seller_earns` = items - seller's fee.
    `fee_version` says which schedule it was made under; the past is never re-priced.
    """

    fee_version: int
    items: Money
    buyer_fee: Money
    delivery: Money
    seller_fee: Money

    @property
    def buyer_total(self) -> Money:
        """Return what the buyer pays."""
        return self.items + self.buyer_fee + self.delivery

    @property
    def seller_earns(self) -> Money:
        """Return what the seller receives."""
        return self.items - self.seller_fee


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """What one unit of `base` was worth in `quote` on a day. It estimates; it charges nobody."""

    base: str
    quote: str
    rate: Decimal
    day: date


@dataclass(frozen=True, slots=True)
class BadRate:
    """A line of a file of rates that was left out, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class RatesTaken:
    """What became of a file of rates."""

    added: int
    corrected: int
    unchanged: int
    bad: tuple[BadRate, ...]
