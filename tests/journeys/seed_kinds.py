"""Adds garments of several kinds by several sellers: `python -m tests.journeys.seed_kinds`.

It prints the ids of the dresses, the oldest first, as JSON.
"""

from __future__ import annotations

import json
import sys

from .seed import draw

SELLERS = 8


def add() -> list[str]:
    """List a dress and then jumpers for each of some new sellers; return the dresses' ids."""
    from rethread.market.accounts.services import open_shop, register_user
    from rethread.market.catalogue.services import create_draft, publish_listing
    from rethread.market.media.services import accept_photo
    from rethread.platform.kernel import Actor

    dresses = []
    sellers = [
        register_user(
            actor=Actor.system("journeys"), email=f"kind{n}@journeys.example", password_hash="!"
        )
        for n in range(SELLERS)
    ]
    for kind, rounds in (("dress", 1), ("jumper", 2)):
        for n, seller in enumerate(sellers * rounds):
            actor = Actor.user(seller.id)
            if kind == "dress":
                open_shop(actor=actor, handle=f"kinds{n}.rail", name=f"Kinds {n}")
            photo = accept_photo(actor=actor, data=draw(kind, "red", n), filename="drawn.jpg")
            draft = create_draft(
                actor=actor,
                changes={
                    "title": f"Plain {kind} number {n}", "type": kind, "department": "women",
                    "size": "12" if kind == "dress" else "M", "condition": "good",
                    "colours": ["red" if kind == "dress" else "grey"], "price_minor": 2000,
                    "photo_ids": [photo.id],
                },
            )  # fmt: skip
            listing = publish_listing(actor=actor, listing_id=draft.id)
            if kind == "dress":
                dresses.append(str(listing.id))
    return dresses


def main() -> None:
    """Add them to the market that the environment names."""
    import django

    django.setup()
    sys.stdout.write(json.dumps(add()) + "\n")


if __name__ == "__main__":
    main()
