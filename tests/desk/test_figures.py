"""The overview draws what the marts say: real events, a real lake, a real build."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from rethread.insight.lake import loader, warehouse
from rethread.insight.lake.marts import close_marts
from rethread.platform.events.postgres_bus import PostgresBus
from rethread.platform.kernel.settings import install_settings, settings
from tests.market.search.conftest import engine
from tests.support.factories import make_staff
from tests.support.small_market import sell_two_garments
from tests.web.browsing import browser_of, text_of

__all__ = ["engine"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    before = settings()
    install_settings(dataclasses.replace(before, home=tmp_path))
    yield tmp_path
    close_marts()
    install_settings(before)


def test_the_overview_draws_what_the_marts_say(home: Path, engine: object) -> None:
    emitted = sell_two_garments()
    PostgresBus().flush()
    assert loader.load_all() == emitted
    assert warehouse.build_warehouse().ok
    html = text_of(browser_of(make_staff().id).get("/desk/"))
    assert "No figures yet" not in html
    assert "Loaded just now" in html
    assert html.count('<svg class="chart"') == 5
    assert 'aria-label="2 orders in ' in html
    assert 'aria-label="£30.00 in ' in html
    assert 'aria-label="£3.00 in ' in html
