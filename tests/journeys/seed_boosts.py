"""Adds a page and more of jackets, the last by bo: `python -m tests.journeys.seed_boosts`.

It prints the id of bo's jacket, as JSON.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING
from uuid import UUID

from .seed import draw

if TYPE_CHECKING:
    from rethread.platform.kernel import Actor

SELLERS = 30  # more than a page, each with one: results do not show one seller too often


def _jacket(actor: Actor, photo_id: UUID, title: str) -> UUID:
    from rethread.market.catalogue.services import create_draft, publish_listing

    draft = create_draft(
        actor=actor,
        changes={
            "title": title, "type": "jacket", "department": "women", "size": "M",
            "condition": "good", "colours": ["brown"], "price_minor": 2000, "photo_ids": [photo_id],
        },
    )  # fmt: skip
    return publish_listing(actor=actor, listing_id=draft.id).id


def add() -> dict[str, str]:
    """List them; bo's last, because what matches alike stands in the order it came."""
    from rethread.market.accounts.selectors import find_user_by_email
    from rethread.market.accounts.services import open_shop, register_user
    from rethread.market.media.services import accept_photo
    from rethread.platform.kernel import Actor

    bo = find_user_by_email("bo@journeys.example")
    assert bo is not None
    own, drawn = None, draw("jacket", "brown", 1)
    for number in (*range(1, SELLERS + 1), 0):
        seller_id = bo.id if number == 0 else register_user(
            actor=Actor.system("journeys"),
            email=f"tweed{number}@journeys.example",
            password_hash="!",
        ).id  # fmt: skip
        actor = Actor.user(seller_id)
        open_shop(actor=actor, handle=f"tweed{number}.rail", name=f"Tweed {number}")
        photo = accept_photo(actor=actor, data=drawn, filename="drawn.jpg")
        if number == 0:
            own = _jacket(actor, photo.id, "Harris tweed jacket of bo")
        else:
            _jacket(actor, photo.id, f"Harris tweed jacket number {number}")
    return {"jacket": str(own)}


def main() -> None:
    """Add them to the market that the environment names."""
    import django

    django.setup()
    sys.stdout.write(json.dumps(add()) + "\n")


if __name__ == "__main__":
    main()
