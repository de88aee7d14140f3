"""Every case that money must survive is a test with its number, and the page says which."""

from __future__ import annotations

from .money_cases import CASES, PAGE, missing, page, shown_cases

NOT_YET = [46, 65]


def test_every_case_of_money_is_a_test_or_is_named_here() -> None:
    numbers = [number for rows in CASES.values() for number in rows]
    assert numbers == list(range(1, 70))
    assert set(shown_cases()) <= set(numbers)
    assert missing() == NOT_YET


def test_the_page_of_cases_is_fresh() -> None:
    assert PAGE.read_text() == page()
