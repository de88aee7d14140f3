"""Who may do what in a negotiation, which prices may be named, and what both sides are told.

Everything is a function of the negotiation, of the listing as it stands, and of the moment, so
that pages, services and tests judge by the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from ..types import EndedBy, OfferStatus, Side, Step, Told
from .transitions import TIMED, event_of, next_offer_status

ANSWER_H: Final = 24  # the other side's time to answer a price
PRICE_H: Final = 24  # how long an agreed price is the buyer's
PRICES_MAX: Final = 3  # prices that each side may name in one negotiation
OFFERS_PER_LISTING_MAX: Final = 3  # negotiations that a buyer may begin about one listing ...
PER_LISTING_DAYS: Final = 7  # ... in so many days
OFFERS_PER_DAY_MAX: Final = 30  # negotiations that a buyer may begin in 24 hours
LIKER_PEOPLE_MAX: Final = 100  # an offer to people who like a listing reaches the latest of them
_LIKER_KEEPS_BPS: Final = 9_500  # at least 5 % off
_STEPS: Final[tuple[Step, ...]] = ("accept", "counter", "decline", "withdraw")
Refusal = Literal[
    "no_longer_open",
    "not_your_turn",
    "closed_between_you",
    "listing_unavailable",
    "beaten",
    "no_prices_left",
    "no_price_between",
]


@dataclass(frozen=True, slots=True)
class Terms:
    """A negotiation: where it stands, and the prices named in it, in minor units.

    `amount_minor` is the price that stands; the `*_last_minor` are what each side named last,
    the `*_prices` how often. `due_at` ends the answer or the agreed price.
    """

    status: OfferStatus
    amount_minor: int
    buyer_prices: int
    seller_prices: int
    buyer_last_minor: int | None
    seller_last_minor: int | None
    due_at: datetime | None
    ended_by: EndedBy = ""

    def prices_left(self, side: Side) -> int:
        """Return how many prices a side may still name."""
        return PRICES_MAX - (self.buyer_prices if side == "buyer" else self.seller_prices)

    def over(self, now: datetime) -> bool:
        """Tell whether its time is up, whether or not the timer has run yet."""
        return self.status in TIMED and self.due_at is not None and self.due_at <= now


@dataclass(frozen=True, slots=True)
class Piece:
    """A listing as it stands; `available` says that anybody could buy it now."""

    status: str
    available: bool
    price_minor: int


def counter_range(terms: Terms, piece: Piece, price_min: int) -> tuple[int, int]:
    """Return the lowest and the highest price that may be named next; none when they cross.

    Each price comes closer: a buyer names more than before and less than the seller asks, a seller
    less than before and more than the buyer offers. Nobody negotiates up to the public price.
    """
    asked = piece.price_minor if terms.seller_last_minor is None else terms.seller_last_minor
    low = max((terms.buyer_last_minor or 0) + 1, price_min)
    return low, min(asked, piece.price_minor) - 1


def why_not(
    step: Step,
    side: Side,
    terms: Terms,
    piece: Piece,
    *,
    blocked: bool,
    now: datetime,
    price_min: int,
) -> Refusal | None:
    """Return why a side may not take a step now, or None.

    To decline or to withdraw is always possible for whose turn it is: a block or a sale must not
    keep anybody in a negotiation.
    """
    if terms.status not in TIMED or terms.over(now):
        return "no_longer_open"
    if next_offer_status(terms.status, event_of(side, step)) is None:
        return "not_your_turn"
    if step in {"decline", "withdraw"}:
        return None
    if blocked:
        return "closed_between_you"
    if not piece.available:
        return "listing_unavailable"
    if step == "accept":
        return "beaten" if terms.amount_minor >= piece.price_minor else None
    if terms.prices_left(side) < 1:
        return "no_prices_left"
    low, high = counter_range(terms, piece, price_min)
    return "no_price_between" if low > high else None


def steps_open(
    side: Side, terms: Terms, piece: Piece, *, blocked: bool, now: datetime, price_min: int
) -> tuple[Step, ...]:
    """Return what a side may do now, in the order in which it is offered."""
    return tuple(
        step
        for step in _STEPS
        if why_not(step, side, terms, piece, blocked=blocked, now=now, price_min=price_min) is None
    )


def private_price_counts(terms: Terms, piece: Piece, now: datetime) -> bool:
    """Tell whether the buyer pays the agreed price: it runs, and the public one is not lower."""
    return (
        terms.status == "accepted"
        and not terms.over(now)
        and terms.amount_minor < piece.price_minor
    )


def is_below_floor(amount_minor: int, floor_minor: int | None) -> bool:
    """Tell whether a price is below what the seller takes; without a limit none is."""
    return floor_minor is not None and amount_minor < floor_minor


def highest_for_likers(price_minor: int) -> int:
    """Return the highest price that may be offered to people who like a listing: 5 % off."""
    return price_minor * _LIKER_KEEPS_BPS // 10_000


def told(terms: Terms, piece: Piece, *, blocked: bool, now: datetime) -> Told:
    """Return how a negotiation stands, in a word that is true for both sides at this moment.

    What has become of the listing counts before what the row says, and the clock before the timer
    that will follow it.
    """
    if terms.status in _ENDED:
        return _ended(terms)
    if terms.status == "in_checkout":
        return "paying"
    if piece.status in {"sold", "removed", "elsewhere"}:
        return "sold" if piece.status == "sold" else "removed"
    if terms.over(now):
        return "price_ended" if terms.status == "accepted" else "unanswered"
    if piece.status == "reserved":
        return "in_a_checkout"
    if not piece.available:
        return "not_on_sale"
    if terms.amount_minor >= piece.price_minor:
        return "beaten"
    if terms.status == "accepted":
        return "price_runs"
    if blocked:
        return "closed"
    return "asks_seller" if terms.status == "with_seller" else "asks_buyer"


_ENDED: Final[frozenset[OfferStatus]] = frozenset(
    {"bought", "declined", "withdrawn", "expired", "lapsed", "overtaken"}
)
_SAID: Final[dict[tuple[OfferStatus, EndedBy], Told]] = {
    ("declined", "seller"): "declined_by_seller",
    ("declined", "buyer"): "declined_by_buyer",
    ("declined", "limit"): "too_low",
    ("withdrawn", "seller"): "withdrawn_by_seller",
    ("withdrawn", "buyer"): "withdrawn_by_buyer",
    ("overtaken", "sale"): "sold",
    ("overtaken", "removal"): "removed",
    ("expired", "time"): "unanswered",
    ("lapsed", "time"): "price_ended",
    ("bought", "buyer"): "bought",
}


def _ended(terms: Terms) -> Told:
    return _SAID[terms.status, terms.ended_by]
