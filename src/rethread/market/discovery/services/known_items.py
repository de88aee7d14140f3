"""Facts of listings as the catalogue has them now, and as rows keep them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from rethread.market.catalogue.selectors import listing_documents
from rethread.market.catalogue.types import ListingDocument

from ..types import ItemFacts

_FACTS = msgspec.json.Decoder(ItemFacts)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(moment: datetime) -> int:
    """Return a moment as whole microseconds since 1970, exactly."""
    passed = moment - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def facts_of(document: ListingDocument) -> ItemFacts:
    """Return what ranking may know of a listing."""
    return ItemFacts(
        listing_id=document.id,
        version=document.version,
        seller=str(document.seller_id),
        shop=str(document.shop_id),
        department=document.department,
        category=document.category,
        type=document.type,
        brand=document.brand,
        size=document.size,
        size_system=document.size_system,
        condition=document.condition,
        colours=document.colours,
        styles=document.styles,
        price_minor=document.buyer_price_minor,
        published_us=microseconds(document.published_at),
    )


def facts_by_ids(listing_ids: Iterable[UUID]) -> dict[UUID, ItemFacts]:
    """Return the facts of public listings as they are now; two queries."""
    return {found.id: facts_of(found) for found in listing_documents(listing_ids).values()}


def write_row(facts: ItemFacts) -> str:
    """Return facts as the JSON that a row keeps."""
    return msgspec.json.encode(facts).decode()


def read_row(text: str) -> ItemFacts:
    """Return facts from a row's JSON."""
    return _FACTS.decode(text)
