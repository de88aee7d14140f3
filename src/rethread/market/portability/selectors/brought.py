"""Read what came from other markets: their reviews, and which markets are known here."""

from __future__ import annotations

from uuid import UUID

from ..models import BroughtReview as Row
from ..models import TrustedMarket
from ..types import BroughtReview, KnownMarket
from .imports import signers_of

SHOWN_MAX = 50


def list_brought_reviews(shop_id: UUID, limit: int = 20) -> tuple[BroughtReview, ...]:
    """Return what buyers on other markets said about a shop's owner, latest first.

    They are shown apart from the reviews of this market and are in none of its ratings.
    """
    rows = list(Row.objects.filter(shop_id=shop_id).order_by("-written_at", "-id")[
        : min(limit, SHOWN_MAX)
    ])  # fmt: skip
    signers = signers_of(row.origin for row in rows) if rows else {}
    return tuple(
        BroughtReview(
            author_name=row.author_name,
            rating=row.rating,
            text=row.text,
            written_at=row.written_at,
            origin_name=row.origin_name,
            origin_url=row.origin_url,
            origin_key=row.origin,
            signer=signers[row.origin],
        )
        for row in rows
    )


def list_known_markets() -> tuple[KnownMarket, ...]:
    """Return the markets whose keys this market's staff have confirmed, by name."""
    rows = TrustedMarket.objects.order_by("name", "key_id")
    return tuple(KnownMarket(row.key_id, row.name, row.url, row.trusted_at) for row in rows)
