"""What tests of portability do again and again: a shop with things in it, an archive, a look."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rethread.market.catalogue.services import create_draft, publish_listing
from rethread.market.catalogue.types import ListingChanges
from rethread.market.portability.selectors import access_export
from rethread.market.portability.services import open_archive, request_export, run_export
from rethread.market.portability.types import ExportView
from rethread.platform.kernel import Actor
from tests.support.factories import ensure_pricing, listing_changes, make_photo, make_shop


def furnish(seller_id: UUID, *, titles: tuple[str, ...] = ("Blue denim jacket",)) -> list[UUID]:
    """Put pieces with two photos each on a person's rail; the last stays a draft."""
    ensure_pricing()
    actor = Actor.user(seller_id)
    made = []
    for number, title in enumerate(titles):
        photos = [make_photo(seller_id).id for _ in range(2)]
        changes: ListingChanges = listing_changes(photo_ids=photos, title=title)
        draft = create_draft(actor=actor, changes=changes)
        made.append(draft.id)
        if number < len(titles) - 1 or len(titles) == 1:
            publish_listing(actor=actor, listing_id=draft.id)
    return made


def exported(seller_id: UUID) -> ExportView:
    """Pack a person's shop and return how it went."""
    actor = Actor.user(seller_id)
    asked = request_export(actor=actor)
    assert run_export(asked.export_id)
    return access_export(actor=actor, export_id=asked.export_id)


def archive_of(view: ExportView) -> bytes:
    """Return the bytes of an archive that is ready."""
    actor = Actor.user(view.seller_id)
    file, _ = open_archive(actor=actor, export_id=view.export_id)
    with file:
        return file.read()


def files_of(archive: bytes) -> dict[str, bytes]:
    """Return the files of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def document(files: Mapping[str, bytes], name: str) -> Any:
    """Return one JSON document of an archive."""
    return json.loads(files[name])


__all__ = [
    "archive_of",
    "document",
    "exported",
    "files_of",
    "furnish",
    "make_shop",
    "zipped",
]
