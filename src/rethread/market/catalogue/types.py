"""What other packages see of listings: frozen data, never rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypedDict
from uuid import UUID

from rethread.market.accounts.types import ShopSummary
from rethread.market.media.types import PhotoView
from rethread.platform.kernel import Money

ListingStatus = Literal["draft", "live", "reserved", "sold", "hidden", "elsewhere", "removed"]


class ListingChanges(TypedDict, total=False):
    """What somebody wants a listing to say; what is absent stays as it is.

    Codes (`type`, `condition`, `colours`, ...) may be codes or labels; `size` is what a person
    types ("M", "UK 10", "W32 L34"); `photo_ids` is the whole new order, the cover first.
    """

    title: str
    description: str
    type: str
    department: str
    brand: str
    size: str
    condition: str
    colours: Sequence[str]
    styles: Sequence[str]
    era: str
    material: str
    pattern: str
    measurements: str
    measures_mm: Mapping[str, int]
    parcel_size: str
    price_minor: int | None
    photo_ids: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class ListingCard:
    """A listing as a grid shows it; `buyer_price` includes the buyer's fee.

    `available` is true when it can be put in a bag now: live, and its shop is not on vacation.
    """

    id: UUID
    seller_id: UUID
    shop_id: UUID
    shop_handle: str
    shop_name: str
    status: str
    available: bool
    title: str
    department: str
    type: str
    type_label: str
    brand: str
    brand_label: str
    size: str
    size_system: str
    condition: str
    condition_label: str
    price: Money
    buyer_price: Money
    photo: PhotoView | None
    published_at: datetime | None
    fee_version: int = 0


@dataclass(frozen=True, slots=True)
class CardPage:
    """One page of cards and where the next begins; None is the end."""

    cards: tuple[ListingCard, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class ListingView:
    """A whole listing; prices are None while a draft has none.

    `measures` are pairs of a code and millimetres, in the order of its type. `currency` is what it
    is priced in, for a draft too.
    """

    id: UUID
    version: int
    status: str
    seller_id: UUID
    shop: ShopSummary
    available: bool
    title: str
    description: str
    department: str
    department_label: str
    type: str
    type_label: str
    brand: str
    brand_label: str
    size: str
    size_system: str
    condition: str
    condition_label: str
    colours: tuple[str, ...]
    styles: tuple[str, ...]
    era: str
    material: str
    pattern: str
    measurements: str
    parcel_size: str
    price: Money | None
    buyer_price: Money | None
    fee_version: int | None
    photos: tuple[PhotoView, ...]
    checkout_id: UUID | None
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    sold_at: datetime | None
    measures: tuple[tuple[str, int], ...] = ()
    refreshed_at: datetime | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an edit, as words: what it said before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ListingEdit:
    """What somebody changed about a listing that had been public; `version` is the new one."""

    version: int
    edited_at: datetime
    by_seller: bool
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class RefreshStanding:
    """Whether a live listing may be refreshed: from when on, what got better since it was listed or
    last refreshed (price, photos, description, measures), and why not, or None."""

    from_at: datetime
    better: tuple[str, ...]
    refused: str | None


@dataclass(frozen=True, slots=True)
class ReservedListing:
    """What orders need to know of a listing that it has just reserved."""

    id: UUID
    seller_id: UUID
    shop_id: UUID
    title: str
    price: Money
    buyer_price: Money
    fee_version: int
    parcel_size: str
    version: int


@dataclass(frozen=True, slots=True)
class HeldListing:
    """What offers need to know of a listing that stays as it is while they agree on its price."""

    id: UUID
    seller_id: UUID
    status: str
    available: bool
    title: str
    price: Money


@dataclass(frozen=True, slots=True)
class ListingDocument:
    """A listing as the search index stores it: codes to filter by, labels to find by.

    `sizes` are all equivalent size codes, so that "EU 38" finds "UK 10". Only listings that are
    `searchable` belong in the index; for others the index deletes.
    """

    id: UUID
    version: int
    searchable: bool
    status: str
    seller_id: UUID
    shop_id: UUID
    shop_handle: str
    shop_name: str
    shop_rating: float | None
    title: str
    description: str
    department: str
    department_label: str
    category: str
    category_label: str
    type: str
    type_label: str
    brand: str
    brand_label: str
    brand_aliases: tuple[str, ...]
    size: str
    size_system: str
    sizes: tuple[str, ...]
    condition: str
    colours: tuple[str, ...]
    styles: tuple[str, ...]
    era: str
    material: str
    pattern: str
    price_minor: int
    buyer_price_minor: int
    currency: str
    photo_count: int
    published_at: datetime
    fresh_at: datetime


@dataclass(frozen=True, slots=True)
class OwnerOfListing:
    """Whose a listing is and what it is called, whatever its status."""

    seller_id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class RailFigures:
    """Of what somebody put up lately: how many pieces, how many sold, the median time it took."""

    listed: int
    sold: int
    typical_time: timedelta | None


@dataclass(frozen=True, slots=True)
class PriceGuidance:
    """What similar pieces were sold for: the quarter, the middle, three quarters and the two ends;
    whether all are of the brand that was asked for; and the pieces.

    Prices are sellers' prices, without the buyer's fee.
    """

    lowest: Money
    low: Money
    middle: Money
    high: Money
    highest: Money
    of_brand: bool
    cards: tuple[ListingCard, ...]


BulkKind = Literal["lower", "price", "parcel", "hide", "show", "relist", "refresh", "remove"]


@dataclass(frozen=True, slots=True)
class BulkChange:
    """One change for many pieces: `percent` off, a price, a parcel's size, or a step of life."""

    kind: BulkKind
    percent: int | None = None
    price_minor: int | None = None
    parcel_size: str = ""
    currency: str = ""  # of `price_minor`; a piece in another one is left alone


@dataclass(frozen=True, slots=True)
class ChosenPiece:
    """A piece that was chosen, at the version that was looked at."""

    listing_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class BulkPiece:
    """A seller's own piece as it is now, as far as changing many asks."""

    id: UUID
    version: int
    title: str
    status: ListingStatus
    price_minor: int | None
    currency: str
    parcel_size: str


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What a change would make of a piece; `refused` says why it would be left alone."""

    piece: BulkPiece
    status: ListingStatus | None
    price_minor: int | None
    refused: str | None


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What became of a piece; `refused` is None where it was changed."""

    piece: BulkPiece
    refused: str | None
    message: str
