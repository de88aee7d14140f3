"""Properties of bundles, over prices and steps nobody thought of."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from rethread.market.orders.rules.bundling import (
    AskedPrice,
    bundle_price,
    percents,
)
from rethread.market.orders.rules.quoting import (
    Garment,
    ParcelWay,
    parcel_size_of,
    quote_garments,
)
from rethread.market.pricing.rules import buyer_price, seller_fee
from rethread.market.pricing.rules.bundles import (
    bundle_percent,
    impossible_tiers,
    percents_of,
    tiers_of,
)
from rethread.market.pricing.types import BundleTier, DeliveryMethod, ParcelSize, Schedule
from rethread.platform.kernel import Money

SCHEDULE = Schedule(
    version=1,
    currency="GBP",
    valid_from=datetime(2026, 1, 1, tzinfo=UTC),
    buyer_bps=500,
    buyer_fixed_minor=70,
    seller_bps=300,
)
DELIVERY: dict[tuple[DeliveryMethod, ParcelSize], int] = {
    ("tracked", "small"): 299,
    ("untracked", "small"): 199,
    ("pickup", "small"): 0,
    ("tracked", "medium"): 399,
    ("untracked", "medium"): 299,
    ("pickup", "medium"): 0,
}
METHODS: tuple[DeliveryMethod, ...] = ("tracked", "untracked", "pickup")
steps = st.lists(st.integers(0, 50), min_size=4, max_size=4).map(sorted).map(tiers_of)
asked = st.lists(
    st.tuples(st.integers(1, 3), st.integers(100, 1_000_000), st.booleans()),
    min_size=1,
    max_size=12,
)


def priced(garments: list[tuple[int, int, bool]]) -> list[AskedPrice]:
    return [
        AskedPrice(UUID(int=place), UUID(int=seller), price, agreed)
        for place, (seller, price, agreed) in enumerate(garments)
    ]


@given(asked, st.dictionaries(st.integers(1, 3).map(lambda n: UUID(int=n)), steps))
def test_a_bag_with_bundles_costs_the_sum_of_its_lines(
    garments: list[tuple[int, int, bool]], tiers: dict[UUID, tuple[BundleTier, ...]]
) -> None:
    wanted = priced(garments)
    off = percents(wanted, tiers)
    prices = {
        one.listing_id: bundle_price(
            Money(one.price_minor, "GBP"), off.get(one.listing_id, 0), SCHEDULE
        )
        for one in wanted
    }
    quote = quote_garments(
        [
            Garment(
                listing_id=one.listing_id,
                seller_id=one.seller_id,
                shop_id=one.seller_id,
                price_minor=prices[one.listing_id].price_minor,
                buyer_price_minor=prices[one.listing_id].price_minor
                + prices[one.listing_id].buyer_fee_minor,
                seller_fee_minor=seller_fee(
                    Money(prices[one.listing_id].price_minor, "GBP"), SCHEDULE
                ).amount_minor,
                fee_version=1,
                parcel_size="small",
                discount_minor=prices[one.listing_id].discount_minor,
                buyer_fee_discount_minor=prices[one.listing_id].buyer_fee_discount_minor,
            )
            for one in wanted
        ],
        currency="GBP",
        delivery_minor=DELIVERY,
        ways={UUID(int=n): ParcelWay(METHODS[n - 1]) for n in (1, 2, 3)},
    )
    lines = [line for parcel in quote.parcels for line in parcel.lines]
    shown = sum(buyer_price(Money(one.price_minor, "GBP"), SCHEDULE).amount_minor for one in wanted)
    saved = sum(line.discount_minor + line.buyer_fee_discount_minor for line in lines)
    assert quote.delivery_minor == sum(
        DELIVERY[METHODS[seller_id.int - 1], parcel_size_of(["small"] * count)]
        for seller_id, count in Counter(one.seller_id for one in wanted).items()
    )
    assert quote.total_minor == shown - saved + quote.delivery_minor
    assert quote.items_minor + sum(line.discount_minor for line in lines) == sum(
        one.price_minor for one in wanted
    )
    assert all(line.price_minor > 0 and line.seller_fee_minor <= line.price_minor for line in lines)


@given(asked, steps)
def test_an_agreed_price_takes_no_discount_and_counts_for_none(
    garments: list[tuple[int, int, bool]], tiers: tuple[BundleTier, ...]
) -> None:
    wanted = priced(garments)
    everywhere = {UUID(int=seller): tiers for seller in (1, 2, 3)}
    off = percents(wanted, everywhere)
    open_ones = [one for one in wanted if not one.agreed]
    assert off == percents(open_ones, everywhere)
    assert {one.listing_id for one in wanted if one.agreed} & off.keys() == set()
    counts = Counter(one.seller_id for one in open_ones)
    assert all(counts[one.seller_id] > 1 for one in wanted if one.listing_id in off)


@given(st.integers(0, 40), steps)
def test_more_pieces_never_get_less_off(count: int, tiers: tuple[BundleTier, ...]) -> None:
    assert bundle_percent(count, tiers) <= bundle_percent(count + 1, tiers)
    assert bundle_percent(1, tiers) == 0


@given(steps)
def test_steps_that_are_stored_come_back(tiers: tuple[BundleTier, ...]) -> None:
    assert tiers_of(percents_of(tiers)) == tiers


def test_steps_that_cannot_be_are_named() -> None:
    assert impossible_tiers([BundleTier(2, 10), BundleTier(3, 15)]) == ()
    assert impossible_tiers([BundleTier(2, 10), BundleTier(3, 10)]) == (3,)
    assert impossible_tiers([BundleTier(2, 51), BundleTier(7, 60)]) == (2, 7)
    assert impossible_tiers([BundleTier(2, 0), BundleTier(2, -1)]) == (2, 2)
