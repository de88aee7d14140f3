"""Rates between currencies: what comes in of a table, what is shown of it, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from rethread.market.pricing.adapters import TableRates
from rethread.market.pricing.models import ImportedRate
from rethread.market.pricing.ports import install_rates
from rethread.market.pricing.rules.exchange import convert, rate_between
from rethread.market.pricing.selectors import currencies_with_rates, find_rate
from rethread.market.pricing.services import import_rates
from rethread.market.pricing.types import BadRate, ExchangeRate, RatesTaken
from rethread.platform.kernel import Actor, Invalid, Money, PermissionDenied
from rethread.platform.kernel.clock import business_clock
from tests.support.factories import make_user

SYSTEM = Actor.system("tests")
NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
TABLE = b"""date,base,quote,rate
2026-11-27,EUR,GBP,0.8
2026-11-26,EUR,GBP,0.7
2026-11-25,EUR,USD,1.20
"""


@pytest.fixture(autouse=True)
def _clock(db: None) -> Iterator[None]:
    with business_clock(lambda: NOON):
        install_rates(TableRates())
        yield
        install_rates(None)


def rate(base: str, quote: str, text: str, day: date = TODAY) -> ExchangeRate:
    return ExchangeRate(base, quote, Decimal(text), day)


def taken(data: bytes) -> RatesTaken:
    return import_rates(actor=SYSTEM, data=data)


@pytest.mark.parametrize(
    ("amount", "by", "about"),
    [
        (Money(1225, "GBP"), rate("GBP", "EUR", "1.25"), Money(1531, "EUR")),  # 15.3125
        (Money(1, "GBP"), rate("GBP", "EUR", "0.5"), Money(1, "EUR")),  # half goes up
        (Money(1225, "GBP"), rate("GBP", "JPY", "190"), Money(2328, "JPY")),  # 2327.5
        (Money(100, "JPY"), rate("JPY", "KWD", "0.002"), Money(200, "KWD")),
    ],
)
def test_an_estimate_is_half_up_to_the_minor_unit(
    amount: Money, by: ExchangeRate, about: Money
) -> None:
    assert convert(amount, by) == about


def test_what_is_too_large_to_write_has_no_estimate() -> None:
    assert convert(Money(2**53, "GBP"), rate("GBP", "EUR", "2")) is None


def test_a_rate_is_taken_as_written_turned_round_or_over_a_third_currency() -> None:
    old = TODAY - timedelta(days=2)
    rates = [rate("EUR", "GBP", "0.8"), rate("EUR", "USD", "1.2", old)]
    assert rate_between(rates, "EUR", "GBP") == rates[0]
    assert rate_between(rates, "GBP", "EUR") == rate("GBP", "EUR", "1.25")
    assert rate_between(rates, "GBP", "USD") == rate("GBP", "USD", "1.5", old)
    assert rate_between(rates, "GBP", "CHF") is None


def test_the_newest_rate_of_a_pair_counts() -> None:
    assert taken(TABLE) == RatesTaken(3, 0, 0, ())
    assert find_rate("GBP", "EUR") == rate("GBP", "EUR", "1.25", date(2026, 11, 27))
    assert currencies_with_rates("GBP") == ("EUR", "USD")
    assert find_rate("GBP", "GBP") is None


@pytest.mark.parametrize(("days", "known"), [(7, True), (8, False)])
def test_a_rate_older_than_seven_days_is_shown_to_nobody(days: int, known: bool) -> None:
    taken(f"date,base,quote,rate\n{TODAY - timedelta(days=days)},EUR,GBP,0.8\n".encode())
    assert (find_rate("GBP", "EUR") is not None) is known
    assert currencies_with_rates("GBP") == (("EUR",) if known else ())


def test_the_same_table_again_adds_nothing_and_another_rate_corrects() -> None:
    taken(TABLE)
    assert taken(TABLE) == RatesTaken(0, 0, 3, ())
    assert taken(TABLE.replace(b"0.7", b"0.75")) == RatesTaken(0, 1, 2, ())
    assert ImportedRate.objects.get(day="2026-11-26").rate == Decimal("0.75")


def test_a_bad_line_is_named_with_its_reason_and_the_good_ones_come_in() -> None:
    done = taken(
        b"date,base,quote,rate\n"
        b"2026-11-27,EUR,GBP,0.8\n"
        b"2026-11-29,EUR,GBP,0.8\n"
        b"yesterday,EUR,GBP,0.8\n"
        b"2026-11-27,EUR,XYZ,0.8\n"
        b"2026-11-27,EUR,EUR,1\n"
        b"2026-11-27,EUR,USD,-1\n"
        b"2026-11-27,EUR,USD,NaN\n"
        b"2026-11-27,EUR,USD,0.12345678901\n"
        b"2026-11-27,EUR,USD\n"
        b"\n"
        b"2026-11-27,eur,gbp,0.9\n"
    )
    assert done.added == ImportedRate.objects.count() == 1
    assert done.bad == (
        BadRate(3, "2026-11-29 has not happened yet"),
        BadRate(4, "'yesterday' is no day (YYYY-MM-DD)"),
        BadRate(5, "'XYZ' is no currency we know"),
        BadRate(6, "a currency has no rate to itself"),
        BadRate(7, "'-1' is no rate above 0 and at most 1000000"),
        BadRate(8, "'NaN' is no rate above 0 and at most 1000000"),
        BadRate(9, "'0.12345678901' has more than 10 decimals"),
        BadRate(10, "has 3 cells, not 4"),
        BadRate(12, "says the same day and currencies as line 2"),
    )


@pytest.mark.parametrize("data", [b"", b"day,rate\n", b"\xff\xfe", b'date,base,quote,rate\n"x'])
def test_what_is_no_table_of_rates_changes_nothing(data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        taken(data)
    assert refused.value.code == "pricing.rates_file"
    assert ImportedRate.objects.count() == 0


def test_only_staff_and_the_system_say_what_currencies_are_worth() -> None:
    with pytest.raises(PermissionDenied) as refused:
        import_rates(actor=Actor.user(make_user().id), data=TABLE)
    assert refused.value.code == "pricing.staff_only"
    assert ImportedRate.objects.count() == 0


def test_where_nobody_knows_rates_there_are_none() -> None:
    taken(TABLE)
    install_rates(None)
    assert find_rate("GBP", "EUR") is None
    assert currencies_with_rates("GBP") == ()
