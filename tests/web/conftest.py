"""People in front of the pages: a stranger's browser, and browsers of those who signed in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from rethread.web.templatetags import web as tags
from tests.market.orders.world import World, open_world
from tests.market.search.conftest import engine
from tests.support.factories import ensure_pricing

__all__ = ["engine"]


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    cache.clear()
    for kept in (tags._card, tags._heart, tags._kept, tags._icon):
        kept.cache_clear()
    yield
    cache.clear()


@pytest.fixture
def stranger(db: None) -> Client:
    ensure_pricing()
    return Client()


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with open_world() as opened:
        yield opened
