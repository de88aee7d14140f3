"""Read a bag: what can be bought, parcel by parcel, and what no longer can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from rethread.market.accounts.selectors import shops_by_ids
from rethread.market.accounts.types import ShopSummary
from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.catalogue.types import ListingCard
from rethread.market.offers.selectors import private_prices
from rethread.market.offers.types import PrivatePrice
from rethread.market.pricing.rules.bundles import bundle_percent
from rethread.market.pricing.rules.delivery import method_for
from rethread.market.pricing.selectors import delivery_options, get_schedule
from rethread.market.pricing.types import BundleTier, DeliveryMethod, ParcelSize
from rethread.platform.kernel import Actor, Money, settings

from ..models import BagItem
from ..rules.bundling import AskedPrice, BundlePrice, bundle_price, percents
from ..rules.quoting import parcel_size_of
from ..types import BagLine, BagParcel, BagView, DeliveryChoice


def bag_count(actor: Actor) -> int:
    """Return how many garments lie in the actor's bag; one query, none for a visitor."""
    if actor.user_id is None:
        return 0
    return BagItem.objects.filter(bag__user_id=actor.user_id).count()


def bag_view(
    actor: Actor, wanted: Mapping[UUID, str] | None = None, *, currency: str = ""
) -> BagView:
    """Return the actor's bag with today's prices; an anonymous visitor's is empty.

    `wanted` chooses, by shop, how each parcel gets to the buyer; what a shop does not offer is
    passed over for the first way that it does.

    `currency` chooses what is paid now where pieces are priced in several; a choice that nothing
    in the bag has is passed over for that of the piece that can be bought and came in first.
    Parcels stand in the order in which their sellers first came into the bag.
    """
    zero = Money.zero(settings().currency)
    items = [] if actor.user_id is None else _items(actor.user_id)
    if not items:
        return BagView((), (), items=zero, delivery=zero, total=zero, saved=zero)
    held = [item.listing_id for item in items]
    cards, private = cards_by_ids(held), private_prices(actor, held)
    lines = [
        _line(item, cards.get(item.listing_id), private.get(item.listing_id), actor)
        for item in items
    ]
    sizes = {item.listing_id: item.parcel_size for item in items}
    buyable = [line for line in lines if line.available]
    traded = [priced_in(line) for line in buyable]
    if currency not in traded:
        currency = next(iter(traded), zero.currency)
    zero = Money.zero(currency)
    now = [line for line in buyable if priced_in(line) == currency]
    parcels = _parcels(now, sizes, wanted or {}, currency)
    garments = sum((parcel.items for parcel in parcels), zero)
    delivery = sum((parcel.delivery for parcel in parcels), zero)
    return BagView(
        parcels=parcels,
        unavailable=tuple(line for line in lines if not line.available),
        items=garments,
        delivery=delivery,
        total=garments + delivery,
        saved=sum((parcel.saved for parcel in parcels), zero),
        apart=tuple(line for line in buyable if priced_in(line) != currency),
    )


def priced_in(line: BagLine) -> str:
    """Return the currency of a garment in a bag."""
    return (line.buyer_price or line.added_price).currency


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


def _parcels(
    lines: Sequence[BagLine],
    sizes: Mapping[UUID, str],
    wanted: Mapping[UUID, str],
    currency: str,
) -> tuple[BagParcel, ...]:
    by_seller: dict[UUID, list[tuple[BagLine, ListingCard]]] = {}
    for line in lines:
        if line.card is not None:
            by_seller.setdefault(line.card.seller_id, []).append((line, line.card))
    if not by_seller:
        return ()
    prices_of = {way: option.price for way, option in delivery_options(currency).items()}
    pieces = [piece for part in by_seller.values() for piece in part]
    shops = shops_by_ids(card.shop_id for _, card in pieces)
    tiers = {shop.owner_id: shop.bundle_tiers for shop in shops.values() if shop.bundle_tiers}
    prices = _bundle_prices(pieces, tiers, currency)
    return tuple(
        _deliver(
            _parcel(part, prices, tiers.get(seller_id, ())),
            shops[part[0][1].shop_id],
            parcel_size_of([sizes[line.listing_id] for line, _ in part]),
            prices_of,
            wanted,
        )
        for seller_id, part in by_seller.items()
    )


def _deliver(
    parcel: BagParcel,
    shop: ShopSummary,
    size: ParcelSize,
    prices: Mapping[tuple[DeliveryMethod, ParcelSize], Money],
    wanted: Mapping[UUID, str],
) -> BagParcel:
    """Say how a parcel gets to its buyer and in which other ways it could."""
    offered = shop.delivery_methods
    method = method_for(offered, wanted.get(shop.id)) or offered[0]
    return replace(
        parcel,
        delivery=prices[method, size],
        method=method,
        choices=tuple(DeliveryChoice(each, prices[each, size]) for each in offered),
        pickup_place=shop.pickup_place if "pickup" in offered else "",
    )


def _bundle_prices(
    pieces: Sequence[tuple[BagLine, ListingCard]],
    tiers: Mapping[UUID, Sequence[BundleTier]],
    currency: str,
) -> dict[UUID, BundlePrice]:
    """Return what the pieces that take a discount cost, under the fees their cards show."""
    asked = [
        AskedPrice(card.id, card.seller_id, card.price.amount_minor, line.is_private_price)
        for line, card in pieces
    ]
    off = percents(asked, tiers)
    taking = [card for _, card in pieces if card.id in off]
    schedules = {
        version: get_schedule(currency, version)
        for version in sorted({card.fee_version for card in taking})
    }
    return {
        card.id: bundle_price(card.price, off[card.id], schedules[card.fee_version])
        for card in taking
    }


def _parcel(
    part: Sequence[tuple[BagLine, ListingCard]],
    prices: Mapping[UUID, BundlePrice],
    tiers: Sequence[BundleTier],
) -> BagParcel:
    card = part[0][1]
    zero = Money.zero(card.price.currency)
    shown = sum((line.buyer_price or card.buyer_price for line, card in part), zero)
    counted = sum(not line.is_private_price for line, _ in part)
    saved = Money(
        sum(prices[line.listing_id].saved_minor for line, _ in part if line.listing_id in prices),
        zero.currency,
    )
    return BagParcel(
        seller_id=card.seller_id,
        shop_id=card.shop_id,
        shop_name=card.shop_name,
        shop_handle=card.shop_handle,
        lines=tuple(line for line, _ in part),
        items=shown - saved,
        delivery=zero,
        saved=saved,
        percent=bundle_percent(counted, tiers),
        next_tier=next((tier for tier in tiers if tier.count > counted), None),
    )
