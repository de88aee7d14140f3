"""Chromium, the running market, and people at browsers. Without Chromium the journeys skip."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from playwright.sync_api import Browser, sync_playwright

from .chromium import FLAGS, MISSING, chromium
from .market import LEFT, RunningMarket, running_market
from .seed import draw, photograph
from .visitor import Visitor


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that a run can choose or leave out the journeys."""
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start one Chromium for all journeys; it ends with them, before other tests go on."""
    path = chromium()
    if path is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="package")
def market() -> Iterator[RunningMarket]:
    """Run one market for all journeys."""
    if chromium() is None:
        pytest.skip(MISSING)
    with running_market() as found:
        yield found


@pytest.fixture
def untouched_market(market: RunningMarket) -> Iterator[RunningMarket]:
    """Return a market in which nothing was paid yet: the common one, or else one of its own."""
    if market.books()["balances"] == {}:
        yield market
        return
    with running_market() as fresh:
        yield fresh


Open = Callable[..., Visitor]


@pytest.fixture
def visit(
    browser: Browser, market: RunningMarket, request: pytest.FixtureRequest
) -> Iterator[Open]:
    """Open browsers for people; when the test failed, leave pictures of what they last saw."""
    opened: list[Visitor] = []

    def open_one(name: str = "visitor", **options: Any) -> Visitor:
        where = options.pop("market", market)
        visitor = Visitor(browser, where, name=name, **options)
        opened.append(visitor)
        return visitor

    yield open_one
    for visitor in opened:
        if request.node.stash.get(FAILED, False):
            LEFT.mkdir(exist_ok=True)
            path = LEFT / f"{request.node.name}-{visitor.name}.png"
            visitor.page.screenshot(path=str(path), full_page=True)
        visitor.close()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[None]:  # the hook's result passes through
    """Remember whether the test itself failed, for the pictures."""
    report = yield
    if call.when == "call" and report.failed:  # type: ignore[attr-defined]  # a TestReport
        item.stash[FAILED] = True
    return report


@pytest.fixture
def photo(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a real photograph that no other test uses, or a drawn one where none is at hand."""
    real = photograph(request.node.name)
    if real is not None:
        return real
    drawn = tmp_path / "drawn.jpg"
    drawn.write_bytes(draw("shirt", "navy", crc32(request.node.name.encode())))
    return drawn
