"""Seeds the market of the journeys through its services: `python -m tests.journeys.seed`.

A handful of people and garments with drawn photos. It prints what it made, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID
from zlib import crc32

if TYPE_CHECKING:
    from rethread.market.catalogue.types import ListingChanges

PASSWORD = "journeys-are-long-2026"
BUYERS = ("ada", "bo", "cy", "dee", "eve", "flo")
PRICE_MINOR = 2000
# name -> (title, type, colour, size)
GARMENTS = {
    "nojs": ("Olive corduroy shirt", "shirt", "green", "M"),
    "declined": ("Rust wool jumper", "jumper", "orange", "M"),
    "challenge": ("Navy pleated midi skirt", "skirt", "navy", "12"),
    "race": ("Cream cable cardigan", "cardigan", "beige", "M"),
    "expiry": ("Red linen summer dress", "dress", "red", "12"),
    "shop": ("Black straight jeans", "jeans", "black", "W31"),
    "hearts": ("Yellow cotton tee", "t_shirt", "yellow", "M"),
    "help": ("Plum velvet blazer", "blazer", "purple", "M"),
    "back": ("Orange corduroy shacket", "jacket", "orange", "M"),
    "kept": ("Teal ribbed jumper", "jumper", "green", "M"),
    "pages": ("Grey wool coat", "coat", "grey", "M"),
    "held": ("Brown leather belt jacket", "jacket", "brown", "M"),
    "talk": ("Pink knitted vest", "jumper", "pink", "M"),
    "draft": ("Half written hoodie", "hoodie", "blue", "L"),
    "haggle": ("Green quilted jacket", "jacket", "green", "M"),
    "haggle_plain": ("Navy pleated skirt", "skirt", "navy", "M"),
    "reviewed": ("Orange cord pinafore", "dress", "orange", "M"),
    "measured": ("Brown checked blazer", "blazer", "brown", "M"),
}


def draw(type_: str, colour: str, seed: int) -> bytes:
    """Draw a garment as a JPEG, the way a demo does."""
    import numpy as np

    from rethread.simulation.garments import (
        GarmentSpec,
        draw_garment,
        materials_for,
        patterns_for,
        supported_type_for,
        vary_cut,
    )

    kind = supported_type_for(type_)
    cut = vary_cut(kind, np.random.default_rng(seed))
    spec = GarmentSpec(
        kind, "women", colour, "", patterns_for(kind)[0], materials_for(kind)[0], "", cut, seed
    )
    return draw_garment(spec, "front")


def _people(password_hash: str, demo_hash: str) -> dict[str, UUID]:
    from rethread.market.accounts.services import open_shop, register_user, save_address
    from rethread.platform.kernel import Actor

    who = {name: f"{name}@journeys.example" for name in BUYERS}
    who |= {role: f"{role}@demo.rethread.example" for role in ("buyer", "seller", "staff")}
    made: dict[str, UUID] = {}
    for name, email in who.items():
        made[name] = register_user(
            actor=Actor.system("journeys"),
            email=email,
            password_hash=demo_hash if name in {"buyer", "seller", "staff"} else password_hash,
            display_name=name.title(),
            is_staff=name == "staff",
        ).id
        save_address(
            actor=Actor.user(made[name]),
            name=f"{name.title()} Example",
            line1="1 Mill Street",
            city="Leeds",
            postcode="LS1 4AP",
            country="GB",
        )
    open_shop(actor=Actor.user(made["seller"]), handle="demo.rail", name="Demo Rail")
    return made


def _list(seller_id: UUID, name: str, number: int) -> UUID:
    from rethread.market.catalogue.services import create_draft, publish_listing
    from rethread.market.media.services import accept_photo
    from rethread.platform.kernel import Actor

    title, type_, colour, size = GARMENTS[name]
    actor = Actor.user(seller_id)
    photo = accept_photo(actor=actor, data=draw(type_, colour, number), filename="drawn.jpg")
    changes: ListingChanges = {
        "title": title,
        "description": "Worn twice, then it hung in the wardrobe.",
        "type": type_,
        "department": "women",
        "size": size,
        "condition": "good",
        "colours": [colour],
        "price_minor": PRICE_MINOR,
        "photo_ids": [photo.id],
    }
    draft = create_draft(actor=actor, changes=changes)
    return draft.id if name == "draft" else publish_listing(actor=actor, listing_id=draft.id).id


def seed() -> dict[str, object]:
    """Make the people and their garments; return their ids."""
    from django.contrib.auth.hashers import make_password

    from rethread.cli.demo_accounts import DEMO_PASSWORD

    people = _people(make_password(PASSWORD), make_password(DEMO_PASSWORD))
    listings = {
        name: str(_list(people["seller"], name, number))
        for number, name in enumerate(GARMENTS, start=1)
    }
    return {
        "people": {name: str(found) for name, found in people.items()},
        "draft": listings.pop("draft"),
        "listings": listings,
        "shop": "demo.rail",
    }


def main() -> None:
    """Seed the market that the environment names."""
    import django

    django.setup()  # the ports stay unwired: what is seeded needs no proof of identity
    sys.stdout.write(json.dumps(seed()) + "\n")


def photograph(of: str) -> Path | None:
    """Return the real photograph that a test calls its own, where the shared data is at hand.

    Each has another one: somebody else's photo would be held back, as it should be.
    """
    given = os.environ.get("SHARED_DATA", "")
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    for folder in (Path(given) if given else beside, beside):
        found = sorted((folder / "clothes").glob("*.jpg"))
        if found:
            return found[crc32(of.encode()) % len(found)]
    return None


if __name__ == "__main__":
    main()
