"""Bring a shop in, row by row, each in a transaction of its own: killed at any moment, it goes on
where it stopped, and nothing comes in twice."""

from __future__ import annotations

import logging
import zipfile
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rethread.market.accounts.errors import HandleTaken, InvalidAccount, ShopExists
from rethread.market.accounts.selectors import find_shop_of, language_read_by, selling_currency
from rethread.market.accounts.services import ensure_shop, open_shop
from rethread.market.accounts.types import ShopSummary
from rethread.market.catalogue.errors import InvalidListing, PublishRefused
from rethread.market.catalogue.selectors import own_listing_ids
from rethread.market.catalogue.services import create_draft, publish_listing
from rethread.market.catalogue.types import ListingChanges, ListingView
from rethread.market.media.services import accept_photo
from rethread.platform.kernel import Actor, DomainError, business_now, settings
from rethread.platform.kernel.languages import written_for
from rethread.platform.storage import photo_store
from rethread.platform.vault.services import pseudonym_for
from rethread.platform.vault.signing import PublicKey, public_key

from ..errors import ArchiveRefused, LeaseLost
from ..events import (
    ImportFinishedKind,
    ImportFinishedSigner,
    emit_import_finished,
    emit_import_refused,
)
from ..models import BroughtListing, BroughtReview, ImportItem, ShopImport
from ..rules import format as shape
from ..rules import reading
from ..rules.preparing import Prepared, is_photo_of_archive, prepare_record, prepare_rows
from ..selectors.imports import signers_of
from .checking import check_import, read_listings, read_reviews, read_sent_table, sent_archive
from .leases import ATTEMPTS_MAX, PAUSE, Lease, claim, claim_one
from .receiving import sent_key

BATCH = 20
TABLE_ORIGIN = "table"
UNFINISHED = ("waiting", "running")
REASON_CHARS_MAX = 300
REASONS_MAX = 20
SERVER_FAULT = 500
_FIELD_OF = {"price": "price_minor", "photos": "photo_ids"}  # a problem's name to its change
_log = logging.getLogger(__name__)


def run_next_import() -> bool:
    """Do a part of the oldest import that waits for a worker; return whether there was one."""
    return _run(claim(ShopImport, UNFINISHED))


def run_import(import_id: UUID) -> bool:
    """Do the next part of this import, unless another worker does; return whether there was one."""
    return _run(claim_one(ShopImport, import_id, UNFINISHED))


def _run(lease: Lease[ShopImport] | None) -> bool:
    if lease is None:
        return False
    seller_id = ShopImport.objects.values_list("seller_id", flat=True).get(pk=lease.row_id)
    with written_for(language_read_by(seller_id)):
        return _run_for(lease)


def _run_for(lease: Lease[ShopImport]) -> bool:
    row = ShopImport.objects.get(pk=lease.row_id)
    try:
        if lease.attempts > ATTEMPTS_MAX:
            raise ArchiveRefused("gave_up", _("It could not be taken in. Please try again."))
        if row.status == "waiting":
            check_import(lease, row)
        else:
            _bring_part(lease, row)
    except LeaseLost:
        _log.warning("another worker brings import %s in, or it was stopped", lease.row_id)
    except DomainError as error:
        if error.status >= SERVER_FAULT:
            _log.warning("import %s waits: %s", lease.row_id, error)
            lease.give_back(pause=PAUSE)
        else:
            _refuse(lease, row, error)
    except Exception:  # noqa: BLE001  # a worker loop: one shop that fails stops no other
        _log.exception("import %s failed and is tried again", lease.row_id)
        lease.give_back(pause=PAUSE)
    return True


def _refuse(lease: Lease[ShopImport], row: ShopImport, error: DomainError) -> None:
    with transaction.atomic():
        lease.write(
            status="refused",
            worker_id=None,
            leased_until=None,
            finished_at=business_now(),
            failure_code=error.code,
            failure=error.message[:500],
            failed_file=getattr(error, "file", "")[:200],
        )
        emit_import_refused(
            actor=Actor.system("portability"),
            import_id=row.id,
            seller_key=pseudonym_for(row.seller_id),
            code=error.code,
        )
    photo_store().delete(sent_key(row.id))


def _bring_part(lease: Lease[ShopImport], row: ShopImport) -> None:
    with sent_archive(row) as archive:
        if not row.prepared:
            _prepare(lease, row, archive)
        waiting = ImportItem.objects.filter(shop_import=row, status="waiting")
        for item in waiting.order_by("position")[:BATCH]:
            _bring(row, item, archive)
            lease.renew(attempts=0)
    if ImportItem.objects.filter(shop_import=row, status="waiting").exists():
        lease.give_back()
    else:
        _finish(lease, row)


