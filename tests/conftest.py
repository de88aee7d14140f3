"""What every test shares. The database and the home of the run are set up in `tests.settings`."""

from __future__ import annotations

import signal

import pytest

pytest_plugins = ["tests.support.append_only", "tests.support.ports_restored"]


def pytest_configure(config: pytest.Config) -> None:
    """End as Ctrl-C does when told to: what tests have started is stopped, and nothing is left."""
    if not hasattr(config, "workerinput"):
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the files that take longest where processes share the files among them."""
    if hasattr(config, "workerinput"):
        slow = {item.path for item in items if item.get_closest_marker("slow")}
        items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session", autouse=True)
def builds_take_the_processor_they_need() -> None:
    """Nobody reads pages while tests build a warehouse, so it stands back for nobody."""
    from rethread.insight.lake import warehouse

    warehouse.NICENESS = 0
