"""A piece goes back, on a phone: the seller asks for it, the buyer prints a label and hands it on,
the carrier delivers, and only then does the money go back; the seller's statement says so."""

from __future__ import annotations

from playwright.sync_api import expect

from rethread.cli.demo_accounts import DEMO_PASSWORD

from .conftest import Open
from .market import RunningMarket, within
from .visitor import GOOD_CARD, Visitor

TITLE = "Orange corduroy shacket"
CLAIM = "Two of the buttons are missing, and the photos show all of them."


def test_a_piece_comes_back_before_the_money_does(visit: Open, market: RunningMarket) -> None:
    buyer, seller = visit("eve"), visit("seller")
    buyer.sign_in("eve")
    buyer.to_pay_page(market.listing("back"))
    buyer.pay_with(GOOD_CARD)
    buyer.sees_order_paid()
    buyer.page.locator("ul.lines a.line").click()
    buyer.at("/orders/[0-9a-f-]{36}/$")
    order = buyer.page.url
    seller.sign_in("seller@demo.rethread.example", password=DEMO_PASSWORD)
    seller.page.goto(order)
    seller.press("Get the label")
    seller.press("Mark as shipped")
    case = _complain(buyer, order)

    seller.page.goto(case)
    seller.page.get_by_text("Ask for it back first").click()
    seller.press("Yes, ask for it back")
    seller.sees("The buyer has a label to send it back, and seven days.")
    buyer.page.goto(case)
    buyer.sees("Sending it back")
    buyer.press("Get the label")
    expect(buyer.page.get_by_alt_text("The code of your label")).to_be_visible()
    _fits(buyer)
    buyer.press("I handed it over")
    for _ in range(2):  # two days on the road, and up to four hours until its scans are read
        buyer.use_demo("+2 days")
    _shows(buyer, order, "Refunded")
    buyer.page.goto(case)
    buyer.sees("The buyer gets everything back.")

    seller.page.goto(order)
    seller.follow_link("Full statement, from our books")
    seller.sees("Back to the buyer")
    seller.sees("Added up and compared with our books: the same to the penny.")
    _fits(seller)
    seller.page.goto(f"{market.url}/sell/statement/")
    seller.sees("Your balance")
    _fits(seller)
    assert market.books()["breaks"] == []  # the provider keeps its fee of what it gives back
    for person in (buyer, seller):
        person.expect_quiet()


def _complain(buyer: Visitor, order: str) -> str:
    buyer.page.goto(order)
    buyer.use_demo(TITLE)
    _shows(buyer, order, "It has arrived")
    buyer.follow_link("Get help")
    buyer.press("It is not as described")
    buyer.page.get_by_label("What happened?").fill(CLAIM)
    buyer.press("Open the case")
    buyer.at(r"/cases/[0-9a-f-]{36}/$")
    return buyer.page.url


def _shows(visitor: Visitor, page: str, heading: str) -> None:
    """Load a page until what the worker has in hand has reached it."""

    def there() -> bool:
        visitor.page.goto(page)
        return visitor.heading(heading).count() > 0

    within(30, there, heading)


def _fits(visitor: Visitor) -> None:
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
