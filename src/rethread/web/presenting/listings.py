"""Listings as their own page and their seller's rail show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _

from rethread.market.catalogue.rules import (
    COLOURS,
    ERAS,
    MATERIALS,
    MEASURES,
    STYLES,
    missing_to_publish,
)
from rethread.market.catalogue.types import ListingCard, ListingView
from rethread.market.media.types import PhotoView
from rethread.market.orders.types import DeliveryChoice
from rethread.market.pricing.rules import buyer_price, seller_fee
from rethread.market.pricing.selectors import current_schedule, delivery_options
from rethread.market.pricing.types import ParcelSize
from rethread.platform.kernel import Money

from .delivery import DeliveryRow, delivery_rows

# The types offered as chips on the front page: one per corner of a wardrobe.
AISLES = ("dress", "jeans", "jumper", "coat", "shirt", "skirt", "trainers", "boots", "handbag")


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A listing in words, not codes."""

    id: UUID
    version: int
    status: str
    title: str
    description: str
    brand: str
    size_label: str
    type_label: str
    condition_label: str
    colours: tuple[tuple[str, str], ...]
    material: str
    era: str
    styles: tuple[str, ...]
    photos: tuple[PhotoView, ...]
    published_at: datetime | None
    price: Money | None
    measures: tuple[tuple[str, str], ...]
    refreshed_at: datetime | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class PriceView:
    """What a buyer pays and what of it is protection."""

    buyer_total: Money
    item: Money
    protection: Money
    delivery: Money
    ways: tuple[DeliveryRow, ...]


@dataclass(frozen=True, slots=True)
class PriceNote:
    """What a price means for both sides."""

    you_receive: Money
    buyer_pays: Money
    seller_fee: Money


@dataclass(frozen=True, slots=True)
class ListingRow:
    """A seller's own listing in a list."""

    id: UUID
    title: str
    photo: PhotoView | None
    price: Money | None
    status: str
    status_label: str
    tone: str
    like_count: int


def listing_page(view: ListingView) -> ListingPage:
    """Put a listing into words."""
    return ListingPage(
        id=view.id,
        version=view.version,
        status=view.status,
        title=view.title,
        description=view.description,
        brand=view.brand_label,
        size_label=_("One size") if view.size_system == "one_size" else view.size or _("No size"),
        type_label=view.type_label,
        condition_label=view.condition_label,
        colours=tuple((COLOURS.label(code), f"swatch--{code}") for code in view.colours),
        material=MATERIALS.label(view.material) if view.material else "",
        era=ERAS.label(view.era) if view.era else "",
        styles=tuple(STYLES.label(code) for code in view.styles),
        photos=view.photos,
        published_at=view.published_at,
        price=view.price,
        measures=tuple((MEASURES.label(code), f"{mm / 10:g} cm") for code, mm in view.measures),
        refreshed_at=view.refreshed_at,
        currency=view.currency,
    )


def price_view(view: ListingView) -> PriceView:
    """Split what a buyer pays for a listing that has a price, with every way to get it."""
    zero = Money.zero(view.currency)
    item, total = view.price or zero, view.buyer_price or zero
    size = cast(ParcelSize, view.parcel_size or "medium")
    prices = delivery_options(item.currency)
    choices = [
        DeliveryChoice(method, prices[method, size].price) for method in view.shop.delivery_methods
    ]
    return PriceView(
        buyer_total=total,
        item=item,
        protection=total - item,
        delivery=choices[0].price,
        ways=delivery_rows(choices, view.shop.pickup_place),
    )


def price_note(price: Money | None) -> PriceNote | None:
    """Say what a price means, or nothing while there is none worth a fee."""
    if price is None or price.amount_minor <= 0:
        return None
    schedule = current_schedule(price.currency)
    fee = seller_fee(price, schedule)
    return PriceNote(price - fee, buyer_price(price, schedule), fee)


def listing_rows(cards: Iterable[ListingCard], likes: Mapping[UUID, int]) -> list[ListingRow]:
    """Arrange a seller's own cards as rows."""
    words = {
        "draft": (_("Draft"), ""),
        "live": (_("For sale"), "good"),
        "reserved": (_("In someone\N{RIGHT SINGLE QUOTATION MARK}s checkout"), "warn"),
        "sold": (_("Sold"), "accent"),
        "hidden": (_("Hidden"), ""),
        "elsewhere": (_("Sold elsewhere"), ""),
    }
    return [
        ListingRow(
            id=card.id,
            title=card.title,
            photo=card.photo,
            price=card.price if card.price else None,
            status=card.status,
            status_label=words[card.status][0],
            tone=words[card.status][1],
            like_count=likes.get(card.id, 0),
        )
        for card in cards
    ]


def missing_of(view: ListingView) -> dict[str, str]:
    """Say what a draft lacks before it can go live, by field."""
    return missing_to_publish(
        {
            "type": view.type,
            "photo_count": len(view.photos),
            "title": view.title,
            "department": view.department,
            "condition": view.condition,
            "price_minor": view.price.amount_minor if view.price else None,
            "size": view.size,
        }
    )


def card_of(view: ListingView) -> ListingCard:
    """Show a listing as its card will look to buyers."""
    zero = Money.zero(view.currency)
    note = price_note(view.price)
    return ListingCard(
        id=view.id,
        seller_id=view.seller_id,
        shop_id=view.shop.id,
        shop_handle=view.shop.handle,
        shop_name=view.shop.name,
        status=view.status,
        available=view.available,
        title=view.title,
        department=view.department,
        type=view.type,
        type_label=view.type_label,
        brand=view.brand,
        brand_label=view.brand_label,
        size=view.size,
        size_system=view.size_system,
        condition=view.condition,
        condition_label=view.condition_label,
        price=view.price or zero,
        buyer_price=note.buyer_pays if note else zero,
        photo=view.photos[0] if view.photos else None,
        published_at=view.published_at,
    )
