"""Money is exact, refuses what it cannot hold and never mixes currencies."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from rethread.platform.kernel import Invalid, Money
from rethread.platform.kernel.errors import InvariantViolation
from rethread.platform.kernel.money import MAX_MINOR, split_largest_remainder


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12", "GBP", 1200),
        ("12.5", "GBP", 1250),
        ("£1,250.00", "GBP", 125_000),
        (" 0.01 ", "EUR", 1),
        ("1200", "JPY", 1200),
        ("1.234", "KWD", 1234),
        ("-3", "GBP", -300),
        ("12,50", "EUR", 1250),
        ("1.250,00 €", "EUR", 125_000),
        ("1 250,5", "EUR", 125_050),
        ("1,250", "GBP", 125_000),
        ("1,250,000", "GBP", 125_000_000),
    ],
)
def test_parse_reads_what_people_type(text: str, currency: str, minor: int) -> None:
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12,50", "EUR", 1250),
        ("12.50", "EUR", 1250),
        ("1\N{NO-BREAK SPACE}250,00\N{NO-BREAK SPACE}€", "EUR", 125_000),
        ("1,250", "KWD", 1250),
    ],
)
def test_parse_reads_what_people_type_in_french(text: str, currency: str, minor: int) -> None:
    with translation.override("fr"):
        assert Money.parse(text, currency) == Money(minor, currency)


def test_three_digits_behind_a_comma_are_decimals_in_french() -> None:
    with translation.override("fr"):
        assert Money.parse("1,250", "EUR") == Money(125, "EUR")
        with pytest.raises(Invalid) as refused:
            Money.parse("1,255", "EUR")
    assert refused.value.code == "money.invalid_amount"


@pytest.mark.parametrize(
    ("text", "currency"),
    [("", "GBP"), ("abc", "GBP"), ("12.345", "GBP"), ("1.5", "JPY"), ("NaN", "GBP"),
     ("Infinity", "GBP"), ("1e15", "GBP"), ("10000000000000000", "GBP"), ("9" * 40, "GBP"),
     ("12", "XXX")],
)  # fmt: skip
def test_parse_refuses_what_is_not_an_amount(text: str, currency: str) -> None:
    with pytest.raises(Invalid) as refused:
        Money.parse(text, currency)
    assert refused.value.code in {"money.invalid_amount", "money.unknown_currency"}


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (Money(125_000, "GBP"), "£1,250.00"),
        (Money(-300, "GBP"), "-£3.00"),
        (Money(1200, "JPY"), "¥1,200"),
        (Money(1234, "KWD"), "1.234 KWD"),
    ],
)
def test_format_writes_the_currency_s_own_decimals(money: Money, shown: str) -> None:
    assert money.format() == shown


def test_currencies_never_mix() -> None:
    with pytest.raises(InvariantViolation):
        _ = Money(1, "GBP") + Money(1, "EUR")


def test_a_float_is_not_money() -> None:
    with pytest.raises(InvariantViolation):
        Money(1.5, "GBP")  # type: ignore[arg-type]  # the point of the test


@given(
    total=st.integers(0, MAX_MINOR // 1000),
    weights=st.lists(st.integers(0, 1000), min_size=1, max_size=20),
)
def test_a_split_adds_up_and_is_fair_to_one_unit(total: int, weights: list[int]) -> None:
    parts = split_largest_remainder(total, weights)
    whole = sum(weights) or len(weights)
    even = weights if sum(weights) else [1] * len(weights)
    assert sum(parts) == total
    assert all(
        abs(part - total * weight / whole) < 1 for part, weight in zip(parts, even, strict=True)
    )


@pytest.mark.parametrize(
    ("money", "shown", "typed"),
    [
        (Money(125_000, "EUR"), "1\N{NO-BREAK SPACE}250,00\N{NO-BREAK SPACE}€", "1250,00"),
        (Money(-300, "GBP"), "-3,00\N{NO-BREAK SPACE}£", "-3,00"),
        (Money(1200, "JPY"), "1\N{NO-BREAK SPACE}200\N{NO-BREAK SPACE}¥", "1200"),
        (Money(1234, "KWD"), "1,234\N{NO-BREAK SPACE}KWD", "1,234"),
    ],
)
def test_format_in_french(money: Money, shown: str, typed: str) -> None:
    with translation.override("fr"):
        assert money.format() == shown
        assert money.typed() == typed
        assert Money.parse(typed, money.currency) == money
