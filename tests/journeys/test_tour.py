"""The tour on a phone, stop by stop, in a market that a real supervisor runs.

Each step is what a visitor does: read, press the one button. What the stops claim is compared with
what the market's own pages and books say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # none shipped
from playwright.sync_api import Browser, expect

from .chromium import MISSING, chromium
from .market import RunningMarket, running_market, within
from .test_measured import A_PERSONS_BROWSER, CAMPAIGN
from .visitor import GOOD_CARD, Visitor

WAIT_MS = 90_000
READS_PER_MINUTE = 250  # words, of somebody who reads to understand
MINUTES = 5  # that the tour promises; what a machine takes meanwhile is not counted
READ: list[str] = []  # every sentence that leads on, and every button, screen by screen
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
    _read(tourist)
    with tourist.page.expect_navigation(timeout=WAIT_MS):
        button.click()
    assert tourist.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _read(tourist: Visitor) -> None:
    """Read what a visitor has to read of this screen: its title, its sentence, its button."""
    parts = tourist.page.locator(".tour h1, .tour .lede, .stops li, .buybar")
    READ.extend(text for text in parts.all_inner_texts() if text not in READ)


def fact(tourist: Visitor, label: str) -> str:
    """Return what the page found out under a label."""
    row = tourist.page.locator(".facts--proof > div", has_text=label)
    return " ".join((row.locator("dd").text_content() or "").split())


def is_good(tourist: Visitor) -> list[bool]:
    """Return, fact by fact, whether the page calls it well; plain facts are left out."""
    rows = tourist.page.locator(".facts--proof > .is-good, .facts--proof > .is-bad")
    return ["is-good" in (row.get_attribute("class") or "") for row in rows.all()]


def no_violations(tourist: Visitor) -> None:
    """Assert that axe finds nothing on the page as it is."""
    found = Axe().run(tourist.page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


@pytest.fixture(scope="module", autouse=True)
def advertised(browser: Browser, toured: RunningMarket) -> None:
    """Let somebody come through an advertisement first, and buy, so that there is credit."""
    ada = Visitor(browser, toured, name="ada", user_agent=A_PERSONS_BROWSER)
    ada.goto("/fees/")
    ada.press("Allow statistics on this device")
    ada.sees("Stop statistics on this device")
    ada.goto(CAMPAIGN)
    ada.sign_in("eve")
    ada.to_pay_page(toured.listing("measured"))
    ada.pay_with(GOOD_CARD)
    ada.sees_order_paid()
    ada.goto("/")
    ada.expect_quiet()
    ada.close()


@pytest.fixture(scope="module", autouse=True)
def proven(browser: Browser, toured: RunningMarket) -> None:
    """Let the demo's seller prove who they are, as those of a filled demo have."""
    seller = Visitor(browser, toured, name="seller")
    seller.goto("/")
    seller.become("seller")
    seller.goto("/you/")
    seller.prove_identity("Confirm who you are")
    seller.sees("Confirmed. You can sell and be paid.")
    seller.close()


def test_three_likes_move_the_next_page_and_it_says_why(tourist: Visitor) -> None:
    tourist.goto("/")
    tourist.page.get_by_label("Demo controls").locator("summary").click()
    tourist.follow_link("Take the tour")
    expect(tourist.heading("Don’t take our word")).to_be_visible()
    press(tourist, "Begin")
    press(tourist, "Open their front page")
    liked = tourist.page.locator(".found .small").all_inner_texts()
    for number in (1, 2, 3):
        press(tourist, f"Like piece {number} of 3")
    before, after = (
        tourist.page.locator(".smallpage").nth(place).locator(".is-marked").count()
        for place in (0, 1)
    )
    assert after > before
    assert fact(tourist, "Of that kind before").startswith(f"{before} of 12")
    assert fact(tourist, "Of that kind now").startswith(f"{after} of 12")
    reason = tourist.page.locator(".because .why").inner_text()
    assert reason.removeprefix("Because you liked ") in liked
    no_violations(tourist)
    tourist.press("Open their page yourself")
    tourist.at(r"/\?sort=for_you$")
    assert reason in tourist.page.locator(".slot .why").all_inner_texts()
    tourist.goto("/tour/taste/")
    tourist.follow_link("Or plainly newest first")
    tourist.at(r"/\?sort=newest$")
    assert "Another shirt, number 15" in tourist.titles()[0]
    tourist.expect_quiet()


