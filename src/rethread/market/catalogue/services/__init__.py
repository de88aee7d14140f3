"""Writes of the catalogue: drafts and edits, going live and out of sight, and the stock of one."""

from .bulk import change_many, plan_many
from .drafts import create_draft, update_listing
from .editing import duplicate_listing
from .holding import hold_listing
from .publishing import (
    hide_listing,
    mark_sold_elsewhere,
    publish_listing,
    relist_listing,
    remove_listing,
    show_listing,
)
from .refreshing import refresh_listing
from .stock import mark_listings_sold, release_listings, reserve_listings, return_listings

__all__ = [
    "change_many",
    "create_draft",
    "duplicate_listing",
    "hide_listing",
    "hold_listing",
    "mark_listings_sold",
    "mark_sold_elsewhere",
    "plan_many",
    "publish_listing",
    "refresh_listing",
    "release_listings",
    "relist_listing",
    "remove_listing",
    "reserve_listings",
    "return_listings",
    "show_listing",
    "update_listing",
]
