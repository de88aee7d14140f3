"""Help in place, on a phone: a true answer about a parcel that is late; then a dispute that freezes
the payout past its day, a decision that both sides read, and books that agree with the provider."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from rethread.cli.demo_accounts import DEMO_PASSWORD

from .conftest import Open
from .market import RunningMarket, within
from .visitor import GOOD_CARD, Visitor

TITLE = "Plum velvet blazer"
CLAIM = "The lining is torn from the pocket down, and no photo shows it."
REPLY = "It was whole when I packed it; I never saw a tear."
JUDGEMENT = "The tear is not in the listing and the photos do not show it. Everything goes back."


def test_help_on_a_late_parcel_then_a_dispute_that_ends_in_a_refund(
    visit: Open, market: RunningMarket, photo: Path
) -> None:
    buyer, seller, staff = (visit(name) for name in ("dee", "seller", "staff"))
    buyer.sign_in("dee")
    for name in ("kept", "help"):  # the fees of the first cover what the provider keeps of both
        buyer.to_pay_page(market.listing(name))
        buyer.pay_with(GOOD_CARD)
        buyer.sees_order_paid()
    buyer.page.locator("ul.lines a.line").click()
    buyer.at("/orders/[0-9a-f-]{36}/$")
    order = buyer.page.url
    total = buyer.statement()["Total"]

    seller.sign_in("seller@demo.rethread.example", password=DEMO_PASSWORD)
    number = _send(seller, order)
    _answered_with_the_truth(buyer, order, number)

    case = _complain(buyer, order, photo)
    _frozen_past_its_day(buyer, order)
    assert market.books()["broken"] == []
    _judged(seller, staff, case)
    _refunded_and_read(market, buyer, seller, order, case, total)
    for person in (buyer, seller, staff):
        person.expect_quiet()


def _send(seller: Visitor, order: str) -> str:
    seller.page.goto(order)
    seller.follow_link("Get help")
    seller.press("How do I send it?")
    seller.sees("You have no label yet. The buyer has paid for delivery.")
    seller.press("Get the label")
    seller.at("/orders/")
    seller.press("Mark as shipped")
    seller.sees("Marked as shipped.")
    seller.follow_link("Get help")
    seller.press("The buyer says that it has not arrived")
    told = seller.page.locator("ul.answer").inner_text()
    found = re.search(r"Its tracking number is (\S+)\.", told)
    assert found is not None, told
    return found.group(1)


def _answered_with_the_truth(buyer: Visitor, order: str, number: str) -> None:
    buyer.page.goto(order)
    buyer.follow_link("Get help")
    buyer.press("Where is my parcel?")
    buyer.at("/where_is_it/$")
    told = buyer.page.locator("ul.answer").inner_text()
    assert "The parcel was sent on" in told
    assert f"Its tracking number is {number}." in told
    assert "It is kept safe: the seller has none of it yet." in told
    _fits(buyer)


def _complain(buyer: Visitor, order: str, photo: Path) -> str:
    buyer.page.goto(order)
    buyer.use_demo(TITLE)
    _shows(buyer, order, "It has arrived")
    buyer.follow_link("Get help")
    buyer.press("It is not as described")
    buyer.page.get_by_label("What happened?").fill(CLAIM)
    buyer.upload([photo])
    buyer.press("Open the case")
    buyer.at(r"/cases/[0-9a-f-]{36}/$")
    buyer.sees("Payment frozen")
    expect(buyer.page.locator(".evidence .hash")).to_have_text(re.compile("^[0-9a-f]{12}…$"))
    _fits(buyer)
    return buyer.page.url


def _frozen_past_its_day(buyer: Visitor, order: str) -> None:
    """Two days later nothing was paid, though the time to report has passed and nobody answered."""
    buyer.use_demo("+2 days")
    _shows(buyer, order, "It has arrived")
    buyer.sees("The payment is frozen while the case is open.")


def _judged(seller: Visitor, staff: Visitor, case: str) -> None:
    seller.page.goto(case)
    seller.sees("Our team has it and decides by")
    seller.page.get_by_text("Add words or photos").click()
    seller.page.get_by_label("What happened?").fill(REPLY)
    seller.press("Add")
    seller.sees("Added to the timeline.")
    staff.sign_in("staff@demo.rethread.example", then="/desk/cases/", password=DEMO_PASSWORD)
    staff.follow_link(TITLE)
    staff.at("/desk/cases/[0-9a-f-]{36}/$")
    staff.sees(CLAIM)
    staff.sees(REPLY)
    staff.page.get_by_label("Prepared answers").select_option("Not as described: refund")
    staff.press("Put it in")
    words = staff.page.get_by_label("What both parties read")
    expect(words).to_have_value(re.compile("The buyer gets everything back"))
    words.fill(JUDGEMENT)
    _fits(staff)
    staff.press("Refund the buyer")
    staff.sees("Both parties can read it now.")


def _refunded_and_read(
    market: RunningMarket, buyer: Visitor, seller: Visitor, order: str, case: str, total: str
) -> None:
    seller.page.goto(case)
    seller.sees(JUDGEMENT)
    expect(seller.heading("Appeal")).to_be_visible()
    buyer.use_demo("+2 days")
    buyer.page.goto(case)
    buyer.sees(JUDGEMENT)
    expect(buyer.heading("It is not as described")).to_be_visible()
    _shows(buyer, order, "Refunded")
    assert buyer.statement()["Refund"] == f"\u2212{total}"
    books = market.books()
    assert (books["breaks"], books["broken"]) == ([], [])


def _shows(visitor: Visitor, page: str, heading: str) -> None:
    """Load a page until what the worker has in hand has reached it."""

    def there() -> bool:
        visitor.page.goto(page)
        return visitor.heading(heading).count() > 0

    within(30, there, heading)


def _fits(visitor: Visitor) -> None:
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
