"""Cards in bulk: one query for listings with their shops, one for photos, whatever the number."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rethread.market.media.selectors import photos_by_ids
from rethread.market.media.types import PhotoView
from rethread.platform.kernel import Actor, Invalid, Money

from .. import rules
from ..models import Listing
from ..types import BulkPiece, CardPage, ListingCard

PAGE_MAX = 100
_FIELDS = (
    "id", "seller_id", "shop_id", "shop__handle", "shop__name", "shop__on_vacation", "status",
    "title", "department", "type", "brand", "brand_text", "size", "size_system", "condition",
    "price_minor", "buyer_price_minor", "currency", "cover_photo_id", "published_at",
    "fee_version",
)  # fmt: skip
# The columns of `_FIELDS`, in their order: every page reads cards by id.
_BY_IDS = """
SELECT l.id, l.seller_id, l.shop_id, s.handle, s.name, s.on_vacation, l.status,
       l.title, l.department, l.type, l.brand, l.brand_text, l.size, l.size_system, l.condition,
       l.price_minor, l.buyer_price_minor, l.currency, l.cover_photo_id, l.published_at,
       l.fee_version
FROM catalogue_listing l JOIN accounts_shop s ON s.id = l.shop_id
WHERE l.id = ANY(%s) AND l.status NOT IN ('draft', 'removed')
"""

_COUNTS = """
SELECT count(*) FILTER (WHERE status IN ('live', 'reserved')),
       count(*) FILTER (WHERE status = 'sold')
FROM catalogue_listing WHERE shop_id = %s
"""
_OF_SHOPS = """
SELECT fresh.id FROM unnest(%(shops)s::uuid[]) AS wanted(id)
JOIN accounts_shop s ON s.id = wanted.id AND NOT s.on_vacation
CROSS JOIN LATERAL (
    SELECT l.id, l.published_at FROM catalogue_listing l
    WHERE l.shop_id = wanted.id AND l.status = 'live'
      AND (l.published_at, l.id) < (%(moment)s, %(last)s)
    ORDER BY l.published_at DESC, l.id DESC LIMIT %(size)s
) AS fresh
ORDER BY fresh.published_at DESC, fresh.id DESC LIMIT %(size)s
"""
_END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


def cards_by_ids(listing_ids: Iterable[UUID]) -> dict[UUID, ListingCard]:
    """Return cards by id in at most two queries, in the order asked for.

    Every status but draft and removed is there: a page decides by `status` and `available`.
    """
    wanted = list(dict.fromkeys(listing_ids))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BY_IDS, [wanted])
        rows = [dict(zip(_FIELDS, row, strict=True)) for row in cursor.fetchall()]
    cards = {card.id: card for card in _cards(rows)}
    return {listing_id: cards[listing_id] for listing_id in wanted if listing_id in cards}


def list_fresh_cards(
    *,
    cursor: str | None = None,
    limit: int = 24,
    shop_ids: Iterable[UUID] | None = None,
    hidden_seller_ids: Iterable[UUID] = (),
) -> CardPage:
    """Return what is for sale, newest first; `shop_ids` narrows it to some shops.

    Pieces of `hidden_seller_ids` are left out before the page is cut, so that pages stay full.

    Raises:
        Invalid: `catalogue.bad_cursor`, the cursor is not one that was given out.
    """
    rows = Listing.objects.filter(status="live", shop__on_vacation=False)
    if shop_ids is not None:
        rows = rows.filter(shop_id__in=list(shop_ids))
    if hidden := list(hidden_seller_ids):
        rows = rows.exclude(seller_id__in=hidden)
    return _page(rows, cursor, limit)


def list_shop_cards(
    *,
    shop_id: UUID,
    cursor: str | None = None,
    limit: int = 24,
    statuses: Iterable[str] = ("live", "reserved"),
) -> CardPage:
    """Return a shop's public listings in the given statuses, newest first.

    While the shop is away, nothing that was for sale is there.

    Raises:
        Invalid: `catalogue.bad_cursor`, the cursor is not one that was given out.
    """
    wanted = [status for status in statuses if status in rules.PUBLIC]
    rows = Listing.objects.filter(shop_id=shop_id, status__in=wanted)
    return _page(rows.exclude(status="live", shop__on_vacation=True), cursor, limit)


def list_own_cards(
    *, actor: Actor, status: str | None = None, limit: int = PAGE_MAX
) -> tuple[ListingCard, ...]:
    """Return the acting person's listings, drafts and hidden ones too, latest first."""
    rows = Listing.objects.filter(seller_id=actor.require_user()).exclude(status="removed")
    if status is not None:
        rows = rows.filter(status=status)
    return tuple(_cards(list(rows.order_by("-id")[:limit].values(*_FIELDS))))


