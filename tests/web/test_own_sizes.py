"""Own sizes preset a search, say so, and go with one tap; what has no size stays."""

from __future__ import annotations

import pytest

from rethread.market.search.adapters.tantivy_engine import TantivyEngine
from rethread.market.search.errors import UnknownSizes
from rethread.market.search.selectors import list_saved_searches, worn_sizes
from rethread.market.search.services import rebuild_index, set_own_sizes
from rethread.market.search.types import SIZELESS, WornSizes
from rethread.platform.kernel import Actor
from tests.support.factories import make_live_listing, make_user

from .browsing import Page, browser_of, text_of

pytestmark = pytest.mark.django_db


def test_sizes_preset_the_results_and_one_tap_shows_all(engine: TantivyEngine) -> None:
    mine = make_live_listing(changes={"size": "UK 10"})
    large = make_live_listing(changes={"size": "L"})
    bag = make_live_listing(changes={"type": "handbag", "size": ""})
    rebuild_index()
    fan = make_user()
    browser = browser_of(fan.id)
    browser.post("/you/sizes/", {"size": ["alpha:m", "shoe_uk:6"], "applies": "1"})
    assert worn_sizes(Actor.user(fan.id)) == WornSizes(("alpha:m", "shoe_uk:6"), applies=True)
    said = text_of(browser.get("/search/"))
    assert "Your sizes: M, UK 6 (shoes)" in said
    shown = [one.id for one in (mine, large, bag) if f"/l/{one.id}/" in said]
    assert shown == [mine.id, bag.id]
    assert "/search/?sizes=all" in said
    everything = text_of(browser.get("/search/?sizes=all"))
    assert f"/l/{large.id}/" in everything
    assert "Your sizes:" not in everything
    assert "Only mine" in everything
    chosen = text_of(browser.get("/search/?size=alpha%3Al"))
    assert "Your sizes:" not in chosen
    assert f"/l/{mine.id}/" not in chosen


def test_what_is_saved_keeps_the_sizes_that_were_shown(engine: TantivyEngine) -> None:
    make_live_listing()
    rebuild_index()
    fan = make_user()
    actor, browser = Actor.user(fan.id), browser_of(fan.id)
    set_own_sizes(actor=actor, codes=["alpha:m"])
    page = Page(text_of(browser.get("/search/?q=denim")))
    browser.post("/searches/save/", {"params": page.inputs["params"]})
    assert list_saved_searches(actor)[0].filters.sizes == ("alpha:m", *SIZELESS)


def test_sizes_that_do_not_apply_narrow_nothing(engine: TantivyEngine) -> None:
    large = make_live_listing(changes={"size": "L"})
    rebuild_index()
    fan = make_user()
    set_own_sizes(actor=Actor.user(fan.id), codes=["alpha:m"], applies=False)
    said = text_of(browser_of(fan.id).get("/search/"))
    assert f"/l/{large.id}/" in said
    assert "Your sizes:" not in said


def test_a_size_that_does_not_exist_is_refused_and_nothing_changes() -> None:
    fan = make_user()
    actor = Actor.user(fan.id)
    set_own_sizes(actor=actor, codes=["alpha:m"])
    with pytest.raises(UnknownSizes) as refused:
        set_own_sizes(actor=actor, codes=["alpha:huge"])
    assert refused.value.code == "search.unknown_sizes"
    answer = browser_of(fan.id).post("/you/sizes/", {"size": ["alpha:huge"]})
    assert answer.status_code == 422
    assert "does not exist" in text_of(answer)
    assert worn_sizes(actor).codes == ("alpha:m",)
    assert set_own_sizes(actor=actor, codes=[]).preset == ()
