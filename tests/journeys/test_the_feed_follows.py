"""Like three of a kind, and the very next page is about that kind and says why."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import Open
from .market import RunningMarket, _run, _told
from .visitor import Visitor

FIRST = 8


@pytest.fixture(scope="module")
def dresses(market: RunningMarket) -> list[str]:
    """Garments of several kinds in the running market; the ids of the dresses."""
    found: list[str] = _told(_run(market.environ, "tests.journeys.seed_kinds"))  # type: ignore[assignment]  # a list
    return found


def first_titles(person: Visitor) -> list[str]:
    return [title for title in person.titles()[:FIRST] if "dress" in title.lower()]


@pytest.mark.parametrize(("who", "javascript"), [("dee", True), ("eve", False)])
def test_three_likes_shift_the_next_page_and_it_says_why(
    visit: Open, dresses: list[str], who: str, javascript: bool
) -> None:
    person = visit(who, javascript=javascript)
    person.sign_in(who)
    before = first_titles(person)
    for listing_id in dresses[:3]:
        person.goto(f"/l/{listing_id}/")
        heart = person.page.locator("main [aria-label^='Like Plain dress']").first
        with person.page.expect_response("**/like/"):  # the heart itself answers at once
            heart.click()
        expect(
            person.page.locator("main [aria-label^='Like Plain dress']").first
        ).to_have_attribute("aria-pressed", "true")
    person.goto("/")
    after = first_titles(person)
    assert len(after) > len(before)
    assert len(after) >= 4
    because = person.page.locator(".why", has_text="Because you liked Plain dress")
    expect(because.first).to_be_visible()
    assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    person.follow_link("Newest")
    expect(person.page.get_by_role("link", name="Newest")).to_have_attribute("aria-current", "true")
    assert person.page.locator(".why").count() == 0
    person.goto("/")  # the choice is remembered
    assert person.page.locator(".why").count() == 0
    person.follow_link("For you")
    expect(because.first).to_be_visible()
    person.expect_quiet()
