"""Real things for tests, made through the services: people, shops, photos, listings."""

from __future__ import annotations

import io
import itertools
import random
from collections.abc import Sequence
from importlib import import_module
from uuid import UUID

from django.apps import apps
from PIL import Image

from rethread.market.accounts.selectors import find_shop_of
from rethread.market.accounts.services import open_shop, register_user, save_address
from rethread.market.accounts.types import AddressView, ShopSummary, UserView
from rethread.market.catalogue.services import create_draft, publish_listing
from rethread.market.catalogue.types import ListingChanges, ListingView
from rethread.market.media.services import accept_photo
from rethread.market.media.types import PhotoView
from rethread.platform.kernel import Actor

_numbers = itertools.count(1)
PASSWORD_HASH = "!unusable"


def ensure_pricing() -> None:
    """Put back what migrations load, for tests that run outside of a transaction and truncate."""
    if apps.get_model("pricing", "ParcelRate").objects.exists():
        return
    for name in ("0002_first_schedules", "0003_untracked_rates", "0005_first_boost_rates"):
        import_module(f"rethread.market.pricing.migrations.{name}").load(apps, None)


def make_user(
    *, email: str | None = None, display_name: str = "", password: str | None = None
) -> UserView:
    """Register a person with a unique address; without `password` nobody can sign in as them."""
    return register_user(
        actor=Actor.system("tests"),
        email=email or f"person{next(_numbers)}@example.test",
        password=password,
        password_hash=None if password else PASSWORD_HASH,
        display_name=display_name,
    )


def make_staff() -> UserView:
    """Register a member of staff."""
    return register_user(
        actor=Actor.system("tests"),
        email=f"staff{next(_numbers)}@example.test",
        password_hash=PASSWORD_HASH,
        is_staff=True,
    )


def make_shop(*, owner: UserView | None = None, handle: str | None = None) -> ShopSummary:
    """Open a shop, of a new person unless one is given."""
    person = owner or make_user()
    return open_shop(
        actor=Actor.user(person.id), handle=handle or f"shop{next(_numbers)}x", name="A shop"
    )


def make_address(user_id: UUID) -> AddressView:
    """Save an address in Leeds."""
    return save_address(
        actor=Actor.user(user_id),
        name="Ada Example",
        line1="1 Mill Street",
        city="Leeds",
        postcode="LS1 4AP",
        country="GB",
    )


def photo_bytes(
    *, width: int = 96, height: int = 128, fmt: str = "PNG", seed: int | None = None
) -> bytes:
    """Draw a small picture; another seed is another picture."""
    rng = random.Random(next(_numbers) if seed is None else seed)
    small = Image.new("RGB", (4, 4))
    small.putdata([tuple(rng.randrange(256) for _ in range(3)) for _ in range(16)])  # type: ignore[arg-type]  # three numbers a pixel
    out = io.BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).save(out, format=fmt)
    return out.getvalue()


def make_photo(owner_id: UUID, *, seed: int | None = None) -> PhotoView:
    """Take a tiny generated photo through the real pipeline."""
    return accept_photo(actor=Actor.user(owner_id), data=photo_bytes(seed=seed), filename="a.png")


def listing_changes(
    *, photo_ids: Sequence[UUID], price_minor: int = 1500, title: str = "Blue denim jacket"
) -> ListingChanges:
    """Return all that a listing needs to be published."""
    return {
        "title": title,
        "description": "Worn twice, lovely as new.",
        "type": "denim_jacket",
        "department": "women",
        "brand": "levis",
        "size": "M",
        "condition": "good",
        "colours": ["blue"],
        "styles": ["casual"],
        "era": "90s",
        "material": "denim",
        "price_minor": price_minor,
        "photo_ids": photo_ids,
    }


def make_draft(*, seller_id: UUID | None = None, price_minor: int = 1500) -> ListingView:
    """Begin a complete listing that only needs publishing."""
    owner_id = seller_id or make_user().id
    ensure_pricing()
    if find_shop_of(owner_id) is None:
        open_shop(actor=Actor.user(owner_id), handle=f"shop{next(_numbers)}x", name="A shop")
    photo = make_photo(owner_id)
    return create_draft(
        actor=Actor.user(owner_id),
        changes=listing_changes(photo_ids=[photo.id], price_minor=price_minor),
    )


def make_live_listing(
    *,
    seller_id: UUID | None = None,
    price_minor: int = 1500,
    changes: ListingChanges | None = None,
) -> ListingView:
    """Publish a listing, of a new seller unless one is given; `changes` overrides its fields."""
    draft = make_draft(seller_id=seller_id, price_minor=price_minor)
    actor = Actor.user(draft.seller_id)
    if changes:
        from rethread.market.catalogue.services import update_listing

        update_listing(actor=actor, listing_id=draft.id, changes=changes)
    return publish_listing(actor=actor, listing_id=draft.id)