def test_a_search_that_is_badly_spelt_finds_the_piece_that_was_meant(tourist: Visitor) -> None:
    tourist.goto("/tour/search/")
    press(tourist, "Pick a piece from the rail")
    typed = tourist.page.locator(".typed").inner_text().strip()
    meant = tourist.page.locator(".race b").inner_text()
    press(tourist, "Search for exactly that")
    assert tourist.page.locator(".is-wanted").count() == 1
    wrong = tourist.page.locator(".facts--proof dt").first.inner_text()
    assert wrong.split("”")[0].strip("“") in typed
    assert all(is_good(tourist))
    tourist.follow_link("Open this search in the market")
    assert any(title.endswith(meant) for title in tourist.titles())  # a card may name the brand
    tourist.expect_quiet()


def test_of_two_who_race_one_is_charged_though_messages_are_lost_and_the_worker_dies(
    tourist: Visitor, toured: RunningMarket
) -> None:
    tourist.goto("/tour/race/")
    press(tourist, "Let both press Buy")
    runners = tourist.page.locator(".race__runners li")
    assert sorted(runners.locator(".badge").all_inner_texts()) == ["got it", "too late"]
    press(tourist, "Lose the provider’s messages, then pay")
    assert fact(tourist, "The provider says") == "paid"
    assert fact(tourist, "The market says") == "waiting for the payment"
    press(tourist, "Kill the worker")
    press(tourist, "Let five minutes pass")
    press(tourist, "Let the messages through again")
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
    assert fact(tourist, "The books say") == received
    assert fact(tourist, "Still held") == "£0.00"
    assert re.fullmatch(r"(1[3-9]|[2-9]\d) of \1 hold", fact(tourist, "Promises about money"))
    assert is_good(tourist) == [True] * 4
    assert toured.books()["broken"] == []
    tourist.expect_quiet()


def test_help_answers_a_complaint_freezes_and_a_wrong_decision_is_undone(
    tourist: Visitor, toured: RunningMarket
) -> None:
    tourist.goto("/tour/help/")
    press(tourist, "Let a piece be bought and sent")
    press(tourist, "Ask: where is my parcel?")
    told = tourist.page.locator("ul.answer").inner_text()
    assert f"Its tracking number is {fact(tourist, 'The carrier’s own number')}." in told
    assert f"You paid {fact(tourist, 'Paid for it')}. It is kept safe" in told
    assert is_good(tourist) == [True] * 2
    press(tourist, "Let it arrive, with a torn seam")
    press(tourist, "Say that it is not as described")
    press(tourist, "Let that day pass")
    assert fact(tourist, "Would have gone to the seller").startswith("£19.40 on ")
    assert fact(tourist, "Has gone to the seller") == "£0.00"
    assert fact(tourist, "Frozen") == "£20.00"
    assert fact(tourist, "The sale before") == "£19.40 paid"
    assert fact(tourist, "The case") == "With our team"
    assert is_good(tourist) == [True] * 2
    no_violations(tourist)
    _held_and_let_go(tourist)
    assert toured.books()["broken"] == []
    tourist.expect_quiet()


def _held_and_let_go(tourist: Visitor) -> None:
    press(tourist, "Go on: a rule that is wrong")
    press(tourist, "Put it up for sale")
    reasons = tourist.page.locator(".reasons__list")
    expect(reasons).to_contain_text("We read: “1:1”.")
    expect(reasons).to_contain_text("This was decided by our rules, without a person.")
    expect(reasons).to_contain_text("If you think this is wrong, tell us why by")
    assert fact(tourist, "For sale, seen by everybody") == "no"
    press(tourist, "Ask for another look, as the seller")
    press(tourist, "Undo the decision, as staff")
    assert tourist.page.locator(".badge--good").inner_text() == "Taken back"
    assert fact(tourist, "For sale, seen by everybody") == "yes"
    no_violations(tourist)


