"""What pages cost in a market of 100,000 listings and 20,000 people, beside a small market.

The small one is filled by the simulation, through the same services as any market; then its people
are copied until there are as many (`multiplied_market.py`), and the same pages of the same people
are measured again. What a page costs must not grow with the market. Run again with:

    python benchmarks/large_market.py [--listings 100000] [--people 20000] [--requests 60]
"""

from __future__ import annotations

import argparse
import sys
import time
from statistics import median
from typing import Any

from filled_market import filled_market, prepare_environment
from multiplied_market import multiply

DAYS = 4
SELLERS_SHARE = 0.2  # of the people; the others buy
PAGES = (
    ("stranger", "feed", "/"),
    ("stranger", "search", "/search/?q=denim+jacket"),
    ("stranger", "search, filtered", "/search/?q=jeans&department=women&size=M"),
    ("stranger", "search, newest", "/search/?sort=newest"),
    ("stranger", "listing", "/l/{listing}/"),
    ("stranger", "shop", "/shop/{shop}/"),
    ("buyer", "feed", "/"),
    ("buyer", "following", "/?sort=following"),
    ("buyer", "inbox", "/inbox/"),
    ("buyer", "likes", "/likes/"),
    ("buyer", "orders", "/orders/"),
    ("seller", "inbox", "/inbox/"),
    ("seller", "own rail", "/sell/"),
    ("seller", "figures", "/sell/stats/"),
)


def people() -> dict[str, Any]:
    """Return the buyer with most orders and the seller with most sales, and what is theirs."""
    from django.db.models import Count

    from rethread.market.accounts.models import Shop
    from rethread.market.catalogue.selectors import list_fresh_cards
    from rethread.market.orders.models import Order

    def busiest(side: str) -> Any:
        rows = Order.objects.values_list(side).annotate(n=Count("id")).order_by("-n")
        return rows[0][0]

    seller = busiest("seller_id")
    return {
        "buyer": busiest("buyer_id"),
        "seller": seller,
        "shop": Shop.objects.get(owner_id=seller).handle,
        "listing": list_fresh_cards(limit=1).cards[0].id,
    }


def measure(requests: int) -> dict[str, list[float]]:
    """Return, by page: processor ms of the web process, ms that statements took, statements."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    who = people()
    found: dict[str, list[float]] = {}
    for role, name, path in PAGES:
        client = Client(HTTP_USER_AGENT="Mozilla/5.0 (benchmark)")
        if role != "stranger":
            client.force_login(get_user_model().objects.get(pk=who[role]))
        address = path.format(**who)
        for _ in range(3):
            answer = client.get(address)
            if answer.status_code != 200:
                sys.exit(f"{address} answered {answer.status_code}")
        spent = []
        for _ in range(requests):
            began = time.process_time()
            client.get(address)
            spent.append(1000 * (time.process_time() - began))
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        asked = [1000 * float(query["time"]) for query in captured.captured_queries]
        found[f"{role}: {name}"] = [median(spent), sum(asked), len(asked)]
    return found


def fill_and_measure(scale: dict[str, int], copies: int, requests: int) -> None:
    """Fill a market, measure its pages, make it `copies` times as large, and measure them again."""
    prepare_environment()
    began = time.monotonic()
    with filled_market(scale) as report:
        from rethread.market.catalogue.models import Listing
        from rethread.market.search.services import rebuild_index

        people = report.sellers + report.buyers
        print(f"filled in {time.monotonic() - began:.0f} s: {people} people")
        print(f"{report.sessions} visits, {report.orders} orders")
        found = []
        for size in (1, copies):
            began = time.monotonic()
            if size > 1:
                multiply(size)
                print(f"copied in {time.monotonic() - began:.0f} s")
                began = time.monotonic()
            documents = rebuild_index()
            took = time.monotonic() - began
            listed = Listing.objects.count()
            print(f"{listed:,} listings, {documents:,} of them indexed in {took:.0f} s")
            found.append(measure(requests))
    tell(*found)


def tell(small: dict[str, list[float]], large: dict[str, list[float]]) -> None:
    """Print every page's cost in the small market and in the large one, and their ratio."""
    print(f"\n{'page':<28} {'CPU ms':>17} {'ratio':>6} {'statements ms':>17} {'statements':>11}")
    for page, (cpu, asked, statements) in large.items():
        before, asked_before, statements_before = small[page]
        print(
            f"{page:<28} {before:>8.1f} {cpu:>8.1f} {cpu / before:>6.2f} "
            f"{asked_before:>8.1f} {asked:>8.1f} {statements_before:>5.0f} {statements:>5.0f}"
        )


def main() -> None:
    """Measure the pages of one population, alone and among copies of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--copies", type=int, default=50)
    options = parser.parse_args()
    people = options.people // options.copies
    sellers = round(people * SELLERS_SHARE)
    scale = {
        "seed": 42,
        "sellers": sellers,
        "listings": options.listings // options.copies,
        "buyers": people - sellers,
        "days": DAYS,
    }
    fill_and_measure(scale, options.copies, options.requests)


if __name__ == "__main__":
    main()
