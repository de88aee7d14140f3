"""The shapes of saved searches in the API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from rethread.market.search.types import FILTER_VALUES_MAX

Codes = Annotated[
    list[Annotated[str, msgspec.Meta(max_length=60)]], msgspec.Meta(max_length=FILTER_VALUES_MAX)
]


class SearchFilters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Codes of the catalogue, several of one kind meaning any of them; prices are the buyer's."""

    departments: Codes = []
    categories: Codes = []
    types: Codes = []
    brands: Codes = []
    sizes: Codes = []
    colours: Codes = []
    conditions: Codes = []
    materials: Codes = []
    patterns: Codes = []
    styles: Codes = []
    eras: Codes = []
    shop_id: UUID | None = None
    price_min_minor: int | None = None
    price_max_minor: int | None = None


class NewSavedSearch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A search to save: words, filters, and what you call it."""

    query: str = ""
    filters: SearchFilters = SearchFilters()
    name: str = ""


class SavedSearchBody(msgspec.Struct, frozen=True):
    """A saved search; `new_count` is how many matches came since you last looked."""

    id: UUID
    name: str
    query: str
    filters: SearchFilters
    new_count: int
    saved_at: datetime
    looked_at: datetime


class SavedSearchList(msgspec.Struct, frozen=True):
    """All of your saved searches."""

    data: list[SavedSearchBody]


class MatchBody(msgspec.Struct, frozen=True):
    """A listing that was found for a saved search."""

    listing_id: UUID
    matched_at: datetime
    is_new: bool


class MatchList(msgspec.Struct, frozen=True):
    """A page of matches, latest first; `next_cursor` is null at the end."""

    data: list[MatchBody]
    next_cursor: str | None


class SizesBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sizes you wear, as codes ("uk:10", "shoe_uk:6"); `applies` presets your searches."""

    codes: Codes
    applies: bool = True


SEARCH_TYPES = (
    SavedSearchList,
    SavedSearchBody,
    NewSavedSearch,
    MatchList,
    SizesBody,
)
