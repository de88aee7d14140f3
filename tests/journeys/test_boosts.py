"""A seller boosts a jacket; somebody meets it, labelled, and opens it; its seller reads the cost.

Then the seller changes several pieces at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .conftest import Open
from .market import RunningMarket, _run, _told, running_market, within
from .test_measured import A_PERSONS_BROWSER
from .visitor import Visitor

QUERY = "/search/?q=harris+tweed+jacket"
HEARD_S = 30


@pytest.fixture(scope="module")
def market() -> Iterator[RunningMarket]:
    """Run a market of its own: other jackets would move this one."""
    with running_market() as found:
        yield found


@pytest.fixture(scope="module")
def jackets(market: RunningMarket) -> dict[str, str]:
    """Return who sells which jacket."""
    found: dict[str, str] = _told(_run(market.environ, "tests.journeys.seed_boosts"))
    return found


def fits(person: Visitor) -> None:
    assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def beyond_the_page(buyer: Visitor, jackets: dict[str, str]) -> str:
    """Return a jacket that somebody who searches does not see on the first page."""

    def all_found() -> bool:
        buyer.goto(QUERY)
        count = buyer.page.locator("#count").inner_text()
        return int(re.sub(r"\D", "", count) or 0) >= len(jackets)

    within(HEARD_S, all_found, "every jacket is found")
    on_page = {
        str(slot.get_attribute("data-listing"))
        for slot in buyer.page.locator("li[data-listing]").all()
    }
    return next(one for one in jackets if one not in on_page)


def test_a_click_on_a_boosted_place_is_paid_for_and_explained(
    visit: Open, jackets: dict[str, str]
) -> None:
    seller, buyer = visit("seller"), visit("ada", user_agent=A_PERSONS_BROWSER)
    buyer.sign_in("ada")
    buyer.press("Allow statistics on this device")
    jacket = beyond_the_page(buyer, jackets)
    seller.sign_in(jackets[jacket])
    seller.goto(f"/l/{jacket}/")
    seller.follow_link("Boost it")
    seller.sees("You pay £0.10 when somebody opens it from there")
    fits(seller)
    seller.page.get_by_label("At most, a day").fill("1")
    seller.page.get_by_label("At most, in all").fill("2")
    seller.press("Start the boost")
    seller.at(r"/boosts/[0-9a-f-]{36}/$")
    seller.sees("Nobody has clicked yet, so it has cost nothing.")
    fits(seller)

    buyer.goto(QUERY)
    label = buyer.page.get_by_role("link", name="Boosted", exact=True)
    expect(label).to_have_count(1)
    slot = buyer.page.locator(f"li[data-listing='{jacket}']")
    expect(slot).to_have_attribute("data-position", "8")
    expect(slot).to_have_attribute("data-source", "boosted")
    fits(buyer)
    label.click()
    buyer.sees("“Boosted” under a piece means that its seller pays for that place.")
    fits(buyer)
    buyer.page.go_back()
    slot.locator(".card__link").click()
    buyer.at(f"/l/{jacket}/$")

    def charged() -> bool:
        seller.page.reload()
        return seller.page.get_by_text("Search results, place 8").count() == 1

    within(HEARD_S, charged, "the seller reads of the click")
    row = seller.page.locator(".boost__click")
    expect(row).to_contain_text("£0.10")
    fits(seller)
    seller.press("Stop it now")
    seller.sees("You stopped it.")
    for person in (seller, buyer):
        person.expect_quiet()


def test_several_pieces_are_changed_after_a_look_without_javascript(
    visit: Open, jackets: dict[str, str]
) -> None:
    jacket, name = next(iter(jackets.items()))
    seller = visit("seller", javascript=False)
    seller.sign_in(name)
    seller.goto("/sell/")
    seller.follow_link("Change several")
    seller.page.get_by_role("checkbox", name=re.compile("Harris tweed jacket number 0")).check()
    seller.page.get_by_label("Lower the price by").check()
    seller.page.get_by_label("Per cent off").fill("15")
    fits(seller)
    seller.press("See what becomes of each")
    seller.sees("£20.00 becomes £17.00")
    fits(seller)
    seller.press("Change 1 piece")
    seller.sees("1 piece changed")
    fits(seller)
    seller.goto(f"/l/{jacket}/")
    seller.sees("£18.55")
    seller.expect_quiet()
