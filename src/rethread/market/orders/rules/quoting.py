"""What a bag costs, seller by seller: the quote that a checkout snapshots. Integers only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from rethread.market.pricing.types import PARCEL_SIZES, DeliveryMethod, ParcelSize
from rethread.platform.kernel import invariant

GARMENTS_PER_PARCEL_SIZE: Final = 3  # more than this take the next size up


@dataclass(frozen=True, slots=True)
class LineQuote:
    """One garment: what it is sold for, and each side's fee on that, in minor units.

    `discount_minor` is what the bundle took off the price its seller asks, and
    `buyer_fee_discount_minor` how much lower that made the buyer's fee; both are in the other
    amounts already. `offer_id` is the negotiation in which the price was agreed; without one it is
    the public price.
    """

    listing_id: UUID
    price_minor: int
    buyer_fee_minor: int
    seller_fee_minor: int
    discount_minor: int = 0
    buyer_fee_discount_minor: int = 0
    offer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ParcelWay:
    """How a parcel gets to its buyer, and for a pick-up the place as the shop named it then."""

    method: DeliveryMethod
    pickup_place: str = ""


@dataclass(frozen=True, slots=True)
class ParcelQuote:
    """One seller's part of a checkout, in minor units."""

    seller_id: UUID
    shop_id: UUID
    lines: tuple[LineQuote, ...]
    parcel_size: ParcelSize
    way: ParcelWay
    delivery_minor: int

    @property
    def items_minor(self) -> int:
        """Return the price of the garments."""
        return sum(line.price_minor for line in self.lines)

    @property
    def buyer_fee_minor(self) -> int:
        """Return the buyer's fee on them."""
        return sum(line.buyer_fee_minor for line in self.lines)

    @property
    def seller_fee_minor(self) -> int:
        """Return the seller's fee on them."""
        return sum(line.seller_fee_minor for line in self.lines)

    @property
    def total_minor(self) -> int:
        """Return what the buyer pays for this parcel."""
        return self.items_minor + self.buyer_fee_minor + self.delivery_minor


@dataclass(frozen=True, slots=True)
class CheckoutQuote:
    """A whole checkout, in minor units of one currency."""

    currency: str
    fee_version: int
    parcels: tuple[ParcelQuote, ...]

    @property
    def items_minor(self) -> int:
        """Return the price of every garment."""
        return sum(parcel.items_minor for parcel in self.parcels)

    @property
    def buyer_fee_minor(self) -> int:
        """Return the buyer's fees."""
        return sum(parcel.buyer_fee_minor for parcel in self.parcels)

    @property
    def delivery_minor(self) -> int:
        """Return what every parcel costs to send."""
        return sum(parcel.delivery_minor for parcel in self.parcels)

    @property
    def total_minor(self) -> int:
        """Return what the buyer pays in all."""
        return self.items_minor + self.buyer_fee_minor + self.delivery_minor


def parcel_size_of(sizes: Sequence[str]) -> ParcelSize:
    """Return the parcel that holds garments of these parcel sizes.

    The largest garment decides; more than three garments take one size more. A garment that says
    nothing counts as medium.
    """
    invariant(sizes, "a parcel holds something")
    ranks = [
        PARCEL_SIZES.index(size) if size in PARCEL_SIZES else PARCEL_SIZES.index("medium")
        for size in sizes
    ]
    rank = max(ranks) + (len(sizes) > GARMENTS_PER_PARCEL_SIZE)
    return PARCEL_SIZES[min(rank, len(PARCEL_SIZES) - 1)]


@dataclass(frozen=True, slots=True)
class Garment:
    """What is to be priced: the garment's price, what its buyer is shown, and the seller's fee.

    All three are after `discount_minor`, as in a `LineQuote`.
    """

    listing_id: UUID
    seller_id: UUID
    shop_id: UUID
    price_minor: int
    buyer_price_minor: int
    seller_fee_minor: int
    fee_version: int
    parcel_size: str
    discount_minor: int = 0
    buyer_fee_discount_minor: int = 0
    offer_id: UUID | None = None


def quote_garments(
    garments: Sequence[Garment],
    *,
    currency: str,
    delivery_minor: Mapping[tuple[DeliveryMethod, ParcelSize], int],
    ways: Mapping[UUID, ParcelWay],
) -> CheckoutQuote:
    """Return the quote for garments: one parcel per seller, sellers and garments in id order.

    `ways` says, by shop, how each parcel gets to its buyer.

    The buyer's fee is what the shown price adds to the seller's price, so that a bag costs
    exactly the sum of the prices on its cards, and delivery.
    """
    invariant(garments, "a quote is for something")
    by_seller: dict[UUID, list[Garment]] = {}
    for garment in sorted(garments, key=lambda g: (g.seller_id, g.listing_id)):
        by_seller.setdefault(garment.seller_id, []).append(garment)
    return CheckoutQuote(
        currency=currency,
        fee_version=max(garment.fee_version for garment in garments),
        parcels=tuple(
            _parcel(part, delivery_minor, ways[part[0].shop_id]) for part in by_seller.values()
        ),
    )


def _parcel(
    part: Sequence[Garment],
    delivery_minor: Mapping[tuple[DeliveryMethod, ParcelSize], int],
    way: ParcelWay,
) -> ParcelQuote:
    size = parcel_size_of([garment.parcel_size for garment in part])
    return ParcelQuote(
        seller_id=part[0].seller_id,
        shop_id=part[0].shop_id,
        lines=tuple(
            LineQuote(
                listing_id=garment.listing_id,
                price_minor=garment.price_minor,
                buyer_fee_minor=garment.buyer_price_minor - garment.price_minor,
                seller_fee_minor=garment.seller_fee_minor,
                discount_minor=garment.discount_minor,
                buyer_fee_discount_minor=garment.buyer_fee_discount_minor,
                offer_id=garment.offer_id,
            )
            for garment in part
        ),
        parcel_size=size,
        way=way,
        delivery_minor=delivery_minor[way.method, size],
    )
