"""The feed: newest first, no seller too often, followed shops mixed in, nothing twice or lost."""

from __future__ import annotations

from uuid import UUID

import pytest

from rethread.market.catalogue.services import hide_listing
from rethread.market.discovery.errors import BadCursor
from rethread.market.discovery.selectors import feed_page
from rethread.market.social.services import block_person, follow_shop
from rethread.platform.kernel import Actor, business_now
from rethread.platform.kernel.clock import business_clock
from tests.support.factories import make_live_listing, make_user

pytestmark = pytest.mark.django_db


def seller() -> UUID:
    return make_user().id


def all_pages(limit: int) -> list[UUID]:
    seen: list[UUID] = []
    cursor = ""
    while True:
        page = feed_page(Actor.anonymous(), cursor, limit=limit)
        assert [card.position for card in page.cards] == [
            len(seen) + place for place in range(1, len(page.cards) + 1)
        ]
        seen.extend(card.card.id for card in page.cards)
        cursor = page.next_cursor
        if not cursor:
            return seen


def test_the_first_page_is_newest_first_with_two_of_a_seller_at_most() -> None:
    busy, calm = seller(), seller()
    old = make_live_listing(seller_id=calm)
    many = [make_live_listing(seller_id=busy) for _ in range(4)]
    page = feed_page(Actor.anonymous(), limit=4)
    assert [card.card.id for card in page.cards] == [many[3].id, many[2].id, old.id]
    assert {card.source for card in page.cards} == {"fresh"}
    rest = feed_page(Actor.anonymous(), page.next_cursor, limit=4)
    assert [card.card.id for card in rest.cards] == [many[1].id, many[0].id]
    assert (rest.next_cursor, rest.ranking_id) == ("", page.ranking_id)


def test_pages_show_everything_once() -> None:
    people = [seller() for _ in range(3)]
    listings = [make_live_listing(seller_id=people[place % 3]) for place in range(14)]
    shown = all_pages(limit=3)
    assert len(shown) == len(set(shown))
    assert set(shown) == {listing.id for listing in listings}


def test_pieces_of_blocked_people_are_on_no_page_and_nobody_elses_feed_changes() -> None:
    reader, foe, friend = Actor.user(seller()), seller(), seller()
    listings = [make_live_listing(seller_id=foe if n % 2 else friend) for n in range(8)]
    fine = {listing.id for listing in listings if listing.seller_id == friend}
    block_person(actor=reader, person_id=foe)
    seen: list[UUID] = []
    cursor = ""
    while True:
        page = feed_page(reader, cursor, limit=2)
        seen += [card.card.id for card in page.cards]
        cursor = page.next_cursor
        if not cursor:
            break
    assert sorted(seen) == sorted(fine)
    assert set(all_pages(limit=2)) == {listing.id for listing in listings}


def test_what_is_sold_or_listed_between_pages_moves_nothing() -> None:
    people = [seller() for _ in range(6)]
    listings = [make_live_listing(seller_id=person) for person in people]
    first = feed_page(Actor.anonymous(), limit=2)
    assert [card.card.id for card in first.cards] == [listings[5].id, listings[4].id]
    hide_listing(actor=Actor.user(people[5]), listing_id=listings[5].id)
    arrived = make_live_listing()
    shown: list[UUID] = []
    cursor = first.next_cursor
    while cursor:
        page = feed_page(Actor.anonymous(), cursor, limit=2)
        shown.extend(card.card.id for card in page.cards)
        cursor = page.next_cursor
    assert shown == [arrived.id, *(listing.id for listing in reversed(listings[:4]))]


def test_followed_shops_take_every_third_place_and_say_so() -> None:
    friend = seller()
    fan = Actor.user(seller())
    dear = make_live_listing(seller_id=friend)
    fresh = [make_live_listing() for _ in range(4)]
    follow_shop(actor=fan, shop_id=dear.shop.id)
    cards = feed_page(fan, limit=5).cards
    assert [(card.card.id, card.source) for card in cards] == [
        (fresh[3].id, "fresh"),
        (fresh[2].id, "fresh"),
        (dear.id, "followed_shop"),
        (fresh[1].id, "fresh"),
        (fresh[0].id, "fresh"),
    ]


def test_a_visitors_page_takes_two_queries(django_assert_num_queries: object) -> None:
    for _ in range(3):
        make_live_listing()
    now = (
        business_now()
    )  # reading how far a demo's clock was moved, twice a second, is no part of a page
    with business_clock(lambda: now), django_assert_num_queries(2):  # type: ignore[operator]  # a context manager
        assert len(feed_page(Actor.anonymous()).cards) == 3


@pytest.mark.parametrize("cursor", ["x", "AAAA", "%%%", "gqFhAQ"])
def test_a_strange_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        feed_page(Actor.anonymous(), cursor)
