"""Two people talk: what one writes stands on the other's page within a second, without a reload."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from rethread.cli.demo_accounts import DEMO_PASSWORD

from .conftest import Open
from .market import LEFT
from .visitor import Visitor

BUSY_MACHINE_MS = 10_000  # a quiet one takes less than a second; that is measured, not tested
SELLER = "seller@demo.rethread.example"


def listening(person: Visitor) -> None:
    """Wait until a page hears what is new."""
    expect(person.page.locator('body[data-live-state="on"]')).to_be_attached(timeout=15_000)


def mark(page: Page) -> None:
    """Leave something on the page that a reload would take away."""
    page.evaluate("window.neverReloaded = true")


def says(writer: Visitor, reader: Visitor, text: str) -> float:
    """Write in one browser; return how long it took to stand on the other's page, in ms."""
    reader.page.evaluate(
        """(text) => {
          window.arrived = new Promise((done) => {
            const look = () => {
              if (document.body.innerText.includes(text)) done(Date.now());
              else requestAnimationFrame(look);
            };
            look();
          });
        }""",
        text,
    )
    writer.page.get_by_label("Your message").fill(text)
    began = time.time() * 1000
    writer.press("Send")
    arrived = float(reader.page.evaluate("window.arrived"))
    return arrived - began


def test_messages_arrive_both_ways_without_a_reload(visit: Open) -> None:
    ada, mara = visit("ada"), visit("mara", size=(1280, 860))
    listing = ada.market.listing("talk")
    mara.sign_in(SELLER, password=DEMO_PASSWORD)
    ada.sign_in("ada", then=listing)
    listening(mara)
    mark(mara.page)
    badge = mara.page.locator('header [data-badge="inbox"] .tool__count')
    before = int(badge.inner_text()) if badge.count() else 0
    ada.goto(f"/messages/new/?listing={listing.split('/')[2]}")
    ada.page.get_by_label("Your message").fill("Is it warm?")
    ada.press("Send")
    ada.at("/messages/[0-9a-f-]+/")
    expect(badge).to_have_text(str(before + 1), timeout=BUSY_MACHINE_MS)
    assert mara.page.evaluate("window.neverReloaded")

    mara.goto(ada.page.url.split("#")[0].removeprefix(ada.market.url))
    listening(mara)
    listening(ada)
    expect(ada.page.locator(".bubble__seen")).to_be_visible()
    took = []
    for number in range(5):
        mark(ada.page)
        took.append(says(mara, ada, f"Very warm, number {number}."))
        assert ada.page.evaluate("window.neverReloaded"), "the page was loaded again"
        listening(mara)
        mark(mara.page)
        took.append(says(ada, mara, f"Thank you, number {number} <b>."))
        assert mara.page.evaluate("window.neverReloaded"), "the page was loaded again"
        listening(ada)
    expect(mara.page.locator(".bubble")).to_have_count(11)
    expect(ada.page.get_by_text("Seen")).to_have_count(1)
    LEFT.mkdir(exist_ok=True)
    measured = ", ".join(f"{one:.0f}" for one in sorted(took))
    (LEFT / "message_to_screen.txt").write_text(f"message to screen, ms: {measured}\n")
    assert max(took) < BUSY_MACHINE_MS
    for person in (ada, mara):
        overflow = "document.documentElement.scrollWidth - innerWidth"
        assert person.page.evaluate(overflow) <= 0
        person.expect_quiet()


def test_without_javascript_messages_come_with_the_next_page(visit: Open) -> None:
    bo = visit("bo", javascript=False)
    listing = bo.market.listing("talk")
    bo.sign_in("bo", then=listing)
    bo.follow_link("Message the seller")
    bo.page.get_by_label("Your message").fill("Still there?")
    bo.press("Send")
    bo.at("/messages/[0-9a-f-]+/")
    bo.sees("Still there?")
    mara = visit("mara", javascript=False)
    mara.sign_in(SELLER, then="/inbox/", password=DEMO_PASSWORD)
    mara.page.get_by_role("link", name=re.compile("Still there")).click()
    mara.sees("Still there?")
    bo.page.reload()
    bo.sees("Seen")
    mara.expect_quiet()
    bo.expect_quiet()
