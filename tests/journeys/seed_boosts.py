"""Adds a page and more of jackets, each by another seller: `python -m tests.journeys.seed_boosts`.

It prints the seller's name by the id of each, as JSON.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING
from uuid import UUID

from .seed import PASSWORD, draw

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
    """List a jacket each for sellers who can sign in; return their names by the jacket's id."""
    from django.contrib.auth.hashers import make_password

    from rethread.market.accounts.services import open_shop, register_user
    from rethread.market.media.services import accept_photo
    from rethread.platform.kernel import Actor

    drawn, password = draw("jacket", "brown", 1), make_password(PASSWORD)
    found: dict[str, str] = {}
    for number in range(SELLERS):
        name = f"tweed{number}"
        seller = register_user(
            actor=Actor.system("journeys"),
            email=f"{name}@journeys.example",
            password_hash=password,
        )
        actor = Actor.user(seller.id)
        open_shop(actor=actor, handle=f"{name}.rail", name=f"Tweed {number}")
        photo = accept_photo(actor=actor, data=drawn, filename="drawn.jpg")
        found[str(_jacket(actor, photo.id, f"Harris tweed jacket number {number}"))] = name
    return found


def main() -> None:
    """Add them to the market that the environment names."""
    import django

    django.setup()
    sys.stdout.write(json.dumps(add()) + "\n")


if __name__ == "__main__":
    main()
