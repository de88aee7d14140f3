"""Every main page, as each kind of person, at four widths: nothing sticks out, nothing is inline,
every picture has its size, and axe finds nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # none shipped
from playwright.sync_api import Browser

from .market import RunningMarket
from .visitor import Visitor

WIDTHS = (320, 390, 768, 1280)
HEIGHT = 844
ANYBODY = ("/", "/search/", "/search/?q=coat&colour=grey", "{listing}", "/shop/{shop}/", "/fees/")
DEMO = (
    "/tour/",
    "/tour/taste/",
    "/tour/race/",
    "/tour/help/",
    "/tour/credit/",
    "/demo/break/",
)
VIEWED = "discovery.listing_viewed"
DATA = (
    "/desk/health/",
    f"/desk/health/feed/{VIEWED}/",
    f"/desk/lineage/contract:{VIEWED}.v1/",
    "/desk/letters/",
)
PAGES = {
    "stranger": (*ANYBODY, "/bag/", "/accounts/login/", "/accounts/signup/", "/offline/", *DEMO),
    "buyer": (*ANYBODY, "/bag/", "/checkout/", "/orders/", "/inbox/", "/likes/", "/you/"),
    "seller": (
        "/",
        "{listing}",
        "/sell/",
        "{draft}",
        "{draft}publish/",
        "/you/",
        "/you/shop/",
        "/inbox/",
    ),
    "staff": (
        "/desk/",
        "/desk/money/",
        "/desk/attribution/",
        "/desk/experiments/",
        "/desk/roadmap/",
        *DATA,
    ),
}
INLINE = """
() => [
  ...[...document.querySelectorAll('[style]')].map(e => e.outerHTML.slice(0, 120)),
  ...[...document.querySelectorAll('style')].map(e => e.outerHTML.slice(0, 120)),
  ...[...document.querySelectorAll('script:not([src]):not([type="application/ld+json"])')]
    .map(e => e.outerHTML.slice(0, 120)),
  ...[...document.querySelectorAll('*')].flatMap(e =>
    e.getAttributeNames().filter(n => n.startsWith('on')).map(n => `${e.tagName} ${n}`)),
]
"""
UNSIZED = """
() => [...document.querySelectorAll('img')]
  .filter(i => !i.hasAttribute('width') || !i.hasAttribute('height')).map(i => i.outerHTML)
"""
WIDER = """
() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 0.5)
    .map(e => `${e.tagName}.${e.className} to ${e.getBoundingClientRect().right}`).slice(0, 5)
    .concat([`page is ${document.documentElement.scrollWidth} wide`])
"""


@pytest.fixture(scope="module")
def people(browser: Browser, market: RunningMarket) -> Iterator[dict[str, Visitor]]:
    """Open one browser for each kind of person."""
    found = {role: Visitor(browser, market, name=role) for role in PAGES}
    for role, visitor in found.items():
        if role != "stranger":
            visitor.goto("/")
            visitor.use_demo(role)
    yield found
    for visitor in found.values():
        visitor.close()


@pytest.fixture(scope="module")
def paths(people: dict[str, Visitor], market: RunningMarket) -> dict[str, str]:
    """Put something into the bag, and begin a draft, so that no page is bare."""
    buyer, seller = people["buyer"], people["seller"]
    listing = market.listing("pages")
    buyer.goto(listing)
    buyer.press("Add to bag")
    buyer.sees("In your bag.")
    draft = str(market.seeded["draft"])
    seller.goto(f"/sell/{draft}/")
    return {"listing": listing, "shop": str(market.seeded["shop"]), "draft": f"/sell/{draft}/"}


CASES = [(role, path) for role, found in PAGES.items() for path in found]


@pytest.mark.parametrize(("role", "path"), CASES, ids=[f"{r} {p}" for r, p in CASES])
def test_a_page_fits_every_width_and_everybody(
    people: dict[str, Visitor], paths: dict[str, str], role: str, path: str
) -> None:
    visitor = people[role]
    page = visitor.page
    address = path.format(**paths)
    page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    assert page.url.endswith(address), f"led away to {page.url}"
    found: dict[str, object] = {"inline": page.evaluate(INLINE), "unsized": page.evaluate(UNSIZED)}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found[f"wider than {width}"] = page.evaluate(WIDER)
        if width in (WIDTHS[0], WIDTHS[-1]):
            found[f"axe at {width}"] = _violations(visitor)
    assert {name: what for name, what in found.items() if what} == {}
    visitor.expect_quiet()


def _violations(visitor: Visitor) -> list[str]:
    report = Axe().run(visitor.page)
    return [
        f"{found['id']}: {found['nodes'][0]['html'][:200]} ({len(found['nodes'])} places)"
        for found in report.response["violations"]
    ]
