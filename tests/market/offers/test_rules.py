"""The pure rules of offers. The README draws the same table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import rethread.market.offers
from rethread.market.offers.rules import (
    LIVE,
    OFFER,
    Piece,
    Terms,
    counter_range,
    highest_for_likers,
    is_below_floor,
)

README = Path(rethread.market.offers.__file__).parent / "README.md"


def test_the_readme_draws_the_table() -> None:
    section = README.read_text().split("## A negotiation's life")[1].split("```mermaid")[1]
    found = re.findall(r"^\s*(\w+) --> (\w+): (\w+)$", section.split("```")[0], re.MULTILINE)
    assert {(status, event, to) for status, to, event in found} == {
        (status, event, to) for (status, event), to in OFFER.items()
    }


def test_what_has_ended_leads_nowhere() -> None:
    assert {"with_seller", "with_buyer", "accepted", "in_checkout"} == LIVE
    ends = set(OFFER.values()) - LIVE
    assert ends == {"bought", "declined", "withdrawn", "expired", "lapsed", "overtaken"}


@pytest.mark.parametrize(
    ("buyer_last", "seller_last", "price", "expected"),
    [
        (2_000, None, 3_000, (2_001, 2_999)),
        (2_000, 2_500, 3_000, (2_001, 2_499)),
        (None, 2_500, 3_000, (100, 2_499)),
        (2_000, 2_500, 2_300, (2_001, 2_299)),
        (2_000, 2_001, 3_000, (2_001, 2_000)),
        (50, 2_500, 3_000, (100, 2_499)),
    ],
)
def test_every_price_comes_closer(
    buyer_last: int | None, seller_last: int | None, price: int, expected: tuple[int, int]
) -> None:
    terms = Terms("with_seller", 2_000, 1, 1, buyer_last, seller_last, None)
    assert counter_range(terms, Piece("live", True, price), 100) == expected


def test_a_limit_declines_what_is_below_it_and_nothing_else() -> None:
    assert is_below_floor(1_999, 2_000)
    assert not is_below_floor(2_000, 2_000)
    assert not is_below_floor(1, None)


def test_likers_are_offered_at_least_five_percent_off() -> None:
    assert highest_for_likers(3_000) == 2_850
    assert highest_for_likers(1_999) == 1_899  # 5 % of 19.99 is 0.9995: one more penny is too much
