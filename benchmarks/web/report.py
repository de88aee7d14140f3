"""`make web-report`: every page beside its budgets, written to docs/web-report.md.

A market of its own is filled and served by real processes; Lighthouse, axe, the browser's own
timings, statements and processor time are read in one run. Run again with:

    make web-report                         five runs of Lighthouse a page
    python benchmarks/web/report.py --runs 1 --out -
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from filled_market import HOME, filled_market, prepare_environment, running

SCALE = {"seed": 41, "sellers": 20, "listings": 200, "buyers": 120, "days": 20}
PHOTOGRAPHS = 400
TABLE = Path(__file__).resolve().parents[2] / "docs" / "web-report.md"
CORE = ("feed", "search", "listing", "bag", "checkout", "shop")
STRANGERS = ("feed", "search", "listing", "shop")
FIRST_VIEW_KB = {"feed": 180, "listing": 150}
LCP_MS = 1_500
CLS = 0.01
SCRIPT_KB = 25
INP_MS = 100
TAP_TO_LISTING_MS = 300
CPU_MS = 3
STATEMENTS = 6
SETTLE = 40  # requests before processor time is read


@dataclass(frozen=True)
class Line:
    """One budget and what was measured against it."""

    budget: str
    page: str
    measured: str
    holds: bool
    why: str = ""


def people_and_places() -> list[Any]:
    """Make a buyer with a bag and a session; return every page and who looks at it."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from measures import Place

    from rethread.market.accounts.services import register_user
    from rethread.market.catalogue.selectors import list_fresh_cards
    from rethread.market.orders.services import add_to_bag
    from rethread.platform.kernel import Actor

    cards = list_fresh_cards(limit=12).cards
    email = "measured@benchmarks.example"
    user = register_user(actor=Actor.system("benchmarks"), email=email, display_name="Measured")
    for card in cards[:3]:
        add_to_bag(actor=Actor.user(user.id), listing_id=card.id)
    client = Client()
    client.force_login(
        get_user_model().objects.get(pk=user.id),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    cookie = client.cookies["sessionid"].value
    return [
        Place("feed", "/"),
        Place("search", "/search/?q=jacket"),
        Place("listing", f"/l/{cards[0].id}/"),
        Place("shop", f"/shop/{cards[0].shop_handle}/"),
        Place("bag", "/bag/", cookie),
        Place("checkout", "/checkout/", cookie),
        Place("inbox", "/inbox/", cookie),
        Place("feed, signed in", "/", cookie),
    ]


def server_costs(places: Sequence[Any], requests: int) -> dict[str, tuple[float, int]]:
    """Return processor milliseconds a request, and statements, by page, in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    costs = {}
    for place in places:
        client = Client(HTTP_USER_AGENT="Mozilla/5.0 (benchmark)")
        if place.cookie:
            client.cookies["sessionid"] = place.cookie
        for _ in range(SETTLE):
            client.get(place.path)
        with CaptureQueriesContext(connection) as captured:
            client.get(place.path)
        statements = len(captured)  # now: the next request forgets what was captured
        began = time.process_time()
        for _ in range(requests):
            client.get(place.path)
        costs[place.name] = (1000 * (time.process_time() - began) / requests, statements)
    return costs


def browse(url: str, places: Sequence[Any], runs: int, chromium: str) -> dict[str, Any]:
    """Return what the browser saw, by page, and the taps."""
    import measures
    from playwright.sync_api import sync_playwright

    seen: dict[str, Any] = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=list(measures.CHROMIUM_FLAGS))
        by_name = {place.name: place for place in places}
        for place in places:
            measures.look(browser, url, place)  # caches of the market are warm, as in its life
            seen[place.name] = measures.look(browser, url, place)
        signed_in = by_name["feed, signed in"]
        seen["taps"] = {
            "hearts of the feed": measures.tap_durations(
                browser, url, signed_in, ".card button", 8
            ),
            "filters of search": measures.tap_durations(
                browser, url, by_name["search"], "main summary", 4
            ),
        }
        seen["to listing"] = measures.tap_to_listing(browser, url, by_name["feed"], 5)
        browser.close()
    for place in places:
        if place.name in CORE and runs:
            told = measures.lighthouse(url, place, runs, chromium)
            for name, value in told.items():
                setattr(seen[place.name], name, value)
            print(f"  {place.name}: {told['scores']}", file=sys.stderr)
    return seen


def lines_of(seen: dict[str, Any], costs: dict[str, tuple[float, int]], runs: int) -> list[Line]:
    """Hold everything that was seen against its budget."""
    lines: list[Line] = []
    for page in CORE if runs else ():
        found = seen[page]
        text = " / ".join(f"{found.scores[name]:.0f}" for name in found.scores)
        failed = "; ".join(f"{name}: {', '.join(a)}" for name, a in found.failed_audits.items())
        perfect = all(score == 100 for score in found.scores.values())
        lines.append(Line("Lighthouse 100 / 100 / 100 / 100", page, text, perfect, failed))
        lines.append(_at_most("CLS", page, found.cls, CLS, "{:.3f}"))
        if page in FIRST_VIEW_KB:
            lines.append(_at_most("LCP", page, found.lcp_ms, LCP_MS, "{:.0f} ms"))
    for page, budget in FIRST_VIEW_KB.items():
        text = f"{{:.0f}} KB in {seen[page].requests} requests"
        lines.append(_at_most("first view", page, seen[page].kilobytes, budget, text))
    for page, (cpu, statements) in costs.items():
        found = seen[page]
        lines.append(_at_most("JavaScript", page, found.script_kilobytes, SCRIPT_KB, "{:.1f} KB"))
        axe, wide = found.axe, found.overflow
        lines.append(Line("axe finds nothing", page, str(len(axe)), not axe, ", ".join(axe)))
        lines.append(Line("no sideways overflow", page, str(len(wide)), not wide, str(wide or "")))
        if page in STRANGERS:
            lines.append(_at_most("processor time", page, cpu, CPU_MS, "{:.1f} ms"))
            lines.append(_at_most("statements", page, statements, STATEMENTS, "{}"))
        else:
            lines.append(Line("processor time (no budget)", page, f"{cpu:.1f} ms", True))
            lines.append(Line("statements (no budget)", page, str(statements), True))
    for what, taps in seen["taps"].items():
        lines.append(_at_most("INP, longest of a few taps", what, max(taps, default=0.0), INP_MS,
                              "{:.0f} ms"))  # fmt: skip
    lines.append(_at_most("prefetched tap to listing, median", "feed", median(seen["to listing"]),
                          TAP_TO_LISTING_MS, "{:.0f} ms"))  # fmt: skip
    return lines


def _at_most(what: str, page: str, value: float, most: float, text: str) -> Line:
    return Line(f"{what}, at most {most:g}", page, text.format(value), value <= most)


def written(lines: Sequence[Line], runs: int, load: float) -> str:
    """Return the page of the report."""
    from rethread.platform.kernel import wall_now

    misses = [line for line in lines if not line.holds]
    today = f"{wall_now():%d %B %Y}"
    head = [
        "# Web report",
        "",
        "Written by `make web-report`; the figures are of the run below and of its machine. A",
        "phone of 390 by 844 pixels; for Lighthouse and the taps the network has 1.6 Mbit/s and",
        "150 ms, and the processor a quarter of this machine's speed. A market of 20 sellers with",
        "drawn photographs; a buyer with three garments in their bag. Overflow: at 320, 390,",
        "768 and 1280 pixels.",
        "",
        f"{today}, {os.cpu_count()} cores, load {load:.1f} at the start, Lighthouse {runs} times a",
        f"page (medians). {len(lines) - len(misses)} of {len(lines)} lines hold.",
        "",
        "## What misses its budget",
        "",
    ]
    body = [f"- {one.budget}: {one.page} {one.measured}. {one.why}".rstrip() for one in misses]
    table = ["", "## Every line", "", "| budget | page | measured | holds |", "|---|---|---|---|"]
    rows = [
        f"| {one.budget} | {one.page} | {one.measured} | {'yes' if one.holds else '**no**'} |"
        for one in sorted(lines, key=lambda line: line.budget)
    ]
    return "\n".join([*head, *(body or ["Nothing."]), *table, *rows, ""])


def main() -> None:
    """Fill, serve, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of Lighthouse a page")
    parser.add_argument("--requests", type=int, default=100, help="requests for processor time")
    parser.add_argument("--out", default=str(TABLE), help="file to write; - prints")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("There is no Chromium here; get it with: apt-get install chromium")
    prepare_environment()
    load = os.getloadavg()[0]
    with filled_market(SCALE):
        from rethread.simulation.pictures import Darkroom, develop_all

        darkroom = Darkroom(HOME / "pictures.jsonl", HOME / "cache")
        develop_all(darkroom, first=PHOTOGRAPHS, on_done=lambda *_: None)
        places = people_and_places()
        costs = server_costs(places, options.requests)
        with running("web", "sandbox", "live") as (url, _):
            seen = browse(url, places, options.runs, chromium)
    text = written(lines_of(seen, costs, options.runs), options.runs, load)
    if options.out == "-":
        print(text)
    else:
        Path(options.out).write_text(text)
        print(f"Written to {options.out}")


if __name__ == "__main__":
    main()
