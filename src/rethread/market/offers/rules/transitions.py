"""The life of a negotiation as a transition table; nothing moves except by it.

A pair that is absent is refused. The README draws the same; a test holds the two together.
"""

from __future__ import annotations

from typing import Final, Literal

from ..types import OfferStatus, Side, Step

OfferEvent = Literal[
    "seller_counters",
    "seller_accepts",
    "seller_declines",
    "seller_withdraws",
    "buyer_counters",
    "buyer_accepts",
    "buyer_declines",
    "buyer_withdraws",
    "limit_declines",
    "time_up",
    "checkout_begins",
    "checkout_ends",
    "checkout_ends_late",
    "buyer_buys",
    "overtaken",
]

OFFER: Final[dict[tuple[OfferStatus, OfferEvent], OfferStatus]] = {
    ("with_seller", "seller_counters"): "with_buyer",
    ("with_seller", "seller_accepts"): "accepted",
    ("with_seller", "seller_declines"): "declined",
    ("with_seller", "limit_declines"): "declined",
    ("with_seller", "buyer_withdraws"): "withdrawn",
    ("with_seller", "time_up"): "expired",
    ("with_seller", "buyer_buys"): "bought",
    ("with_seller", "overtaken"): "overtaken",
    ("with_buyer", "buyer_counters"): "with_seller",
    ("with_buyer", "buyer_accepts"): "accepted",
    ("with_buyer", "buyer_declines"): "declined",
    ("with_buyer", "seller_withdraws"): "withdrawn",
    ("with_buyer", "time_up"): "expired",
    ("with_buyer", "buyer_buys"): "bought",
    ("with_buyer", "overtaken"): "overtaken",
    ("accepted", "buyer_withdraws"): "withdrawn",
    ("accepted", "checkout_begins"): "in_checkout",
    ("accepted", "time_up"): "lapsed",
    ("accepted", "buyer_buys"): "bought",
    ("accepted", "overtaken"): "overtaken",
    ("in_checkout", "checkout_ends"): "accepted",
    ("in_checkout", "checkout_ends_late"): "lapsed",
    ("in_checkout", "buyer_buys"): "bought",
}
LIVE: Final[frozenset[OfferStatus]] = frozenset({status for status, _ in OFFER})
TIMED: Final[frozenset[OfferStatus]] = frozenset({"with_seller", "with_buyer", "accepted"})
_EVENTS: Final[dict[tuple[Side, Step], OfferEvent]] = {
    ("buyer", "accept"): "buyer_accepts",
    ("buyer", "counter"): "buyer_counters",
    ("buyer", "decline"): "buyer_declines",
    ("buyer", "withdraw"): "buyer_withdraws",
    ("seller", "accept"): "seller_accepts",
    ("seller", "counter"): "seller_counters",
    ("seller", "decline"): "seller_declines",
    ("seller", "withdraw"): "seller_withdraws",
}


def event_of(side: Side, step: Step) -> OfferEvent:
    """Return what it is called in the table when a side takes a step."""
    return _EVENTS[side, step]


def next_offer_status(status: OfferStatus, event: OfferEvent) -> OfferStatus | None:
    """Return where `event` takes a negotiation, or None where it may not happen."""
    return OFFER.get((status, event))
