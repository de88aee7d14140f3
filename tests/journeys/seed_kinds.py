"""Adds garments of several kinds by several sellers: `python -m tests.journeys.seed_kinds`.

It prints the ids of the dresses and of the skirts, the oldest first, as JSON.
"""

from __future__ import annotations

import json
import sys

from .seed import draw

SELLERS = 8


def add() -> dict[str, list[str]]:
    """List a dress, a skirt and then jumpers for each of some new sellers; return their ids."""
    from rethread.market.accounts.services import open_shop, register_user
    from rethread.market.catalogue.services import create_draft, publish_listing
    from rethread.market.media.services import accept_photo
    from rethread.platform.kernel import Actor

    found: dict[str, list[str]] = {"dress": [], "skirt": [], "jumper": []}
    sellers = [
        register_user(
            actor=Actor.system("journeys"), email=f"kind{n}@journeys.example", password_hash="!"
        )
        for n in range(SELLERS)
    ]
    for kind, rounds in (("dress", 1), ("skirt", 1), ("jumper", 2)):
        for n, seller in enumerate(sellers * rounds):
            actor = Actor.user(seller.id)
            if kind == "dress":
                open_shop(actor=actor, handle=f"kinds{n}.rail", name=f"Kinds {n}")
            photo = accept_photo(actor=actor, data=draw(kind, "red", n), filename="drawn.jpg")
            draft = create_draft(
                actor=actor,
                changes={
                    "title": f"Plain {kind} number {n}", "type": kind, "department": "women",
                    "size": "M" if kind == "jumper" else "12", "condition": "good",
                    "colours": ["grey" if kind == "jumper" else "red"], "price_minor": 2000,
                    "photo_ids": [photo.id],
                },
            )  # fmt: skip
            listing = publish_listing(actor=actor, listing_id=draft.id)
            found[kind].append(str(listing.id))
    return found


def main() -> None:
    """Add them to the market that the environment names."""
    import django

    django.setup()
    sys.stdout.write(json.dumps(add()) + "\n")


if __name__ == "__main__":
    main()
