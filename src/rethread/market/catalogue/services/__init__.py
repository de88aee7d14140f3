"""Writes of the catalogue: drafts and edits, going live and out of sight, and the stock of one."""

from .drafts import create_draft, update_listing
from .editing import duplicate_listing
from .holding import hold_listing
from .publishing import (
    hide_listing,
    mark_sold_elsewhere,
    publish_listing,
    remove_listing,
    show_listing,
)
from .stock import mark_listings_sold, release_listings, reserve_listings, return_listings

__all__ = [
    "create_draft",
    "duplicate_listing",
    "hide_listing",
    "hold_listing",
    "mark_listings_sold",
    "mark_sold_elsewhere",
    "publish_listing",
    "release_listings",
    "remove_listing",
    "reserve_listings",
    "return_listings",
    "show_listing",
    "update_listing",
]
