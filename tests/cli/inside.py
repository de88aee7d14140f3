"""Looks into a market from a process of its own, as JSON; run by `Market.look`."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from typing import Any


def key() -> dict[str, str]:
    """Give the demo's seller a key for the API."""
    from rethread.market.accounts.selectors import find_user_by_email
    from rethread.market.accounts.services import create_personal_key
    from rethread.platform.kernel import Actor
    from rethread.simulation.people import DEMO_SELLER

    seller = find_user_by_email(DEMO_SELLER)
    assert seller is not None
    made = create_personal_key(
        actor=Actor.user(seller.id), name="kills", scopes=("listings:write",)
    )
    return {"token": made.token}


def settled() -> dict[str, Any]:
    """Wait until the worker has caught up, then tell how everything stands."""
    deadline = time.monotonic() + 90
    while any(waiting().values()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return {"waiting": waiting(), **books()}


def waiting() -> dict[str, int]:
    """Count what the worker has still to do."""
    from django.db import connection

    from rethread.config import wiring
    from rethread.platform.events.postgres_bus import PostgresBus

    def count(table: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  # names from below
            return int(cursor.fetchone()[0])

    groups = sorted({subscription.group for subscription in wiring.SUBSCRIPTIONS})
    return {
        "outbox": count("outbox"),
        "handlers": len(list(PostgresBus().lagging(groups))),
        "dirty": count("search_dirty"),
        "dead": count("events_deadletter"),
    }


def books() -> dict[str, Any]:
    """Check ledger, money and index against what they must equal."""
    from rethread.market.ledger.services import verify
    from rethread.market.payments.services import check_invariants, reconcile
    from rethread.market.search.services import verify_index

    agreement = verify_index()
    return {
        "ledger": verify().ok,
        "broken": [result.name for result in check_invariants() if not result.ok],
        "breaks": len(reconcile().breaks),
        "index_agrees": agreement.agrees,
        "index": json.loads(json.dumps(asdict(agreement), default=str)),
    }


def photos() -> int:
    """Count photos."""
    from rethread.market.media.models import Photo

    return Photo.objects.count()


def later() -> str:
    """Move business time on by an hour, and run nothing."""
    from datetime import timedelta

    from rethread.platform.kernel import business_now
    from rethread.platform.kernel.clock import clock_offset, set_clock_offset

    set_clock_offset(clock_offset() + timedelta(hours=1))
    return business_now().isoformat()


def titles(prefix: str) -> dict[str, list[str]]:
    """Return the ids of listings by title, of those whose title starts so."""
    from rethread.market.catalogue.models import Listing

    found: dict[str, list[str]] = {}
    for title, listing_id in Listing.objects.filter(title__startswith=prefix).values_list(
        "title", "id"
    ):
        found.setdefault(title, []).append(str(listing_id))
    return found


if __name__ == "__main__":
    from rethread.cli.processes import start_django
    from rethread.config import environment

    environment.load()
    start_django()
    commands = {"key": key, "settled": settled, "photos": photos, "later": later, "titles": titles}
    print(json.dumps(commands[sys.argv[1]](*sys.argv[2:])))  # noqa: T201  # read by the test
