"""Reviews: of completed orders, by their buyer, once; the shop's rating is their sum."""

from __future__ import annotations

import pytest

from rethread.market.accounts.selectors import get_shop
from rethread.market.orders.errors import OrderNotFound
from rethread.market.orders.services import confirm_received, mark_shipped
from rethread.market.orders.types import OrderView
from rethread.market.reviews.errors import (
    AlreadyReviewed,
    InvalidReview,
    NotTheBuyer,
    OrderNotCompleted,
)
from rethread.market.reviews.models import Review
from rethread.market.reviews.selectors import list_reviews_for_shop, reviews_by_order_ids
from rethread.market.reviews.services import write_review
from rethread.platform.kernel import Actor
from tests.market.orders.world import Buyer, World, at_once


def completed(world: World, seller: Actor) -> tuple[Buyer, OrderView]:
    buyer = world.buyer()
    (order,) = world.buy(buyer, world.listing(seller))
    mark_shipped(actor=seller, order_id=order.order_id)
    return buyer, confirm_received(actor=buyer.actor, order_id=order.order_id)


def test_a_review_is_shown_and_moves_the_shops_rating(world: World) -> None:
    seller = world.seller()
    (one, first), (two, second) = completed(world, seller), completed(world, seller)
    write_review(actor=one.actor, order_id=first.order_id, rating=5, text="  Lovely. ")
    write_review(actor=two.actor, order_id=second.order_id, rating=2)
    shop = get_shop(first.shop_id)
    assert (shop.rating_sum, shop.rating_count, shop.rating) == (7, 2, 3.5)
    page = list_reviews_for_shop(first.shop_id, limit=1)
    assert [(review.rating, review.text) for review in page.reviews] == [(2, "")]
    rest = list_reviews_for_shop(first.shop_id, page.next_cursor, limit=1)
    assert [(r.rating, r.text, r.author_name) for r in rest.reviews] == [(5, "Lovely.", "Ada")]
    assert rest.next_cursor == ""
    assert set(reviews_by_order_ids([first.order_id])) == {first.order_id}


def test_two_reviews_at_the_same_moment_both_count(world: World) -> None:
    seller = world.seller()
    (one, first), (two, second) = completed(world, seller), completed(world, seller)
    at_once(
        lambda: write_review(actor=one.actor, order_id=first.order_id, rating=5),
        lambda: write_review(actor=two.actor, order_id=second.order_id, rating=4),
    )
    shop = get_shop(first.shop_id)
    assert (shop.rating_sum, shop.rating_count) == (9, 2)


def test_who_may_not_review_changes_nothing(world: World) -> None:
    seller, buyer = world.seller(), world.buyer()
    (order,) = world.buy(buyer, world.listing(seller))
    with pytest.raises(OrderNotCompleted) as refusal:
        write_review(actor=buyer.actor, order_id=order.order_id, rating=5)
    assert refusal.value.code == "reviews.order_not_completed"
    mark_shipped(actor=seller, order_id=order.order_id)
    confirm_received(actor=buyer.actor, order_id=order.order_id)
    with pytest.raises(NotTheBuyer):
        write_review(actor=seller, order_id=order.order_id, rating=5)
    with pytest.raises(OrderNotFound):
        write_review(actor=world.seller(), order_id=order.order_id, rating=5)
    for rating, text in ((0, ""), (6, ""), (True, ""), (5, "x" * 1001)):
        with pytest.raises(InvalidReview):
            write_review(actor=buyer.actor, order_id=order.order_id, rating=rating, text=text)
    assert Review.objects.count() == 0
    assert get_shop(order.shop_id).rating_count == 0
    write_review(actor=buyer.actor, order_id=order.order_id, rating=5, text="x" * 1000)
    with pytest.raises(AlreadyReviewed):
        write_review(actor=buyer.actor, order_id=order.order_id, rating=1)
    assert get_shop(order.shop_id).rating_sum == 5