_PIECES = """
SELECT id, version, title, status, price_minor, currency, parcel_size FROM catalogue_listing
WHERE id = ANY(%s) AND seller_id = %s AND status <> 'removed'
"""


def own_pieces(*, actor: Actor, listing_ids: Iterable[UUID]) -> tuple[BulkPiece, ...]:
    """Return pieces of the acting person's as they are now, in the order asked for; one query."""
    wanted = list(dict.fromkeys(listing_ids))
    with connection.cursor() as cursor:
        cursor.execute(_PIECES, [wanted, actor.require_user()])
        found = {row[0]: BulkPiece(*row) for row in cursor.fetchall()}
    return tuple(found[one] for one in wanted if one in found)


def _page(rows: QuerySet[Listing], cursor: str | None, limit: int) -> CardPage:
    size = max(1, min(limit, PAGE_MAX))
    if cursor:
        moment, last_id = _read_cursor(cursor)
        rows = rows.filter(Q(published_at__lt=moment) | Q(published_at=moment, id__lt=last_id))
    page = rows.order_by("-published_at", "-id")[: size + 1]
    cards = _cards(list(page.values(*_FIELDS)))
    following = _cursor_after(cards[size - 1]) if len(cards) > size else None
    return CardPage(cards=tuple(cards[:size]), next_cursor=following)


def _cursor_after(card: ListingCard) -> str:
    moment = card.published_at.isoformat() if card.published_at else ""
    return base64.urlsafe_b64encode(f"{moment}|{card.id}".encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        moment, _bar, last_id = text.partition("|")
        read = datetime.fromisoformat(moment)
        if read.tzinfo is None:
            raise ValueError(moment)
        return read, UUID(last_id)
    except (ValueError, binascii.Error) as error:
        raise Invalid(
            "catalogue.bad_cursor", _("This page does not exist. Start again.")
        ) from error


def _cards(rows: Sequence[dict[str, Any]]) -> list[ListingCard]:
    covers = [row["cover_photo_id"] for row in rows if row["cover_photo_id"]]
    photos = photos_by_ids(covers) if covers else {}
    return [_card(row, photos.get(row["cover_photo_id"])) for row in rows]


def _card(row: dict[str, Any], photo: PhotoView | None) -> ListingCard:
    currency = row["currency"]
    return ListingCard(
        id=row["id"],
        seller_id=row["seller_id"],
        shop_id=row["shop_id"],
        shop_handle=row["shop__handle"],
        shop_name=row["shop__name"],
        status=row["status"],
        available=row["status"] == "live" and not row["shop__on_vacation"],
        title=row["title"],
        department=row["department"],
        type=row["type"],
        type_label=rules.TYPES.label(row["type"]),
        brand=row["brand"],
        brand_label=rules.BRANDS.label(row["brand"]) or row["brand_text"],
        size=row["size"],
        size_system=row["size_system"],
        condition=row["condition"],
        condition_label=rules.CONDITIONS.label(row["condition"]),
        price=Money(row["price_minor"] or 0, currency),
        buyer_price=Money(row["buyer_price_minor"] or 0, currency),
        photo=photo,
        published_at=row["published_at"],
        fee_version=row["fee_version"] or 0,
    )


def count_shop_listings(shop_id: UUID) -> tuple[int, int]:
    """Return how many of a shop's pieces can be seen for sale and how many were sold."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [shop_id])
        for_sale, sold = cursor.fetchone() or (0, 0)
    return for_sale, sold


def list_cards_of_shops(
    *, shop_ids: Iterable[UUID], cursor: str | None = None, limit: int = 24
) -> CardPage:
    """Return what some shops have for sale, newest first, looking at each shop's newest alone.

    However large the market, it reads at most a page of each shop.

    Raises:
        Invalid: `catalogue.bad_cursor`, the cursor is not one that was given out.
    """
    size = max(1, min(limit, PAGE_MAX))
    moment, last_id = _read_cursor(cursor) if cursor else (_END_OF_TIME, UUID(int=2**128 - 1))
    asked: dict[str, Any] = {
        "shops": sorted(set(shop_ids)),
        "moment": moment,
        "last": last_id,
        "size": size + 1,
    }
    with connection.cursor() as reading:
        reading.execute(_OF_SHOPS, asked)
        ids = [row[0] for row in reading.fetchall()]
    cards = cards_by_ids(ids)
    shown = tuple(cards[one] for one in ids[:size] if one in cards)
    following = _cursor_after(shown[-1]) if len(ids) > size and shown else None
    return CardPage(cards=shown, next_cursor=following)
