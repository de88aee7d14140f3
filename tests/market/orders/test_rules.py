"""The pure rules of orders: tables, working days, quotes. The README draws the same tables."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rethread.market.orders
from rethread.market.orders.rules.calendar import (
    WorkingCalendar,
    easter_sunday,
    holidays,
    no_scan_release_at,
)
from rethread.market.orders.rules.quoting import (
    Garment,
    ParcelWay,
    parcel_size_of,
    quote_garments,
)
from rethread.market.orders.rules.transitions import (
    CHECKOUT,
    ORDER,
    ORDER_TERMINAL,
    next_checkout_status,
)

LONDON = WorkingCalendar(zone=ZoneInfo("Europe/London"), country="GB")
README = Path(rethread.market.orders.__file__).parent / "README.md"


def drawn(heading: str) -> set[tuple[str, str, str]]:
    """Read the arrows of the diagram under a heading."""
    section = README.read_text().split(f"## {heading}")[1].split("```mermaid")[1].split("```")[0]
    found = re.findall(r"^\s*(\w+) --> (\w+): (\w+)$", section, re.MULTILINE)
    return {(source, event, target) for source, target, event in found}


def test_the_readme_draws_the_checkout_table() -> None:
    table = {(status, event, target) for (status, event), target in CHECKOUT.items()}
    assert drawn("A checkout's life") == table | {("expiring", "provider_expired", "cancelled")}


def test_the_readme_draws_the_order_table() -> None:
    table = {(status, event, target) for (status, event), target in ORDER.items()}
    assert drawn("An order's life") == table


def test_terminal_states_lead_nowhere() -> None:
    assert {status for status, _ in ORDER} & ORDER_TERMINAL == set()
    assert {status for status, _ in CHECKOUT} & {"paid"} == set()


def test_a_cancelled_checkout_ends_as_cancelled() -> None:
    ended = next_checkout_status("expiring", "provider_expired", cancelled_by_buyer=True)
    assert ended == "cancelled"
    assert next_checkout_status("paid", "provider_expired") is None


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, date(2024, 3, 31)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))],
)
def test_easter(year: int, sunday: date) -> None:
    assert easter_sunday(year) == sunday


def test_bank_holidays_of_2026_and_substitutes_of_2021() -> None:
    # gov.uk/bank-holidays, England and Wales
    assert holidays("GB", 2026) == {
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4),
        date(2026, 5, 25), date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28),
    }  # fmt: skip
    assert {date(2021, 12, 27), date(2021, 12, 28)} <= holidays("GB", 2021)
    assert date(2022, 1, 3) in holidays("GB", 2022)
    assert holidays("XX", 2026) == frozenset()


def test_case_66_ten_working_days_skip_easter_and_keep_the_local_hour_over_summer_time() -> None:
    # Dispatched on Friday 27 March at noon GMT; clocks go forward on Sunday; Good Friday and
    # Easter Monday do not count: Monday 13 April at noon BST, which is 11:00 UTC.
    sent = datetime(2026, 3, 27, 12, 0, tzinfo=UTC)
    assert no_scan_release_at(sent, LONDON) == datetime(2026, 4, 14, 11, 0, tzinfo=UTC)


def test_an_hour_that_summer_time_skips_is_taken_an_hour_later() -> None:
    everyday = WorkingCalendar(zone=ZoneInfo("Africa/Cairo"), country="XX")
    # Egypt goes forward on Friday 24 April 2026, at 00:00 to 01:00.
    sent = datetime(2026, 4, 22, 22, 30, tzinfo=UTC)  # Thursday, 00:30 in Cairo
    assert everyday.add_working_days(sent, 1) == datetime(2026, 4, 23, 22, 30, tzinfo=UTC)


@given(
    st.integers(1_577_836_800, 2_051_222_400),
    st.integers(1, 30),
)
def test_working_days_end_on_a_working_day_and_only_grow(epoch_s: int, days: int) -> None:
    moment = datetime.fromtimestamp(epoch_s, UTC)
    later = LONDON.add_working_days(moment, days)
    assert LONDON.is_working_day(later.astimezone(LONDON.zone).date())
    assert later > moment
    assert LONDON.add_working_days(moment, days + 1) > later


def test_the_largest_garment_chooses_the_parcel_and_many_take_one_more() -> None:
    assert parcel_size_of(["small"]) == "small"
    assert parcel_size_of(["small", "large"]) == "large"
    assert parcel_size_of(["small"] * 3) == "small"
    assert parcel_size_of(["small"] * 4) == "medium"
    assert parcel_size_of(["large"] * 9) == "large"
    assert parcel_size_of([""]) == "medium"


@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.integers(100, 1_000_000), st.integers(0, 60_000)),
        min_size=1,
        max_size=30,
    )
)
def test_a_quote_is_the_sum_of_what_cards_show_and_delivery(
    garments: list[tuple[int, int, int]],
) -> None:
    quote = quote_garments(
        [
            Garment(
                listing_id=UUID(int=place),
                seller_id=UUID(int=seller),
                shop_id=UUID(int=seller),
                price_minor=price,
                buyer_price_minor=price + fee,
                seller_fee_minor=price // 33,
                fee_version=1,
                parcel_size="small",
            )
            for place, (seller, price, fee) in enumerate(garments)
        ],
        currency="GBP",
        delivery_minor={("tracked", "small"): 299, ("tracked", "medium"): 349},
        ways={UUID(int=seller): ParcelWay("tracked") for seller, _, _ in garments},
    )
    shown = sum(price + fee for _, price, fee in garments)
    assert quote.total_minor == shown + quote.delivery_minor
    assert quote.total_minor == sum(parcel.total_minor for parcel in quote.parcels)
    assert len(quote.parcels) == len({seller for seller, _, _ in garments})
