"""Selling well: a draft that outlives the server, six taps to the rail, bundles, and holidays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .chromium import MISSING, chromium
from .conftest import Open
from .market import RunningMarket, running_market, within
from .seed import draw
from .visitor import GOOD_CARD, Visitor

TAPS = """
addEventListener("pointerdown", (event) => {
  if (event.isTrusted) sessionStorage.taps = Number(sessionStorage.taps || 0) + 1;
}, true);
"""
MINUS = "\N{MINUS SIGN}"


@pytest.fixture(scope="module")
def shops() -> Iterator[RunningMarket]:
    """Run a market of its own: what is sold here would be missed elsewhere."""
    if chromium() is None:
        pytest.skip(MISSING)
    with running_market() as found:
        yield found


@pytest.fixture(scope="module")
def jackets(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Draw eleven jackets, each seen once: what somebody else showed before is held back."""
    folder = tmp_path_factory.mktemp("jackets")
    paths = [folder / f"{number}.jpg" for number in range(11)]
    for number, path in enumerate(paths):
        path.write_bytes(draw("denim_jacket", "blue", 70 + number))
    return paths


def test_a_draft_with_eight_photos_is_there_after_the_server_was_stopped(
    visit: Open, shops: RunningMarket, jackets: list[Path]
) -> None:
    seller = visit("seller", market=shops)
    seller.goto("/")
    seller.use_demo("seller")
    seller.goto("/sell/")
    seller.upload(jackets[:8])
    seller.at(r"/sell/[0-9a-f-]{36}/$")
    expect(seller.page.locator(".tray [data-photo]")).to_have_count(8)
    draft = seller.page.url
    seller.page.get_by_label("Title").fill("Jacket that waited")
    seller.press("Save for later")
    seller.at("/sell/$")
    seller.page.goto("about:blank")
    assert shops.server is not None
    shops.server.stop()
    shops.server.start()
    seller.goto("/sell/")
    seller.page.get_by_role("link", name=re.compile("Jacket that waited")).click()
    seller.at(re.escape(draft))
    expect(seller.page.locator(".tray [data-photo]")).to_have_count(8)
    assert seller.page.get_by_label("Title").input_value() == "Jacket that waited"
    seller.expect_quiet()


def test_after_the_photos_a_piece_is_on_the_rail_in_six_taps(
    visit: Open, shops: RunningMarket, jackets: list[Path]
) -> None:
    seller = visit("seller", market=shops)
    _list_in_taps(seller, "tap@people.example", jackets[8:10])
    assert int(seller.page.evaluate("sessionStorage.taps")) <= 6
    seller.sees("On the rail. Everybody can see it now.")
    seller.expect_quiet()


def _list_in_taps(seller: Visitor, email: str, photos: list[Path]) -> str:
    """Sign up, prove one's identity, and list a piece by taking what is suggested."""
    page = seller.page
    seller.sign_up(email, then="/sell/")
    seller.upload(photos)
    seller.at(r"/sell/[0-9a-f-]{36}/$")
    draft = page.url
    seller.goto("/you/")
    seller.prove_identity("Confirm who you are")
    seller.at("/you/")
    page.add_init_script(TAPS)
    page.goto(draft)
    page.evaluate("sessionStorage.taps = 0")
    page.get_by_label("Title").click()
    page.get_by_label("Title").press_sequentially("Womens Levi's denim jacket M blue")
    expect(page.locator("#suggested")).to_contain_text("denim jacket")
    seller.press("Use all of these")
    seller.at("#suggested$")
    expect(page.get_by_label("Brand")).to_have_value("Levi's")
    seller.pick("Good")
    page.get_by_label("Price").click()
    page.get_by_label("Price").press_sequentially("20.00")
    seller.press("Review and publish")
    seller.at("/publish/$")
    seller.press("Put it on the rail")
    seller.at(r"/l/[0-9a-f-]{36}/$")
    return page.url.removeprefix(seller.market.url)


def test_three_of_one_shop_and_one_of_another_are_paid_at_once_with_the_discount(
    visit: Open, shops: RunningMarket, jackets: list[Path]
) -> None:
    seller, other, buyer = (visit(name, market=shops) for name in ("seller", "other", "buyer"))
    seller.goto("/")
    seller.use_demo("seller")
    seller.goto("/you/shop/")
    seller.page.get_by_label("From 2 pieces").fill("10")
    seller.page.get_by_label("From 3 pieces").fill("15")
    seller.press("Save discounts")
    seller.sees("10% off 2 or more, 15% off 3 or more from this shop")
    alone = _list_in_taps(other, "other@people.example", jackets[10:])
    buyer.sign_in("flo")
    for path in (*(shops.listing(name) for name in ("shop", "kept", "pages")), alone):
        buyer.goto(path)
        buyer.press("Add to bag")
    buyer.goto("/bag/")
    buyer.sees("15% off, because you take 3 pieces")
    lines = buyer.statement()
    discount = _minor(lines["Bundle discount"])
    assert discount < 0
    total = sum(_minor(text) for name, text in lines.items() if name != "Total")
    assert _minor(lines["Total"]) == total
    buyer.follow_link("Check out")
    assert buyer.statement() == lines
    buyer.page.get_by_role("button", name=re.compile("^Pay £")).click()
    buyer.at("/pay/")
    buyer.pay_with(GOOD_CARD)
    buyer.sees_order_paid()
    buyer.goto("/orders/")
    expect(buyer.page.locator("main a.line, main .line")).to_have_count(2)
    for person in (seller, other, buyer):
        person.expect_quiet()


def _minor(text: str) -> int:
    return int(re.sub(r"[^0-9]", "", text)) * (-1 if MINUS in text or "-" in text else 1)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_a_shop_on_holiday_sells_nothing_says_until_when_and_comes_back(
    visit: Open, shops: RunningMarket, javascript: bool
) -> None:
    seller = visit("seller", market=shops, javascript=javascript)
    buyer = visit("buyer", market=shops, javascript=javascript)
    seller.goto("/")
    seller.use_demo("seller")
    buyer.sign_in("flo")
    piece = shops.listing("hearts")
    back = datetime.now(UTC) + timedelta(days=6)
    seller.goto("/you/shop/")
    seller.page.get_by_label("Back on").fill(f"{back:%Y-%m-%d}")
    seller.press("Go on holiday")
    seller.sees(f"You are away until {back.day} {back:%B %Y}.")
    buyer.goto(piece)
    buyer.sees(f"The seller is away until {back.day} {back:%B}.")
    expect(buyer.page.get_by_role("button", name="Buy now")).to_have_count(0)
    within(30, lambda: "Yellow cotton tee" not in buyer.finds("yellow cotton tee"), "it is gone")
    seller.goto("/you/shop/")
    seller.press("I am back")
    seller.sees("Welcome back. Your pieces are on the rail again.")
    buyer.goto(piece)
    expect(buyer.page.get_by_role("button", name="Buy now")).to_be_visible()
    within(30, lambda: "Yellow cotton tee" in buyer.finds("yellow cotton tee"), "it is back")
    for person in (seller, buyer):
        person.expect_quiet()
