"""The feed page: a ranking with reasons for a person, newest first as a remembered choice."""

from __future__ import annotations

import pytest

from rethread.market.discovery.wiring import LISTENERS
from rethread.market.social.services import like_listing
from rethread.platform.events.immediate import install_listeners
from rethread.platform.kernel import Actor
from tests.support.factories import make_live_listing, make_user

from .browsing import Page, browser_of, text_of

pytestmark = pytest.mark.django_db


def test_each_card_says_why_and_what_an_impression_reports() -> None:
    install_listeners(LISTENERS)
    reader = make_user().id
    listings = [make_live_listing() for _ in range(3)]
    like_listing(actor=Actor.user(reader), listing_id=listings[0].id)
    html = text_of(browser_of(reader).get("/"))
    assert html.count('class="why"') == 3
    assert html.count("Because you liked Blue denim jacket") == 2
    assert html.count("You liked this") == 1
    assert html.count('data-propensity="1000000"') == 3
    assert Page(html).inline == []


def test_newest_first_is_a_link_and_is_remembered() -> None:
    reader = browser_of(make_user().id)
    make_live_listing()
    assert 'class="why"' in text_of(reader.get("/"))
    chosen = reader.get("/?sort=newest")
    assert chosen.cookies["feed_order"].value == "newest"
    assert 'class="why"' not in text_of(chosen)
    assert 'class="why"' not in text_of(reader.get("/"))
    assert 'class="why"' in text_of(reader.get("/?sort=for_you"))
    strange = reader.get("/?sort=strange")
    assert "feed_order" not in strange.cookies
