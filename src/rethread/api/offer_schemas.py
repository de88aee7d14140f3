"""The shapes of offers over the API: what each side reads on the page, and no more."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from rethread.market.offers.types import OfferView, SellingTerms, Side, Step, StepKind, Told

from .schemas import MoneyBody, money_body


class OfferStepBody(msgspec.Struct, frozen=True):
    """One thing that somebody did; `price` is null where none was named."""

    side: Side
    kind: StepKind
    price: MoneyBody | None
    at: datetime


class OfferBody(msgspec.Struct, frozen=True):
    """A negotiation as its caller's side sees it.

    `price` is the seller's price that stands, `buyer_price` what the buyer would pay with their
    fee, `seller_gets` what the seller would receive. `told` says how it stands now; `steps` are
    what the caller may answer, with prices from `counter_min` to `counter_max`.
    """

    id: UUID
    listing_id: UUID
    side: Side
    told: Told
    opened_by: Side
    named_by: Side
    price: MoneyBody
    buyer_price: MoneyBody
    seller_gets: MoneyBody
    until: datetime | None
    steps: list[Step]
    counter_min: MoneyBody | None
    counter_max: MoneyBody | None
    prices_left: int
    history: list[OfferStepBody]
    opened_at: datetime


class OfferPageBody(msgspec.Struct, frozen=True):
    """A page of offers on both sides, newest first; null is the end."""

    data: list[OfferBody]
    next_cursor: str | None


class NewOffer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An offer to make: the seller's price, in minor units of the listing's currency."""

    listing_id: UUID
    amount_minor: int


class NewOfferAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer. `seen_minor` is the price that stood when the caller read the offer.

    `amount_minor` is the other price of a counter.
    """

    answer: Literal["accept", "counter", "decline", "withdraw"]
    seen_minor: int
    amount_minor: int | None = None


class OfferTermsBody(msgspec.Struct, frozen=True):
    """What a seller has set for a listing of their own.

    `floor` is the lowest price they take, null without one; `likers` how many people an offer would
    reach now, at `liker_price_max` or less.
    """

    listing_id: UUID
    floor: MoneyBody | None
    liker_price_max: MoneyBody | None
    likers: int
    sent_today: bool


class NewOfferTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lowest price to take from now on; null for none."""

    floor_minor: int | None


class NewLikerOffer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The price to offer to people who like the listing, in minor units."""

    amount_minor: int


class LikerOfferBody(msgspec.Struct, frozen=True):
    """To how many people an offer went."""

    people: int


def offer_body(offer: OfferView) -> OfferBody:
    """Turn a negotiation into its JSON shape."""
    return OfferBody(
        id=offer.offer_id,
        listing_id=offer.listing_id,
        side=offer.side,
        told=offer.told,
        opened_by=offer.opened_by,
        named_by=offer.named_by,
        price=money_body(offer.price),
        buyer_price=money_body(offer.buyer_price),
        seller_gets=money_body(offer.seller_gets),
        until=offer.until,
        steps=list(offer.steps),
        counter_min=money_body(offer.counter_min) if offer.counter_min else None,
        counter_max=money_body(offer.counter_max) if offer.counter_max else None,
        prices_left=offer.prices_left,
        history=[
            OfferStepBody(
                step.side, step.kind, money_body(step.price) if step.price else None, step.at
            )
            for step in offer.history
        ],
        opened_at=offer.opened_at,
    )


def terms_body(terms: SellingTerms) -> OfferTermsBody:
    """Turn a seller's terms into their JSON shape."""
    return OfferTermsBody(
        listing_id=terms.listing_id,
        floor=money_body(terms.floor) if terms.floor else None,
        liker_price_max=money_body(terms.liker_price_max) if terms.liker_price_max else None,
        likers=terms.likers,
        sent_today=terms.sent_today,
    )
