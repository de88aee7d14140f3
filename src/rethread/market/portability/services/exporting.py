"""Ask for one's shop, have it packed by a worker, and fetch it while it is there."""

from __future__ import annotations

import errno
import hashlib
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rethread.market.accounts.selectors import find_shop_of, get_user, language_read_by
from rethread.market.catalogue.selectors import own_listing_totals
from rethread.platform.audit.services import record
from rethread.platform.kernel import Actor, DomainError, business_now, settings
from rethread.platform.kernel.languages import written_for
from rethread.platform.storage import photo_store
from rethread.platform.vault.services import pseudonym_for

from ..errors import LeaseLost, LinkExpired, NothingToTake, NotReady, StillWorking
from ..events import emit_export_finished, emit_export_requested
from ..models import ShopExport
from ..selectors import access_export
from ..selectors.exports import export_view
from ..types import ExportCounts, ExportView
from .leases import ATTEMPTS_MAX, PAUSE, Lease, claim, claim_one
from .packing import pack_shop

KEPT = timedelta(days=7)
LINK_S = 600
UNFINISHED = ("waiting", "working")
WORK_FOLDER = "carrying"
PART_BYTES = 1_048_576
_SALT = "rethread.portability.download"
_log = logging.getLogger(__name__)


def request_export(*, actor: Actor, seller_id: UUID | None = None) -> ExportView:
    """Ask for a person's shop as an archive; a worker packs it.

    People ask for their own; a process may ask for anybody's, and that is on record.

    Raises:
        NothingToTake: the person has no shop.
        StillWorking: one is being packed.
    """
    owner_id = seller_id if actor.is_system and seller_id else actor.require_user()
    if find_shop_of(owner_id) is None:
        raise NothingToTake
    try:
        with transaction.atomic():
            row = ShopExport.objects.create(seller_id=owner_id, requested_at=business_now())
            _audit(actor, row, "request_export")
            emit_export_requested(actor=actor, export_id=row.id, seller_key=pseudonym_for(owner_id))
    except IntegrityError as error:
        raise StillWorking from error
    return export_view(row)


def run_next_export() -> bool:
    """Pack the oldest shop that waits; return whether there was one."""
    return _run(claim(ShopExport, UNFINISHED))


def run_export(export_id: UUID) -> bool:
    """Pack this shop now, unless another worker does; return whether it was ours to pack."""
    return _run(claim_one(ShopExport, export_id, UNFINISHED))


def _run(lease: Lease[ShopExport] | None) -> bool:
    if lease is None:
        return False
    seller_id = ShopExport.objects.values_list("seller_id", flat=True).get(pk=lease.row_id)
    with written_for(language_read_by(seller_id)):
        return _run_for(lease)


def _run_for(lease: Lease[ShopExport]) -> bool:
    path = work_path(lease.row_id, lease.worker_id)
    try:
        lease.renew(status="working")
        if lease.attempts > ATTEMPTS_MAX:
            _fail(lease, "portability.gave_up", _("It could not be packed. Please try again."))
        else:
            _pack(lease, path)
    except LeaseLost:
        _log.warning("another worker packs export %s", lease.row_id)
    except DomainError as error:
        _fail(lease, error.code, error.message)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        _fail(lease, "storage.full", _("There is no room to pack it at the moment."))
    except Exception:  # noqa: BLE001  # a worker loop: one shop that fails stops no other
        _log.exception("packing export %s failed and is tried again", lease.row_id)
        lease.give_back(pause=PAUSE)
    finally:
        path.unlink(missing_ok=True)
    return True


def work_path(row_id: UUID, worker_id: UUID) -> Path:
    """Return where a worker puts a file together before it goes to the object store.

    What a killed worker left of the same work goes; each has a file of its own, so that one that
    was only slow cannot write into its successor's.
    """
    folder = work_folder()
    for left in folder.glob(f"{row_id}.*"):
        left.unlink(missing_ok=True)
    return folder / f"{row_id}.{worker_id}"


def work_folder() -> Path:
    """Return the folder of files that are being put together."""
    folder = settings().home / WORK_FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def archive_key(export_id: UUID) -> str:
    """Return where a finished archive is stored; no page serves keys of this form."""
    return f"{export_id}/export/shop.zip"


