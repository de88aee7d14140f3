"""Whole listings. Drafts and hidden listings exist only for their seller and for staff."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from rethread.market.accounts.selectors import get_shop, shops_by_ids
from rethread.market.accounts.types import ShopSummary
from rethread.market.media.selectors import photos_by_ids
from rethread.market.media.types import PhotoView
from rethread.platform.kernel import Actor, Money, settings
from rethread.platform.kernel.fetching import fetch, fetch_one, select

from .. import rules
from ..errors import ListingNotFound
from ..models import Listing, ListingPhoto
from ..types import ListingView

PAGE_MAX = 100
_OWN_PAGE = "WHERE seller_id = %s AND id > %s AND status <> 'removed' ORDER BY id LIMIT %s"
_OWN_TOTALS = """
SELECT count(*), coalesce(sum(photo_count), 0) FROM catalogue_listing
WHERE seller_id = %s AND status <> 'removed'
"""
_OWN_AMONG = """
SELECT id FROM catalogue_listing WHERE seller_id = %s AND id = ANY(%s) AND status <> 'removed'
"""


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


def list_own_listings(
    *, actor: Actor, after: UUID | None = None, limit: int = PAGE_MAX
) -> tuple[ListingView, ...]:
    """Return whole listings of the acting person, oldest first, all but the removed.

    For whoever carries a shop elsewhere: four queries a page, whatever its length. `after` is
    the last id of the page before; a page that is not full is the last.
    """
    rows = fetch(
        Listing, _OWN_PAGE, [actor.require_user(), after or UUID(int=0), min(limit, PAGE_MAX)]
    )
    shops = shops_by_ids(row.shop_id for row in rows)
    links = fetch(
        ListingPhoto,
        "WHERE listing_id = ANY(%s) ORDER BY listing_id, position",
        [[row.id for row in rows]],
    )
    photos = photos_by_ids(link.photo_id for link in links)
    of_one: dict[UUID, list[PhotoView]] = {row.id: [] for row in rows}
    for link in links:
        of_one[link.listing_id].append(photos[link.photo_id])
    return tuple(
        listing_view(row, shop=shops[row.shop_id], photos=tuple(of_one[row.id])) for row in rows
    )


def own_listing_totals(*, actor: Actor) -> tuple[int, int]:
    """Return how many listings the acting person has, and how many photos in all of them."""
    ((listings, photos),) = select(_OWN_TOTALS, [actor.require_user()])
    return int(listings), int(photos)


def own_listing_ids(*, actor: Actor, listing_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these are listings of the acting person that still exist."""
    rows = select(_OWN_AMONG, [actor.require_user(), list(set(listing_ids))])
    return {row[0] for row in rows}


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
        refreshed_at=row.refreshed_at,
        currency=row.currency,
    )


def currency_of(listing_id: UUID) -> str:
    """Return what a listing is priced in; of one that is not there, the market's own currency."""
    found = select("SELECT currency FROM catalogue_listing WHERE id = %s", [listing_id])
    return str(found[0][0]) if found else settings().currency


def listing_ids_priced_otherwise() -> list[UUID]:
    """Return what is for sale in another currency than the market's own; reads them all."""
    rows = Listing.objects.filter(status="live").exclude(currency=settings().currency)
    return list(rows.values_list("id", flat=True))


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
