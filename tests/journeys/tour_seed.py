"""Seeds the market of the tour: `python -m tests.journeys.tour_seed`, people, garments, visitors.

A week of visitors comes through the door that browsers use, so that there is something usual.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from uuid import UUID

from .seed import seed

DAYS = 5
VISITS_PER_DAY = 10
SEEN_PER_VISIT = 8
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36"


def _visit(listings: list[str], hours_ago: float, number: int) -> None:
    from rethread.platform.events.ingestion import IngestContext, ingest_batch
    from rethread.platform.kernel import business_now, new_id

    sent = business_now()
    ranking = str(new_id())

    def event(name: str, **payload: object) -> dict[str, object]:
        return {
            "event_id": str(new_id()),
            "name": f"discovery.{name}",
            "schema_version": 1,
            "occurred_at": (sent - timedelta(hours=hours_ago)).isoformat(),
            "payload": payload,
        }

    seen = [listings[(number + at) % len(listings)] for at in range(SEEN_PER_VISIT)]
    events = [
        event("listing_impressed", listing_id=each, ranking_id=ranking, surface="feed", position=at)
        for at, each in enumerate(seen, 1)
    ]
    events.append(event("listing_viewed", listing_id=seen[0], surface="feed", position=1))
    result = ingest_batch(
        json.dumps({"sent_at": sent.isoformat(), "events": events}).encode(),
        context=IngestContext(
            user_agent=BROWSER,
            session_id=str(UUID(int=number)),
            anonymous_id=str(UUID(int=number)),
            consent="analytics",
        ),
    )
    assert result.accepted == len(events), result


def main() -> None:
    """Seed the market that the environment names."""
    import django

    django.setup()
    seeded = seed()
    listings = list(seeded["listings"].values())  # type: ignore[attr-defined]  # a mapping of ids
    for number in range(DAYS * VISITS_PER_DAY):
        _visit(listings, 1 + number * 24 / VISITS_PER_DAY, number)
    sys.stdout.write(json.dumps(seeded) + "\n")


if __name__ == "__main__":
    main()
