"""Read a bag: what can be bought, parcel by parcel, and what no longer can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.catalogue.types import ListingCard
from rethread.market.offers.selectors import private_prices
from rethread.market.offers.types import PrivatePrice
from rethread.market.pricing.selectors import delivery_options
from rethread.market.pricing.types import ParcelSize
from rethread.platform.kernel import Actor, Money, settings

from ..models import BagItem
from ..rules.quoting import parcel_size_of
from ..types import BagLine, BagParcel, BagView


def bag_count(actor: Actor) -> int:
    """Return how many garments lie in the actor's bag; one query, none for a visitor."""
    if actor.user_id is None:
        return 0
    return BagItem.objects.filter(bag__user_id=actor.user_id).count()


def bag_view(actor: Actor) -> BagView:
    """Return the actor's bag with today's prices; an anonymous visitor's is empty.

    Parcels stand in the order in which their sellers first came into the bag.
    """
    zero = Money.zero(settings().currency)
    items = [] if actor.user_id is None else _items(actor.user_id)
    if not items:
        return BagView(parcels=(), unavailable=(), items=zero, delivery=zero, total=zero)
    wanted = [item.listing_id for item in items]
    cards, private = cards_by_ids(wanted), private_prices(actor, wanted)
    lines = [
        _line(item, cards.get(item.listing_id), private.get(item.listing_id), actor)
        for item in items
    ]
    sizes = {item.listing_id: item.parcel_size for item in items}
    parcels = _parcels([line for line in lines if line.available], sizes)
    garments = sum((parcel.items for parcel in parcels), zero)
    delivery = sum((parcel.delivery for parcel in parcels), zero)
    return BagView(
        parcels=parcels,
        unavailable=tuple(line for line in lines if not line.available),
        items=garments,
        delivery=delivery,
        total=garments + delivery,
    )


def _items(user_id: UUID) -> list[BagItem]:
    return list(BagItem.objects.filter(bag__user_id=user_id).order_by("added_at", "id"))


def _line(
    item: BagItem, card: ListingCard | None, private: PrivatePrice | None, actor: Actor
) -> BagLine:
    reason = _reason(card, actor)
    return BagLine(
        listing_id=item.listing_id,
        title=card.title if card is not None else item.title,
        card=card,
        added_price=Money(item.added_price_minor, item.currency),
        available=reason == "",
        reason=reason,
        private=private,
    )


def _reason(card: ListingCard | None, actor: Actor) -> str:
    if card is None:
        return "removed"
    if card.seller_id == actor.user_id:
        return "own"
    if card.status != "live":
        return card.status
    return "" if card.available else "vacation"


def _parcels(lines: Sequence[BagLine], sizes: Mapping[UUID, str]) -> tuple[BagParcel, ...]:
    by_seller: dict[UUID, list[tuple[BagLine, ListingCard]]] = {}
    for line in lines:
        if line.card is not None:
            by_seller.setdefault(line.card.seller_id, []).append((line, line.card))
    if not by_seller:
        return ()
    options = delivery_options(settings().currency)
    delivery = {size: option.price for size, option in options.items()}
    return tuple(_parcel(part, sizes, delivery) for part in by_seller.values())


def _parcel(
    part: Sequence[tuple[BagLine, ListingCard]],
    sizes: Mapping[UUID, str],
    delivery: Mapping[ParcelSize, Money],
) -> BagParcel:
    card = part[0][1]
    size = parcel_size_of([sizes[line.listing_id] for line, _ in part])
    return BagParcel(
        seller_id=card.seller_id,
        shop_id=card.shop_id,
        shop_name=card.shop_name,
        shop_handle=card.shop_handle,
        lines=tuple(line for line, _ in part),
        items=sum(
            (line.buyer_price or card.buyer_price for line, card in part),
            Money.zero(card.price.currency),
        ),
        delivery=delivery[size],
    )
