"""A shop says what is known of it and what is not; the feed of followed shops is theirs alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rethread.market.accounts.selectors import find_shop_of
from rethread.market.accounts.services import record_answer, record_dispatch, set_vacation
from rethread.market.discovery.errors import BadCursor
from rethread.market.discovery.services import open_feed
from rethread.market.social.services import block_person, follow_shop
from rethread.platform.kernel import Actor
from tests.support.factories import make_live_listing, make_shop, make_user

from .browsing import browser_of, text_of

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


def test_a_new_shop_says_what_is_not_known_yet(stranger: Client) -> None:
    make_shop(handle="fresh")
    said = text_of(stranger.get("/shop/fresh/"))
    assert "answer time not known yet" in said
    assert "sending time not known yet" in said
    assert "No reviews yet" in said
    assert "<b>0</b> followers" in said


def test_a_shop_s_record_is_rounded_up_into_words(stranger: Client) -> None:
    shop = make_shop(handle="swift")
    for minutes in (30, 70, 600):
        record_answer(actor=SYSTEM, shop_id=shop.id, took=timedelta(minutes=minutes))
        record_dispatch(actor=SYSTEM, shop_id=shop.id, took=timedelta(hours=25))
    follow_shop(actor=Actor.user(make_user().id), shop_id=shop.id)
    said = text_of(stranger.get("/shop/swift/"))
    assert "answers within 2 hours" in said
    assert "usually sends within 2 days" in said
    assert "<b>1</b> follower<" in said


def test_the_following_feed_holds_followed_shops_alone_newest_first_in_pages() -> None:
    fan = make_user()
    actor = Actor.user(fan.id)
    mine = [make_live_listing() for _ in range(3)]
    make_live_listing()
    away, blocked = make_live_listing(), make_live_listing()
    for listing in (*mine, away, blocked):
        follow_shop(actor=actor, shop_id=listing.shop.id)
    set_vacation(actor=Actor.user(away.seller_id), shop_id=away.shop.id, on_vacation=True)
    block_person(actor=actor, person_id=blocked.seller_id)
    second = make_live_listing(seller_id=mine[0].seller_id)
    seen, cursor = [], ""
    while True:
        page = open_feed(actor=actor, order="following", cursor=cursor, limit=2)
        seen += [(item.position, item.card.id) for item in page.cards]
        cursor = page.next_cursor
        if not cursor:
            break
    newest_first = [second.id, *(one.id for one in reversed(mine))]
    assert seen == list(enumerate(newest_first, start=1))
    with pytest.raises(BadCursor):
        open_feed(actor=actor, order="following", cursor="f.not.one", limit=2)


def test_the_page_offers_following_and_says_when_nobody_is_followed(stranger: Client) -> None:
    listing = make_live_listing()
    fan = make_user()
    browser = browser_of(fan.id)
    assert "You follow no shop yet" in text_of(browser.get("/?sort=following"))
    follow_shop(actor=Actor.user(fan.id), shop_id=listing.shop.id)
    said = text_of(browser.get("/"))
    assert f"/l/{listing.id}/" in said
    assert "From shops you follow" in said
    assert 'sort=following" aria-current="true"' in said
    assert 'href="?sort=following"' not in text_of(stranger.get("/?sort=following"))
    assert find_shop_of(fan.id) is None


def test_the_following_feed_costs_the_same_however_many_are_followed() -> None:
    actor = Actor.user(make_user().id)

    def statements() -> int:
        follow_shop(actor=actor, shop_id=make_live_listing().shop.id)
        with CaptureQueriesContext(connection) as spent:
            open_feed(actor=actor, order="following")
        return len(spent)

    assert [statements() for _ in range(3)] == [5, 5, 5]
