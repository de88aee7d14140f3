"""Reads of the catalogue. Prices that leave here include the buyer's fee."""

from .cards import cards_by_ids, list_fresh_cards, list_own_cards, list_shop_cards
from .documents import listing_documents, searchable_listing_versions
from .listings import (
    access_listing_for_edit,
    access_listing_for_view,
    get_listing,
    list_own_listings,
    listing_view,
    own_listing_ids,
    own_listing_totals,
)

__all__ = [
    "access_listing_for_edit",
    "access_listing_for_view",
    "cards_by_ids",
    "get_listing",
    "list_fresh_cards",
    "list_own_cards",
    "list_own_listings",
    "list_shop_cards",
    "listing_documents",
    "listing_view",
    "own_listing_ids",
    "own_listing_totals",
    "searchable_listing_versions",
]
