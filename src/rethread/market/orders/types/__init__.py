"""What orders show to the rest of the house: frozen views of bags, checkouts and orders.

No model crosses this boundary, and nothing here can be saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from rethread.market.catalogue.types import ListingCard
from rethread.market.media.types import PhotoView
from rethread.market.offers.types import PrivatePrice
from rethread.market.pricing.types import BundleTier, DeliveryMethod, ParcelSize
from rethread.platform.kernel import Money

CheckoutStatus = Literal["open", "paying", "expiring", "paid", "expired", "cancelled"]
OrderStatus = Literal[
    "awaiting_payment",
    "paid",
    "shipped",
    "delivered",
    "completed",
    "lapsed",
    "cancelled",
    "refunded",
]
Side = Literal["buyer", "seller"]
CancelReason = Literal[
    "",
    "buyer_cancelled",
    "seller_cancelled",
    "not_shipped",
    "paid_too_late",
    "parcel_lost",
    "seller_refunded",
    "dispute_upheld",
]
DeliveredBy = Literal["scan", "buyer", "pickup_code"]
CompletedBy = Literal["buyer", "claim_window", "silent_carrier", "dispute_dismissed"]
TimerKind = Literal[
    "reservation_end", "ship_reminder", "auto_cancel", "claim_window_end", "no_scan_release"
]


@dataclass(frozen=True, slots=True)
class AddressView:
    """Where a parcel goes, as it was written when the checkout began."""

    name: str
    line1: str
    line2: str
    city: str
    postcode: str
    country: str


@dataclass(frozen=True, slots=True)
class BagLine:
    """One garment in a bag, as its card shows it today.

    `reason` says why it cannot be bought: "" when it can, else reserved, sold, hidden, removed,
    vacation or own. A removed garment has no card any more. `private` is a price that was agreed
    with the owner of this bag, or one that ended of late.
    """

    listing_id: UUID
    title: str
    card: ListingCard | None
    added_price: Money
    available: bool
    reason: str
    private: PrivatePrice | None = None

    @property
    def is_private_price(self) -> bool:
        """Tell whether the owner of this bag pays an agreed price for it."""
        public = self.card.price if self.card is not None else None
        return public is not None and self.private is not None and self.private.beats(public)

    @property
    def buyer_price(self) -> Money | None:
        """Return what the owner of this bag pays for it, without delivery."""
        if self.private is not None and self.is_private_price:
            return self.private.buyer_price
        return self.card.buyer_price if self.card is not None else None

    @property
    def price_changed(self) -> bool:
        """Tell whether the price differs from the one shown when the garment was added."""
        return self.buyer_price is not None and self.buyer_price != self.added_price


@dataclass(frozen=True, slots=True)
class DeliveryChoice:
    """A way in which a shop would deliver a parcel, and what it costs."""

    method: DeliveryMethod
    price: Money


@dataclass(frozen=True, slots=True)
class BagParcel:
    """What one seller would send in one parcel, in the `method` that was chosen or comes first.

    `items` is what the pieces cost with the bundle discount, `saved` what that is less than their
    cards say, and `next_tier` what one piece more or two would bring.
    """

    seller_id: UUID
    shop_id: UUID
    shop_name: str
    shop_handle: str
    lines: tuple[BagLine, ...]
    items: Money
    delivery: Money
    saved: Money
    percent: int = 0
    next_tier: BundleTier | None = None
    method: DeliveryMethod = "tracked"
    choices: tuple[DeliveryChoice, ...] = ()
    pickup_place: str = ""


@dataclass(frozen=True, slots=True)
class BagView:
    """A bag as its owner sees it: what can be bought, by seller, and what no longer can.

    `total` is what the pay page would ask for: garments with the buyer's fee, and delivery. One
    payment is in one currency: `apart` is what can be bought too, in another one.
    """

    parcels: tuple[BagParcel, ...]
    unavailable: tuple[BagLine, ...]
    items: Money
    delivery: Money
    total: Money
    saved: Money
    apart: tuple[BagLine, ...] = ()

    @property
    def count(self) -> int:
        """Return how many garments lie in the bag, buyable or not."""
        buyable = sum(len(parcel.lines) for parcel in self.parcels)
        return buyable + len(self.apart) + len(self.unavailable)


@dataclass(frozen=True, slots=True)
class OrderLineView:
    """One garment of an order, as it was when the order was made; labels, not codes.

    `agreed` says that its price came of an offer.
    """

    line_id: UUID
    listing_id: UUID
    title: str
    photo: PhotoView | None
    brand: str
    size: str
    condition: str
    price: Money
    buyer_fee: Money
    seller_fee: Money
    discount: Money
    buyer_fee_discount: Money
    agreed: bool = False

    @property
    def buyer_price(self) -> Money:
        """Return what the buyer pays for the garment, without delivery."""
        return self.price + self.buyer_fee

    @property
    def card_price(self) -> Money:
        """Return what the garment's card showed, before a bundle made it cheaper."""
        return self.buyer_price + self.saved

    @property
    def saved(self) -> Money:
        """Return how much less its buyer pays because they took several pieces."""
        return self.discount + self.buyer_fee_discount


