"""Reads of offers, in bulk wherever a page shows many."""

from .offers import (
    access_offer,
    count_waiting,
    find_latest_offer,
    find_offer_parties,
    list_offers,
    private_prices,
)
from .selling import access_selling_terms, offer_figures

__all__ = [
    "access_offer",
    "access_selling_terms",
    "count_waiting",
    "find_latest_offer",
    "find_offer_parties",
    "list_offers",
    "offer_figures",
    "private_prices",
]
