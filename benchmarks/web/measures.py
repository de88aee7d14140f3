"""What a phone measures of a page: bytes, scripts, sideways overflow, axe, taps, Lighthouse.

Everything is asked of a market that already runs. A person is whoever a cookie says.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

HERE = Path(__file__).resolve().parent
LIGHTHOUSE = HERE / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
WIDTHS = (320, 390, 768, 1280)
PHONE = {"width": 390, "height": 844}
# The phone of the budgets: 1.6 Mbit/s down, 150 ms there and back, a processor a quarter as fast.
SLOW_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4
A_PERSONS_BROWSER = (
    "Mozilla/5.0 (Linux; Android 15; Mobile) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
)
CHROMIUM_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
# Collected from before the first byte: the longest event of an interaction, as INP counts it.
WATCH_TAPS = """
window.taps = [];
new PerformanceObserver(list => list.getEntries().forEach(e => {
  if (e.interactionId) window.taps.push(e.duration);
})).observe({type: 'event', buffered: true, durationThreshold: 16});
"""
FIRST_PAINT_AT = """
() => new Promise(done => {
  const told = () => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    if (paint) done(performance.timeOrigin + paint.startTime);
    else requestAnimationFrame(told);
  };
  told();
})
"""


@dataclass(frozen=True)
class Place:
    """A page and who looks at it; `cookie` is the value of their session, empty for a stranger."""

    name: str
    path: str
    cookie: str = ""


@dataclass
class Measured:
    """What was seen of one page."""

    scores: dict[str, float] = field(default_factory=dict)  # medians, 0 to 100
    lcp_ms: float | None = None
    cls: float | None = None
    failed_audits: dict[str, list[str]] = field(default_factory=dict)
    kilobytes: float = 0.0
    script_kilobytes: float = 0.0
    requests: int = 0
    axe: list[str] = field(default_factory=list)
    overflow: list[int] = field(default_factory=list)


@contextmanager
def visitor(browser: Browser, url: str, place: Place, width: int = 390) -> Iterator[Page]:
    """Open an empty browser of that width, as the person of the place."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": PHONE["height"]},
        device_scale_factor=2,
        has_touch=width < 600,
        user_agent=A_PERSONS_BROWSER,
        base_url=url,
        locale="en-GB",
    )
    if place.cookie:
        context.add_cookies([{"name": "sessionid", "value": place.cookie, "url": url}])
    try:
        yield context.new_page()
    finally:
        context.close()


def look(browser: Browser, url: str, place: Place) -> Measured:
    """Load a page for the first time, and look at it at every width."""
    found = Measured()
    with visitor(browser, url, place) as page:
        _weigh(page, place, found)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": PHONE["height"]})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found.overflow.append(width)
            if width in (WIDTHS[0], WIDTHS[-1]):
                violations = Axe().run(page).response["violations"]
                found.axe += [f"{one['id']} at {width}" for one in violations]
    return found


def _weigh(page: Page, place: Place, found: Measured) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    scripts: set[str] = set()

    def answered(event: dict[str, Any]) -> None:
        if event["type"] == "Script":
            scripts.add(event["requestId"])

    def finished(event: dict[str, Any]) -> None:
        size = event["encodedDataLength"] / 1000
        found.kilobytes += size
        found.requests += 1
        if event["requestId"] in scripts:
            found.script_kilobytes += size

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    answer = page.goto(place.path, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise SystemExit(f"{place.path} answered {answer.status if answer else 'nothing'}")


def slow_down(page: Page) -> None:
    """Give a page the phone and the network of the budgets."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def tap_durations(
    browser: Browser, url: str, place: Place, selector: str, taps: int
) -> list[float]:
    """Tap the first things that match, one after the other, on the slow phone; return ms each.

    It is the browser's own event timing (8 ms steps), from the finger to the next paint. A tap
    that is over in less than 16 ms is not told by the browser and counts as 16.
    """
    with visitor(browser, url, place) as page:
        page.add_init_script(WATCH_TAPS)
        page.goto(place.path, wait_until="networkidle")
        slow_down(page)
        told = []
        for number in range(min(taps, page.locator(selector).count())):
            page.evaluate("window.taps.length = 0")
            page.locator(selector).nth(number).tap()
            page.wait_for_timeout(400)  # the event is told after the paint that followed it
            told.append(max(page.evaluate("window.taps"), default=16.0))
        return told


def tap_to_listing(browser: Browser, url: str, place: Place, times: int) -> list[float]:
    """Return ms from the tap on a card, which was prefetched, to the listing's first paint."""
    took = []
    for number in range(times):
        with visitor(browser, url, place) as page:
            page.goto(place.path, wait_until="networkidle")
            slow_down(page)
            link = page.locator(".card__link").nth(number)
            link.hover()
            page.wait_for_timeout(1_000)  # a finger that rests, as moderate prefetching asks
            began = page.evaluate("performance.timeOrigin + performance.now()")
            link.click(no_wait_after=True)
            page.wait_for_url("**/l/**")
            took.append(page.evaluate(FIRST_PAINT_AT) - began)
    return took


def lighthouse(url: str, place: Place, runs: int, chromium: str) -> dict[str, Any]:
    """Return medians of Lighthouse's mobile run: `scores`, `lcp_ms`, `cls`, `failed_audits`."""
    reports = [_lighthouse_once(url + place.path, place.cookie, chromium) for _ in range(runs)]
    scores = {
        name: median(100 * (one["categories"][name]["score"] or 0) for one in reports)
        for name in CATEGORIES
    }
    failed = {name: _failed(reports[-1], name) for name in CATEGORIES if scores[name] < 100}
    audits = [one["audits"] for one in reports]
    return {
        "scores": scores,
        "lcp_ms": median(one["largest-contentful-paint"]["numericValue"] for one in audits),
        "cls": median(one["cumulative-layout-shift"]["numericValue"] for one in audits),
        "failed_audits": failed,
    }


def _failed(report: dict[str, Any], category: str) -> list[str]:
    """Return which audits that count in a category did not get all of their points."""
    weights = {ref["id"]: ref["weight"] for ref in report["categories"][category]["auditRefs"]}
    scores = {name: report["audits"][name]["score"] for name, weight in weights.items() if weight}
    return [name for name, score in scores.items() if score is not None and score < 0.9]


def _lighthouse_once(address: str, cookie: str, chromium: str) -> dict[str, Any]:
    headers = json.dumps({"Cookie": f"sessionid={cookie}"}) if cookie else "{}"
    done = subprocess.run(
        [
            str(LIGHTHOUSE), address, "--quiet", "--output=json", "--output-path=stdout",
            "--only-categories=" + ",".join(CATEGORIES), "--no-enable-error-reporting",
            f"--extra-headers={headers}", "--chrome-flags=" + " ".join(CHROMIUM_FLAGS),
        ],
        env={**os.environ, "CHROME_PATH": chromium},
        capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"Lighthouse at {address}: {done.stderr[-2000:]}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report