def _prepare(lease: Lease[ShopImport], row: ShopImport, archive: zipfile.ZipFile) -> None:
    """Write down every row and what is to become of it, and bring in the reviews; all or none."""
    ready = _prepared(row, archive)
    with transaction.atomic():
        ImportItem.objects.bulk_create(
            (_item(row, position, one) for position, one in enumerate(ready)), batch_size=500
        )
        if row.kind == "archive":
            _bring_reviews(row, _shop_of(row, archive), read_reviews(archive))
        lease.write(prepared=True, reviews_added=row.reviews_added, reviews_known=row.reviews_known)


def _prepared(row: ShopImport, archive: zipfile.ZipFile) -> list[Prepared]:
    currency = selling_currency(row.seller_id)
    if row.kind == "table":
        table, photos = read_sent_table(archive)
        return prepare_rows(
            table.rows, row.mapping, currency=currency, files=photos, lenient=row.lenient
        )
    files = {name for name in reading.names_of(archive) if is_photo_of_archive(name)}
    return [
        prepare_record(record, line, currency=currency, files=files)
        for line, record in enumerate(read_listings(archive), start=1)
    ]


def _item(row: ShopImport, position: int, ready: Prepared) -> ImportItem:
    return ImportItem(
        shop_import=row,
        position=position,
        line=ready.line,
        external_id=ready.external_id,
        title=ready.title[:120],
        record={"changes": ready.changes, "photos": ready.photos, "live": ready.live},
        status=ready.fate,
        reasons=_shortened(ready.reasons),
    )


def _shortened(reasons: list[str]) -> list[str]:
    return [reason[:REASON_CHARS_MAX] for reason in reasons[:REASONS_MAX]]


def _shop_of(row: ShopImport, archive: zipfile.ZipFile) -> ShopSummary:
    """Return the person's shop; one who has none gets it as it was called elsewhere, if free."""
    actor = Actor.user(row.seller_id)
    found = find_shop_of(row.seller_id)
    if found is not None:
        return found
    record = reading.read_document(archive, shape.SHOP, shape.ShopRecord)
    try:
        with transaction.atomic():
            return open_shop(actor=actor, handle=record.handle, name=record.name, bio=record.bio)
    except (HandleTaken, InvalidAccount, ShopExists):
        return ensure_shop(actor=actor)


def _bring_reviews(row: ShopImport, shop: ShopSummary, reviews: list[shape.ReviewRecord]) -> None:
    """Keep the reviews that the other market signed for this very person, apart from our own."""
    if not row.same_owner or row.origin_key == public_key().key_id:
        row.reviews_known = len(reviews) if row.same_owner else 0
        return
    key = PublicKey(row.origin_public_key)
    fresh = [
        _review(row, shop, one, moment)
        for one in reviews
        if (moment := _moment(one.written_at)) is not None and _is_signed(one, row, key)
    ]
    had = set(
        BroughtReview.objects.filter(
            seller_id=row.seller_id, origin=row.origin_key
        ).values_list("external_id", flat=True)
    )  # fmt: skip
    new = {one.external_id: one for one in fresh if one.external_id not in had}
    BroughtReview.objects.bulk_create(new.values(), ignore_conflicts=True, batch_size=500)
    row.reviews_added, row.reviews_known = len(new), len(fresh) - len(new)


