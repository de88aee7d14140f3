"""Write a checkout's rows from its quote, and say to payments what is to be paid for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from rethread.market.accounts.selectors import shops_by_ids
from rethread.market.accounts.types import ShopSummary
from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.catalogue.types import ListingCard, ReservedListing
from rethread.market.offers.types import PrivatePrice
from rethread.market.payments.types import AllocationLine, PaymentLine, PaymentRequest
from rethread.market.pricing.rules import seller_fee
from rethread.market.pricing.rules.delivery import method_for
from rethread.market.pricing.selectors import delivery_options, get_schedule
from rethread.market.pricing.types import DeliveryMethod, Schedule
from rethread.platform.kernel import Money, settings
from rethread.platform.vault.services import pseudonym_for

from ..errors import DeliveryNotOffered
from ..models import Checkout, Order, OrderLine
from ..rules.bundling import AskedPrice, bundle_price, percents
from ..rules.quoting import (
    CheckoutQuote,
    Garment,
    LineQuote,
    ParcelQuote,
    ParcelWay,
    quote_garments,
)
from ..types import AddressView


def quote_reserved(
    reserved: Sequence[ReservedListing],
    agreed: Mapping[UUID, PrivatePrice],
    wanted: Mapping[UUID, DeliveryMethod],
) -> CheckoutQuote:
    """Return the quote for listings that are locked and reserved, under the fees they were shown
    with; what was agreed with this buyer counts instead of the public price.

    Raises:
        DeliveryNotOffered: a shop does not deliver in the way that was wanted of it.
    """
    currency = reserved[0].price.currency
    prices = {listing.id: agreed.get(listing.id) or listing for listing in reserved}
    versions = {price.fee_version for price in prices.values()}
    schedules = {version: get_schedule(currency, version) for version in versions}
    shops = shops_by_ids(listing.shop_id for listing in reserved)
    off = _bundle_percents(reserved, agreed, shops.values())
    garments = [
        _garment(
            listing,
            off.get(listing.id, 0),
            agreed.get(listing.id),
            schedules[prices[listing.id].fee_version],
        )
        for listing in reserved
    ]
    options = delivery_options(currency)
    return quote_garments(
        garments,
        currency=currency,
        delivery_minor={way: option.price.amount_minor for way, option in options.items()},
        ways={shop.id: _way(shop, wanted.get(shop.id)) for shop in shops.values()},
    )


def _way(shop: ShopSummary, wanted: DeliveryMethod | None) -> ParcelWay:
    method = method_for(shop.delivery_methods, wanted)
    if method is None:
        raise DeliveryNotOffered(shop.name)
    return ParcelWay(method, shop.pickup_place if method == "pickup" else "")


def _bundle_percents(
    reserved: Sequence[ReservedListing],
    agreed: Mapping[UUID, PrivatePrice],
    shops: Iterable[ShopSummary],
) -> dict[UUID, int]:
    """Return what the shops take off; their rows are held while the listings are reserved."""
    asked = [
        AskedPrice(listing.id, listing.seller_id, listing.price.amount_minor, listing.id in agreed)
        for listing in reserved
    ]
    return percents(asked, {shop.owner_id: shop.bundle_tiers for shop in shops})


def _garment(
    listing: ReservedListing, percent: int, agreed: PrivatePrice | None, schedule: Schedule
) -> Garment:
    counts = agreed or listing
    priced = bundle_price(counts.price, percent, schedule)
    price = Money(priced.price_minor, counts.price.currency)
    # What was shown or agreed is the price with its fee; only a discount makes it another one.
    shown = counts.buyer_price.amount_minor
    return Garment(
        listing_id=listing.id,
        seller_id=listing.seller_id,
        shop_id=listing.shop_id,
        price_minor=priced.price_minor,
        buyer_price_minor=priced.price_minor + priced.buyer_fee_minor if percent else shown,
        seller_fee_minor=seller_fee(price, schedule).amount_minor,
        fee_version=counts.fee_version,
        parcel_size=listing.parcel_size,
        offer_id=agreed.offer_id if agreed is not None else None,
        discount_minor=priced.discount_minor,
        buyer_fee_discount_minor=priced.buyer_fee_discount_minor,
    )


def write_checkout(
    checkout_id: UUID,
    buyer_id: UUID,
    address: AddressView,
    quote: CheckoutQuote,
    now: datetime,
    until: datetime,
) -> tuple[Checkout, list[Order]]:
    """Write a checkout, its orders and their lines, with a snapshot of every garment."""
    checkout = Checkout.objects.create(
        id=checkout_id,
        buyer_id=buyer_id,
        currency=quote.currency,
        items_minor=quote.items_minor,
        buyer_fee_minor=quote.buyer_fee_minor,
        delivery_minor=quote.delivery_minor,
        total_minor=quote.total_minor,
        fee_schedule_version=quote.fee_version,
        address=asdict(address),
        created_at=now,
        reserved_until=until,
    )
    cards = cards_by_ids([line.listing_id for parcel in quote.parcels for line in parcel.lines])
    orders: list[Order] = []
    lines: list[OrderLine] = []
    for parcel in quote.parcels:
        order = _order(checkout, parcel)
        orders.append(order)
        lines.extend(
            _line(order, place, line, cards[line.listing_id])
            for place, line in enumerate(parcel.lines)
        )
    Order.objects.bulk_create(orders)
    OrderLine.objects.bulk_create(sorted(lines, key=lambda line: line.listing_id))
    return checkout, orders


def _order(checkout: Checkout, parcel: ParcelQuote) -> Order:
    return Order(
        checkout=checkout,
        buyer_id=checkout.buyer_id,
        seller_id=parcel.seller_id,
        shop_id=parcel.shop_id,
        currency=checkout.currency,
        items_minor=parcel.items_minor,
        buyer_fee_minor=parcel.buyer_fee_minor,
        seller_fee_minor=parcel.seller_fee_minor,
        delivery_minor=parcel.delivery_minor,
        total_minor=parcel.total_minor,
        parcel_size=parcel.parcel_size,
        delivery_method=parcel.way.method,
        pickup_place=parcel.way.pickup_place,
        created_at=checkout.created_at,
    )


def _line(order: Order, place: int, line: LineQuote, card: ListingCard) -> OrderLine:
    return OrderLine(
        order=order,
        listing_id=line.listing_id,
        position=place,
        title=card.title,
        photo_id=card.photo.id if card.photo else None,
        brand=card.brand_label,
        size=card.size,
        condition=card.condition_label,
        price_minor=line.price_minor,
        buyer_fee_minor=line.buyer_fee_minor,
        seller_fee_minor=line.seller_fee_minor,
        discount_minor=line.discount_minor,
        buyer_fee_discount_minor=line.buyer_fee_discount_minor,
        snapshot={
            "department": card.department,
            "type": card.type,
            "brand": card.brand,
            "size_system": card.size_system,
            "condition": card.condition,
            **({"offer_id": str(line.offer_id)} if line.offer_id is not None else {}),
        },
    )


def payment_request(checkout: Checkout, orders: Sequence[Order]) -> PaymentRequest:
    """Return what the buyer pays, line by line as the pay page shows it, and where it goes."""
    page = f"{settings().base_url}/checkout/{checkout.id}/"
    return PaymentRequest(
        checkout_id=checkout.id,
        amount=Money(checkout.total_minor, checkout.currency),
        lines=_payment_lines(orders),
        allocations=[
            AllocationLine(
                order_id=order.id,
                seller_id=order.seller_id,
                held_minor=order.items_minor,
                buyer_fee_minor=order.buyer_fee_minor,
                delivery_minor=order.delivery_minor,
            )
            for order in orders
        ],
        success_url=f"{page}?from=paid",
        cancel_url=f"{page}?from=cancelled",
        buyer_key=pseudonym_for(checkout.buyer_id),
    )


def _payment_lines(orders: Sequence[Order]) -> list[PaymentLine]:
    shops = shops_by_ids([order.shop_id for order in orders])
    rows = OrderLine.objects.filter(order__in=orders).order_by("order_id", "position")
    garments = [
        PaymentLine(name=row.title, amount_minor=row.price_minor + row.buyer_fee_minor)
        for row in rows
    ]
    parcels = [
        PaymentLine(
            name=_("Delivery from %(shop)s") % {"shop": shops[order.shop_id].name},
            amount_minor=order.delivery_minor,
        )
        for order in orders
        if order.delivery_minor
    ]
    return [*garments, *parcels]
