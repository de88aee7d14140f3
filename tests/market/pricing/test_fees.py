"""Fees to the penny, and which version is valid when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rethread.market.pricing import rules
from rethread.market.pricing.errors import NoSchedule
from rethread.market.pricing.models import FeeSchedule
from rethread.market.pricing.selectors import (
    current_schedule,
    delivery_options,
    delivery_price,
    get_schedule,
    list_schedules,
)
from rethread.market.pricing.types import Schedule
from rethread.platform.kernel import Money

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 1, tzinfo=UTC)
PENCE = Schedule(
    version=1, currency="GBP", valid_from=MARCH, buyer_bps=500, buyer_fixed_minor=70, seller_bps=300
)


def pounds(amount_minor: int) -> Money:
    return Money(amount_minor, "GBP")


@pytest.mark.parametrize(
    ("price", "buyer_fee", "seller_fee"),
    [
        (100, 75, 3),
        (1000, 120, 30),
        (1490, 145, 45),  # 74.5 rounds up to 75; 44.7 to 45
        (1510, 146, 45),  # 75.5 rounds up, not to even; 45.3 down
        (1450, 143, 44),  # 72.5 rounds up, not to even; 43.5 up
        (1_000_000, 50_070, 30_000),
    ],
)
def test_fees_round_half_up_to_the_penny(price: int, buyer_fee: int, seller_fee: int) -> None:
    assert rules.buyer_fee(pounds(price), PENCE) == pounds(buyer_fee)
    assert rules.seller_fee(pounds(price), PENCE) == pounds(seller_fee)
    assert rules.buyer_price(pounds(price), PENCE) == pounds(price + buyer_fee)


def test_a_currency_without_decimals_has_fees_in_whole_units() -> None:
    yen = Schedule(
        version=1, currency="JPY", valid_from=MARCH, buyer_bps=500, buyer_fixed_minor=100,
        seller_bps=300,
    )  # fmt: skip
    assert rules.buyer_price(Money(3330, "JPY"), yen) == Money(3330 + 167 + 100, "JPY")


def test_the_bag_costs_the_sum_of_the_prices_on_the_cards() -> None:
    prices = [pounds(1490), pounds(1490), pounds(1510)]
    quote = rules.quote(prices, delivery=pounds(399), schedule=PENCE)
    shown = [rules.buyer_price(price, PENCE).amount_minor for price in prices]
    assert quote.items == pounds(4490)
    assert quote.buyer_fee == pounds(145 + 145 + 146)
    assert quote.buyer_total == pounds(sum(shown) + 399)
    assert quote.seller_fee == pounds(45 + 45 + 45)
    assert quote.seller_earns == pounds(4490 - 135)
    assert quote.fee_version == 1


def test_a_market_starts_with_the_published_fees_and_parcel_rates() -> None:
    schedule = current_schedule("GBP", at=MARCH)
    assert (schedule.buyer_bps, schedule.buyer_fixed_minor, schedule.seller_bps) == (500, 70, 300)
    options = delivery_options("GBP", at=MARCH)
    assert {way: option.price.amount_minor for way, option in options.items()} == {
        ("tracked", "small"): 299, ("tracked", "medium"): 399, ("tracked", "large"): 599,
        ("untracked", "small"): 199, ("untracked", "medium"): 299, ("untracked", "large"): 449,
        ("pickup", "small"): 0, ("pickup", "medium"): 0, ("pickup", "large"): 0,
    }  # fmt: skip
    assert delivery_price("GBP", "large", at=MARCH) == pounds(599)


def test_a_new_version_counts_from_its_day_and_the_old_one_can_still_be_asked_for() -> None:
    FeeSchedule.objects.create(
        version=2, currency="GBP", valid_from=MARCH, buyer_bps=400, buyer_fixed_minor=50,
        seller_bps=0,
    )  # fmt: skip
    assert current_schedule("GBP", at=MARCH - timedelta(seconds=1)).version == 1
    assert current_schedule("GBP", at=MARCH).version == 2
    assert get_schedule("GBP", 1).buyer_bps == 500
    assert [schedule.version for schedule in list_schedules("GBP")] == [2, 1]


def test_a_currency_without_fees_is_refused() -> None:
    for attempt in (current_schedule, delivery_options):
        with pytest.raises(NoSchedule) as refusal:
            attempt("CHF")
        assert refusal.value.code == "pricing.no_schedule"
