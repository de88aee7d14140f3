"""Cards and documents: in bulk, in few queries, with the fee in the price."""

from __future__ import annotations

from typing import Any

import pytest

from rethread.market.accounts.services import set_vacation
from rethread.market.catalogue.selectors import (
    cards_by_ids,
    list_fresh_cards,
    list_own_cards,
    list_shop_cards,
    listing_documents,
    searchable_listing_versions,
)
from rethread.market.catalogue.services import hide_listing, remove_listing, reserve_listings
from rethread.platform.kernel import Actor, Invalid, Money, new_id
from tests.support.factories import make_draft, make_live_listing, make_user

pytestmark = pytest.mark.django_db


def test_cards_come_in_two_queries_in_the_order_asked_for(
    django_assert_num_queries: Any,
) -> None:
    listings = [make_live_listing(price_minor=1000 + number) for number in range(5)]
    wanted = [listing.id for listing in reversed(listings)]
    with django_assert_num_queries(2):
        cards = cards_by_ids([*wanted, new_id()])
    assert list(cards) == wanted
    card = cards[listings[0].id]
    assert (card.price, card.buyer_price) == (Money(1000, "GBP"), Money(1120, "GBP"))
    assert card.photo == listings[0].photos[0]
    assert (card.shop_handle, card.brand_label, card.available) == (
        listings[0].shop.handle, "Levi's", True,
    )  # fmt: skip
    with django_assert_num_queries(0):
        assert cards_by_ids([]) == {}


def test_cards_say_what_cannot_be_had_and_leave_out_what_nobody_may_see() -> None:
    reserved, hidden, removed = (make_live_listing() for _ in range(3))
    draft = make_draft()
    reserve_listings(actor=Actor.system("t"), listing_ids=[reserved.id], checkout_id=new_id())
    hide_listing(actor=Actor.user(hidden.seller_id), listing_id=hidden.id)
    remove_listing(actor=Actor.user(removed.seller_id), listing_id=removed.id)
    cards = cards_by_ids([reserved.id, hidden.id, removed.id, draft.id])
    assert {card.id: (card.status, card.available) for card in cards.values()} == {
        reserved.id: ("reserved", False),
        hidden.id: ("hidden", False),
    }


def test_the_newest_come_first_page_by_page_without_gap_or_repeat(
    django_assert_num_queries: Any,
) -> None:
    listings = [make_live_listing() for _ in range(5)]
    with django_assert_num_queries(2):
        first = list_fresh_cards(limit=2)
    second = list_fresh_cards(limit=2, cursor=first.next_cursor)
    third = list_fresh_cards(limit=2, cursor=second.next_cursor)
    assert third.next_cursor is None
    shown = [card.id for page in (first, second, third) for card in page.cards]
    assert shown == [listing.id for listing in reversed(listings)]


@pytest.mark.parametrize("cursor", ["x", "!!!", "MjAyNg", "fA", "\u00e9"])
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refusal:
        list_fresh_cards(cursor=cursor)
    assert refusal.value.code == "catalogue.bad_cursor"


def test_a_shop_on_vacation_is_out_of_feed_and_search_at_once() -> None:
    listing = make_live_listing()
    assert [card.id for card in list_fresh_cards().cards] == [listing.id]
    owner = Actor.user(listing.seller_id)
    set_vacation(actor=owner, shop_id=listing.shop.id, on_vacation=True)
    assert list_fresh_cards().cards == ()
    assert list(searchable_listing_versions()) == []
    assert listing_documents([listing.id])[listing.id].searchable is False
    assert cards_by_ids([listing.id])[listing.id].available is False


def test_a_shop_page_shows_what_is_public_and_its_owner_sees_everything() -> None:
    live = make_live_listing()
    owner = Actor.user(live.seller_id)
    draft = make_draft(seller_id=live.seller_id)
    page = list_shop_cards(shop_id=live.shop.id, statuses=("live", "draft"))
    assert [card.id for card in page.cards] == [live.id]
    assert [card.id for card in list_own_cards(actor=owner)] == [draft.id, live.id]
    assert [card.id for card in list_own_cards(actor=owner, status="draft")] == [draft.id]
    assert list_own_cards(actor=Actor.user(make_user().id)) == ()


def test_a_document_has_what_people_search_by(django_assert_num_queries: Any) -> None:
    listing = make_live_listing(price_minor=1000)
    draft = make_draft()
    with django_assert_num_queries(2):
        documents = listing_documents([listing.id, draft.id, new_id()])
    assert list(documents) == [listing.id]
    document = documents[listing.id]
    assert document.searchable
    assert (document.category, document.category_label) == ("outerwear", "Coats and jackets")
    assert "levi strauss" in document.brand_aliases
    assert document.sizes == ("alpha:m", "eu:38", "uk:10", "us:6", "waist:w28", "waist:w29")
    assert (document.price_minor, document.buyer_price_minor) == (1000, 1120)
    assert list(searchable_listing_versions()) == [(listing.id, listing.version)]
