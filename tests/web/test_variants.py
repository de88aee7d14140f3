"""The front page shows a browser its variant, and the note of it is written once a day."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rethread.platform.experiments.assignment import assign
from rethread.platform.experiments.definitions import get_experiment
from tests.support.outbox import emitted
from tests.web.browsing import Page, text_of

DENSITY = get_experiment("feed_density")
EXPOSED = "experiments.unit_exposed"


def browser_in(variant: str) -> str:
    """Return the id of a browser that is drawn into a variant."""
    ids = (f"019a0000-0000-7000-8000-{number:012d}" for number in range(100))
    return next(one for one in ids if assign(DENSITY, one) == variant)


@pytest.mark.parametrize(("variant", "is_dense"), [("roomy", False), ("dense", True)])
def test_a_browser_that_agreed_sees_its_variant_and_is_noted_once(
    stranger: Client, engine: object, variant: str, is_dense: bool
) -> None:
    stranger.cookies["consent"] = "analytics"
    stranger.cookies["visitor"] = browser_in(variant)
    for _ in range(2):
        html = text_of(stranger.get("/"))
        assert ('class="wrap dense"' in html) is is_dense
        assert Page(html).inline == []
        cache.clear()  # as another process would
    (note,) = emitted(EXPOSED)
    assert (note["variant"], note["unit_key"]) == (variant, browser_in(variant))


def test_without_consent_the_usual_page_is_shown_and_nothing_noted(
    stranger: Client, engine: object
) -> None:
    stranger.cookies["visitor"] = browser_in("dense")
    assert 'class="wrap dense"' not in text_of(stranger.get("/"))
    assert emitted(EXPOSED) == []


def test_a_page_looked_at_again_asks_the_database_nothing_about_its_variant(
    stranger: Client, engine: object
) -> None:
    stranger.cookies["consent"] = "analytics"
    stranger.cookies["visitor"] = browser_in("dense")
    stranger.get("/")
    with CaptureQueriesContext(connection) as asked:
        stranger.get("/")
    assert not [query for query in asked if "experiments_" in query["sql"]]
