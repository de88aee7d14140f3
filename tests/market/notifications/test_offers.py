"""Both sides of a negotiation hear what the other did, each at the price that is theirs."""

from __future__ import annotations

import pytest

from rethread.market.notifications.selectors import list_notices
from rethread.market.offers import wiring as offers_wiring
from rethread.market.offers.services import (
    accept_offer,
    counter_offer,
    decline_offer,
    make_offer,
    send_offers,
    set_floor,
)
from rethread.market.social.services import like_listing
from rethread.platform.kernel import Actor, Money
from rethread.web.presenting.notices import notice_lines
from tests.market.orders.world import World

from .conftest import deliver


def pounds(minor: int) -> Money:
    return Money(minor, "GBP")


def told(actor: Actor) -> list[tuple[str, str]]:
    lines = notice_lines(list_notices(actor).notices)
    found = [(line.headline, line.detail) for line in lines if "/offers/#o" in line.url]
    return found[::-1]


@pytest.fixture
def haggled(world: World) -> World:
    world.works = (*world.works, *offers_wiring.DUE_WORK)
    return world


def test_each_price_is_told_to_the_other_side_and_agreement_to_who_asked(haggled: World) -> None:
    buyer, seller = haggled.buyer(), haggled.seller()
    listing = haggled.listing(seller, price_minor=3_000)
    offer = make_offer(actor=buyer.actor, listing_id=listing.id, price=pounds(2_000))
    deliver()
    assert [headline for headline, _ in told(seller)] == [f"£20.00 is offered for {listing.title}"]
    assert told(buyer.actor) == []
    haggled.pass_time(minutes=1)
    offer = counter_offer(
        actor=seller, offer_id=offer.offer_id, price=pounds(2_500), seen=offer.price
    )
    deliver()
    (countered,) = told(buyer.actor)
    assert countered[0] == f"£26.95 is the new price for {listing.title}"  # with the buyer's fee
    haggled.pass_time(minutes=1)
    accept_offer(actor=buyer.actor, offer_id=offer.offer_id, seen=offer.price)
    deliver()
    assert told(seller)[-1][0] == f"Agreed: £25.00 for {listing.title}"
    assert len(told(buyer.actor)) == 1  # nobody is told what they did themselves
    deliver()
    assert (len(told(seller)), len(told(buyer.actor))) == (2, 1)
    haggled.pass_time(hours=25)
    deliver()
    for actor, price in ((seller, "£25.00"), (buyer.actor, "£26.95")):
        headline, detail = told(actor)[-1]
        assert headline == f"Time is over: {listing.title}"
        assert f"The agreed price of {price} was not used in its day." in detail


def test_what_is_below_the_lowest_price_is_told_to_its_buyer_alone(haggled: World) -> None:
    buyer, seller = haggled.buyer(), haggled.seller()
    listing = haggled.listing(seller, price_minor=3_000)
    set_floor(actor=seller, listing_id=listing.id, floor=pounds(2_500))
    make_offer(actor=buyer.actor, listing_id=listing.id, price=pounds(2_000))
    deliver()
    assert told(seller) == []
    ((headline, detail),) = told(buyer.actor)
    assert headline == f"Too low for its seller: {listing.title}"
    assert "25" not in headline + detail  # the lowest price stays the seller's own


def test_people_who_like_a_piece_hear_of_a_price_and_the_seller_of_their_no(
    haggled: World,
) -> None:
    buyer, seller = haggled.buyer(), haggled.seller()
    listing = haggled.listing(seller, price_minor=3_000)
    like_listing(actor=buyer.actor, listing_id=listing.id)
    assert send_offers(actor=seller, listing_id=listing.id, price=pounds(2_700)).people == 1
    deliver()
    ((headline, _),) = told(buyer.actor)
    assert headline == f"A price for you: £29.05 for {listing.title}"
    (notice,) = [one for one in list_notices(buyer.actor).notices if one.kind == "offer_received"]
    haggled.pass_time(minutes=1)
    decline_offer(actor=buyer.actor, offer_id=notice.subject_id, seen=pounds(2_700))
    deliver()
    assert told(seller)[-1][0] == f"No agreement: {listing.title}"
