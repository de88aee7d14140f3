"""Tell the rest of the market what happened in a negotiation. People are pseudonyms, and the
seller's lowest price is in no event."""

from __future__ import annotations

from typing import Literal, TypedDict
from uuid import UUID

from rethread.platform.kernel import Actor, invariant
from rethread.platform.vault.services import pseudonym_for

from ..events import (
    emit_offer_accepted,
    emit_offer_countered,
    emit_offer_declined,
    emit_offer_expired,
    emit_offer_made,
    emit_offer_overtaken,
    emit_offer_redeemed,
    emit_offer_withdrawn,
)
from ..models import Offer
from ..types import Side


class _OfferFacts(TypedDict):
    offer_id: UUID
    listing_id: UUID
    buyer_key: str
    seller_key: str
    amount_minor: int
    buyer_price_minor: int
    currency: str


def _facts(row: Offer) -> _OfferFacts:
    return _OfferFacts(
        offer_id=row.id,
        listing_id=row.listing_id,
        buyer_key=pseudonym_for(row.buyer_id),
        seller_key=pseudonym_for(row.seller_id),
        amount_minor=row.amount_minor,
        buyer_price_minor=row.buyer_price_minor,
        currency=row.currency,
    )


def tell_made(actor: Actor, row: Offer, by: Side, list_price_minor: int) -> None:
    """Say that a negotiation began."""
    emit_offer_made(actor=actor, **_facts(row), made_by=by, list_price_minor=list_price_minor)


def tell_countered(actor: Actor, row: Offer, by: Side) -> None:
    """Say that a side named another price."""
    emit_offer_countered(
        actor=actor,
        **_facts(row),
        countered_by=by,
        price_count=row.buyer_prices + row.seller_prices,
    )


def tell_accepted(actor: Actor, row: Offer, by: Side) -> None:
    """Say that both agreed, and until when the price is the buyer's."""
    invariant(row.price_until, "an agreed price has an end")
    if row.price_until is not None:
        emit_offer_accepted(actor=actor, **_facts(row), accepted_by=by, price_until=row.price_until)


def tell_declined(actor: Actor, row: Offer, by: Literal["buyer", "seller", "limit"]) -> None:
    """Say that an offer was declined, by a side or by the seller's limit."""
    emit_offer_declined(actor=actor, **_facts(row), declined_by=by)


def tell_withdrawn(actor: Actor, row: Offer, by: Side) -> None:
    """Say that a price was taken back, or an agreed one given up."""
    emit_offer_withdrawn(actor=actor, **_facts(row), withdrawn_by=by)


def tell_expired(actor: Actor, row: Offer, as_what: Literal["unanswered", "unused"]) -> None:
    """Say that time ended it."""
    emit_offer_expired(actor=actor, **_facts(row), expired_as=as_what)


def tell_overtaken(actor: Actor, row: Offer, by: Literal["sale", "removal"]) -> None:
    """Say that the listing is gone."""
    emit_offer_overtaken(actor=actor, **_facts(row), overtaken_by=by)


def tell_redeemed(actor: Actor, row: Offer, *, at_agreed_price: bool) -> None:
    """Say that its buyer bought the listing."""
    emit_offer_redeemed(actor=actor, **_facts(row), at_agreed_price=at_agreed_price)
