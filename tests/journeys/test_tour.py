"""The tour on a phone, stop by stop, in a market that a real supervisor runs.

Each step is what a visitor does: read, press the one button. What the stops claim is compared with
what the market's own pages and books say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from .chromium import MISSING, chromium
from .market import RunningMarket, running_market
from .visitor import Visitor

WAIT_MS = 90_000
BUILD_MS = 240_000  # the tables are built by a worker that may have just begun an older build


@pytest.fixture(scope="module")
def toured() -> Iterator[RunningMarket]:
    """Run one market for all stops, as `rethread up` runs it: the worker is killed in it."""
    if chromium() is None:
        pytest.skip(MISSING)
    with running_market("tests.journeys.tour_seed", supervised=True) as found:
        yield found


@pytest.fixture(scope="module")
def tourist(browser: Browser, toured: RunningMarket) -> Iterator[Visitor]:
    """Send one visitor from stop to stop, so that what one stop leaves the next finds."""
    visitor = Visitor(browser, toured, name="tourist")
    yield visitor
    visitor.close()


def press(tourist: Visitor, label: str) -> None:
    """Press the one button of the page, once it says so; nothing else is offered beside it."""
    bar = tourist.page.locator(".buybar")
    button = bar.locator(".btn--accent", has_text=label)
    expect(button).to_be_visible(timeout=WAIT_MS)
    assert bar.locator("button, a").count() == 1
    with tourist.page.expect_navigation(timeout=WAIT_MS):
        button.click()
    assert tourist.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def fact(tourist: Visitor, label: str) -> str:
    """Return what the page found out under a label."""
    row = tourist.page.locator(".facts--proof > div", has_text=label)
    return row.locator("dd").inner_text().strip()


def is_good(tourist: Visitor) -> list[bool]:
    """Return, fact by fact, whether the page calls it well; plain facts are left out."""
    rows = tourist.page.locator(".facts--proof > .is-good, .facts--proof > .is-bad")
    return ["is-good" in (row.get_attribute("class") or "") for row in rows.all()]


def test_a_search_that_is_badly_spelt_finds_the_piece_that_was_meant(tourist: Visitor) -> None:
    tourist.goto("/")
    tourist.page.get_by_label("Demo controls").locator("summary").click()
    tourist.follow_link("Take the tour")
    expect(tourist.heading("Don’t take our word")).to_be_visible()
    press(tourist, "Begin")
    press(tourist, "Pick a piece from the rail")
    typed = tourist.page.locator(".typed").inner_text().strip()
    meant = tourist.page.locator(".race b").inner_text()
    press(tourist, "Search for exactly that")
    assert tourist.page.locator(".is-wanted").count() == 1
    wrong = tourist.page.locator(".facts--proof dt").first.inner_text()
    assert wrong.split("”")[0].strip("“") in typed
    assert all(is_good(tourist))
    tourist.follow_link("Open this search in the market")
    assert meant in tourist.titles()
    tourist.expect_quiet()


def test_of_two_who_race_one_is_charged_though_messages_are_lost_and_the_worker_dies(
    tourist: Visitor, toured: RunningMarket
) -> None:
    tourist.goto("/tour/race/")
    press(tourist, "Let both press Buy")
    runners = tourist.page.locator(".race__runners li")
    assert sorted(runners.locator(".badge").all_inner_texts()) == ["got it", "too late"]
    press(tourist, "Lose the webhooks, then pay")
    assert fact(tourist, "The provider says") == "paid"
    assert fact(tourist, "The market says") == "waiting for the payment"
    press(tourist, "Kill the worker as well")
    press(tourist, "Let five minutes pass")
    press(tourist, "Let the webhooks through again")
    assert re.fullmatch(r"(\d+) killed, (?!\1)\d+ took over", fact(tourist, "Worker"))
    assert is_good(tourist) == [True] * 4
    taken = [text.split(": ")[-1] for text in runners.locator(".muted").all_inner_texts()]
    assert sorted(amount == "£0.00" for amount in taken) == [False, True]
    books = toured.books()
    assert books["broken"] == []
    tourist.expect_quiet()


def test_a_sale_ends_with_the_sellers_money_to_the_penny(
    tourist: Visitor, toured: RunningMarket
) -> None:
    tourist.goto("/tour/sale/")
    press(tourist, "Print the label and ship it")
    press(tourist, "Let it be delivered")
    press(tourist, "Let two days pass")
    expect(tourist.page.locator(".sum__total")).to_be_visible()
    received = tourist.statement()["The seller receives"]
    assert received == "£19.40"  # 20.00 less 3 %
    assert fact(tourist, "The seller’s account was credited") == received
    assert fact(tourist, "Still held for this order") == "£0.00"
    assert fact(tourist, "Promises about money") == "12 of 12 hold"
    assert is_good(tourist) == [True] * 4
    assert toured.books()["broken"] == []
    tourist.expect_quiet()


def test_a_number_leads_to_its_owner_and_what_breaks_or_is_lost_is_noticed(
    tourist: Visitor,
) -> None:
    tourist.goto("/tour/data/")
    _put_a_broken_event_right(tourist)
    expect(tourist.page.locator(".way")).to_be_visible(timeout=BUILD_MS)
    kinds = tourist.page.locator(".way .eyebrow").all_inner_texts()
    assert kinds == ["Chart", "Metric", "Model", "Model", "Event in the lake", "Contract"]
    _click_up_to_the_contract(tourist)
    tourist.goto("/tour/data/")
    press(tourist, "Go on")
    press(tourist, "Lose them, and let a day pass")
    expect(tourist.page.locator(".tour__said")).to_contain_text("one incident", timeout=WAIT_MS)
    landed, offered = (
        int(number) for number in re.findall(r"\d+", fact(tourist, "discovery.listing_impressed"))
    )
    assert 0.5 < landed / offered < 0.9
    assert fact(tourist, "Incidents since you began") == "1"
    assert fact(tourist, "Owner") == "discovery"
    assert "fct_event" in fact(tourist, "Touched")
    press(tourist, "Lose no more, and let a day pass")
    expect(tourist.page.locator(".tour__said")).to_contain_text(
        "closed by itself.", timeout=WAIT_MS
    )
    assert fact(tourist, "Incidents since you began") == "1"
    press(tourist, "That was the tour")
    expect(tourist.heading("Seen for yourself")).to_be_visible()
    tourist.expect_quiet()


def _put_a_broken_event_right(tourist: Visitor) -> None:
    """Break and mend an event; where the tables are built already, the chart comes first."""
    if tourist.page.locator(".way").count():
        return
    press(tourist, "Send a broken event")
    assert fact(tourist, "Contract") == "discovery.listing_viewed.v1"
    assert "shop_window" in fact(tourist, "What was wrong")
    press(tourist, "Put it right and send it again")
    press(tourist, "Go on")


def _click_up_to_the_contract(tourist: Visitor) -> None:
    tourist.press("Click through it yourself, as staff")
    tourist.at("/desk/lineage/chart")
    for name in ("orders_paid", "fct_order", "stg_orders__order_placed", "orders.order_placed"):
        tourist.page.locator(".steps a", has_text=name).first.click()
        expect(tourist.page.locator("h1")).to_have_text(name)
    tourist.page.locator(".steps a", has_text="orders.order_placed.v1").click()
    tourist.sees("owner: orders")
