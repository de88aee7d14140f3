"""What offers show to the rest of the house: frozen views. The seller's lowest price is in one of
them only, which nobody but that seller can ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from rethread.market.catalogue.types import ListingCard
from rethread.platform.kernel import Money

OfferStatus = Literal[
    "with_seller",
    "with_buyer",
    "accepted",
    "in_checkout",
    "bought",
    "declined",
    "withdrawn",
    "expired",
    "lapsed",
    "overtaken",
]
Side = Literal["buyer", "seller"]
Step = Literal["accept", "counter", "decline", "withdraw"]
EndedBy = Literal["", "buyer", "seller", "limit", "time", "sale", "removal"]
StepKind = Literal["named", "accepted", "declined", "withdrawn"]
Told = Literal[
    "asks_seller",
    "asks_buyer",
    "price_runs",
    "paying",
    "bought",
    "beaten",
    "not_on_sale",
    "in_a_checkout",
    "closed",
    "sold",
    "removed",
    "declined_by_seller",
    "declined_by_buyer",
    "too_low",
    "withdrawn_by_seller",
    "withdrawn_by_buyer",
    "unanswered",
    "price_ended",
]


@dataclass(frozen=True, slots=True)
class NamedPrice:
    """A price as it was named: the seller's price, what its buyer pays, and under which fees."""

    price: Money
    buyer_price: Money
    fee_version: int


@dataclass(frozen=True, slots=True)
class PrivatePrice:
    """A price that was agreed with one buyer for one listing.

    It is frozen with the fees under which it was agreed. `ended` says that it is over: the public
    price counts again.
    """

    offer_id: UUID
    listing_id: UUID
    price: Money
    buyer_price: Money
    fee_version: int
    until: datetime
    ended: bool

    def beats(self, public: Money) -> bool:
        """Tell whether its buyer pays this: it still runs, and the public price is higher."""
        return not self.ended and self.price < public


@dataclass(frozen=True, slots=True)
class OfferStepView:
    """One thing that somebody did in a negotiation; `price` is absent where none was named."""

    side: Side
    kind: StepKind
    price: Money | None
    buyer_price: Money | None
    at: datetime


@dataclass(frozen=True, slots=True)
class OfferView:
    """A negotiation as one side of it sees it.

    `told` says how it stands in one word that is true now, whatever has become of the listing.
    `steps` are what this viewer may do, `counter_min` and `counter_max` the prices they may name.
    `until` is when the answer or the agreed price is due; `card` is absent for a removed listing.
    """

    offer_id: UUID
    listing_id: UUID
    title: str
    card: ListingCard | None
    buyer_id: UUID
    seller_id: UUID
    buyer_name: str
    side: Side
    status: OfferStatus
    told: Told
    opened_by: Side
    named_by: Side
    price: Money
    buyer_price: Money
    seller_gets: Money
    until: datetime | None
    steps: tuple[Step, ...]
    counter_min: Money | None
    counter_max: Money | None
    prices_left: int
    history: tuple[OfferStepView, ...]
    opened_at: datetime
    changed_at: datetime

    @property
    def waits_for_viewer(self) -> bool:
        """Tell whether it is this viewer's turn to answer."""
        return "accept" in self.steps

    @property
    def live(self) -> bool:
        """Tell whether anything can still come of it."""
        return self.told in {
            "asks_seller", "asks_buyer", "price_runs", "paying", "beaten", "not_on_sale",
            "in_a_checkout", "closed",
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfferParties:
    """Between whom a negotiation is and about what. `too_low` says that the seller's lowest price
    declined it: the seller need not hear of it."""

    buyer_id: UUID
    seller_id: UUID
    title: str
    too_low: bool


@dataclass(frozen=True, slots=True)
class OfferPage:
    """A page of negotiations, newest first. `next_cursor` is empty at the end."""

    offers: tuple[OfferView, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class SellingTerms:
    """What a seller has set for one listing, for that seller only.

    `liker_price_max` is the highest price that may be offered to people who like it; `likers` how
    many of them an offer would reach now; `sent_today` says that today's was sent.
    """

    listing_id: UUID
    floor: Money | None
    liker_price_max: Money | None
    likers: int
    sent_today: bool


@dataclass(frozen=True, slots=True)
class OfferFigures:
    """How many negotiations a listing saw: `received` begun by a buyer, `sent` by its seller to
    people who like it, `countered` in which both named a price, `accepted` that came to one."""

    received: int = 0
    sent: int = 0
    countered: int = 0
    accepted: int = 0


@dataclass(frozen=True, slots=True)
class SentOffers:
    """To how many people an offer went."""

    people: int
