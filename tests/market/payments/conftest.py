"""A world of money for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.money import MoneyWorld, money_world


@pytest.fixture
def world(db: None) -> Iterator[MoneyWorld]:
    with money_world() as made:
        yield made
