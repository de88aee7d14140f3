"""Reviews: both ways, once each, blind until both wrote or 14 days passed; the rating follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rethread.market.accounts.selectors import get_shop
from rethread.market.orders.errors import OrderNotFound
from rethread.market.orders.services import confirm_received, mark_shipped
from rethread.market.orders.types import OrderView
from rethread.market.reviews import wiring
from rethread.market.reviews.errors import (
    AlreadyReplied,
    AlreadyReviewed,
    InvalidReview,
    OrderNotCompleted,
    ReviewClosed,
    ReviewNotFound,
)
from rethread.market.reviews.models import Review
from rethread.market.reviews.selectors import (
    list_reviews_for_shop,
    rating_of_buyer,
    reviews_by_order_ids,
    reviews_of_order,
)
from rethread.market.reviews.services import (
    next_opening_at,
    reply_to_review,
    write_review,
)
from rethread.platform.events.models import OutboxRow
from rethread.platform.kernel import Actor, new_id
from rethread.platform.kernel.clock import business_clock
from tests.market.orders.world import Buyer, World, at_once
from tests.support.factories import make_photo
from tests.support.timers import assert_due_from


def completed(world: World, seller: Actor) -> tuple[Buyer, OrderView]:
    buyer = world.buyer()
    (order,) = world.buy(buyer, world.listing(seller))
    mark_shipped(actor=seller, order_id=order.order_id)
    return buyer, confirm_received(actor=buyer.actor, order_id=order.order_id)


def both_write(buyer: Buyer, seller: Actor, order: OrderView, rating: int, text: str = "") -> None:
    write_review(actor=buyer.actor, order_id=order.order_id, rating=rating, text=text)
    write_review(actor=seller, order_id=order.order_id, rating=5, text="Paid at once.")


def told(name: str) -> list[dict[str, object]]:
    rows = OutboxRow.objects.filter(name=f"reviews.{name}").order_by("id")
    return [row.payload for row in rows]


def test_nobody_reads_a_review_before_both_have_written(world: World) -> None:
    seller = world.seller()
    buyer, order = completed(world, seller)
    key = order.order_id
    mine = write_review(actor=buyer.actor, order_id=key, rating=2, text="  Smelled of smoke. ")
    assert (mine.text, mine.visible_at) == ("Smelled of smoke.", None)
    blind = reviews_of_order(seller, key)
    assert (blind.own, blind.other, blind.other_written) == (None, None, True)
    assert list_reviews_for_shop(order.shop_id).reviews == ()
    assert reviews_by_order_ids([key]) == {}
    assert get_shop(order.shop_id).rating_count == 0
    theirs = write_review(actor=seller, order_id=key, rating=4, text="Paid at once.")
    assert theirs.visible_at is not None
    opened = reviews_of_order(buyer.actor, key)
    assert opened.own is not None
    assert opened.other is not None
    assert (opened.own.rating, opened.other.rating, opened.other.side) == (2, 4, "seller")
    assert [review.text for review in list_reviews_for_shop(order.shop_id).reviews] == [
        "Smelled of smoke."
    ]
    shop = get_shop(order.shop_id)
    assert (shop.rating_sum, shop.rating_count) == (2, 1)
    assert rating_of_buyer(order.buyer_id) == (4, 1)
    assert [event["opened_by"] for event in told("review_opened")] == ["both", "both"]
    assert len(told("review_written")) == len(told("buyer_reviewed")) == 1


def test_what_one_side_wrote_opens_after_fourteen_days(world: World) -> None:
    seller = world.seller()
    buyer, order = completed(world, seller)
    write_review(actor=buyer.actor, order_id=order.order_id, rating=5, text="Lovely.")
    assert order.completed_at is not None
    due = order.completed_at + timedelta(days=14)
    assert next_opening_at() == due
    assert get_shop(order.shop_id).rating_count == 0
    assert_due_from(wiring.DUE_WORK[0], due)
    assert get_shop(order.shop_id).rating_sum == 5
    assert [event["opened_by"] for event in told("review_opened")] == ["days"]
    with business_clock(lambda: due), pytest.raises(ReviewClosed) as refused:
        write_review(actor=seller, order_id=order.order_id, rating=1, text="Revenge")
    assert refused.value.code == "reviews.closed"
    assert Review.objects.count() == 1
    assert next_opening_at() is None


def test_a_late_review_that_nobody_answers_opens_at_once(world: World) -> None:
    buyer, order = completed(world, world.seller())
    assert order.completed_at is not None
    late = order.completed_at + timedelta(days=20)
    with business_clock(lambda: late):
        own = write_review(actor=buyer.actor, order_id=order.order_id, rating=4)
    assert own.visible_at == late
    assert get_shop(order.shop_id).rating_sum == 4


def test_both_at_the_same_moment_open_both(world: World) -> None:
    seller = world.seller()
    buyer, order = completed(world, seller)
    at_once(
        lambda: write_review(actor=buyer.actor, order_id=order.order_id, rating=5),
        lambda: write_review(actor=seller, order_id=order.order_id, rating=5),
    )
    assert Review.objects.filter(visible_at__isnull=True).count() == 0
    assert len(told("review_opened")) == 2
    assert get_shop(order.shop_id).rating_count == 1


def test_a_review_is_shown_and_moves_the_shops_rating(world: World) -> None:
    seller = world.seller()
    (one, first), (two, second) = completed(world, seller), completed(world, seller)
    both_write(one, seller, first, 5, "Lovely.")
    both_write(two, seller, second, 2)
    shop = get_shop(first.shop_id)
    assert (shop.rating_sum, shop.rating_count, shop.rating) == (7, 2, 3.5)
    page = list_reviews_for_shop(first.shop_id, limit=1)
    assert [(review.rating, review.text) for review in page.reviews] == [(2, "")]
    rest = list_reviews_for_shop(first.shop_id, page.next_cursor, limit=1)
    assert [(r.rating, r.text, r.author_name) for r in rest.reviews] == [(5, "Lovely.", "Ada")]
    assert rest.next_cursor == ""
    assert set(reviews_by_order_ids([first.order_id])) == {first.order_id}


def test_photos_are_one_s_own_and_four_at_most(world: World) -> None:
    seller = world.seller()
    buyer, order = completed(world, seller)
    own = [make_photo(order.buyer_id).id for _ in range(5)]
    foreign = make_photo(order.seller_id).id
    for wrong in (own, [foreign], [new_id()]):
        with pytest.raises(InvalidReview) as refused:
            write_review(actor=buyer.actor, order_id=order.order_id, rating=5, photo_ids=wrong)
        assert "photos" in refused.value.fields
    assert Review.objects.count() == 0
    wrote = write_review(actor=buyer.actor, order_id=order.order_id, rating=5, photo_ids=own[1:3])
    assert [photo.id for photo in wrote.photos] == own[1:3]


def test_a_review_is_answered_once_by_whom_it_is_about_and_only_when_open(world: World) -> None:
    seller = world.seller()
    buyer, order = completed(world, seller)
    mine = write_review(actor=buyer.actor, order_id=order.order_id, rating=2)
    with pytest.raises(ReviewNotFound):
        reply_to_review(actor=seller, review_id=mine.review_id, text="Sorry")
    write_review(actor=seller, order_id=order.order_id, rating=5)
    with pytest.raises(ReviewNotFound):
        reply_to_review(actor=buyer.actor, review_id=mine.review_id, text="To myself")
    for text in (" ", "x" * 1001):
        with pytest.raises(InvalidReview):
            reply_to_review(actor=seller, review_id=mine.review_id, text=text)
    reply_to_review(actor=seller, review_id=mine.review_id, text=" Sorry about that. ")
    with pytest.raises(AlreadyReplied) as refused:
        reply_to_review(actor=seller, review_id=mine.review_id, text="And another thing")
    assert refused.value.code == "reviews.already_replied"
    [shown] = list_reviews_for_shop(order.shop_id).reviews
    assert shown.reply == "Sorry about that."
    assert len(told("review_replied")) == 1


def test_two_reviews_at_the_same_moment_both_count(world: World) -> None:
    seller = world.seller()
    (one, first), (two, second) = completed(world, seller), completed(world, seller)
    for order in (first, second):
        write_review(actor=seller, order_id=order.order_id, rating=5)
    at_once(
        lambda: write_review(actor=one.actor, order_id=first.order_id, rating=5),
        lambda: write_review(actor=two.actor, order_id=second.order_id, rating=4),
    )
    shop = get_shop(first.shop_id)
    assert (shop.rating_sum, shop.rating_count) == (9, 2)


def test_who_may_not_review_changes_nothing(world: World) -> None:
    seller, buyer = world.seller(), world.buyer()
    (order,) = world.buy(buyer, world.listing(seller))
    for side in (seller, buyer.actor):
        with pytest.raises(OrderNotCompleted) as refusal:
            write_review(actor=side, order_id=order.order_id, rating=5)
        assert refusal.value.code == "reviews.order_not_completed"
    mark_shipped(actor=seller, order_id=order.order_id)
    confirm_received(actor=buyer.actor, order_id=order.order_id)
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
    assert Review.objects.get().rating == 5
