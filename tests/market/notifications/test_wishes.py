"""People hear of what they look for, of lower prices, and of reviews once they can be read."""

from __future__ import annotations

from rethread.market.catalogue.services import update_listing
from rethread.market.notifications.selectors import list_notices
from rethread.market.orders.services import confirm_received, mark_shipped
from rethread.market.reviews import wiring as reviews_wiring
from rethread.market.reviews.services import write_review
from rethread.market.social import wiring as social_wiring
from rethread.market.social.services import like_listing
from rethread.platform.events.runner import drain
from rethread.platform.kernel import Actor
from rethread.web.presenting.notices import notice_lines
from tests.market.orders.world import World

from .conftest import deliver


def headlines(actor: Actor, kind: str) -> list[str]:
    notices = [one for one in list_notices(actor).notices if one.kind == kind]
    return [line.headline for line in notice_lines(notices)]


def test_a_fallen_price_is_told_once_to_who_likes_the_piece(world: World) -> None:
    world.works = (*world.works, *social_wiring.DUE_WORK)
    fan, seller = world.buyer(), world.seller()
    listing = world.listing(seller, price_minor=3_000)
    like_listing(actor=fan.actor, listing_id=listing.id)
    update_listing(actor=seller, listing_id=listing.id, changes={"price_minor": 2_000})
    drain(social_wiring.SUBSCRIPTIONS)
    world.pass_time(minutes=1)
    for _ in range(2):
        deliver()
    assert headlines(fan.actor, "price_dropped") == [f"Now £21.70: {listing.title}"]
    assert headlines(seller, "price_dropped") == []


def test_a_review_is_told_when_it_can_be_read_and_not_before(world: World) -> None:
    world.works = (*world.works, *reviews_wiring.DUE_WORK)
    buyer, seller = world.buyer(), world.seller()
    listing = world.listing(seller, price_minor=2_000)
    (order,) = world.buy(buyer, listing)
    mark_shipped(actor=seller, order_id=order.order_id)
    confirm_received(actor=buyer.actor, order_id=order.order_id)
    write_review(actor=buyer.actor, order_id=order.order_id, rating=5, text="Just as shown.")
    deliver()
    assert headlines(seller, "review_received") == []
    world.pass_time(days=15)
    deliver()
    assert headlines(seller, "review_received") == [f"Reviewed: {listing.title}"]
