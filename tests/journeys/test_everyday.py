"""Smaller journeys: photos that are none, hearts and follows, no network, the demo's levers."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import Open
from .market import RunningMarket, within
from .seed import draw
from .visitor import Visitor


def test_a_text_file_among_good_photos_costs_nothing_but_itself(
    visit: Open, photo: Path, tmp_path: Path
) -> None:
    note = tmp_path / "note.jpg"
    note.write_text("this is no photograph")
    second = tmp_path / "second.jpg"
    second.write_bytes(draw("shirt", "red", 41))
    seller = visit("seller")
    seller.goto("/")
    seller.use_demo("seller")
    seller.goto("/sell/")
    seller.upload([photo, note, second])
    seller.at(r"/sell/[0-9a-f-]{36}/$")
    expect(seller.page.locator(".tray [data-photo]")).to_have_count(2)
    error = seller.page.locator("#tray .field__error")
    expect(error).to_have_count(1)
    expect(error).to_contain_text("note.jpg")
    seller.page.get_by_label("Title").fill("Kept while a photo was refused")
    seller.page.locator("#tray input[name=photos]").set_input_files(str(note))
    expect(seller.page.locator("#tray .field__error")).to_contain_text("note.jpg")
    expect(seller.page.locator(".tray [data-photo]")).to_have_count(2)
    assert seller.page.get_by_label("Title").input_value() == "Kept while a photo was refused"
    seller.expect_quiet()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_hearts_and_follows_are_kept(visit: Open, market: RunningMarket, javascript: bool) -> None:
    buyer = visit("buyer", javascript=javascript)
    buyer.goto("/")
    buyer.use_demo("buyer")
    title = "Yellow cotton tee"
    path = market.listing("hearts")
    buyer.goto(path)
    heart = buyer.page.locator(f"main [aria-label='Like {title}']").first
    expect(heart).to_have_attribute("aria-pressed", "false")
    _press_heart(buyer, javascript)
    expect(heart).to_have_attribute("aria-pressed", "true")
    buyer.goto("/likes/")
    assert buyer.titles() == [title]
    buyer.goto(path)
    _press_heart(buyer, javascript)
    expect(heart).to_have_attribute("aria-pressed", "false")
    buyer.goto(f"/shop/{market.seeded['shop']}/")
    buyer.press("Follow")
    expect(buyer.page.get_by_role("button", name="Following")).to_be_visible()
    buyer.goto("/")
    expect(buyer.heading("From shops you follow")).to_be_visible()
    buyer.goto(f"/shop/{market.seeded['shop']}/")
    buyer.press("Following")
    expect(buyer.page.get_by_role("button", name="Follow", exact=True)).to_be_visible()
    buyer.expect_quiet()


def _press_heart(buyer: Visitor, javascript: bool) -> None:
    heart = buyer.page.locator("main .heart--inline")
    if javascript:
        with buyer.page.expect_response("**/like/"):
            heart.click()
    else:
        heart.click()


def test_a_visitor_who_likes_is_asked_to_sign_in_and_brought_back(
    visit: Open, market: RunningMarket
) -> None:
    stranger = visit("stranger")
    stranger.goto(market.listing("hearts"))
    stranger.page.locator("main .heart--inline").click()
    stranger.at("/accounts/login/")
    stranger.page.get_by_label("Email").fill("flo@journeys.example")
    stranger.page.get_by_label("Password").fill("journeys-are-long-2026")
    stranger.press("Sign in")
    stranger.at(market.listing("hearts"))
    stranger.expect_quiet()


def test_without_a_network_there_is_a_page_and_what_was_seen_lately(
    visit: Open, market: RunningMarket
) -> None:
    stranger = visit("stranger")
    stranger.goto("/")
    stranger.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    seen = market.listing("hearts")
    stranger.page.wait_for_function("navigator.serviceWorker.controller !== null")
    stranger.goto(seen)
    stranger.page.wait_for_function(
        "path => caches.open('pages-v1').then(c => c.match(path)).then(Boolean)", arg=seen
    )
    stranger.expect_quiet()
    stranger.context.set_offline(True)
    stranger.goto("/search/?q=coat")
    expect(stranger.page.locator("h1")).to_be_visible()
    assert "offline" in stranger.page.locator("main").inner_text().lower()
    stranger.goto(seen)
    expect(stranger.heading("Yellow cotton tee")).to_be_visible()


def test_the_demo_strip_makes_anybody_of_you_and_staff_sees_charts(
    visit: Open, market: RunningMarket
) -> None:
    person = visit("person", size=(1280, 900))
    person.goto("/")
    for role in ("buyer", "seller"):
        person.use_demo(role)
        person.goto("/you/")
        person.sees(f"{role}@demo.rethread.example")
    if not (market.home / "warehouse" / "current.json").exists():  # one built earlier will do
        within(120, market.warehouse_built, "the warehouse is built")
    person.use_demo("staff")
    person.at("/desk/$")
    expect(person.page.locator("svg.chart").first).to_be_visible()
    assert person.page.locator("dl.tiles .tile").count() >= 3
    person.page.get_by_label("Desk").get_by_role("link", name="Money").click()
    expect(person.page.locator("table").first.locator(".badge--good").first).to_be_visible()
    assert person.page.locator("table").first.locator(".badge--bad").count() == 0
    person.expect_quiet()
