"""What every test shares. The database and the home of the run are set up in `tests.settings`."""

from __future__ import annotations

import pytest

pytest_plugins = ["tests.support.append_only", "tests.support.ports_restored"]


@pytest.fixture(scope="session", autouse=True)
def builds_take_the_processor_they_need() -> None:
    """Nobody reads pages while tests build a warehouse, so it stands back for nobody."""
    from rethread.insight.lake import warehouse

    warehouse.NICENESS = 0
