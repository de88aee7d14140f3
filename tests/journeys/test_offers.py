"""Haggle to an agreed price at phone size and buy at it, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .conftest import Open
from .market import RunningMarket
from .visitor import GOOD_CARD, Visitor


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_haggle_to_an_agreed_price_and_buy_at_it(
    visit: Open, market: RunningMarket, javascript: bool
) -> None:
    path = market.listing("haggle" if javascript else "haggle_plain")
    buyer, seller = visit("buyer", javascript=javascript), visit("seller", javascript=javascript)
    for person in (buyer, seller):
        person.goto("/")
        person.use_demo(person.name)
    _offer(buyer, path)
    _counter(seller)
    buyer.goto(path)
    buyer.sees("The seller asks £19.00.")
    buyer.follow_link("See the offer")
    buyer.press("Accept £19.00")
    buyer.sees("You pay £20.65 for it until")
    _fits(buyer)
    seller.goto("/offers/")
    seller.sees("Buyer can buy it for £19.00 until")
    buyer.press("Buy now")
    buyer.sees("The price agreed with you, until")
    _fits(buyer)
    buyer.follow_link("Check out")
    buyer.page.get_by_role("button", name=re.compile(r"^Pay £")).click()
    buyer.at("/pay/")
    buyer.pay_with(GOOD_CARD)
    buyer.at("/checkout/")
    buyer.sees("held until you have it")
    buyer.goto("/offers/")
    buyer.sees("You bought it.")
    seller.goto("/orders/?side=seller")
    for person in (buyer, seller):
        person.expect_quiet()


def _offer(buyer: Visitor, path: str) -> None:
    buyer.goto(path)
    buyer.follow_link("Make an offer")
    buyer.at("/offer/$")
    _fits(buyer)
    buyer.expected_statuses = {422}
    buyer.page.get_by_label("Or name your own price").fill("99")
    buyer.press("See what you would pay")
    buyer.press("Send £99.00")
    buyer.sees("Name a price from £1.00 to")
    buyer.page.get_by_label("Or name your own price").fill("18")
    buyer.press("See what you would pay")
    buyer.sees("£19.60")
    _fits(buyer)
    buyer.press("Send £18.00")
    buyer.at("/offers/")
    buyer.sees("You offered £18.00.")
    _fits(buyer)


def _counter(seller: Visitor) -> None:
    seller.goto("/inbox/")
    waits = re.compile(r"offers? waits? for your answer")
    seller.page.get_by_role("link", name=waits).click()
    seller.sees("Buyer offers £18.00.")
    _fits(seller)
    seller.page.get_by_role("link", name="Another price").first.click()
    seller.page.get_by_label("Or name your own price").fill("19")
    seller.press("See what you would get")
    seller.sees("£18.43")
    seller.press("Send £19.00")
    seller.sees("You asked £19.00.")


def _fits(person: Visitor) -> None:
    """Check that nothing hangs over the side and that no thumb needs a magnifying glass."""
    size = person.page.viewport_size
    assert size is not None
    wide = person.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size["width"], person.page.url


def test_an_offer_below_the_limit_is_declined_without_its_number(
    visit: Open, market: RunningMarket
) -> None:
    path = market.listing("pages")
    seller, buyer = visit("seller"), visit("buyer")
    for person in (seller, buyer):
        person.goto("/")
        person.use_demo(person.name)
    seller.goto(path)
    seller.follow_link("Offers and your lowest price")
    seller.page.get_by_label("Lowest price, only you see it").fill("17.31")
    seller.press("Save")
    seller.sees("Saved. Nobody but you can see it.")
    _fits(seller)
    buyer.goto(f"{path}offer/")
    buyer.page.get_by_label("Or name your own price").fill("12")
    buyer.press("See what you would pay")
    buyer.press("Send £12.00")
    buyer.sees("The seller does not take offers this low for this piece.")
    expect(buyer.page.locator("body")).not_to_contain_text("17.31")
    seller.goto("/offers/")
    seller.sees("£12.00 was below your lowest price, so it was declined at once.")
    for person in (seller, buyer):
        person.expect_quiet()
