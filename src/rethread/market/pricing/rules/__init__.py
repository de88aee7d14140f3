"""Pure arithmetic of fees. Rounds half up to the minor unit; reads no clock and no database."""

from __future__ import annotations

from collections.abc import Sequence

from rethread.platform.kernel import Money, invariant

from ..types import Quote, Schedule

BPS = 10_000


def share_bps(amount_minor: int, bps: int) -> int:
    """Return `bps` basis points of an amount, rounded half up to the minor unit.

    Half up, not half even, because that is what people do on paper and what the public fee page
    says; amounts are never negative here, so "up" is away from zero.
    """
    invariant(amount_minor >= 0 and bps >= 0, "a fee is taken of nothing negative")
    return (amount_minor * bps * 2 + BPS) // (2 * BPS)


def buyer_fee(price: Money, schedule: Schedule) -> Money:
    """Return the buyer's fee on one garment: a share of its price and a fixed part."""
    invariant(price.currency == schedule.currency, "a schedule prices its own currency")
    share = share_bps(price.amount_minor, schedule.buyer_bps)
    return Money(share + schedule.buyer_fixed_minor, price.currency)


def buyer_price(price: Money, schedule: Schedule) -> Money:
    """Return what a buyer sees: the price with the buyer's fee in it."""
    return price + buyer_fee(price, schedule)


def seller_fee(price: Money, schedule: Schedule) -> Money:
    """Return the seller's fee on one garment; never more than its price."""
    invariant(price.currency == schedule.currency, "a schedule prices its own currency")
    return Money(share_bps(price.amount_minor, schedule.seller_bps), price.currency)


def quote(prices: Sequence[Money], *, delivery: Money, schedule: Schedule) -> Quote:
    """Return the quote for garments of one seller in one parcel.

    Fees are taken garment by garment, so that the sum in the bag equals the sum of the prices
    shown on the cards, to the penny.
    """
    zero = Money.zero(schedule.currency)
    return Quote(
        fee_version=schedule.version,
        items=sum(prices, zero),
        buyer_fee=sum((buyer_fee(price, schedule) for price in prices), zero),
        delivery=delivery,
        seller_fee=sum((seller_fee(price, schedule) for price in prices), zero),
    )
