"""Seeds the market of the tour: `python -m tests.journeys.tour_seed`, people, garments, visitors.

Six dresses hang behind ten newer pieces, so that a taste for dresses can be seen to move the page.
A purchase after an advertisement would have been made anyway: what a simulation would know of it.
A week of visitors comes through the door that browsers use, so that there is something usual.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from uuid import UUID

from .seed import PRICE_MINOR, seed

DAYS = 5
DRESSES, OTHERS = 6, 10
COLOURS, BRANDS = ("red", "green", "blue"), ("COS", "Zara", "Arket")  # each dress has a twin
OTHER_TYPES = ("shirt", "jeans", "coat", "hoodie", "skirt")
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


def _more_garments(seller: UUID) -> None:
    from rethread.market.catalogue.selectors import list_own_cards
    from rethread.market.catalogue.services import create_draft, publish_listing
    from rethread.platform.kernel import Actor

    actor = Actor.user(seller)
    photo = next(card.photo for card in list_own_cards(actor=actor) if card.photo)
    for number in range(DRESSES + OTHERS):
        kind = "dress" if number < DRESSES else OTHER_TYPES[number % len(OTHER_TYPES)]
        draft = create_draft(
            actor=actor,
            changes={
                "title": f"Another {kind}, number {number}",
                "description": "Worn to one party.",
                "type": kind,
                "department": "women",
                "size": "12" if kind != "jeans" else "W30",
                "condition": "good",
                "colours": [COLOURS[number % len(COLOURS)]],
                "brand": BRANDS[number % len(BRANDS)],
                "price_minor": PRICE_MINOR,
                "photo_ids": [photo.id],
            },
        )
        publish_listing(actor=actor, listing_id=draft.id)


def _know_the_truth() -> None:
    from rethread.insight.measurement.truth import Truth, save_truth
    from rethread.platform.kernel import business_now

    save_truth(
        Truth(
            until=business_now() + timedelta(days=60),
            seed=1,
            caused={"paid_social": 0},
            anyway=1,
            unconsented=0,
            visits={"paid_social": 1},
            caused_visits={"paid_social": 0},
        )
    )


def main() -> None:
    """Seed the market that the environment names."""
    import django

    django.setup()
    seeded = seed()
    listings = list(seeded["listings"].values())  # type: ignore[attr-defined]  # a mapping of ids
    _more_garments(UUID(seeded["people"]["seller"]))  # type: ignore[index]  # a mapping of ids
    _know_the_truth()
    for number in range(DAYS * VISITS_PER_DAY):
        _visit(listings, 1 + number * 24 / VISITS_PER_DAY, number)
    sys.stdout.write(json.dumps(seeded) + "\n")


if __name__ == "__main__":
    main()
