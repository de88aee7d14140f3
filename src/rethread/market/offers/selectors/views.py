"""Turn rows of negotiations into what leaves this package, by the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from rethread.market.accounts.selectors import users_by_ids
from rethread.market.catalogue.rules.editing import PRICE_MINOR_MIN
from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.catalogue.types import ListingCard
from rethread.market.pricing.rules import seller_fee
from rethread.market.pricing.selectors import get_schedule
from rethread.market.pricing.types import Schedule
from rethread.market.social.selectors import apart_from
from rethread.platform.kernel import Money, business_now, invariant

from ..models import Offer, OfferStep
from ..rules import Piece, Terms, counter_range, steps_open, told
from ..types import (
    EndedBy,
    OfferStatus,
    OfferStepView,
    OfferView,
    PrivatePrice,
    Side,
    StepKind,
)

REMOVED = Piece("removed", False, 0)


def side_of(row: Offer, user_id: UUID) -> Side:
    """Return on which side of a negotiation a person of it stands."""
    return "buyer" if user_id == row.buyer_id else "seller"


def terms_of(row: Offer) -> Terms:
    """Return what the rules need to know of a negotiation."""
    return Terms(
        status=cast(OfferStatus, row.status),
        amount_minor=row.amount_minor,
        buyer_prices=row.buyer_prices,
        seller_prices=row.seller_prices,
        buyer_last_minor=row.buyer_last_minor,
        seller_last_minor=row.seller_last_minor,
        due_at=row.due_at,
        ended_by=cast(EndedBy, row.ended_by),
    )


def piece_of_card(card: ListingCard | None) -> Piece:
    """Return what the rules need to know of a listing from its card; without one it is removed."""
    if card is None:
        return REMOVED
    return Piece(card.status, card.available, card.price.amount_minor)


def private_price(row: Offer, now: datetime) -> PrivatePrice:
    """Return the agreed price of a negotiation that came to one."""
    until = row.price_until
    invariant(until, "an agreed price has an end")
    return PrivatePrice(
        offer_id=row.id,
        listing_id=row.listing_id,
        price=Money(row.amount_minor, row.currency),
        buyer_price=Money(row.buyer_price_minor, row.currency),
        fee_version=row.fee_version,
        until=until or now,
        ended=row.status == "lapsed" or terms_of(row).over(now),
    )


def offer_views(rows: Sequence[Offer], viewer_id: UUID) -> tuple[OfferView, ...]:
    """Return negotiations as one person of each sees them, in the order given."""
    if not rows:
        return ()
    now = business_now()
    cards = cards_by_ids([row.listing_id for row in rows])
    names = users_by_ids([row.buyer_id for row in rows])
    apart = apart_from(viewer_id, [_other(row, viewer_id) for row in rows])
    schedules = {
        (row.currency, row.fee_version): get_schedule(row.currency, row.fee_version)
        for row in {(row.currency, row.fee_version): row for row in rows}.values()
    }
    steps: dict[UUID, list[OfferStep]] = {row.id: [] for row in rows}
    for step in OfferStep.objects.filter(offer_id__in=list(steps)).order_by("id"):
        steps[step.offer_id].append(step)
    return tuple(
        _view(
            row,
            viewer_id,
            cards.get(row.listing_id),
            names[row.buyer_id].display_name,
            steps[row.id],
            schedules[row.currency, row.fee_version],
            blocked=_other(row, viewer_id) in apart,
            now=now,
        )
        for row in rows
    )


def _other(row: Offer, viewer_id: UUID) -> UUID:
    return row.seller_id if viewer_id == row.buyer_id else row.buyer_id


def _view(
    row: Offer,
    viewer_id: UUID,
    card: ListingCard | None,
    buyer_name: str,
    steps: Sequence[OfferStep],
    schedule: Schedule,
    *,
    blocked: bool,
    now: datetime,
) -> OfferView:
    terms, piece, side = terms_of(row), piece_of_card(card), side_of(row, viewer_id)
    price = Money(row.amount_minor, row.currency)
    may = steps_open(side, terms, piece, blocked=blocked, now=now, price_min=PRICE_MINOR_MIN)
    low, high = counter_range(terms, piece, PRICE_MINOR_MIN)
    counters = "counter" in may
    return OfferView(
        offer_id=row.id,
        listing_id=row.listing_id,
        title=card.title if card is not None else row.title,
        card=card,
        buyer_id=row.buyer_id,
        seller_id=row.seller_id,
        buyer_name=buyer_name,
        side=side,
        status=terms.status,
        told=told(terms, piece, blocked=blocked, now=now),
        opened_by=cast(Side, row.opened_by),
        named_by=cast(Side, row.named_by),
        price=price,
        buyer_price=Money(row.buyer_price_minor, row.currency),
        seller_gets=price - seller_fee(price, schedule),
        until=row.due_at,
        steps=may,
        counter_min=Money(low, row.currency) if counters else None,
        counter_max=Money(high, row.currency) if counters else None,
        prices_left=terms.prices_left(side),
        history=tuple(_step(step, row.currency) for step in steps),
        opened_at=row.opened_at,
        changed_at=row.changed_at,
    )


def _step(step: OfferStep, currency: str) -> OfferStepView:
    named = step.amount_minor is not None and step.buyer_price_minor is not None
    return OfferStepView(
        side=cast(Side, step.side),
        kind=cast(StepKind, step.kind),
        price=Money(step.amount_minor or 0, currency) if named else None,
        buyer_price=Money(step.buyer_price_minor or 0, currency) if named else None,
        at=step.at,
    )
