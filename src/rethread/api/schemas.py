"""The shapes of the API: what is sent and what is answered. Amounts are integer minor units."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from rethread.market.catalogue.types import ListingCard, ListingView
from rethread.market.media.types import PhotoView
from rethread.platform.kernel import Money


class MoneyBody(msgspec.Struct, frozen=True):
    """An amount in minor units (pence, cents, yen) and its ISO 4217 currency."""

    amount_minor: int
    currency: str


class PhotoBody(msgspec.Struct, frozen=True):
    """A photograph and the addresses of its renderings; `srcset` is per format."""

    id: UUID
    width: int
    height: int
    url: str
    srcset: dict[str, str]


class ListingSummary(msgspec.Struct, frozen=True):
    """A listing as it stands in a list; `buyer_price` includes the buyer's fee."""

    id: UUID
    status: str
    title: str
    department: str
    type: str
    brand: str
    size: str
    condition: str
    price: MoneyBody
    buyer_price: MoneyBody
    shop: str
    published_at: datetime | None
    photo: PhotoBody | None


class ListingBody(msgspec.Struct, frozen=True):
    """A whole listing; prices are null while a draft has none."""

    id: UUID
    version: int
    status: str
    title: str
    description: str
    department: str
    type: str
    brand: str
    size: str
    size_system: str
    condition: str
    colours: list[str]
    styles: list[str]
    era: str
    material: str
    measures_mm: dict[str, int]
    price: MoneyBody | None
    buyer_price: MoneyBody | None
    shop: str
    photos: list[PhotoBody]
    created_at: datetime
    published_at: datetime | None
    refreshed_at: datetime | None


class ListingPage(msgspec.Struct, frozen=True):
    """A page of listings; `next_cursor` is null at the end."""

    data: list[ListingSummary]
    next_cursor: str | None


class NewListing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A listing to create. `publish` puts it up for sale at once; otherwise it stays a draft.

    `type`, `brand`, `condition` and the like may be codes or labels; `size` is as people write it.
    """

    title: Annotated[str, msgspec.Meta(max_length=100)]
    type: str = ""
    department: str = ""
    description: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    brand: str = ""
    size: str = ""
    condition: str = ""
    colours: Annotated[list[str], msgspec.Meta(max_length=2)] = []
    styles: Annotated[list[str], msgspec.Meta(max_length=3)] = []
    era: str = ""
    material: str = ""
    measures_mm: dict[str, int] = {}
    price_minor: int | None = None
    photo_ids: Annotated[list[UUID], msgspec.Meta(max_length=12)] = []
    publish: bool = False


class MessageBody(msgspec.Struct, frozen=True):
    """A message; `flags` say what its sender was warned of and sent all the same."""

    id: UUID
    conversation_id: UUID
    sender_id: UUID
    text: str
    flags: list[str]
    sent_at: datetime


class MessagePage(msgspec.Struct, frozen=True):
    """A page of a conversation, newest message first; `next_cursor` is null at the end."""

    data: list[MessageBody]
    next_cursor: str | None


class ConversationBody(msgspec.Struct, frozen=True):
    """A conversation about a listing or an order; `side` is the caller's."""

    id: UUID
    about: str
    listing_id: UUID
    order_id: UUID | None
    side: str
    unread: int
    closed: bool
    last_message: MessageBody | None


class ConversationPage(msgspec.Struct, frozen=True):
    """A page of conversations, latest message first; `next_cursor` is null at the end."""

    data: list[ConversationBody]
    next_cursor: str | None


class NewMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message to send, at most 2,000 characters after trimming.

    What looks like leaving the market is answered with `social.message_needs_confirmation`;
    `acknowledged` sends it all the same.
    """

    text: str
    acknowledged: bool = False


class NewConversation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A conversation to begin with its first message; give a listing or an order."""

    text: str
    listing_id: UUID | None = None
    order_id: UUID | None = None
    acknowledged: bool = False


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """What went wrong (RFC 9457). `code` is stable; `fields` maps a field to its message."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    fields: dict[str, str] = {}


def money_body(value: Money) -> MoneyBody:
    """Turn an amount into its JSON shape."""
    return MoneyBody(value.amount_minor, value.currency)


def photo_body(photo: PhotoView) -> PhotoBody:
    """Turn a photo into its JSON shape."""
    return PhotoBody(
        id=photo.id,
        width=photo.width,
        height=photo.height,
        url=photo.url(960, "webp"),
        srcset={"avif": photo.srcset("avif"), "webp": photo.srcset("webp")},
    )


def listing_summary(card: ListingCard) -> ListingSummary:
    """Turn a card into its JSON shape."""
    return ListingSummary(
        id=card.id,
        status=card.status,
        title=card.title,
        department=card.department,
        type=card.type,
        brand=card.brand,
        size=card.size,
        condition=card.condition,
        price=money_body(card.price),
        buyer_price=money_body(card.buyer_price),
        shop=card.shop_handle,
        published_at=card.published_at,
        photo=photo_body(card.photo) if card.photo else None,
    )


def listing_body(view: ListingView) -> ListingBody:
    """Turn a listing into its JSON shape."""
    return ListingBody(
        id=view.id,
        version=view.version,
        status=view.status,
        title=view.title,
        description=view.description,
        department=view.department,
        type=view.type,
        brand=view.brand,
        size=view.size,
        size_system=view.size_system,
        condition=view.condition,
        colours=list(view.colours),
        styles=list(view.styles),
        era=view.era,
        material=view.material,
        measures_mm=dict(view.measures),
        price=money_body(view.price) if view.price else None,
        buyer_price=money_body(view.buyer_price) if view.buyer_price else None,
        shop=view.shop.handle,
        photos=[photo_body(photo) for photo in view.photos],
        created_at=view.created_at,
        published_at=view.published_at,
        refreshed_at=view.refreshed_at,
    )
