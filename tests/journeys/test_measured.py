"""From an advertisement to a purchase, and from there to the desk's attribution page."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .conftest import Open
from .market import RunningMarket, within
from .visitor import GOOD_CARD, Visitor

CAMPAIGN = "/?utm_source=instagram&utm_medium=paid_social&utm_campaign=journey%20coats&fbclid=Iw123"
# A headless browser says that it is one, and nothing is measured of robots.
A_PERSONS_BROWSER = (
    "Mozilla/5.0 (Linux; Android 15; Mobile) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
)


def test_a_visit_from_an_ad_that_ends_in_a_purchase_is_credited_to_the_ad(
    visit: Open, market: RunningMarket
) -> None:
    ada = visit("ada", user_agent=A_PERSONS_BROWSER)
    ada.goto("/fees/")
    ada.press("Allow statistics on this device")
    expect(ada.page.get_by_role("button", name="Stop statistics on this device")).to_be_visible()
    ada.goto(CAMPAIGN)
    expect(ada.heading("For you")).to_be_visible()
    ada.sign_in("eve")
    ada.to_pay_page(market.listing("measured"))
    ada.pay_with(GOOD_CARD)
    ada.sees_order_paid()
    ada.goto("/")  # leaves the page, so that what it noticed is sent
    ada.expect_quiet()
    staff = visit("staff")
    staff.goto("/")
    staff.become("staff")
    within(240, lambda: _credited(staff, market), "the purchase is credited to the ad")
    assert staff.page.evaluate("document.documentElement.scrollWidth") <= 390
    staff.goto("/desk/experiments/")
    expect(staff.heading("More, smaller cards on the front page")).to_be_visible()
    staff.sees("Not read yet")
    staff.goto("/desk/roadmap/")
    expect(staff.page.get_by_text("Test next:").first).to_be_visible()
    staff.expect_quiet()


def _credited(staff: Visitor, market: RunningMarket) -> bool:
    """Build the warehouse and look whether the ad stands on the page with its purchase."""
    if not market.warehouse_built():
        return False
    staff.goto("/desk/attribution/")
    row = staff.page.get_by_role("row", name=re.compile("^Paid social .* 1.0"))
    return row.count() > 0
