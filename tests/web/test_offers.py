"""Offers page by page: what stands there is true for its reader, and no limit is given away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rethread.market.catalogue.services import update_listing
from rethread.market.offers.models import Offer
from rethread.market.offers.selectors import find_latest_offer
from rethread.market.offers.services import set_floor
from rethread.market.orders.selectors import get_checkout, order_statement
from rethread.market.orders.services import add_to_bag
from rethread.market.social.services import like_listing
from tests.market.offers.world import Haggling, open_haggling, pounds

from .browsing import Page, browser_of, text_of
from .test_buying import listing_checkout, to_pay_page


@pytest.fixture
def haggling(db: None) -> Iterator[Haggling]:
    with open_haggling() as opened:
        yield opened


def test_haggle_and_buy_at_the_agreed_price_on_pages_alone(haggling: Haggling) -> None:
    buyer = browser_of(haggling.buyer.actor.require_user())
    seller = browser_of(haggling.seller.require_user())
    listing = f"/l/{haggling.listing.id}/"
    assert f"{listing}offer/" in text_of(buyer.get(listing))
    form = text_of(buyer.get(f"{listing}offer/"))
    assert "£27.00" in form
    assert "you pay £29.05" in form
    review = text_of(buyer.post(f"{listing}offer/", {"amount": "20", "then": "review"}))
    assert "£21.70" in review
    assert Offer.objects.count() == 0
    sent = buyer.post(f"{listing}offer/", {"amount": "20", "amount_minor": "2000"})
    (row,) = Offer.objects.all()
    assert sent["Location"] == f"/offers/#o{row.id}"
    page = text_of(seller.get("/offers/"))
    assert "Ada offers £20.00. You can answer until 12:00 on 3 Mar." in page
    assert "you get £19.40" in page
    assert "24 hours left" in page
    assert "1 offer waits for your answer" in text_of(seller.get("/inbox/"))
    seller.post(f"/offers/{row.id}/counter/", {"amount_minor": "2500", "seen_minor": "2000"})
    assert "The seller asks £25.00." in text_of(buyer.get(listing))
    stale = buyer.post(f"/offers/{row.id}/accept/", {"seen_minor": "2000"}, follow=True)
    assert "The price in this offer is £25.00 now." in text_of(stale)
    buyer.post(f"/offers/{row.id}/accept/", {"seen_minor": "2500"})
    own = text_of(buyer.get(listing))
    assert "£26.95" in own
    assert "Agreed with you, until 12:00 on 3 Mar." in own
    assert "£32.20" in text_of(browser_of(haggling.rival.actor.require_user()).get(listing))
    buyer.post("/bag/add/", {"listing_id": str(haggling.listing.id), "then": "checkout"})
    bag = text_of(buyer.get("/bag/"))
    assert "The price agreed with you, until 12:00 on 3 Mar. Others pay £32.20." in bag
    pay_page = to_pay_page(buyer, haggling.world, haggling.buyer)
    haggling.world.sandbox.stripe.pay_session(pay_page.split("/pay/")[1].split("?")[0])
    checkout_id = listing_checkout(haggling.listing.id)
    assert "paid, and held" in text_of(buyer.get(f"/checkout/{checkout_id}/?from=paid"))
    order = get_checkout(haggling.buyer.actor, checkout_id).orders[0]  # type: ignore[arg-type]
    statement = order_statement(order.order_id)
    assert [line.amount.amount_minor for line in statement.buyer.rows] == [-2_500, -195, -599]
    assert [line.amount.amount_minor for line in statement.seller.rows] == [2_500, -75]
    assert statement.seller.rows[0].label.endswith(", at the agreed price")
    assert "You bought it." in text_of(buyer.get("/offers/"))
    assert "Ada bought it." in text_of(seller.get("/offers/"))
    assert Page(own).inline == Page(bag).inline == Page(form).inline == []


def test_the_bag_says_that_an_agreed_price_has_ended(haggling: Haggling) -> None:
    haggling.agreed(2_000)
    add_to_bag(actor=haggling.buyer.actor, listing_id=haggling.listing.id)
    buyer = browser_of(haggling.buyer.actor.require_user())
    form = Page(text_of(buyer.get("/checkout/"))).inputs
    assert form["expected_minor"] == str(2_170 + 599)
    haggling.world.pass_time(days=1)
    said = "Your agreed price of £21.70 ended at 12:00 on 3 Mar. It costs £32.20."
    assert said in text_of(buyer.get("/bag/"))
    data = {
        "address_id": str(haggling.buyer.address_id),
        "idempotency_key": form["idempotency_key"],
        "expected_minor": form["expected_minor"],
    }
    refused = buyer.post("/checkout/pay/", data)
    assert refused.status_code == 409
    assert "The total has changed from £27.69 to £38.19." in text_of(refused)
    assert said in text_of(refused)


def test_bad_prices_stay_in_the_form(haggling: Haggling) -> None:
    buyer = browser_of(haggling.buyer.actor.require_user())
    path = f"/l/{haggling.listing.id}/offer/"
    for typed, said in (
        ("", "Write the amount as a number"),
        ("0.50", "Name a price from £1.00 to £29.99."),
        ("30", "Name a price from £1.00 to £29.99."),
        ("12.345", "GBP has 2 decimal places."),
        ("<b>", "Write the amount as a number"),
    ):
        answer = buyer.post(path, {"amount": typed})
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert "<b>" not in text_of(answer).split("<form")[-1].split("value=")[1][:8]
    own = browser_of(haggling.seller.require_user()).post(path, {"amount": "20"}, follow=True)
    assert own.redirect_chain == [(f"/l/{haggling.listing.id}/", 303)]
    assert "This is your own listing." in text_of(own)
    assert Offer.objects.count() == 0


def test_a_limit_is_told_without_its_number(haggling: Haggling) -> None:
    seller = browser_of(haggling.seller.require_user())
    own = f"/sell/{haggling.listing.id}/offers/"
    assert seller.post(f"{own}floor/", {"floor": "23.45"})["Location"] == own
    assert "23.45" in text_of(seller.get(own))
    buyer = browser_of(haggling.buyer.actor.require_user())
    path = f"/l/{haggling.listing.id}/offer/"
    buyer.post(path, {"amount": "20"})
    for page in ("/offers/", f"/l/{haggling.listing.id}/", path, "/inbox/"):
        assert "23.45" not in text_of(buyer.get(page))
    assert "The seller does not take offers this low for this piece." in text_of(
        buyer.get("/offers/")
    )
    assert buyer.get(own).status_code == 404
    assert buyer.post(f"{own}floor/", {"floor": "1"}).status_code == 404
    wrong = seller.post(f"{own}floor/", {"floor": "99"})
    assert wrong.status_code == 422
    assert "Choose an amount from £1.00 to £29.99, or leave it empty." in text_of(wrong)


def test_a_seller_offers_a_piece_to_people_who_like_it(haggling: Haggling) -> None:
    seller = browser_of(haggling.seller.require_user())
    own = f"/sell/{haggling.listing.id}/offers/"
    assert "nobody likes it yet" in text_of(seller.get(own))
    like_listing(actor=haggling.buyer.actor, listing_id=haggling.listing.id)
    assert "Go down to £28.50 or lower" in text_of(seller.get(own))
    refused = seller.post(f"{own}send/", {"amount": "29"})
    assert "Name a price from £1.00 to £28.50." in text_of(refused)
    assert "Sent to 1 person." in text_of(seller.post(f"{own}send/", {"amount": "28"}, follow=True))
    assert "You have sent today" in text_of(seller.get(own))
    buyer = browser_of(haggling.buyer.actor.require_user())
    assert "You like this, and the seller offers it to you for £28.00." in text_of(
        buyer.get("/offers/")
    )


def test_a_stranger_is_asked_to_sign_in_and_others_offers_do_not_exist(haggling: Haggling) -> None:
    from django.test import Client

    path = f"/l/{haggling.listing.id}/offer/"
    assert f"/accounts/login/?next={path.replace('/', '%2F')}" in Client().get(path)["Location"]
    offer = haggling.offer()
    rival = browser_of(haggling.rival.actor.require_user())
    for step in ("accept", "decline", "withdraw"):
        assert rival.post(f"/offers/{offer.offer_id}/{step}/").status_code == 404
    assert rival.get(f"/offers/{offer.offer_id}/counter/").status_code == 404
    assert rival.post(f"/offers/{offer.offer_id}/dance/").status_code == 404
    own = browser_of(haggling.seller.require_user())
    assert own.get(path)["Location"] == f"/l/{haggling.listing.id}/"
    latest = find_latest_offer(haggling.buyer.actor, haggling.listing.id)
    assert latest is not None
    assert latest.told == "asks_seller"


def test_a_public_price_that_fell_is_what_the_buyer_pays(haggling: Haggling) -> None:
    haggling.agreed(2_000)
    add_to_bag(actor=haggling.buyer.actor, listing_id=haggling.listing.id)
    update_listing(
        actor=haggling.seller, listing_id=haggling.listing.id, changes={"price_minor": 1_800}
    )
    buyer = browser_of(haggling.buyer.actor.require_user())
    bag = text_of(buyer.get("/bag/"))
    assert "It costs no more than your agreed price for everybody now." in bag
    assert "£19.60" in bag
    set_floor(actor=haggling.seller, listing_id=haggling.listing.id, floor=pounds(1_000))
