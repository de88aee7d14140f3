"""What a seller reads of the offers that their pieces saw."""

from __future__ import annotations

from rethread.market.offers.selectors import offer_figures
from rethread.market.offers.services import (
    decline_offer,
    make_offer,
    send_offers,
    withdraw_offer,
)
from rethread.market.offers.types import OfferFigures
from rethread.market.social.services import like_listing
from tests.api.test_listings import key_of
from tests.web.browsing import browser_of, text_of

from .world import Haggling, pounds


def figures(haggling: Haggling) -> OfferFigures:
    return offer_figures(haggling.seller, [haggling.listing.id])[haggling.listing.id]


def test_offers_are_counted_by_who_began_them_and_what_became_of_them(haggling: Haggling) -> None:
    assert figures(haggling) == OfferFigures()
    first = haggling.offer(2_000)
    assert figures(haggling) == OfferFigures(received=1)
    countered = haggling.counter(haggling.seller, first, 2_700)
    assert figures(haggling) == OfferFigures(received=1, countered=1)
    haggling.accept(haggling.buyer.actor, countered)
    assert figures(haggling) == OfferFigures(received=1, countered=1, accepted=1)
    rival = make_offer(
        actor=haggling.rival.actor, listing_id=haggling.listing.id, price=pounds(1_900)
    )
    decline_offer(actor=haggling.seller, offer_id=rival.offer_id, seen=rival.price)
    assert figures(haggling) == OfferFigures(received=2, countered=1, accepted=1)


def test_what_was_accepted_and_then_given_up_was_accepted(haggling: Haggling) -> None:
    agreed = haggling.agreed()
    withdraw_offer(actor=haggling.buyer.actor, offer_id=agreed.offer_id, seen=agreed.price)
    assert figures(haggling) == OfferFigures(received=1, accepted=1)


def test_offers_to_likers_are_the_seller_s_own(haggling: Haggling) -> None:
    like_listing(actor=haggling.rival.actor, listing_id=haggling.listing.id)
    send_offers(actor=haggling.seller, listing_id=haggling.listing.id, price=pounds(2_500))
    assert figures(haggling) == OfferFigures(sent=1)


def test_nobody_counts_the_offers_of_others(haggling: Haggling) -> None:
    haggling.offer()
    found = offer_figures(haggling.rival.actor, [haggling.listing.id])
    assert found == {haggling.listing.id: OfferFigures()}


def test_the_page_and_the_api_show_them(haggling: Haggling) -> None:
    haggling.accept(
        haggling.buyer.actor, haggling.counter(haggling.seller, haggling.offer(), 2_700)
    )
    browser = browser_of(haggling.seller.require_user())
    page = text_of(browser.get("/sell/stats/"))
    for said in ("Answered with another price", "1 offer", "1 accepted"):
        assert said in page
    token = key_of(haggling.seller, "listings:read")
    body = browser.get("/api/v1/shop/figures", headers={"Authorization": f"Bearer {token}"}).json()
    (piece,) = body["pieces"]
    counted = [piece[f"offers_{name}"] for name in ("received", "sent", "countered", "accepted")]
    assert counted == [1, 0, 1, 1]