def _is_signed(record: shape.ReviewRecord, row: ShopImport, key: PublicKey) -> bool:
    return (
        record.format == shape.REVIEW_FORMAT
        and record.key_id == row.origin_key
        and 1 <= record.rating <= 5
        and 0 < len(record.id) <= 100
        and key.verifies(shape.canonical(record), record.signature)
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _review(
    row: ShopImport, shop: ShopSummary, record: shape.ReviewRecord, written_at: datetime
) -> BroughtReview:
    return BroughtReview(
        seller_id=row.seller_id,
        shop_id=shop.id,
        origin=row.origin_key,
        origin_name=row.origin_name,
        origin_url=row.origin_url,
        external_id=record.id,
        author_name=record.author[:60],
        rating=record.rating,
        text=record.text[:1000],
        written_at=written_at,
        signed=shape.canonical(record).decode(),
        signature=record.signature,
    )


def _bring(row: ShopImport, item: ImportItem, archive: zipfile.ZipFile) -> None:
    known = _known_listing(row, item)
    if known is not None:
        _settle(item, "known", [], known)
        return
    notes = list(item.reasons)
    photo_ids = _take_photos(row, item, archive, notes)
    try:
        with transaction.atomic():
            listing = _listed(row, item, photo_ids, notes)
            BroughtListing.objects.create(
                seller_id=row.seller_id,
                origin=row.origin_key or TABLE_ORIGIN,
                external_id=item.external_id,
                listing_id=listing.id,
            )
            if row.publish and item.record["live"]:
                _publish(row, listing, notes)
            _settle(item, "added", notes, listing.id)
    except IntegrityError:
        _settle(item, "known", [], _known_listing(row, item))
    except InvalidListing as error:
        why = [f"{name}: {text}" for name, text in error.fields.items()]
        _settle(item, "failed", why or [error.message], None)


def _known_listing(row: ShopImport, item: ImportItem) -> UUID | None:
    """Return the listing that this row became before, here or as a piece of this very market."""
    brought = BroughtListing.objects.filter(
        seller_id=row.seller_id,
        origin=row.origin_key or TABLE_ORIGIN,
        external_id=item.external_id,
    )
    found = brought.values_list("listing_id", flat=True).first()
    if found is None and row.origin_key and row.origin_key == public_key().key_id:
        return _own(row, item.external_id)
    return found


def _own(row: ShopImport, text: str) -> UUID | None:
    try:
        listing_id = UUID(text)
    except ValueError:
        return None
    mine = own_listing_ids(actor=Actor.user(row.seller_id), listing_ids=[listing_id])
    return listing_id if mine else None


def _take_photos(
    row: ShopImport, item: ImportItem, archive: zipfile.ZipFile, notes: list[str]
) -> list[UUID]:
    """Take the photos that can be taken, as if they were sent by hand; the good ones are kept."""
    taken: list[UUID] = []
    for name in item.record["photos"]:
        try:
            data = reading.read(archive, name, settings().photo_bytes_max)
            taken.append(accept_photo(actor=Actor.user(row.seller_id), data=data).id)
        except DomainError as error:
            if error.status >= SERVER_FAULT:
                raise
            said = error.message.removeprefix(f"{name}: ")
            notes.append(f"{name}: {said}")
    return list(dict.fromkeys(taken))


def _listed(
    row: ShopImport, item: ImportItem, photo_ids: list[UUID], notes: list[str]
) -> ListingView:
    """Begin the listing; of an archive, or where asked to, without what this market refuses."""
    actor = Actor.user(row.seller_id)
    changes: dict[str, Any] = {**item.record["changes"], "photo_ids": photo_ids}
    try:
        with transaction.atomic():
            return create_draft(actor=actor, changes=cast(ListingChanges, changes))
    except InvalidListing as error:
        if row.kind == "table" and not row.lenient:
            raise
        for name, text in error.fields.items():
            changes.pop(_FIELD_OF.get(name, name), None)
            notes.append(f"{name}: {text}")
    return create_draft(actor=actor, changes=cast(ListingChanges, changes))


def _publish(row: ShopImport, listing: ListingView, notes: list[str]) -> None:
    try:
        with transaction.atomic():
            shown = publish_listing(actor=Actor.user(row.seller_id), listing_id=listing.id)
    except (InvalidListing, PublishRefused) as error:
        notes.append(_("It stays a draft: %(why)s") % {"why": error.message})
    else:
        if shown.status != "live":
            notes.append(_("It stays a draft; on its page you read why."))


def _settle(item: ImportItem, status: str, reasons: list[str], listing_id: UUID | None) -> None:
    """Write down what became of a row; its record is needed no more."""
    item.status, item.reasons, item.listing_id = status, _shortened(reasons), listing_id
    item.record = {}
    item.save(update_fields=["status", "reasons", "listing", "record"])


def _finish(lease: Lease[ShopImport], row: ShopImport) -> None:
    counts = {
        status: ImportItem.objects.filter(shop_import=row, status=status).count()
        for status in ("added", "known", "left", "failed")
    }
    signer = signers_of([row.origin_key])[row.origin_key] if row.origin_key else "none"
    with transaction.atomic():
        lease.write(status="done", worker_id=None, leased_until=None, finished_at=business_now())
        emit_import_finished(
            actor=Actor.system("portability"),
            import_id=row.id,
            seller_key=pseudonym_for(row.seller_id),
            kind=cast(ImportFinishedKind, row.kind),
            signer=cast(ImportFinishedSigner, signer),
            added_count=counts["added"],
            known_count=counts["known"],
            left_count=counts["left"],
            failed_count=counts["failed"],
            review_count=row.reviews_added,
        )
    photo_store().delete(sent_key(row.id))
