"""Like three of a kind, and the very next page is about that kind and says why."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .conftest import Open
from .market import RunningMarket, _run, _told, running_market
from .visitor import Visitor

FIRST = 8


@pytest.fixture(scope="module")
def market() -> Iterator[RunningMarket]:
    """Run a market of its own: what others did in a common one would move these feeds too."""
    with running_market() as found:
        yield found


@pytest.fixture(scope="module")
def garments(market: RunningMarket) -> dict[str, list[str]]:
    """Garments of several kinds in the running market; their ids by kind."""
    return _told(_run(market.environ, "tests.journeys.seed_kinds"))


def first_titles(person: Visitor, kind: str) -> list[str]:
    return [title for title in person.titles()[:FIRST] if kind in title.lower()]


@pytest.mark.parametrize(
    ("who", "kind", "javascript"), [("dee", "dress", True), ("eve", "skirt", False)]
)
def test_three_likes_shift_the_next_page_and_it_says_why(
    visit: Open, garments: dict[str, list[str]], who: str, kind: str, javascript: bool
) -> None:
    person = visit(who, javascript=javascript)
    person.sign_in(who)
    before = first_titles(person, kind)
    for listing_id in garments[kind][:3]:
        person.goto(f"/l/{listing_id}/")
        heart = person.page.locator(f"main [aria-label^='Like Plain {kind}']").first
        with person.page.expect_response("**/like/"):  # the heart itself answers at once
            heart.click()
        expect(
            person.page.locator(f"main [aria-label^='Like Plain {kind}']").first
        ).to_have_attribute("aria-pressed", "true")
    person.goto("/")
    after = first_titles(person, kind)
    assert len(after) > len(before)
    assert len(after) >= 4
    because = person.page.locator(".why", has_text=f"Because you liked Plain {kind}")
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
