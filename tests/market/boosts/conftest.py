"""Markets for boosts: one within a transaction, one that commits for real."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .world import Boosting, open_boosting


@pytest.fixture
def boosting(db: None) -> Iterator[Boosting]:
    with open_boosting() as opened:
        yield opened


@pytest.fixture
def committed(transactional_db: None) -> Iterator[Boosting]:
    with open_boosting() as opened:
        yield opened
