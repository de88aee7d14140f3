"""Going live, out of sight, and away. Staff may hide and remove, and that is audited."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from rethread.platform.audit.services import record
from rethread.platform.kernel import Actor, business_now

from .. import events
from ..errors import InvalidListing, PublishRefused, WrongStatus
from ..models import Listing
from ..ports import listing_screen, publish_screens
from ..rules.lifecycle import Step, next_status
from ..selectors import listing_view
from ..types import ListingView
from .changing import (
    Emit,
    lock_any_listing,
    lock_own_listing,
    price_for_buyers,
    store_and_tell,
    take_step,
)
from .drafts import missing_of


def publish_listing(*, actor: Actor, listing_id: UUID) -> ListingView:
    """Put a draft up for sale; staff may do it for its seller, and that is audited.

    What the listing screen holds stays a draft: look at `status`. Why, the seller reads.

    Raises:
        ListingNotFound: there is none, or it is somebody else's.
        WrongStatus: it is no draft.
        InvalidListing: `catalogue.invalid_listing`; `fields` says what it lacks.
        PublishRefused: a screen refused; the message says why.
    """
    with transaction.atomic():
        row = _lock(actor, listing_id)
        seen = listing_view(row)
        _check(row, seen, "publish")
        if not listing_screen().holds(actor=actor, listing=seen):
            _go_live(row, "publish")
            row.published_at = business_now()
            store_and_tell(row, actor, events.emit_listing_published)
            _audit(row, actor, "publish")
    return listing_view(row, shop=seen.shop, photos=seen.photos)


def show_listing(*, actor: Actor, listing_id: UUID) -> ListingView:
    """Put a hidden listing back up for sale, screened as when it was published.

    What the listing screen holds stays hidden: look at `status`.

    Raises:
        ListingNotFound: there is none, or it is somebody else's.
        WrongStatus: it is not hidden.
        PublishRefused: a screen refused; the message says why.
    """
    with transaction.atomic():
        row = _lock(actor, listing_id)
        seen = listing_view(row)
        _check(row, seen, "show")
        if not listing_screen().holds(actor=actor, listing=seen):
            _go_live(row, "show")
            store_and_tell(row, actor, events.emit_listing_shown)
            _audit(row, actor, "show")
    return listing_view(row, shop=seen.shop, photos=seen.photos)


def relist_listing(*, actor: Actor, listing_id: UUID) -> ListingView:
    """Put back up for sale what was said to be sold somewhere else, by mistake or called off there.

    It keeps the day on which it was first listed, so it comes back to where it stood. Held by the
    listing screen it stays as it is.

    Raises:
        ListingNotFound: there is none, or it is somebody else's.
        InvalidListing: `fields` says what is missing.
        WrongStatus: it is not sold elsewhere.
        PublishRefused: a screen refused; the message says why.
    """
    with transaction.atomic():
        row = _lock(actor, listing_id)
        seen = listing_view(row)
        _check(row, seen, "relist")
        if not listing_screen().holds(actor=actor, listing=seen):
            _go_live(row, "relist")
            store_and_tell(row, actor, events.emit_listing_shown)
            _audit(row, actor, "relist")
    return listing_view(row, shop=seen.shop, photos=seen.photos)


def hide_listing(*, actor: Actor, listing_id: UUID) -> ListingView:
    """Take a live listing out of feed, search and bags; its seller can show it again.

    Raises:
        ListingNotFound: there is none, or it is somebody else's.
        WrongStatus: it is not live.
    """
    return _step_aside(actor, listing_id, "hide", events.emit_listing_hidden)


def remove_listing(*, actor: Actor, listing_id: UUID) -> None:
    """Delete a listing for its seller and everyone else. The row stays: nothing sold is deleted.

    Raises:
        ListingNotFound: there is none, or it is somebody else's.
        WrongStatus: it is reserved or sold.
    """
    _step_aside(actor, listing_id, "remove", events.emit_listing_removed)


def mark_sold_elsewhere(*, actor: Actor, listing_id: UUID) -> ListingView:
    """Say that the garment was sold somewhere else: it can be looked at, and never bought here.

    This pays nobody and undoes nothing; what somebody is paying for here cannot leave.

    Raises:
        ListingNotFound: there is none, or it is somebody else's.
        WrongStatus: it is neither live nor hidden.
    """
    return _step_aside(actor, listing_id, "leave", events.emit_listing_elsewhere)


def _privileged(actor: Actor) -> bool:
    return actor.is_staff or actor.is_system


def _lock(actor: Actor, listing_id: UUID) -> Listing:
    if _privileged(actor):
        return lock_any_listing(listing_id)
    return lock_own_listing(actor, listing_id)


def _check(row: Listing, seen: ListingView, step: Step) -> None:
    if next_status(row.status, step) is None:
        raise WrongStatus(row.status, step)
    missing = missing_of(row, row.photo_count)
    if missing:
        raise InvalidListing(missing)
    for screen in publish_screens():
        reason = screen.reason_to_refuse(seen)
        if reason is not None:
            raise PublishRefused(reason)


def _go_live(row: Listing, step: Step) -> None:
    take_step(row, step)
    price_for_buyers(row)


def _step_aside(actor: Actor, listing_id: UUID, step: Step, emit: Emit) -> ListingView:
    with transaction.atomic():
        row = _lock(actor, listing_id)
        take_step(row, step)
        store_and_tell(row, actor, emit)
        _audit(row, actor, step)
    return listing_view(row)


def _audit(row: Listing, actor: Actor, step: Step) -> None:
    if _privileged(actor):
        record(
            actor=actor,
            action=f"catalogue.{step}_listing",
            object_type="listing",
            object_id=row.id,
            detail={"version": row.version},
        )
