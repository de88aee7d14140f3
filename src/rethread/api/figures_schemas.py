"""The shapes of a seller's figures in the API."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec


class MonthBody(msgspec.Struct, frozen=True):
    """What you earned from orders completed in the month that begins then, fee taken off."""

    begins_at: datetime
    orders: int
    earned_minor: int
    currency: str


class InterestBody(msgspec.Struct, frozen=True):
    """How people took to a piece; opened and bagged count who is signed in or agreed to it.
    Offers are negotiations: begun by buyers or by you, in which both named a price, agreed on."""

    listing_id: UUID
    opened: int
    bagged: int
    likes: int
    offers_received: int
    offers_sent: int
    offers_countered: int
    offers_accepted: int


class FiguresBody(msgspec.Struct, frozen=True):
    """How your rail does: months, latest last; what was put up in 90 days and sold; each piece."""

    months: list[MonthBody]
    listed: int
    sold: int
    typical_hours: int | None
    pieces: list[InterestBody]


class FieldChangeBody(msgspec.Struct, frozen=True):
    """One field, before and after, in words."""

    field: str
    before: str
    after: str


class EditBody(msgspec.Struct, frozen=True):
    """What was changed about a listing that had been public."""

    version: int
    edited_at: datetime
    by_seller: bool
    changes: list[FieldChangeBody]


class EditList(msgspec.Struct, frozen=True):
    """What was changed about your listing, latest first."""

    data: list[EditBody]


class GuidanceBody(msgspec.Struct, frozen=True):
    """What similar pieces sold for, sellers' prices in minor units, and which pieces they were."""

    lowest_minor: int
    low_minor: int
    middle_minor: int
    high_minor: int
    highest_minor: int
    currency: str
    of_brand: bool
    listing_ids: list[UUID]


FIGURE_TYPES = (
    FiguresBody,
    MonthBody,
    InterestBody,
    EditList,
    EditBody,
    FieldChangeBody,
    GuidanceBody,
)
