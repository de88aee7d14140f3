"""Reads of the catalogue. Prices that leave here include the buyer's fee."""

from .cards import (
    cards_by_ids,
    count_shop_listings,
    list_cards_of_shops,
    list_fresh_cards,
    list_own_cards,
    list_shop_cards,
    own_pieces,
)
from .documents import listing_documents, searchable_listing_versions, shop_listing_ids
from .edits import list_edits
from .listings import (
    access_listing_for_edit,
    access_listing_for_view,
    currency_of,
    get_listing,
    list_own_listings,
    listing_ids_priced_otherwise,
    listing_view,
    own_listing_ids,
    own_listing_totals,
)
from .owners import find_owner
from .refreshing import refresh_standings
from .selling import price_guidance, price_guidance_for, rail_figures

__all__ = [
    "access_listing_for_edit",
    "access_listing_for_view",
    "cards_by_ids",
    "count_shop_listings",
    "currency_of",
    "find_owner",
    "get_listing",
    "list_cards_of_shops",
    "list_edits",
    "list_fresh_cards",
    "list_own_cards",
    "list_own_listings",
    "list_shop_cards",
    "listing_documents",
    "listing_ids_priced_otherwise",
    "listing_view",
    "own_listing_ids",
    "own_listing_totals",
    "own_pieces",
    "price_guidance",
    "price_guidance_for",
    "rail_figures",
    "refresh_standings",
    "searchable_listing_versions",
    "shop_listing_ids",
]
