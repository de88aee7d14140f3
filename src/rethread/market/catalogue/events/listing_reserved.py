"""Generated from contracts/catalogue; do not edit.

The typed events of this domain. An `emit_` function checks its event against the
contract and adds it to the outbox of the current transaction; it refuses to run outside
of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from rethread.platform.events.emit import EventContext, EventType, emit
from rethread.platform.kernel import Actor

ListingReservedStatus = Literal[
    "draft",
    "live",
    "reserved",
    "sold",
    "hidden",
    "elsewhere",
    "removed",
]


class ListingReserved(Struct, frozen=True, kw_only=True):
    """A listing was reserved for a checkout."""

    # The listing.
    listing_id: UUID

    # Counts every change of this listing from 1.
    listing_version: Annotated[int, Meta(ge=1, le=2147483647)]

    # Pseudonym of who sells it.
    seller_key: Annotated[str, Meta(max_length=64)]

    # The shop it is in.
    shop_id: UUID

    # Status after this event.
    status: ListingReservedStatus

    # Department code; absent while a draft has none.
    department: Annotated[str, Meta(max_length=40)] | None = None

    # Category code; absent while a draft has none.
    category: Annotated[str, Meta(max_length=40)] | None = None

    # Leaf type code; absent while a draft has none.
    type: Annotated[str, Meta(max_length=40)] | None = None

    # Brand code; absent where none is named.
    brand: Annotated[str, Meta(max_length=60)] | None = None

    # Size label in its system; absent where the type has none.
    size: Annotated[str, Meta(max_length=40)] | None = None

    # Size system code; absent where there is no size.
    size_system: Annotated[str, Meta(max_length=40)] | None = None

    # Condition code; absent while a draft has none.
    condition: Annotated[str, Meta(max_length=40)] | None = None

    # Colour codes with the main one first.
    colours: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=2)]

    # Style codes.
    styles: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=3)]

    # Era code; absent where none is named.
    era: Annotated[str, Meta(max_length=40)] | None = None

    # Material code; absent where none is named.
    material: Annotated[str, Meta(max_length=40)] | None = None

    # Pattern code; absent where none is named.
    pattern: Annotated[str, Meta(max_length=40)] | None = None

    # Parcel size it ships in; absent while a draft has no type.
    parcel_size: Annotated[str, Meta(max_length=40)] | None = None

    # The seller's price in minor units; absent while a draft has none.
    price_minor: Annotated[int, Meta(ge=0, le=9007199254740991)] | None = None

    # Price with the buyer's fee in minor units; absent while a draft has none.
    buyer_price_minor: Annotated[int, Meta(ge=0, le=9007199254740991)] | None = None

    # ISO 4217 code of both prices.
    currency: Annotated[str, Meta(min_length=3, max_length=3)]

    # Fee schedule the buyer's price was made under.
    fee_schedule_version: Annotated[int, Meta(ge=1, le=1000000)] | None = None

    # How many photos it has.
    photo_count: Annotated[int, Meta(ge=0, le=12)]

    # The checkout it is reserved for or was sold in; absent otherwise.
    checkout_id: UUID | None = None

    # When it first went live.
    published_at: Annotated[datetime, Meta(tz=True)] | None = None


LISTING_RESERVED = EventType(
    name="catalogue.listing_reserved",
    version=1,
    partition_key="listing_id",
    payload=ListingReserved,
)


def emit_listing_reserved(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    listing_id: UUID,
    listing_version: int,
    seller_key: str,
    shop_id: UUID,
    status: ListingReservedStatus,
    department: str | None = None,
    category: str | None = None,
    type: str | None = None,
    brand: str | None = None,
    size: str | None = None,
    size_system: str | None = None,
    condition: str | None = None,
    colours: list[str],
    styles: list[str],
    era: str | None = None,
    material: str | None = None,
    pattern: str | None = None,
    parcel_size: str | None = None,
    price_minor: int | None = None,
    buyer_price_minor: int | None = None,
    currency: str,
    fee_schedule_version: int | None = None,
    photo_count: int,
    checkout_id: UUID | None = None,
    published_at: datetime | None = None,
) -> UUID:
    """Emit `catalogue.listing_reserved` and return the id of the event."""
    payload = ListingReserved(
        listing_id=listing_id, listing_version=listing_version, seller_key=seller_key,
        shop_id=shop_id, status=status, department=department, category=category, type=type,
        brand=brand, size=size, size_system=size_system, condition=condition, colours=colours,
        styles=styles, era=era, material=material, pattern=pattern, parcel_size=parcel_size,
        price_minor=price_minor, buyer_price_minor=buyer_price_minor, currency=currency,
        fee_schedule_version=fee_schedule_version, photo_count=photo_count, checkout_id=checkout_id,
        published_at=published_at,
    )  # fmt: skip
    return emit(LISTING_RESERVED, payload, actor=actor, occurred_at=occurred_at, context=context)
