"""Saved searches on the pages: saved from the results, looked at, renamed, removed."""

from __future__ import annotations

import pytest
from django.test import Client

from rethread.market.search.adapters.tantivy_engine import TantivyEngine
from rethread.market.search.models import SavedSearch
from rethread.market.search.selectors import count_new_matches, list_saved_searches
from rethread.market.search.services import (
    mark_dirty,
    rebuild_index,
    run_indexer,
    save_search,
    saving,
    tell_matches,
)
from rethread.market.search.types import Filters
from rethread.platform.kernel import Actor, business_now
from tests.support.factories import make_live_listing, make_user

from .browsing import Page, browser_of, text_of

pytestmark = pytest.mark.django_db
WORDS = "q=denim+jacket&department=women&size=alpha%3Am&price_max=30.50"


def test_a_search_is_saved_from_its_results_and_found_again(engine: TantivyEngine) -> None:
    make_live_listing()
    rebuild_index()
    fan = make_user()
    browser = browser_of(fan.id)
    page = Page(text_of(browser.get(f"/search/?{WORDS}&sort=newest")))
    assert page.inputs["params"] == WORDS
    answer = browser.post("/searches/save/", {"params": page.inputs["params"]}, follow=True)
    assert answer.request["PATH_INFO"] == "/searches/"
    [saved] = list_saved_searches(Actor.user(fan.id))
    assert saved.query == "denim jacket"
    assert saved.filters == Filters(
        departments=("women",), sizes=("alpha:m",), price_max_minor=3050
    )
    said = text_of(answer)
    assert "Women · M · Up to £30.50" in said
    assert "/search/?" + WORDS.replace("&", "&amp;") in said


def test_what_cannot_be_saved_is_said_and_nothing_is_kept(engine: TantivyEngine) -> None:
    rebuild_index()
    browser = browser_of(make_user().id)
    answer = browser.post("/searches/save/", {"params": "price_max=10"}, follow=True)
    assert "this search would match every piece" in text_of(answer)
    assert not SavedSearch.objects.exists()
    assert "params" not in Page(text_of(browser.get("/search/?price_max=10"))).inputs


def test_one_search_too_many_is_refused_in_a_plain_sentence(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild_index()
    monkeypatch.setattr(saving, "SAVED_MAX", 2)
    browser = browser_of(make_user().id)
    for number in range(2):
        browser.post("/searches/save/", {"params": f"q=jacket+{number}"})
    answer = browser.post("/searches/save/", {"params": "q=velvet"}, follow=True)
    assert "You have 2 saved searches, as many as there can be. Remove one first." in text_of(
        answer
    )
    assert SavedSearch.objects.count() == 2


def test_a_stranger_is_asked_to_sign_in_and_comes_back(
    stranger: Client, engine: TantivyEngine
) -> None:
    rebuild_index()
    said = text_of(stranger.get("/search/?q=denim"))
    assert "/accounts/login/?next=/search/%3Fq%3Ddenim" in said
    assert stranger.post("/searches/save/", {"params": "q=denim"}).status_code == 303
    assert not SavedSearch.objects.exists()


def test_new_pieces_are_counted_until_the_owner_looks(engine: TantivyEngine) -> None:
    rebuild_index()
    fan = make_user()
    actor, browser = Actor.user(fan.id), browser_of(fan.id)
    saved = save_search(actor=actor, query="denim jacket")
    piece = make_live_listing()
    mark_dirty(listing_ids=[piece.id])
    run_indexer()
    tell_matches(business_now(), 10)
    assert "1 new piece for your saved searches" in text_of(browser.get("/inbox/"))
    listed = text_of(browser.get("/searches/"))
    assert "1 new<" in listed
    assert f"/l/{piece.id}/" in listed
    address = f"/searches/{saved.saved_search_id}/"
    browser.get(address, headers={"Sec-Purpose": "prefetch"})
    assert count_new_matches(actor) == 1
    assert "1 piece since you last looked" in text_of(browser.get(address))
    assert count_new_matches(actor) == 0
    assert "since you last looked" not in text_of(browser.get(address))


def test_a_saved_search_is_renamed_and_removed_by_its_owner_alone(engine: TantivyEngine) -> None:
    rebuild_index()
    fan = make_user()
    actor, browser, other = Actor.user(fan.id), browser_of(fan.id), browser_of(make_user().id)
    saved = save_search(actor=actor, query="denim jacket")
    address = f"/searches/{saved.saved_search_id}/"
    assert other.get(address).status_code == 404
    assert other.post(f"{address}name/", {"name": "Mine"}, follow=True).status_code == 404
    assert other.post(f"{address}remove/").status_code == 404
    assert list_saved_searches(actor) == (saved,)
    said = text_of(browser.post(f"{address}name/", {"name": "<b>Winter</b>"}, follow=True))
    assert "&lt;b&gt;Winter&lt;/b&gt;" in said
    assert "Use at most 60" in text_of(
        browser.post(f"{address}name/", {"name": "x" * 61}, follow=True)
    )
    assert "you hear no more" in text_of(browser.post(f"{address}remove/", follow=True)).lower()
    assert list_saved_searches(actor) == ()
