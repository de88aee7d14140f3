"""Properties of fees, over prices and schedules nobody thought of."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from rethread.market.pricing import rules
from rethread.market.pricing.types import Schedule
from rethread.platform.kernel import Money
from rethread.platform.kernel.money import EXPONENTS

amounts = st.integers(min_value=0, max_value=10**9)
shares = st.integers(min_value=0, max_value=10_000)
schedules = st.builds(
    Schedule,
    version=st.just(1),
    currency=st.sampled_from(sorted(EXPONENTS)),
    valid_from=st.just(datetime(2026, 1, 1, tzinfo=UTC)),
    buyer_bps=shares,
    buyer_fixed_minor=st.integers(min_value=0, max_value=10_000),
    seller_bps=shares,
)


@given(amounts, amounts, schedules)
def test_a_dearer_garment_is_never_cheaper_with_its_fee(
    one: int, other: int, schedule: Schedule
) -> None:
    low, high = sorted((one, other))
    cheap = rules.buyer_price(Money(low, schedule.currency), schedule)
    dear = rules.buyer_price(Money(high, schedule.currency), schedule)
    assert cheap <= dear


@given(amounts, schedules)
def test_no_fee_is_negative_and_no_seller_pays_more_than_the_price(
    price: int, schedule: Schedule
) -> None:
    money = Money(price, schedule.currency)
    assert rules.buyer_fee(money, schedule).amount_minor >= schedule.buyer_fixed_minor
    assert 0 <= rules.seller_fee(money, schedule).amount_minor <= price


@given(amounts, shares)
def test_a_share_is_the_exact_one_rounded_half_up(amount: int, bps: int) -> None:
    exact = Decimal(amount) * bps / 10_000
    assert rules.share_bps(amount, bps) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(st.lists(amounts, min_size=1, max_size=12), amounts, schedules)
def test_a_quote_loses_no_penny(prices: list[int], delivery: int, schedule: Schedule) -> None:
    money = [Money(price, schedule.currency) for price in prices]
    quote = rules.quote(money, delivery=Money(delivery, schedule.currency), schedule=schedule)
    shown = sum(rules.buyer_price(price, schedule).amount_minor for price in money)
    assert quote.buyer_total.amount_minor == shown + delivery
    assert quote.seller_earns + quote.seller_fee == quote.items
