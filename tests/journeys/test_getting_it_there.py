"""How a piece gets to its buyer: fetched with a code, or sent with a label that was printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .chromium import MISSING, chromium
from .conftest import Open
from .market import RunningMarket, running_market
from .visitor import GOOD_CARD, Visitor


@pytest.fixture(scope="module")
def town() -> Iterator[RunningMarket]:
    """Run a market of its own: what is sold here would be missed elsewhere."""
    if chromium() is None:
        pytest.skip(MISSING)
    with running_market() as found:
        yield found


def _sees_no_overflow(visitor: Visitor) -> None:
    width = visitor.page.evaluate("document.documentElement.scrollWidth")
    assert width <= visitor.page.viewport_size["width"]  # type: ignore[index]  # it has one


def test_a_piece_is_fetched_with_the_code_that_its_buyer_shows(
    visit: Open, town: RunningMarket
) -> None:
    seller = visit("seller", market=town)
    buyer = visit("buyer", market=town, javascript=False)
    seller.goto("/")
    seller.use_demo("seller")
    seller.goto("/you/shop/")
    seller.pick("Picked up from you: free, with a code")
    seller.page.get_by_label("Where you hand things over").fill("Leeds, by the market")
    seller.page.locator("#delivery").get_by_role("button", name="Save").click()
    seller.sees("Saved. It counts for every bag from now on.")
    buyer.sign_in("flo")
    buyer.goto(town.listing("kept"))
    buyer.sees("Free pick-up: Leeds, by the market")
    buyer.press("Buy now")
    buyer.follow_link("Check out")
    with_delivery = buyer.statement()["Total"]
    buyer.follow_link("Pick it up")
    assert buyer.statement()["Delivery"] == "£0.00"
    assert buyer.statement()["Total"] != with_delivery
    _sees_no_overflow(buyer)
    buyer.page.get_by_role("button", name=re.compile("^Pay £")).click()
    buyer.at("/pay/")
    buyer.pay_with(GOOD_CARD)
    buyer.sees_order_paid()
    buyer.page.locator("ul.lines a.line").click()
    buyer.at("/orders/")
    expect(buyer.heading("Paid. Yours to pick up")).to_be_visible()
    code = buyer.page.locator(".code--shown").inner_text()
    assert re.fullmatch(r"\d{3} \d{3}", code)
    _sees_no_overflow(buyer)
    seller.goto("/sell/orders/")
    seller.follow_link("Type the buyer’s code")
    expect(seller.heading("Sold. To be picked up")).to_be_visible()
    seller.page.get_by_label("The buyer’s code").fill("000000" if code != "000 000" else "000001")
    seller.press("Handed over")
    seller.sees("That is not the code of this order.")
    _sees_no_overflow(seller)
    seller.page.get_by_label("The buyer’s code").fill(code)
    seller.press("Handed over")
    seller.sees("Handed over. The buyer now has time to look at it; then the money is yours.")
    buyer.goto(buyer.page.url)
    buyer.press("All good, release the payment")
    buyer.sees("Thank you. The seller is being paid.")
    for person in (seller, buyer):
        person.expect_quiet()


def test_what_must_go_out_today_gets_its_label_and_the_label_opens(
    visit: Open, town: RunningMarket
) -> None:
    seller, buyer = visit("seller", market=town), visit("buyer", market=town)
    buyer.sign_in("eve")
    buyer.to_pay_page(town.listing("pages"))
    buyer.pay_with(GOOD_CARD)
    buyer.sees_order_paid()
    seller.goto("/")
    seller.use_demo("seller")
    seller.goto("/orders/?side=selling")
    seller.follow_link("Ship today")
    seller.sees("1 parcel waits. The most urgent stands first.")
    seller.press("Get the labels of all that are ticked")
    seller.sees("1 label is ready to print.")
    _sees_no_overflow(seller)
    link = seller.page.get_by_role("link", name="Print label")
    answer = seller.context.request.get(link.get_attribute("href") or "")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF-")
    assert answer.headers["cache-control"] == "private, no-store"
    seller.page.locator(".tosend h2 a").click()
    seller.at("/orders/")
    code = seller.page.locator("img.qr")
    code.scroll_into_view_if_needed()
    expect(code).to_be_visible()
    assert code.evaluate("image => image.complete && image.naturalWidth > 0")
    here = seller.page.url
    buyer.expected_statuses.add(404)
    assert buyer.context.request.get(f"{here}label.pdf").status == 404
    seller.press("Mark as shipped")
    seller.sees("Marked as shipped. The buyer has been told.")
    seller.goto("/sell/orders/")
    seller.sees("Nothing to send")
    for person in (seller, buyer):
        person.expect_quiet()
