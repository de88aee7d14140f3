"""Listings as the search index wants them, in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from rethread.market.accounts.selectors import shops_by_ids
from rethread.market.accounts.types import ShopSummary
from rethread.platform.kernel import invariant
from rethread.platform.kernel.fetching import fetch

from .. import rules
from ..models import Listing
from ..rules.refreshing import fresh_at
from ..types import ListingDocument

_KNOWN = "WHERE id = ANY(%s) AND status NOT IN ('draft', 'removed')"


def listing_documents(listing_ids: Iterable[UUID]) -> dict[UUID, ListingDocument]:
    """Return documents by id in two queries; drafts and the removed are absent.

    Whoever indexes keeps those that are `searchable` and deletes every other id asked for.
    """
    wanted = list(set(listing_ids))
    rows = fetch(Listing, _KNOWN, [wanted]) if wanted else []
    shops = shops_by_ids(row.shop_id for row in rows)
    return {row.id: _document(row, shops[row.shop_id]) for row in rows}


def searchable_listing_versions() -> Iterator[tuple[UUID, int]]:
    """Yield (id, version) of every listing that belongs in the index, in id order."""
    rows = Listing.objects.filter(status="live", shop__on_vacation=False).order_by("id")
    yield from rows.values_list("id", "version").iterator()


def shop_listing_ids(shop_id: UUID) -> tuple[UUID, ...]:
    """Return what a shop has for sale, away or not, for those who keep copies of it."""
    rows = Listing.objects.filter(shop_id=shop_id, status="live").order_by("id")
    return tuple(rows.values_list("id", flat=True))


def _document(row: Listing, shop: ShopSummary) -> ListingDocument:
    kind = rules.TYPES.get(row.type)
    brand = rules.BRANDS.get(row.brand)
    size = rules.size_of(row.size_system, row.size)
    invariant(kind is not None and row.published_at is not None, "what is public is complete")
    published_at = row.published_at or row.created_at  # the invariant above excludes the latter
    category = kind.category if kind is not None else ""
    return ListingDocument(
        id=row.id,
        version=row.version,
        searchable=row.status == "live" and not shop.on_vacation,
        status=row.status,
        seller_id=row.seller_id,
        shop_id=row.shop_id,
        shop_handle=shop.handle,
        shop_name=shop.name,
        shop_rating=shop.rating,
        title=row.title,
        description=row.description,
        department=row.department,
        department_label=rules.DEPARTMENTS.label(row.department),
        category=category,
        category_label=rules.CATEGORIES.label(category),
        type=row.type,
        type_label=rules.TYPES.label(row.type),
        brand=row.brand,
        brand_label=str(brand.label) if brand is not None else row.brand_text,
        brand_aliases=brand.aliases if brand is not None else (),
        size=row.size,
        size_system=row.size_system,
        sizes=tuple(sorted(rules.equivalent_sizes(size, row.department))) if size else (),
        condition=row.condition,
        colours=tuple(row.colours),
        styles=tuple(row.styles),
        era=row.era,
        material=row.material,
        pattern=row.pattern,
        price_minor=row.price_minor or 0,
        buyer_price_minor=row.buyer_price_minor or 0,
        currency=row.currency,
        photo_count=row.photo_count,
        published_at=published_at,
        fresh_at=fresh_at(published_at, row.refreshed_at),
    )