def _pack(lease: Lease[ShopExport], path: Path) -> None:
    row = ShopExport.objects.get(pk=lease.row_id)
    shop = find_shop_of(row.seller_id)
    if shop is None:
        raise NothingToTake
    listings, photos = own_listing_totals(actor=Actor.user(row.seller_id))
    lease.renew(done=0, total=listings + photos)
    counts = pack_shop(
        path=path,
        person=get_user(row.seller_id),
        shop=shop,
        export_id=row.id,
        now=business_now(),
        progress=lambda done: lease.renew(done=done),
    )
    lease.renew(done=counts.listings + counts.photos)
    photo_store().put_file(archive_key(row.id), path)
    _finish(lease, row, counts, path)


def _finish(lease: Lease[ShopExport], row: ShopExport, counts: ExportCounts, path: Path) -> None:
    now = business_now()
    with path.open("rb") as file:
        mark = hashlib.file_digest(file, "sha256").hexdigest()
    with transaction.atomic():
        lease.write(
            status="ready",
            worker_id=None,
            leased_until=None,
            total=counts.listings + counts.photos,
            listing_count=counts.listings,
            photo_count=counts.photos,
            review_count=counts.reviews,
            sale_count=counts.sales,
            conversation_count=counts.conversations,
            size_bytes=path.stat().st_size,
            sha256=mark,
            ready_at=now,
            expires_at=now + KEPT,
        )
        emit_export_finished(
            actor=Actor.system("portability"),
            export_id=row.id,
            seller_key=pseudonym_for(row.seller_id),
            listing_count=counts.listings,
            photo_count=counts.photos,
            review_count=counts.reviews,
            sale_count=counts.sales,
            conversation_count=counts.conversations,
        )


def _fail(lease: Lease[ShopExport], code: str, message: str) -> None:
    lease.write(
        status="failed", worker_id=None, leased_until=None, failure_code=code, failure=message
    )


def download_token(*, actor: Actor, export_id: UUID) -> str:
    """Return what lets the acting person download their archive for ten minutes.

    Raises:
        ExportNotFound: there is none, or it is somebody else's.
        NotReady: it is not packed yet, or is gone.
    """
    view = access_export(actor=actor, export_id=export_id)
    if view.status != "ready":
        raise NotReady
    return _signer(view).sign(str(export_id))


def open_archive(
    *, actor: Actor, export_id: UUID, token: str | None = None
) -> tuple[BinaryIO, ExportView]:
    """Open the acting person's archive for download; that it was fetched is on record.

    A page passes the token of its link; who holds a personal key needs none.

    Raises:
        ExportNotFound: there is none, or it is somebody else's.
        LinkExpired: the token is older than ten minutes, or for something else.
        NotReady: it is not packed yet, or is gone.
    """
    view = access_export(actor=actor, export_id=export_id)
    if token is not None:
        _check_token(view, token)
    if view.status != "ready":
        raise NotReady
    file = photo_store().open(archive_key(export_id))
    with transaction.atomic():
        _audit(actor, view, "download_export")
    return file, view


def _signer(view: ExportView) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"{_SALT}:{view.seller_id}")


def _check_token(view: ExportView, token: str) -> None:
    try:
        named = _signer(view).unsign(token, max_age=LINK_S)
    except signing.BadSignature as error:
        raise LinkExpired from error
    if named != str(view.export_id):
        raise LinkExpired


def expire_exports(now: datetime, limit: int) -> int:
    """Delete archives whose week is over; return how many."""
    rows = ShopExport.objects.filter(status="ready", expires_at__lte=now).order_by("expires_at")
    done = 0
    for export_id in rows.values_list("id", flat=True)[:limit]:
        photo_store().delete(archive_key(export_id))
        done += ShopExport.objects.filter(pk=export_id, status="ready").update(status="expired")
    return done


def _audit(actor: Actor, export: ShopExport | ExportView, verb: str) -> None:
    record(
        actor=actor,
        action=f"portability.{verb}",
        object_type="shop_export",
        object_id=export.id if isinstance(export, ShopExport) else export.export_id,
        detail={"seller_id": str(export.seller_id)},
    )
