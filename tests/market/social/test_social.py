"""Likes and follows: once each, told once, read in bulk."""

from __future__ import annotations

import pytest
from django.db import connection

from rethread.market.social.errors import CannotFollowOneself, ListingNotLikeable, ShopNotFound
from rethread.market.social.models import Follow, Like
from rethread.market.social.selectors import (
    followed_shop_ids,
    follower_counts,
    like_counts,
    liked_ids,
    list_liked,
)
from rethread.market.social.services import (
    follow_shop,
    like_listing,
    toggle_like,
    unfollow_shop,
    unlike_listing,
)
from rethread.market.social.types import Heart
from rethread.platform.kernel import Actor, Invalid, PermissionDenied, new_id
from tests.support.factories import make_draft, make_live_listing, make_shop, make_user

pytestmark = pytest.mark.django_db


def person() -> Actor:
    return Actor.user(make_user().id)


def told() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM outbox WHERE name LIKE 'social.%%' ORDER BY id", [])
        return [name for (name,) in cursor.fetchall()]


def test_a_like_counts_once_and_is_told_once() -> None:
    fan, other, listing = person(), person(), make_live_listing()
    assert like_listing(actor=fan, listing_id=listing.id)
    assert not like_listing(actor=fan, listing_id=listing.id)
    like_listing(actor=other, listing_id=listing.id)
    assert like_counts([listing.id]) == {listing.id: 2}
    assert liked_ids(fan.user_id, [listing.id, new_id()]) == {listing.id}
    assert unlike_listing(actor=fan, listing_id=listing.id)
    assert not unlike_listing(actor=fan, listing_id=listing.id)
    assert like_counts([listing.id]) == {listing.id: 1}
    assert told() == ["social.listing_liked", "social.listing_liked", "social.listing_unliked"]


def test_a_touched_heart_turns_over_and_tells_of_it_each_time() -> None:
    fan, listing = person(), make_live_listing()
    assert toggle_like(actor=fan, listing_id=listing.id) == Heart(listing.title, liked=True)
    assert liked_ids(fan.user_id, [listing.id]) == {listing.id}
    assert toggle_like(actor=fan, listing_id=listing.id) == Heart(listing.title, liked=False)
    assert liked_ids(fan.user_id, [listing.id]) == set()
    assert told() == ["social.listing_liked", "social.listing_unliked"]


def test_what_is_not_public_cannot_be_liked() -> None:
    fan, draft = person(), make_draft()
    for listing_id in (draft.id, new_id()):
        with pytest.raises(ListingNotLikeable):
            like_listing(actor=fan, listing_id=listing_id)
        with pytest.raises(ListingNotLikeable):
            toggle_like(actor=fan, listing_id=listing_id)
    with pytest.raises(PermissionDenied):
        like_listing(actor=Actor.anonymous(), listing_id=draft.id)
    assert Like.objects.count() == 0
    assert told() == []


def test_likes_are_paged_latest_first() -> None:
    fan = person()
    listings = [make_live_listing() for _ in range(3)]
    for listing in listings:
        like_listing(actor=fan, listing_id=listing.id)
    first = list_liked(fan, limit=2)
    assert first.listing_ids == (listings[2].id, listings[1].id)
    last = list_liked(fan, first.next_cursor, limit=2)
    assert (last.listing_ids, last.next_cursor) == ((listings[0].id,), "")
    with pytest.raises(Invalid):
        list_liked(fan, "nonsense")


def test_a_follow_counts_once_and_not_of_oneself() -> None:
    fan, shop = person(), make_shop()
    assert follow_shop(actor=fan, shop_id=shop.id)
    assert not follow_shop(actor=fan, shop_id=shop.id)
    assert followed_shop_ids(fan.user_id) == {shop.id}
    assert follower_counts([shop.id]) == {shop.id: 1}
    with pytest.raises(CannotFollowOneself) as refusal:
        follow_shop(actor=Actor.user(shop.owner_id), shop_id=shop.id)
    assert refusal.value.code == "social.own_shop"
    with pytest.raises(ShopNotFound):
        follow_shop(actor=fan, shop_id=new_id())
    assert Follow.objects.count() == 1
    assert unfollow_shop(actor=fan, shop_id=shop.id)
    assert not unfollow_shop(actor=fan, shop_id=shop.id)
    assert told() == ["social.shop_followed", "social.shop_unfollowed"]


def test_nobody_likes_and_follows_nothing_without_a_query(
    django_assert_num_queries: object,
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]  # a context manager
        assert liked_ids(None, [new_id()]) == set()
        assert followed_shop_ids(None) == set()
