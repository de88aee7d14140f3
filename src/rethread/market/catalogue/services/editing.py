"""Write down what an edit changed, and copy a listing into a new draft."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction

from rethread.market.accounts.services import ensure_shop
from rethread.platform.kernel import Actor, business_now
from rethread.platform.kernel.fetching import fetch

from .. import events
from ..errors import ListingNotFound
from ..models import Edit, Listing, ListingPhoto
from ..selectors import listing_view
from ..types import ListingView
from .changing import price_for_buyers, snapshot

COPIED: Final = (
    "title", "description", "department", "type", "brand", "brand_text", "size", "size_system",
    "condition", "colours", "styles", "era", "material", "pattern", "measurements", "measures",
    "parcel_size", "price_minor",
)  # fmt: skip
_RECORDED: Final = tuple(field for field in COPIED if field != "size_system")


def said_by(row: Listing) -> dict[str, object]:
    """Return what a listing says, field by field, as it can be compared and kept."""
    said: dict[str, object] = {field: getattr(row, field) for field in _RECORDED}
    links = fetch(ListingPhoto, "WHERE listing_id = %s ORDER BY position", [row.id])
    said["photos"] = [str(link.photo_id) for link in links]
    return said


def record_edit(row: Listing, before: dict[str, object]) -> None:
    """Keep what changed between `before` and the row as it is now, under its version."""
    after = said_by(row)
    changed = [
        {"field": field, "before": before[field], "after": value}
        for field, value in after.items()
        if before[field] != value
    ]
    if changed:
        Edit.objects.create(
            listing=row,
            version=row.version,
            by_seller=True,
            changes=changed,
            edited_at=row.updated_at,
        )


def duplicate_listing(*, actor: Actor, listing_id: UUID) -> ListingView:
    """Begin a draft that says and shows what another listing of the acting person does.

    The photos are the same photos: nothing is uploaded or stored again.

    Raises:
        ListingNotFound: there is none, or it is somebody else's.
    """
    seller_id = actor.require_user()
    with transaction.atomic():
        source = fetch(
            Listing, "WHERE id = %s AND seller_id = %s AND status <> 'removed'",
            [listing_id, seller_id],
        )  # fmt: skip
        if not source:
            raise ListingNotFound
        shop = ensure_shop(actor=actor)
        now = business_now()
        row = Listing(
            shop_id=shop.id,
            seller_id=seller_id,
            currency=source[0].currency,
            created_at=now,
            updated_at=now,
            cover_photo_id=source[0].cover_photo_id,
            photo_count=source[0].photo_count,
            **{field: getattr(source[0], field) for field in COPIED},
        )
        price_for_buyers(row)
        row.save(force_insert=True)
        links = fetch(ListingPhoto, "WHERE listing_id = %s ORDER BY position", [listing_id])
        ListingPhoto.objects.bulk_create(
            ListingPhoto(listing=row, photo_id=link.photo_id, position=link.position)
            for link in links
        )
        events.emit_listing_created(actor=actor, **snapshot(row))
    return listing_view(row, shop=shop)
