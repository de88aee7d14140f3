"""How fast events go from a service to the marts: emit, relay, load, build, on this machine.

Run `python benchmarks/events.py [EVENTS] [DAYS]` on an empty, migrated DATABASE_URL.
The peer is the same machine's own COPY speed; nothing here is asserted.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def emitter(events: int, days: int) -> Callable[[int], None]:
    """Return what emits the event of a number, spread evenly over the days."""
    from rethread.market.discovery.events import emit_listing_impressed
    from rethread.market.ledger.events import emit_transfer_posted
    from rethread.market.search.events import emit_search_performed
    from rethread.market.social.events import emit_listing_liked
    from rethread.platform.kernel import Actor, new_id

    actor = Actor.system("bench")
    first = datetime(2026, 1, 1, tzinfo=UTC)
    listings = [new_id() for _ in range(600)]

    def emit_one(number: int) -> None:
        at = first + timedelta(seconds=number * days * 86400 / events)
        kind = number % 10
        if kind < 6:
            emit_listing_impressed(
                actor=actor, occurred_at=at, listing_id=listings[number % 600],
                ranking_id=new_id(), surface="feed", position=1 + number % 48,
            )  # fmt: skip
        elif kind < 8:
            emit_search_performed(
                actor=actor, occurred_at=at, ranking_id=new_id(), query_hash="", query_words=0,
                filters=[], sort="newest", page=1, results_total=9, results_shown=9, took_ms=2,
            )  # fmt: skip
        elif kind < 9:
            emit_listing_liked(
                actor=actor, occurred_at=at, listing_id=listings[number % 600],
                liker_key=f"p-{number % 400}", seller_key=f"p-{number % 60}",
            )  # fmt: skip
        else:
            emit_transfer_posted(
                actor=actor, occurred_at=at, journal_id=new_id(), transfer_id=new_id(),
                journal_kind="bench", debit_account="a:1", credit_account="b:1", amount_minor=5,
                currency="GBP",
            )  # fmt: skip

    return emit_one


def main(events: int, days: int) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rethread.config.settings")
    django.setup()
    from django.db import transaction

    from rethread.insight.lake import loader, warehouse
    from rethread.platform.events.postgres_bus import PostgresBus

    emit_one = emitter(events, days)

    def measure(what: str, count: int, started: float) -> None:
        took = time.perf_counter() - started
        print(f"{what:28} {took:8.2f} s  {count / took:10.0f} /s")

    started = time.perf_counter()
    for chunk in range(0, events, 100):
        with transaction.atomic():
            for number in range(chunk, min(chunk + 100, events)):
                emit_one(number)
    measure("emit, 100 a transaction", events, started)
    started = time.perf_counter()
    measure("relay", PostgresBus().flush(), started)
    started = time.perf_counter()
    measure("load into the lake", loader.load_all(), started)
    for what in ("build, cold parse", "build, warm parse"):
        started = time.perf_counter()
        status = warehouse.build_warehouse()
        measure(what, events, started)
        print(f"  ok={status.ok} models={status.models_built} tests={status.tests_passed}")
        for failure in status.failures:
            print("  ", failure)


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    main(*(given + [100_000, 60][len(given) :]))