@dataclass(frozen=True, slots=True)
class OrderView:
    """One order: what one seller sends to one buyer in one parcel.

    total = items + buyer_fee + delivery; seller_gets = items - seller_fee.
    """

    order_id: UUID
    checkout_id: UUID
    reference: str
    status: OrderStatus
    buyer_id: UUID
    seller_id: UUID
    shop_id: UUID
    lines: tuple[OrderLineView, ...]
    items: Money
    buyer_fee: Money
    seller_fee: Money
    delivery: Money
    total: Money
    seller_gets: Money
    address: AddressView
    created_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    refunded_at: datetime | None
    cancel_reason: CancelReason
    tracking_code: str
    seller_paid_at: datetime | None
    disputed_at: datetime | None = None
    refund_failed_at: datetime | None = None
    delivery_method: DeliveryMethod = "tracked"
    pickup_place: str = ""
    parcel_size: ParcelSize = "medium"
    ship_by: datetime | None = None
    side: Side | None = None

    @property
    def is_pickup(self) -> bool:
        """Tell whether the buyer fetches it instead of a carrier bringing it."""
        return self.delivery_method == "pickup"

    @property
    def saved(self) -> Money:
        """Return how much less the buyer pays because they took several pieces."""
        return sum((line.saved for line in self.lines), Money.zero(self.total.currency))

    @property
    def listing_ids(self) -> tuple[UUID, ...]:
        """Return the ids of the garments sold."""
        return tuple(line.listing_id for line in self.lines)


@dataclass(frozen=True, slots=True)
class CheckoutView:
    """A checkout: a quote that cannot change and the garments reserved under it."""

    checkout_id: UUID
    status: CheckoutStatus
    buyer_id: UUID
    orders: tuple[OrderView, ...]
    items: Money
    buyer_fee: Money
    delivery: Money
    total: Money
    fee_schedule_version: int
    address: AddressView
    created_at: datetime
    reserved_until: datetime
    pay_url: str


@dataclass(frozen=True, slots=True)
class OrderToSend:
    """A sold order that its seller still has: to be sent, or to be handed over."""

    order: OrderView
    has_label: bool


@dataclass(frozen=True, slots=True)
class LabelsMade:
    """What became of asking for several labels: the orders that have one now, and of every other
    why it has none."""

    labelled: tuple[UUID, ...]
    refused: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class PickupView:
    """What the sides of an order may know of its pick-up: `code` is "" for everyone but its buyer.

    `tries_left` is how often a wrong code may still be typed before the buyer has to make another.
    """

    code: str
    tries_left: int
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class OrderPage:
    """A page of orders, newest first. `next_cursor` is empty at the end."""

    orders: tuple[OrderView, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class OrderParties:
    """Between whom an order is, the title of its first piece and how many there are."""

    buyer_id: UUID
    seller_id: UUID
    title: str
    pieces: int
    delivery_method: DeliveryMethod = "tracked"


@dataclass(frozen=True, slots=True)
class OrdersWaiting:
    """How many orders a person has to send, how many arrived and wait for their word, and which
    parcels travel from or to them (order, title of its first piece)."""

    to_send: int
    arrived: int
    travelling: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened to an order, or a timer that will run out.

    `at` is in the past for what happened (`done`), in the future for a timer. `label` and
    `detail` are written for both sides alike.
    """

    kind: str
    at: datetime
    done: bool
    label: str
    detail: str = ""
