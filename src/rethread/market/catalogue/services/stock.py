"""The stock of one: reserve, release, sell, take back. Called by orders, inside its transaction.

Rows are locked in id order, so that two checkouts that share garments wait for one another instead
of deadlocking. All or nothing: a bag with one garment gone reserves none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rethread.market.accounts.services import hold_shops
from rethread.platform.kernel import Actor, Money, business_now, invariant
from rethread.platform.kernel.fetching import fetch

from .. import events
from ..errors import ListingUnavailable, OwnListing
from ..models import Listing, Reservation
from ..types import ReservedListing
from .changing import store_and_tell, take_step


def reserve_listings(
    *, actor: Actor, listing_ids: Sequence[UUID], checkout_id: UUID
) -> tuple[ReservedListing, ...]:
    """Keep listings for one checkout and return them as they are now, in the order asked for.

    Asking again for the same checkout is no error and changes nothing.

    Raises:
        OwnListing: one of them is the acting person's own.
        ListingUnavailable: one of them is not live, or its shop is on vacation; names them all.
    """
    invariant(listing_ids, "a checkout has at least one listing")
    with transaction.atomic():
        rows = _lock(listing_ids)
        if any(row.seller_id == actor.user_id for row in rows.values()):
            raise OwnListing
        fresh = [row for row in rows.values() if not _holds(row, checkout_id)]
        _refuse_unavailable(listing_ids, rows, fresh)
        now = business_now()
        for row in fresh:
            take_step(row, "reserve")
            row.checkout_id = checkout_id
            Reservation.objects.create(listing=row, checkout_id=checkout_id, reserved_at=now)
            store_and_tell(row, actor, events.emit_listing_reserved)
        return tuple(_reserved(rows[listing_id]) for listing_id in dict.fromkeys(listing_ids))


def release_listings(
    *, actor: Actor, listing_ids: Sequence[UUID], checkout_id: UUID
) -> tuple[UUID, ...]:
    """Put back up for sale what this checkout still holds, and return which those were.

    What it does not hold (released before, or held by another) is left as it is: releasing is
    safe to repeat.
    """
    with transaction.atomic():
        held = [row for row in _lock(listing_ids).values() if _holds(row, checkout_id)]
        for row in held:
            take_step(row, "release")
            _end_reservation(row, "released", business_now())
            row.checkout_id = None
            store_and_tell(row, actor, events.emit_listing_released)
        return tuple(row.id for row in held)


def mark_listings_sold(*, actor: Actor, listing_ids: Sequence[UUID], checkout_id: UUID) -> None:
    """Make reserved listings sold to the checkout that holds them; repeating is no error.

    Raises:
        ListingUnavailable: the checkout does not hold one of them; names them, and none is sold.
    """
    with transaction.atomic():
        rows = _lock(listing_ids)
        lost = tuple(
            listing_id
            for listing_id in dict.fromkeys(listing_ids)
            if listing_id not in rows
            or rows[listing_id].status not in {"reserved", "sold"}
            or rows[listing_id].checkout_id != checkout_id
        )
        if lost:
            raise ListingUnavailable(lost)
        now = business_now()
        for row in rows.values():
            if row.status == "reserved":
                take_step(row, "sell")
                row.sold_at = now
                _end_reservation(row, "sold", now)
                store_and_tell(row, actor, events.emit_listing_sold)


def return_listings(*, actor: Actor, listing_ids: Sequence[UUID]) -> tuple[UUID, ...]:
    """Give sold listings back to their sellers, hidden, after the order was undone.

    They do not go live by themselves: whether the garment is still there, its seller knows.
    Listings that are not sold are left as they are.
    """
    with transaction.atomic():
        sold = [row for row in _lock(listing_ids).values() if row.status == "sold"]
        for row in sold:
            take_step(row, "return")
            Reservation.objects.filter(listing=row, outcome="sold").update(outcome="returned")
            row.checkout_id = row.sold_at = None
            store_and_tell(row, actor, events.emit_listing_hidden)
        return tuple(row.id for row in sold)


def _lock(listing_ids: Sequence[UUID]) -> dict[UUID, Listing]:
    rows = fetch(Listing, "WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(set(listing_ids))])
    return {row.id: row for row in rows}


def _holds(row: Listing, checkout_id: UUID) -> bool:
    return row.status == "reserved" and row.checkout_id == checkout_id


def _refuse_unavailable(
    listing_ids: Sequence[UUID], rows: dict[UUID, Listing], fresh: Sequence[Listing]
) -> None:
    # Held until the caller commits: a shop that goes away meanwhile waits, and what was reserved
    # before it left stays reserved.
    shops = hold_shops(row.shop_id for row in fresh)
    gone = {row.id for row in fresh if row.status != "live" or shops[row.shop_id].on_vacation}
    gone |= {listing_id for listing_id in listing_ids if listing_id not in rows}
    if gone:
        raise ListingUnavailable(tuple(item for item in dict.fromkeys(listing_ids) if item in gone))


def _end_reservation(row: Listing, outcome: str, now: datetime) -> None:
    open_rows = Reservation.objects.filter(listing=row, ended_at__isnull=True)
    ended = open_rows.update(ended_at=now, outcome=outcome)
    invariant(ended == 1, "a reserved listing has exactly one open reservation")


def _reserved(row: Listing) -> ReservedListing:
    invariant(
        row.price_minor is not None
        and row.buyer_price_minor is not None
        and row.fee_version is not None,
        "what is for sale has a price",
    )
    return ReservedListing(
        id=row.id,
        seller_id=row.seller_id,
        shop_id=row.shop_id,
        title=row.title,
        price=Money(row.price_minor or 0, row.currency),
        buyer_price=Money(row.buyer_price_minor or 0, row.currency),
        fee_version=row.fee_version or 0,
        parcel_size=row.parcel_size,
        version=row.version,
    )
