"""Look at what was sent before anything of it comes in: whole, signed, readable, harmless."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from rethread.market.accounts.selectors import get_user
from rethread.platform.kernel import Invalid, business_now, settings
from rethread.platform.storage import photo_store
from rethread.platform.vault.signing import PublicKey, read_public_key

from ..errors import ArchiveRefused
from ..models import ShopImport
from ..rules import format as shape
from ..rules import reading
from ..rules.mapping import guess_mapping
from ..rules.matching import PhotoFiles, table_among
from ..rules.table import BYTES_MAX, SAMPLE_ROWS, Table, read_table
from .leases import Lease
from .receiving import KEPT, sent_key

RENEW_EVERY = 25  # files between two renewals of the lease
EXAMPLES = 3
EXAMPLE_CHARS = 60
HEADING_CHARS = 80


@contextmanager
def sent_archive(row: ShopImport) -> Iterator[zipfile.ZipFile]:
    """Open what was sent.

    Raises:
        ArchiveRefused: it is no ZIP file, or announces harm.
    """
    with (
        photo_store().open(sent_key(row.id)) as file,
        reading.opened(file, settings().carry_bytes_max) as archive,
    ):
        yield archive


def check_import(lease: Lease[ShopImport], row: ShopImport) -> None:
    """Look at what was sent, and let its owner decide what becomes of it.

    Raises:
        ArchiveRefused: it cannot come in; says what and where.
        LeaseLost: another worker looks at it, or it was stopped.
    """
    with sent_archive(row) as archive:
        if shape.MANIFEST in reading.names_of(archive):
            found = _check_archive(lease, row, archive)
        else:
            found = _check_table(archive)
    lease.write(
        **found,
        status="asking",
        attempts=0,
        worker_id=None,
        leased_until=None,
        expires_at=business_now() + KEPT,
    )


def _check_archive(
    lease: Lease[ShopImport], row: ShopImport, archive: zipfile.ZipFile
) -> dict[str, object]:
    sealed = reading.read_seal(archive)
    manifest = sealed.manifest
    key = _key_of(manifest.market)
    if not key.verifies(sealed.signed, sealed.signature):
        raise ArchiveRefused(
            "bad_signature",
            _("The manifest is not as the market signed it: it or the signature was changed."),
            shape.MANIFEST,
        )
    for count, entry in enumerate(reading.check_listed(archive, manifest)):
        reading.check_file(archive, entry)
        if count % RENEW_EVERY == 0:
            lease.renew()
    listings, reviews = read_listings(archive), read_reviews(archive)
    return {
        "kind": "archive",
        "archive_id": manifest.archive_id[:36],
        "origin_key": key.key_id,
        "origin_public_key": key.value,
        "origin_name": manifest.market.name[:80],
        "origin_url": manifest.market.url[:200],
        "same_owner": shape.is_owner(manifest.owner, get_user(row.seller_id).email),
        "row_count": len(listings),
        "photo_count": sum(entry.path.startswith(shape.PHOTO_FOLDER) for entry in manifest.files),
        "review_count": len(reviews),
    }


def _key_of(market: shape.Market) -> PublicKey:
    """Return the key that an archive says it was signed with.

    Raises:
        ArchiveRefused: `bad_manifest`, it is no key, or is called by another key's name.
    """
    try:
        key = read_public_key(market.public_key)
    except Invalid as error:
        raise ArchiveRefused("bad_manifest", error.message, shape.MANIFEST) from error
    if key.key_id != market.key_id:
        raise ArchiveRefused(
            "bad_manifest", _("Its key is called by another key's name."), shape.MANIFEST
        )
    return key


def read_listings(archive: zipfile.ZipFile) -> list[shape.ListingRecord]:
    """Return the listings of an archive.

    Raises:
        ArchiveRefused: they are missing, not as described, or too many.
    """
    found = reading.read_document(archive, shape.LISTINGS, shape.ListingsDocument)
    _check_count(len(found.listings), shape.LISTINGS_MAX, shape.LISTINGS)
    ids = [record.id for record in found.listings]
    if len(set(ids)) != len(ids) or not all(0 < len(one) <= 100 for one in ids):
        raise ArchiveRefused(
            "bad_document", _("A piece has no id, or two have the same."), shape.LISTINGS
        )
    return found.listings


def read_reviews(archive: zipfile.ZipFile) -> list[shape.ReviewRecord]:
    """Return the reviews of an archive, their signatures not checked yet.

    Raises:
        ArchiveRefused: they are missing, not as described, or too many.
    """
    found = reading.read_document(archive, shape.REVIEWS, shape.ReviewsDocument)
    _check_count(len(found.reviews), shape.REVIEWS_MAX, shape.REVIEWS)
    return found.reviews


def _check_count(count: int, most: int, name: str) -> None:
    if count > most:
        raise ArchiveRefused(
            "bad_document", _("It has more than %(count)d entries.") % {"count": most}, name
        )


def read_sent_table(archive: zipfile.ZipFile) -> tuple[Table, PhotoFiles]:
    """Return the table among what was sent, and the photos beside it.

    Raises:
        ArchiveRefused: there is none, or it cannot be read; says the line.
    """
    names = reading.names_of(archive)
    name = table_among(names)
    return read_table(reading.read(archive, name, BYTES_MAX), name), PhotoFiles.among(names)


def _check_table(archive: zipfile.ZipFile) -> dict[str, object]:
    table, photos = read_sent_table(archive)
    if not table.rows:
        raise ArchiveRefused("bad_table", _("Under the headings there is nothing."))
    sample = table.rows[:SAMPLE_ROWS]
    columns = [
        [
            heading[:HEADING_CHARS],
            [
                row.cells[number][:EXAMPLE_CHARS]
                for row in sample
                if number < len(row.cells) and row.cells[number].strip()
            ][:EXAMPLES],
        ]
        for number, heading in enumerate(table.headings)
    ]
    return {
        "kind": "table",
        "columns": columns,
        "mapping": guess_mapping(table.headings, sample),
        "row_count": len(table.rows),
        "photo_count": len(photos.names),
    }
