"""What other packages see of people and shops: frozen data, never rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from rethread.market.pricing.types import BundleTier, DeliveryMethod

KeyScope = Literal[
    "listings:read",
    "listings:write",
    "messages:read",
    "messages:write",
    "cases:read",
    "cases:write",
    "offers:read",
    "offers:write",
    "exports:read",
    "exports:write",
    "imports:read",
    "imports:write",
    "searches:read",
    "searches:write",
    "orders:read",
    "orders:write",
    "likes:read",
    "likes:write",
    "notices:read",
    "notices:write",
    "reviews:read",
    "reviews:write",
    "addresses:read",
    "addresses:write",
    "bag:read",
    "bag:write",
    "account:read",
    "account:write",
]
KEY_SCOPES: tuple[KeyScope, ...] = (
    "listings:read",
    "listings:write",
    "messages:read",
    "messages:write",
    "cases:read",
    "cases:write",
    "offers:read",
    "offers:write",
    "exports:read",
    "exports:write",
    "imports:read",
    "imports:write",
    "searches:read",
    "searches:write",
    "orders:read",
    "orders:write",
    "likes:read",
    "likes:write",
    "notices:read",
    "notices:write",
    "reviews:read",
    "reviews:write",
    "addresses:read",
    "addresses:write",
    "bag:read",
    "bag:write",
    "account:read",
    "account:write",
)


@dataclass(frozen=True, slots=True)
class UserView:
    """A person as other packages see them.

    `language` is empty where they never chose one, `currency` where prices are shown as they are.
    """

    id: UUID
    email: str
    display_name: str
    is_staff: bool
    is_active: bool
    created_at: datetime
    language: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class ShopSummary:
    """A shop as cards, listings and orders show it; `rating` is the mean of 1 to 5 stars.

    `vacation_until` is when a shop that is away comes back by itself; None: when its owner says.
    `pickup_place` says in words where to meet who picks up, as everybody may read it; it is kept
    while no pick-up is offered. `currency` is what its next listings are priced in.
    """

    id: UUID
    owner_id: UUID
    handle: str
    name: str
    bio: str
    rating_sum: int
    rating_count: int
    ships_within_days: int
    on_vacation: bool
    created_at: datetime
    vacation_until: datetime | None = None
    bundle_tiers: tuple[BundleTier, ...] = ()
    delivery_methods: tuple[DeliveryMethod, ...] = ("tracked",)
    pickup_place: str = ""
    currency: str = ""

    @property
    def rating(self) -> float | None:
        """Return the mean rating, or None while there is none."""
        return self.rating_sum / self.rating_count if self.rating_count else None


@dataclass(frozen=True, slots=True)
class ShopRecordView:
    """How long a shop takes, in seconds: the median of its last 20; None while it has too few."""

    answer_s: int | None = None
    dispatch_s: int | None = None


@dataclass(frozen=True, slots=True)
class AddressInput:
    """An address as somebody typed it; `country` is an ISO 3166 code."""

    name: str
    line1: str
    city: str
    postcode: str
    country: str
    line2: str = ""


@dataclass(frozen=True, slots=True)
class AddressView:
    """A stored address; the default one is chosen where nothing else was."""

    id: UUID
    name: str
    line1: str
    line2: str
    city: str
    postcode: str
    country: str
    is_default: bool = False

    def lines(self) -> Sequence[str]:
        """Return the address as it is written on a parcel."""
        parts = (self.name, self.line1, self.line2, f"{self.city} {self.postcode}", self.country)
        return tuple(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class KeyView:
    """A personal key as its owner sees it: never the key itself."""

    id: UUID
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key at the only moment its `token` is known."""

    key: KeyView
    token: str


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Who a presented key belongs to and what it may do."""

    user_id: UUID
    key_id: UUID
    scopes: tuple[str, ...]
