"""Boosts page by page: the label, the form, and a trail in which every charge is explained."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rethread.market.boosts.models import Boost, Click, Showing
from rethread.market.catalogue.services import hide_listing
from rethread.market.search.adapters.tantivy_engine import TantivyEngine
from rethread.market.search.services import rebuild_index
from tests.market.boosts.world import Boosting, open_boosting
from tests.support.factories import make_live_listing

from .browsing import Page, browser_of, text_of

LABEL = '<p class="why"><a href="/boosted/">Boosted</a></p>'


@pytest.fixture
def boosting(db: None) -> Iterator[Boosting]:
    with open_boosting() as opened:
        yield opened


def test_a_seller_boosts_a_piece_and_reads_what_each_click_cost(boosting: Boosting) -> None:
    seller = browser_of(boosting.seller.require_user())
    listing = f"/l/{boosting.coat.id}/"
    assert "Boost it" in text_of(seller.get(listing))
    form = text_of(seller.get(f"/sell/{boosting.coat.id}/boost/"))
    assert "You pay £0.10 when somebody opens it" in form
    refused = seller.post(
        f"/sell/{boosting.coat.id}/boost/", {"days": "7", "day_cap": "0.05", "cap": "5"}
    )
    assert refused.status_code == 422
    assert "One click costs" in text_of(refused)
    assert not Boost.objects.exists()
    sent = seller.post(
        f"/sell/{boosting.coat.id}/boost/", {"days": "7", "day_cap": "1", "cap": "5"}
    )
    boost = Boost.objects.get()
    assert sent["Location"] == f"/boosts/{boost.id}/"
    assert "Nobody has clicked yet" in text_of(seller.get(f"/boosts/{boost.id}/"))
    reader = boosting.world.buyer().actor
    for page, card in [boosting.look(reader), boosting.look(reader)]:
        boosting.click(reader, page, card)
    trail = text_of(seller.get(f"/boosts/{boost.id}/"))
    for words in ("Feed, place 8", "£0.10", "same person, same day", "added up at midnight"):
        assert words in trail
    assert "Its boost" in text_of(seller.get(listing))
    assert seller.get(f"/sell/{boosting.coat.id}/boost/")["Location"] == f"/boosts/{boost.id}/"
    seller.post(f"/boosts/{boost.id}/stop/")
    assert "You stopped it." in text_of(seller.get(f"/boosts/{boost.id}/"))
    boosting.world.pass_time(days=1)
    owed = text_of(seller.get("/boosts/"))
    assert "£0.10" in owed
    assert "written down as owed" in text_of(seller.get(f"/boosts/{boost.id}/"))
    for html in (form, trail, owed):
        assert Page(html).inline == []


def test_somebody_elses_boost_is_not_there(boosting: Boosting) -> None:
    boost = boosting.boost()
    other = browser_of(boosting.buyer.actor.require_user())
    assert other.get(f"/boosts/{boost.id}/").status_code == 404
    assert other.post(f"/boosts/{boost.id}/stop/").status_code == 404
    assert other.get(f"/sell/{boosting.coat.id}/boost/").status_code == 404
    assert Boost.objects.get().status == "running"


def test_what_cannot_be_bought_cannot_be_boosted_and_the_page_says_so(boosting: Boosting) -> None:
    hide_listing(actor=boosting.seller, listing_id=boosting.coat.id)
    page = browser_of(boosting.seller.require_user()).get(f"/sell/{boosting.coat.id}/boost/")
    assert "Only a piece that can be bought now can be boosted." in text_of(page)
    assert "Start the boost" not in text_of(page)


def test_a_feed_labels_the_boosted_place_and_a_strangers_has_none(
    boosting: Boosting, engine: TantivyEngine
) -> None:
    for number, kind in enumerate(("jumper", "dress", "shirt") * 8):
        make_live_listing(changes={"title": f"More {number}", "type": kind})
    boosting.world.pass_time(days=20)
    boosting.boost()
    feed = text_of(browser_of(boosting.buyer.actor.require_user()).get("/"))
    assert feed.count(LABEL) == 1
    slot = feed.split(f'data-listing="{boosting.coat.id}"')[1].split("</li>")[0]
    assert 'data-position="8"' in slot
    assert 'data-source="boosted"' in slot
    assert LABEL in slot
    assert LABEL not in text_of(Client().get("/"))


def test_search_by_best_match_has_boosted_places_and_other_orders_have_none(
    boosting: Boosting, engine: TantivyEngine
) -> None:
    for number in range(30):
        make_live_listing(changes={"title": f"Blue denim jacket number {number}"})
    rebuild_index()
    boost = boosting.boost()
    buyer = browser_of(boosting.buyer.actor.require_user())
    plain = text_of(buyer.get("/search/?q=blue+denim&sort=newest"))
    assert LABEL not in plain
    assert f'data-listing="{boosting.coat.id}"' not in plain
    assert LABEL not in text_of(Client().get("/search/?q=blue+denim"))
    assert LABEL not in text_of(buyer.get("/search/?q=dress"))
    found = text_of(buyer.get("/search/?q=blue+denim"))
    if found.count(f'data-listing="{boosting.coat.id}"') and LABEL not in found:
        pytest.fail("the coat stands on the page by itself, so this proves nothing")
    slot = found.split(f'data-listing="{boosting.coat.id}"')[1].split("</li>")[0]
    assert 'data-position="8"' in slot
    assert LABEL in slot
    showing = Showing.objects.get()
    assert (showing.boost_id, showing.surface, showing.position) == (boost.id, "search", 8)
    boosting.click_in_search(boosting.buyer.actor, showing.ranking_id)
    assert Click.objects.get().price_minor == 10


def test_the_page_that_explains_boosts_asks_little_and_sets_no_cookie(stranger: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        response = stranger.get("/boosted/")
    html = text_of(response)
    assert "£0.10 when somebody opens the piece from its boosted place" in html
    assert "At most every 8th place" in html
    assert len(asked) <= 6
    assert not response.cookies
    assert Page(html).inline == []
