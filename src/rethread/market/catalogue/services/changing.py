"""How every change of a listing is made: lock, step, count the version, store, tell. One place, so
that no change goes unannounced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from rethread.market.pricing.rules import buyer_price
from rethread.market.pricing.selectors import current_schedule
from rethread.platform.kernel import Actor, Money, business_now
from rethread.platform.kernel.fetching import fetch_one, update
from rethread.platform.vault.services import pseudonym_for

from .. import rules
from ..errors import ListingNotFound, WrongStatus
from ..models import Listing
from ..rules.lifecycle import Step

Emit = Callable[..., UUID]
_OWN = "WHERE id = %s AND seller_id = %s AND status <> 'removed' FOR UPDATE"
_ANY = "WHERE id = %s AND status <> 'removed' FOR UPDATE"


def lock_own_listing(actor: Actor, listing_id: UUID) -> Listing:
    """Return a listing of the acting person, locked until the transaction ends.

    Raises:
        ListingNotFound: there is none, or it is somebody else's, or it is removed.
    """
    row = fetch_one(Listing, _OWN, [listing_id, actor.require_user()])
    if row is None:
        raise ListingNotFound
    return row


def lock_any_listing(listing_id: UUID) -> Listing:
    """Return any listing, locked until the transaction ends; for staff and processes only.

    Raises:
        ListingNotFound: there is none, or it is removed.
    """
    row = fetch_one(Listing, _ANY, [listing_id])
    if row is None:
        raise ListingNotFound
    return row


def take_step(row: Listing, step: Step) -> None:
    """Move a listing along its life cycle.

    Raises:
        WrongStatus: the life cycle does not allow the step.
    """
    following = rules.next_status(row.status, step)
    if following is None:
        raise WrongStatus(row.status, step)
    row.status = following


def price_for_buyers(row: Listing) -> None:
    """Set what buyers pay, with the fee under the schedule that is valid now."""
    if row.price_minor is None:
        row.buyer_price_minor = row.fee_version = None
        return
    schedule = current_schedule(row.currency)
    row.buyer_price_minor = buyer_price(Money(row.price_minor, row.currency), schedule).amount_minor
    row.fee_version = schedule.version


def store_and_tell(row: Listing, actor: Actor, emit: Emit) -> None:
    """Store a changed listing under its next version and emit what happened, as it is now."""
    row.version += 1
    row.updated_at = business_now()
    update(row)
    emit(actor=actor, **snapshot(row))


def snapshot(row: Listing) -> dict[str, Any]:
    """Return what every event of a listing carries: all that is public of it, and pseudonyms."""
    kind = rules.TYPES.get(row.type)
    return {
        "listing_id": row.id,
        "listing_version": row.version,
        "seller_key": pseudonym_for(row.seller_id),
        "shop_id": row.shop_id,
        "status": row.status,
        "department": row.department or None,
        "category": kind.category if kind is not None else None,
        "type": row.type or None,
        "brand": row.brand or None,
        "size": row.size or None,
        "size_system": row.size_system or None,
        "condition": row.condition or None,
        "colours": list(row.colours),
        "styles": list(row.styles),
        "era": row.era or None,
        "material": row.material or None,
        "pattern": row.pattern or None,
        "parcel_size": row.parcel_size or None,
        "price_minor": row.price_minor,
        "buyer_price_minor": row.buyer_price_minor,
        "currency": row.currency,
        "fee_schedule_version": row.fee_version,
        "photo_count": row.photo_count,
        "checkout_id": row.checkout_id,
        "published_at": row.published_at,
    }
