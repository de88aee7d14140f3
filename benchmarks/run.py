"""`make bench`: what a page, a first view, the index and the simulation cost on this machine.

Every figure stands beside a peer measured in the same run, because machines differ and are shared:
the same page without our caches, SQLite FTS5 beside the index. Run again with:

    python benchmarks/run.py [--visits 200]
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

HOME = Path(tempfile.mkdtemp(prefix="rethread-bench-"))
HOME.chmod(0o711)
os.environ.update(
    RETHREAD_HOME=str(HOME),
    RETHREAD_MODE="demo",
    RETHREAD_SECRET_KEY="only-for-benchmarks",  # noqa: S106  # of a market that lives minutes
    DJANGO_SETTINGS_MODULE="rethread.config.settings",
    RETHREAD_LOG_LEVEL="ERROR",
)

PAGES = {"feed": "/", "search": "/search/?q=denim+jacket", "listing": None, "shop": None}
PHONE = {"width": 390, "height": 844}


@contextmanager
def database() -> Iterator[None]:
    """Start an embedded PostgreSQL with the settings of a market, durable."""
    from rethread.config.embedded_postgres import EmbeddedPostgres

    server = EmbeddedPostgres(HOME / "postgres")
    server.prepare()
    process = server.spawn()
    try:
        server.wait_ready(process)
        server.create_database()
        os.environ["DATABASE_URL"] = server.url()
        yield
    finally:
        server.stop(process)


def simulate(scale: Any) -> dict[str, float]:
    """Run a population and return rates."""
    from rethread.config.simulated_world import simulated_world
    from rethread.platform.kernel import wall_now
    from rethread.simulation.pictures import Darkroom, ExpectedPictures, develop_all
    from rethread.simulation.run import Simulation

    start = wall_now() - timedelta(days=scale.days)
    pictures = HOME / "pictures.jsonl"
    began, cpu = time.monotonic(), time.process_time()
    with simulated_world(start, scale.seed) as world:
        simulation = Simulation(scale, world, ExpectedPictures(pictures), password_hash="!")  # noqa: S106
        report = simulation.run(start=start, clock=world.clock, on_progress=lambda *_: None)
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    photo_cpu = time.process_time()
    photos = develop_all(Darkroom(pictures, HOME / "cache"), first=48, on_done=lambda *_: None)
    photo_cpu = time.process_time() - photo_cpu
    return {
        "visits per second": report.sessions / seconds,
        "CPU ms per visit (all that follows included)": 1000 * cpu / report.sessions,
        "orders per second": report.orders / seconds,
        "CPU ms per photo drawn and rendered": 1000 * photo_cpu / max(photos, 1),
    }


def page_costs(visits: int) -> Iterator[tuple[str, float, float, int, int]]:
    """Yield page, CPU ms warm, CPU ms with card fragments forgotten, queries, bytes (gzip)."""
    import gzip

    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from rethread.market.catalogue.selectors import list_fresh_cards

    card = list_fresh_cards(limit=1).cards[0]
    paths = {
        "feed": "/",
        "search": "/search/?q=jacket",
        "search with filters": "/search/?q=jeans&department=women",
        "listing": f"/l/{card.id}/",
        "shop": f"/shop/{card.shop_handle}/",
    }
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (benchmark)")
    for name, path in paths.items():
        first = client.get(path)
        if first.status_code != 200:
            sys.exit(f"{path} answered {first.status_code}")
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        queries = len(captured)  # now: the next request forgets what was captured
        warm = cpu_ms(lambda path=path: client.get(path), visits)
        cold = cpu_ms(lambda path=path: (cache.clear(), client.get(path)), max(visits // 10, 5))
        yield name, warm, cold, queries, len(gzip.compress(first.content, 6))


def cpu_ms(act: Callable[[], object], times: int) -> float:
    """Return the CPU milliseconds of this process per call, over `times` calls."""
    began = time.process_time()
    for _ in range(times):
        act()
    return 1000 * (time.process_time() - began) / times


def index_rates() -> dict[str, float]:
    """Rebuild the index and a SQLite FTS5 table of the same words; return documents per second."""
    from rethread.market.catalogue.selectors import listing_documents, searchable_listing_versions
    from rethread.market.search.services import rebuild_index

    began = time.process_time()
    documents = rebuild_index()
    ours = documents / max(time.process_time() - began, 1e-9)
    ids = [listing_id for listing_id, _ in searchable_listing_versions()]
    began = time.process_time()
    rows = [(d.title, d.description, d.brand_label) for d in listing_documents(ids).values()]
    read = time.process_time() - began
    began = time.process_time()
    peer = sqlite3.connect(HOME / "fts.sqlite3")
    peer.execute("CREATE VIRTUAL TABLE listings USING fts5(title, description, brand)")
    peer.executemany("INSERT INTO listings VALUES (?, ?, ?)", rows)
    peer.commit()
    theirs = len(rows) / max(time.process_time() - began + read, 1e-9)
    return {"documents": documents, "index documents/s": ours, "SQLite FTS5 documents/s": theirs}


def first_views() -> Iterator[tuple[str, float, int]]:
    """Yield page, KB received by a phone on its first view, and requests; needs Chromium."""
    import shutil
    import subprocess
    import urllib.request

    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser_path is None:
        print("  (no Chromium here: first views are not measured)")
        return
    from playwright.sync_api import sync_playwright

    port = 9800
    environ = {**os.environ, "RETHREAD_PORT": str(port)}
    server = subprocess.Popen([sys.executable, "-m", "rethread.cli.main", "web"], env=environ)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", urllib.request.urlopen)
        paths = first_paths()  # the database is not asked while Playwright's loop runs
        with sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path=browser_path,
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            for name, path in paths:
                yield name, *weigh(browser, f"http://127.0.0.1:{port}{path}")
            browser.close()
    finally:
        server.terminate()
        server.wait()


def first_paths() -> list[tuple[str, str]]:
    """Return the pages whose first view is weighed."""
    from rethread.market.catalogue.selectors import list_fresh_cards

    return [("feed", "/"), ("listing", f"/l/{list_fresh_cards(limit=1).cards[0].id}/")]


def weigh(browser: Any, url: str) -> tuple[float, int]:
    """Load a page in an empty phone-sized browser and return (KB received, requests)."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received = {"bytes": 0.0, "requests": 0}

    def finished(event: dict[str, Any]) -> None:
        received["bytes"] += event["encodedDataLength"]
        received["requests"] += 1

    session.on("Network.loadingFinished", finished)
    page.goto(url, wait_until="networkidle")
    context.close()
    return received["bytes"] / 1000, int(received["requests"])


