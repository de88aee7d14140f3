"""Markets for negotiations: one within a transaction, one that commits for real."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .world import Haggling, open_haggling


@pytest.fixture
def haggling(db: None) -> Iterator[Haggling]:
    with open_haggling() as opened:
        yield opened


@pytest.fixture
def committed(transactional_db: None) -> Iterator[Haggling]:
    with open_haggling() as opened:
        yield opened
