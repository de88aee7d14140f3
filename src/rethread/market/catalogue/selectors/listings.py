"""Whole listings. Drafts and hidden listings exist only for their seller and for staff."""

from __future__ import annotations

from uuid import UUID

from rethread.market.accounts.selectors import get_shop
from rethread.market.accounts.types import ShopSummary
from rethread.market.media.selectors import photos_by_ids
from rethread.market.media.types import PhotoView
from rethread.platform.kernel import Actor, Money
from rethread.platform.kernel.fetching import fetch, fetch_one

from .. import rules
from ..errors import ListingNotFound
from ..models import Listing, ListingPhoto
from ..types import ListingView


def get_listing(listing_id: UUID) -> ListingView:
    """Return a listing that anybody may see: live, reserved or sold.

    Raises:
        ListingNotFound: there is none, or it is a draft, hidden or removed.
    """
    row = fetch_one(Listing, "WHERE id = %s AND status = ANY(%s)", [listing_id, list(rules.PUBLIC)])
    if row is None:
        raise ListingNotFound
    return listing_view(row)


def access_listing_for_view(*, actor: Actor, listing_id: UUID) -> ListingView:
    """Return a listing as this actor may see it: the public ones, one's own, for staff all.

    Raises:
        ListingNotFound: there is none that this actor may know of.
    """
    row = fetch_one(Listing, "WHERE id = %s", [listing_id])
    if row is None or not (row.status in rules.PUBLIC or _is_theirs(actor, row)):
        raise ListingNotFound
    if row.status == "removed" and not actor.is_staff:
        raise ListingNotFound
    return listing_view(row)


def access_listing_for_edit(*, actor: Actor, listing_id: UUID) -> ListingView:
    """Return a listing of the acting person, whatever its status short of removed.

    This is the only way to a listing that somebody is about to change; services lock the row
    under the same condition.

    Raises:
        ListingNotFound: there is none, or it is somebody else's.
    """
    row = fetch_one(Listing, "WHERE id = %s AND seller_id = %s", [listing_id, actor.require_user()])
    if row is None or row.status == "removed":
        raise ListingNotFound
    return listing_view(row)


def _is_theirs(actor: Actor, row: Listing) -> bool:
    return actor.is_staff or actor.is_system or actor.user_id == row.seller_id


def listing_view(
    row: Listing,
    *,
    shop: ShopSummary | None = None,
    photos: tuple[PhotoView, ...] | None = None,
) -> ListingView:
    """Turn a row into the data that leaves this package, in two further queries or three.

    Whoever knows its shop or its photos already (the row is locked, or new) gives them, which
    costs no query.
    """
    photos = photos_of(row) if photos is None else photos
    shop = shop or get_shop(row.shop_id)
    return ListingView(
        id=row.id,
        version=row.version,
        status=row.status,
        seller_id=row.seller_id,
        shop=shop,
        available=row.status == "live" and not shop.on_vacation,
        title=row.title,
        description=row.description,
        department=row.department,
        department_label=rules.DEPARTMENTS.label(row.department),
        type=row.type,
        type_label=rules.TYPES.label(row.type),
        brand=row.brand,
        brand_label=rules.BRANDS.label(row.brand) or row.brand_text,
        size=row.size,
        size_system=row.size_system,
        condition=row.condition,
        condition_label=rules.CONDITIONS.label(row.condition),
        colours=tuple(row.colours),
        styles=tuple(row.styles),
        era=row.era,
        material=row.material,
        pattern=row.pattern,
        measurements=row.measurements,
        parcel_size=row.parcel_size,
        price=_money(row.price_minor, row.currency),
        buyer_price=_money(row.buyer_price_minor, row.currency),
        fee_version=row.fee_version,
        photos=photos,
        checkout_id=row.checkout_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        published_at=row.published_at,
        sold_at=row.sold_at,
        measures=_measures(row),
    )


def _measures(row: Listing) -> tuple[tuple[str, int], ...]:
    """Return what was measured, in the order of its type."""
    kind, known = rules.TYPES.get(row.type), row.measures or {}
    return tuple((code, known[code]) for code in (kind.measures if kind else ()) if code in known)


def photos_of(row: Listing) -> tuple[PhotoView, ...]:
    """Return a listing's photos in their order."""
    ordered = [
        link.photo_id
        for link in fetch(ListingPhoto, "WHERE listing_id = %s ORDER BY position", [row.id])
    ]
    photos = photos_by_ids(ordered)
    return tuple(photos[photo_id] for photo_id in ordered if photo_id in photos)


def _money(amount_minor: int | None, currency: str) -> Money | None:
    return None if amount_minor is None else Money(amount_minor, currency)