def wait_for(url: str, open_url: Callable[..., Any], timeout_s: float = 30.0) -> None:
    """Return when an address answers."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        try:
            open_url(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{url} did not answer")


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=200, help="requests per page")
    visits = parser.parse_args().visits
    with database():
        import django

        django.setup()
        from rethread.cli.processes import apply_migrations
        from rethread.config import wiring
        from rethread.simulation.run import Scale

        wiring.wire()
        apply_migrations()
        print("Simulation (20 sellers, 200 garments, 120 buyers, 20 days)")
        scale = Scale(sellers=20, listings=200, buyers=120, days=20)
        for name, value in simulate(scale).items():
            print(f"  {name:<48} {value:10.1f}")
        print("Index")
        for name, value in index_rates().items():
            print(f"  {name:<48} {value:10.0f}")
        print(f"Pages, signed out, CPU ms of the web process per request ({visits} requests)")
        print(
            f"  {'page':<22} {'warm':>7} {'no cache':>9} {'ratio':>6} {'queries':>8} {'HTML KB':>8}"
        )
        for name, warm, cold, queries, size in page_costs(visits):
            print(
                f"  {name:<22} {warm:7.2f} {cold:9.2f} {cold / warm:6.1f} {queries:8d} "
                f"{size / 1000:8.1f}"
            )
        print("First view on a phone (390x844 at 2x, empty cache)")
        for name, size, requests in first_views():
            print(f"  {name:<22} {size:7.0f} KB in {requests} requests")
    print(f"Peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
