"""Take in what somebody sends of a shop, ask how it should come in, and stop it if they want.

Nothing is believed yet: what was sent is put away as it is, and a worker looks at it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rethread.platform.audit.services import record
from rethread.platform.kernel import Actor, business_now, new_id, settings
from rethread.platform.storage import photo_store

from ..errors import ArchiveRefused, BadMapping, ImportNotFound, NotNow, StillWorking
from ..models import ShopImport
from ..rules.mapping import FIELDS
from ..rules.steps import CAN_START, CAN_STOP
from ..selectors import access_import
from ..types import ImportView
from .exporting import work_folder

KEPT = timedelta(days=7)
FILES_MAX = 2_000
NAME_CHARS_MAX = 200


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file that somebody sent, where it lies now; the name decides nothing."""

    name: str
    path: Path


def receive_import(
    *, actor: Actor, files: Sequence[SentFile], seller_id: UUID | None = None
) -> ImportView:
    """Put away what a person sends of their shop; a worker looks at it next.

    One ZIP file is taken as it is: an archive of another market, or a table with photos. Several
    files, or a bare table, are put into one. People bring their own shop; a process may bring
    anybody's, and that is on record.

    Raises:
        ArchiveRefused: there is nothing, or too much.
        StillWorking: the one before is not finished.
    """
    owner_id = seller_id if actor.is_system and seller_id else actor.require_user()
    if not files:
        raise ArchiveRefused("no_table", _("Choose a file first."))
    size = sum(file.path.stat().st_size for file in files)
    if size > settings().carry_bytes_max or len(files) > FILES_MAX:
        raise ArchiveRefused(
            "too_large",
            _("This is more than %(size)d MB, or too many files. Send it in parts.")
            % {"size": settings().carry_bytes_max // 1_000_000},
        )
    if ShopImport.objects.filter(seller_id=owner_id, status__in=CAN_STOP).exists():
        raise StillWorking
    row_id = new_id()
    _put_away(row_id, files)
    try:
        with transaction.atomic():
            row = ShopImport.objects.create(
                id=row_id,
                seller_id=owner_id,
                file_name=files[0].name[:NAME_CHARS_MAX],
                size_bytes=size,
                received_at=business_now(),
            )
            _audit(actor, row, "receive_import")
    except IntegrityError as error:
        photo_store().delete(sent_key(row_id))
        raise StillWorking from error
    return access_import(actor=Actor.user(owner_id), import_id=row.id)


def sent_key(import_id: UUID) -> str:
    """Return where what was sent is stored; no page serves keys of this form."""
    return f"{import_id}/import/sent.zip"


def _put_away(import_id: UUID, files: Sequence[SentFile]) -> None:
    if len(files) == 1 and zipfile.is_zipfile(files[0].path):
        photo_store().put_file(sent_key(import_id), files[0].path)
        return
    path = work_folder() / f"{import_id}.sent"
    try:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for file in files:
                archive.write(file.path, file.name)
        photo_store().put_file(sent_key(import_id), path)
    finally:
        path.unlink(missing_ok=True)


def confirm_import(
    *,
    actor: Actor,
    import_id: UUID,
    publish: bool = False,
    lenient: bool = False,
    mapping: Mapping[str, Sequence[int]] | None = None,
) -> ImportView:
    """Say how a shop that was looked at should come in; a worker brings it in row by row.

    `publish` puts up for sale what was for sale and is complete; everything else comes in as
    drafts. `lenient` brings in rows of a table whose words are not all known, without those words.

    Raises:
        ImportNotFound: there is none, or it is somebody else's.
        NotNow: it does not wait for an answer.
        BadMapping: a column does not exist, or nothing says what the pieces are called.
    """
    with transaction.atomic():
        row = _lock(actor, import_id)
        if row.status not in CAN_START:
            raise NotNow
        if row.kind == "table":
            row.mapping = checked_mapping(row, row.mapping if mapping is None else mapping)
        row.publish, row.lenient = publish, lenient
        row.status, row.attempts, row.expires_at = "running", 0, None
        row.save()
        _audit(actor, row, "confirm_import")
    return access_import(actor=actor, import_id=import_id)


def checked_mapping(row: ShopImport, mapping: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    """Return a mapping that names only fields and columns that exist.

    Raises:
        BadMapping: it does not, or has no title.
    """
    checked: dict[str, list[int]] = {}
    for field, numbers in mapping.items():
        if field not in FIELDS or any(not 0 <= number < len(row.columns) for number in numbers):
            raise BadMapping(field)
        if numbers:
            checked[field] = list(dict.fromkeys(numbers))
    if "title" not in checked:
        raise BadMapping("title")
    return checked


def stop_import(*, actor: Actor, import_id: UUID) -> ImportView:
    """Stop an import; what came in already stays.

    Raises:
        ImportNotFound: there is none, or it is somebody else's.
        NotNow: it is over already.
    """
    with transaction.atomic():
        row = _lock(actor, import_id)
        if row.status not in CAN_STOP:
            raise NotNow
        row.status, row.finished_at = "stopped", business_now()
        row.worker_id = row.leased_until = row.expires_at = None
        row.save()
        _audit(actor, row, "stop_import")
    photo_store().delete(sent_key(import_id))
    return access_import(actor=actor, import_id=import_id)


def expire_imports(now: datetime, limit: int) -> int:
    """Forget what was sent and never answered for; return how many."""
    rows = ShopImport.objects.filter(status="asking", expires_at__lte=now).order_by("expires_at")
    done = 0
    for import_id in rows.values_list("id", flat=True)[:limit]:
        photo_store().delete(sent_key(import_id))
        asking = ShopImport.objects.filter(pk=import_id, status="asking")
        done += asking.update(status="expired", expires_at=None, finished_at=now)
    return done


def _lock(actor: Actor, import_id: UUID) -> ShopImport:
    row = ShopImport.objects.select_for_update().filter(pk=import_id).first()
    if row is None or not (actor.is_system or actor.user_id == row.seller_id):
        raise ImportNotFound
    return row


def _audit(actor: Actor, row: ShopImport, verb: str) -> None:
    record(
        actor=actor,
        action=f"portability.{verb}",
        object_type="shop_import",
        object_id=row.id,
        detail={"seller_id": str(row.seller_id), "bytes": row.size_bytes},
    )
