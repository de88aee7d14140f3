"""Begin and edit listings. A draft may lack anything; what is live stays complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.market.accounts.selectors import find_shop_of
from rethread.market.accounts.services import ensure_shop
from rethread.market.media.selectors import photos_by_ids
from rethread.market.media.types import PhotoView
from rethread.platform.kernel import Actor, business_now, settings

from .. import events, rules
from ..errors import ChangedMeanwhile, InvalidListing, WrongStatus
from ..models import Listing, ListingPhoto
from ..ports import listing_screen
from ..rules.editing import PHOTOS_MAX, Problems, Values
from ..selectors import listing_view
from ..types import ListingChanges, ListingView
from .changing import (
    lock_own_listing,
    price_for_buyers,
    snapshot,
    store_and_tell,
    take_step,
)
from .editing import record_edit, said_by

_FIELDS_READ = ("type", "department", "size", "parcel_size", "measures")


def create_draft(*, actor: Actor, changes: ListingChanges | None = None) -> ListingView:
    """Begin a listing for the acting person, opening their shop if they have none.

    Raises:
        InvalidListing: `catalogue.invalid_listing`; `fields` says what is wrong.
    """
    seller_id = actor.require_user()
    wanted: ListingChanges = changes or {}
    found = find_shop_of(seller_id)
    currency = found.currency if found is not None else settings().currency
    empty = dict.fromkeys(_FIELDS_READ, "")
    photos = _photos_named(wanted)
    values = _checked(seller_id, wanted, empty, currency, photos)
    with transaction.atomic():
        shop = found or ensure_shop(actor=actor)
        row = Listing(
            shop_id=shop.id, seller_id=seller_id, currency=currency, updated_at=business_now()
        )
        row.created_at = row.updated_at
        _apply(row, values)
        ordered = _name_photos(row, wanted.get("photo_ids", ()))
        row.save(force_insert=True)
        _store_photos(row, ordered)
        events.emit_listing_created(actor=actor, **snapshot(row))
    return listing_view(row, shop=shop, photos=tuple(photos[one] for one in ordered))


def update_listing(
    *,
    actor: Actor,
    listing_id: UUID,
    changes: ListingChanges,
    expected_version: int | None = None,
) -> ListingView:
    """Change what is given and leave the rest; nothing given, nothing emitted.

    A live listing that the listing screen holds after the change is hidden: look at `status`.

    `expected_version` refuses to overwrite what somebody changed since it was read.

    Raises:
        ListingNotFound: there is none, or it is somebody else's.
        WrongStatus: it is reserved or sold.
        ChangedMeanwhile: it is not at `expected_version` any more.
        InvalidListing: `catalogue.invalid_listing`; `fields` says what is wrong or would lack.
    """
    seller_id = actor.require_user()
    with transaction.atomic():
        row = lock_own_listing(actor, listing_id)
        if row.status not in rules.EDITABLE:
            raise WrongStatus(row.status, "be edited")
        if expected_version is not None and expected_version != row.version:
            raise ChangedMeanwhile
        current = {field: getattr(row, field) for field in _FIELDS_READ}
        photos = _photos_named(changes)
        values = _checked(seller_id, changes, current, row.currency, photos)
        if not _differs(row, values, changes.get("photo_ids")):
            return listing_view(row)
        before = said_by(row) if row.published_at else None
        _apply(row, values)
        if row.status != "draft":
            _stay_complete(row, changes.get("photo_ids"))
        if "photo_ids" in changes:
            ordered = _name_photos(row, changes["photo_ids"])
            ListingPhoto.objects.filter(listing=row).delete()
            _store_photos(row, ordered)
        store_and_tell(row, actor, events.emit_listing_updated)
        if before is not None:
            record_edit(row, before)
        if row.status == "live" and listing_screen().holds(actor=actor, listing=listing_view(row)):
            take_step(row, "hide")
            store_and_tell(row, actor, events.emit_listing_hidden)
    return listing_view(row)


def _photos_named(changes: ListingChanges) -> dict[UUID, PhotoView]:
    wanted = set(changes.get("photo_ids", ()))
    return photos_by_ids(wanted) if len(wanted) <= PHOTOS_MAX else {}  # too many are refused


def _checked(
    seller_id: UUID,
    changes: ListingChanges,
    current: Values,
    currency: str,
    photos: Mapping[UUID, PhotoView],
) -> Values:
    values, problems = rules.clean_changes(changes, current, currency)
    if "photo_ids" in changes:
        problems.update(_photo_problems(seller_id, changes["photo_ids"], photos))
    if problems:
        raise InvalidListing(problems)
    return values


def _photo_problems(
    seller_id: UUID, photo_ids: Sequence[UUID], found: Mapping[UUID, PhotoView]
) -> Problems:
    if len(set(photo_ids)) > PHOTOS_MAX:
        return {"photos": _("Use at most %(count)d photos.") % {"count": PHOTOS_MAX}}
    own = {
        photo_id
        for photo_id, photo in found.items()
        if photo.owner_id == seller_id and not photo.private
    }
    return {} if own == set(photo_ids) else {"photos": _("One of these photos does not exist.")}


def _differs(row: Listing, values: Values, photo_ids: Sequence[UUID] | None) -> bool:
    if any(getattr(row, field) != value for field, value in values.items()):
        return True
    return photo_ids is not None and _photo_ids_of(row) != list(dict.fromkeys(photo_ids))


def _photo_ids_of(row: Listing) -> list[UUID]:
    rows = ListingPhoto.objects.filter(listing=row).order_by("position")
    return list(rows.values_list("photo_id", flat=True))


def _apply(row: Listing, values: Values) -> None:
    for field, value in values.items():
        setattr(row, field, value)
    if "price_minor" in values:
        price_for_buyers(row)


def _stay_complete(row: Listing, photo_ids: Sequence[UUID] | None) -> None:
    missing = missing_of(row, len(photo_ids) if photo_ids is not None else row.photo_count)
    if missing:
        raise InvalidListing(missing)


def missing_of(row: Listing, photo_count: int) -> Problems:
    """Return what a listing lacks to be for sale, by field."""
    return rules.missing_to_publish(
        {
            "type": row.type,
            "title": row.title,
            "department": row.department,
            "condition": row.condition,
            "price_minor": row.price_minor,
            "size": row.size,
            "photo_count": photo_count,
        }
    )


def _name_photos(row: Listing, photo_ids: Sequence[UUID]) -> list[UUID]:
    """Set what the listing's own row says of its photos; return them in order, each once."""
    ordered = list(dict.fromkeys(photo_ids))
    row.cover_photo_id = ordered[0] if ordered else None
    row.photo_count = len(ordered)
    return ordered


def _store_photos(row: Listing, ordered: Sequence[UUID]) -> None:
    ListingPhoto.objects.bulk_create(
        ListingPhoto(listing=row, photo_id=photo_id, position=position)
        for position, photo_id in enumerate(ordered)
    )