def test_a_number_leads_to_its_owner_and_what_breaks_or_is_lost_is_noticed(
    tourist: Visitor,
) -> None:
    tourist.goto("/tour/data/")
    if not tourist.page.locator(".way").count():  # the tables are still being built
        _put_a_broken_event_right(tourist)
        _lose_and_notice(tourist)
        press(tourist, "Go on: the sale on a chart")
    expect(tourist.page.locator(".way")).to_be_visible(timeout=BUILD_MS)
    kinds = tourist.page.locator(".way .eyebrow").all_inner_texts()
    assert kinds == ["Chart", "Metric", "Model", "Model", "Event in the lake", "Contract"]
    _click_up_to_the_contract(tourist)
    tourist.goto("/tour/data/")
    press(tourist, "Go on")
    if tourist.page.locator(".buybar .btn", has_text="Next:").count() == 0:
        _put_a_broken_event_right(tourist)
        _lose_and_notice(tourist)
    assert fact(tourist, "Incidents about this fault") == "1"
    press(tourist, "Next: Who gets the credit")
    tourist.expect_quiet()


def test_credit_stands_beside_the_truth_and_leads_to_the_next_test(tourist: Visitor) -> None:
    tourist.goto("/tour/credit/")
    expect(tourist.page.locator(".tour__said")).to_contain_text(
        "Before 1 purchase", timeout=BUILD_MS
    )
    press(tourist, "Show what was truly caused")
    rows = [row.split() for row in tourist.page.locator(".credits tbody tr").all_inner_texts()]
    assert rows == [["Paid", "social", "1.0", "0"], ["Organic,", "all", "doors", "0.0", "1"]]
    assert fact(tourist, "Credited to campaigns") == "1.0"
    assert fact(tourist, "Truly caused by them") == "0"
    no_violations(tourist)
    press(tourist, "What to test next")
    plan = tourist.page.locator(".panel")
    assert plan.locator("h2").inner_text() == "How much to spend on ads in social feeds"
    expect(plan).to_contain_text("never measured", ignore_case=True)
    expect(plan).to_contain_text("Hold Paid social back from 20% of people at random")
    assert fact(tourist, "Decisions that wait for a test") == "5 of 5"
    no_violations(tourist)
    press(tourist, "That was the tour")
    _read(tourist)
    words = sum(len(text.split()) for text in READ)
    assert words / READS_PER_MINUTE < MINUTES, (words, READ)
    expect(tourist.heading("Seen for yourself")).to_be_visible()
    tourist.expect_quiet()


def _lose_and_notice(tourist: Visitor) -> None:
    press(tourist, "Lose them, and let a day pass")
    expect(tourist.page.locator(".tour__said")).to_contain_text("one incident", timeout=WAIT_MS)
    landed, offered = (
        int(number) for number in re.findall(r"\d+", fact(tourist, "“This piece was seen”"))
    )
    assert 0.5 < landed / offered < 0.9
    assert fact(tourist, "Incidents about this fault") == "1"
    assert fact(tourist, "Owner") == "discovery"
    within(BUILD_MS / 1000, lambda: _tables_are_named(tourist), "what is made from it is known")
    press(tourist, "Lose no more, and let a day pass")
    expect(tourist.page.locator(".tour__said")).to_contain_text(
        "closed by itself.", timeout=WAIT_MS
    )
    assert fact(tourist, "Incidents about this fault") == "1"


def _tables_are_named(tourist: Visitor) -> bool:
    """Look again what is made from the lost event: it is known from the first build on."""
    tourist.goto("/tour/data/")
    made = fact(tourist, "Tables and figures made from it")
    assert made != "none"
    return "fct_event" in made


def _put_a_broken_event_right(tourist: Visitor) -> None:
    press(tourist, "Send a broken event")
    assert fact(tourist, "Contract") == "discovery.listing_viewed.v1"
    assert "shop_window" in fact(tourist, "What was wrong")
    press(tourist, "Put it right and send it again")
    press(tourist, "Go on")
    if tourist.page.locator(".way").count():  # the tables were built meanwhile
        press(tourist, "Go on")


def _click_up_to_the_contract(tourist: Visitor) -> None:
    tourist.press("Click through it yourself, as staff")
    tourist.at("/desk/lineage/chart")
    for name in ("orders_paid", "fct_order", "stg_orders__order_placed", "orders.order_placed"):
        tourist.page.locator(".steps a", has_text=name).first.click()
        expect(tourist.page.locator("h1")).to_have_text(name)
    tourist.page.locator(".steps a", has_text="orders.order_placed.v1").click()
    tourist.sees("owner: orders")
