"""Pack a shop into an archive, in parts: one page of it is in memory at a time, never the whole.

Everything is read through the selectors of the domains it belongs to, as its owner, so the
archive holds nothing that its owner may not read.
"""

from __future__ import annotations

import csv
import hashlib
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from rethread.market.accounts.types import ShopSummary, UserView
from rethread.market.catalogue.selectors import list_own_listings
from rethread.market.catalogue.types import ListingView
from rethread.market.media.selectors import master_keys
from rethread.platform.kernel import Actor, settings
from rethread.platform.storage import photo_store
from rethread.platform.vault.signing import PublicKey, public_key, sign

from ..errors import ShopTooLarge
from ..rules import format as shape
from ..rules.table import TABLE_FIELDS, row_of
from ..types import ExportCounts
from .telling import conversation_records, review_records, sale_records

PAGE = 100
PART_BYTES = 1_048_576
ZIP_MOMENT_MIN = (1980, 1, 1, 0, 0, 0)
Progress = Callable[[int], None]


@dataclass(slots=True)
class Packer:
    """Writes files into one archive and remembers their hashes for its manifest."""

    archive: zipfile.ZipFile
    moment: datetime
    bytes_max: int
    files: list[shape.FileEntry] = field(default_factory=list)

    @contextmanager
    def file(self, name: str, *, packed: bool = True) -> Iterator[Callable[[bytes], None]]:
        """Open a file of the archive and yield what writes to it.

        Raises:
            ShopTooLarge: the archive outgrew what the operator allows.
        """
        info = zipfile.ZipInfo(name, max(ZIP_MOMENT_MIN, self.moment.timetuple()[:6]))
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self.archive.open(info, "w", force_zip64=True) as out:

            def write(part: bytes) -> None:
                nonlocal size
                digest.update(part)
                size += len(part)
                out.write(part)
                self._check_size()

            yield write
        if name not in shape.OUTSIDE:
            self.files.append(shape.FileEntry(name, size, digest.hexdigest()))

    def _check_size(self) -> None:
        file = self.archive.fp
        if file is not None and file.tell() > self.bytes_max:
            raise ShopTooLarge(self.bytes_max)

    def document(self, name: str, head: dict[str, Any], key: str, records: Iterable[Any]) -> int:
        """Write one JSON document whose list `key` is written record by record; return how many.

        Each record stands on a line of its own, so that a person can read the file too.
        """
        count = 0
        opening = msgspec.json.encode(head)[:-1] + b',"' + key.encode() + b'":['
        with self.file(name) as write:
            write(opening)
            for record in records:
                write((b",\n" if count else b"\n") + msgspec.json.encode(record))
                count += 1
            write(b"\n]}\n")
        return count


def pack_shop(
    *, path: Path, person: UserView, shop: ShopSummary, export_id: UUID, now: datetime,
    progress: Progress,
) -> ExportCounts:  # fmt: skip
    """Write a person's shop to `path` as a signed archive and return what is in it.

    `progress` is told after every page how many pieces and photos are in; what it raises ends
    the work.

    Raises:
        ShopTooLarge: the archive outgrew what the operator allows.
    """
    actor = Actor.user(person.id)
    market, owner = _market(public_key()), shape.owner_of(person.email, export_id.hex)
    with (
        zipfile.ZipFile(path, "w", allowZip64=True) as archive,
        tempfile.TemporaryFile("w+", encoding="utf-8", newline="", dir=path.parent) as table,
    ):
        packer = Packer(archive, now, settings().carry_bytes_max)
        with packer.file(shape.SHOP) as write:
            write(msgspec.json.format(msgspec.json.encode(_shop_record(shop))))
        listings, photos = _pack_listings(packer, actor, table, progress)
        counts = ExportCounts(
            listings=listings,
            photos=_pack_photos(packer, photos, listings, progress),
            reviews=packer.document(
                shape.REVIEWS, _head(shape.REVIEW_FORMAT), "reviews",
                review_records(shop, market, owner),
            ),
            sales=packer.document(
                shape.SALES, _head("rethread-sales"), "sales", sale_records(actor)
            ),
            conversations=packer.document(
                shape.CONVERSATIONS, _head("rethread-conversations"), "conversations",
                conversation_records(actor),
            ),
        )  # fmt: skip
        with packer.file(shape.README) as write:
            write(_readme(shop, market, now).encode())
        _seal(packer, export_id, shop, market, owner, counts)
    return counts


def _head(name: str) -> dict[str, Any]:
    return {"format": name, "version": shape.VERSION}


def _market(key: PublicKey) -> shape.Market:
    value = settings()
    return shape.Market(
        name=value.market_name, url=value.base_url, key_id=key.key_id, public_key=key.value
    )


def _shop_record(shop: ShopSummary) -> shape.ShopRecord:
    return shape.ShopRecord(
        handle=shop.handle,
        name=shop.name,
        bio=shop.bio,
        ships_within_days=shop.ships_within_days,
        opened_at=shop.created_at.isoformat(),
    )


def _pack_listings(
    packer: Packer, actor: Actor, table: IO[str], progress: Progress
) -> tuple[int, dict[UUID, str]]:
    """Write the listings, as JSON and as a table, and return how many, and which photos they
    show under which keys."""
    writer = csv.writer(table)
    writer.writerow(TABLE_FIELDS)
    photos: dict[UUID, str] = {}
    done = 0

    def records() -> Iterator[shape.ListingRecord]:
        nonlocal done
        for page in _pages(actor):
            keys = _stored(page)
            photos.update(keys)
            for view in page:
                record = listing_record(view, keys)
                writer.writerow(row_of(record))
                yield record
            done += len(page)
            progress(done)

    count = packer.document(shape.LISTINGS, _head("rethread-listings"), "listings", records())
    table.seek(0)
    with packer.file(shape.LISTINGS_TABLE) as write:
        write(b"\xef\xbb\xbf")  # spreadsheets take a file without this mark for something else
        while part := table.read(PART_BYTES):
            write(part.encode())
    return count, photos


def _pages(actor: Actor) -> Iterator[tuple[ListingView, ...]]:
    after: UUID | None = None
    while page := list_own_listings(actor=actor, after=after, limit=PAGE):
        yield page
        after = page[-1].id


def _stored(page: Iterable[ListingView]) -> dict[UUID, str]:
    """Return where the largest picture of each photo is, of those that are there."""
    store = photo_store()
    keys = master_keys(photo.id for view in page for photo in view.photos)
    return {photo_id: key for photo_id, key in keys.items() if store.exists(key)}


def listing_record(view: ListingView, photos: dict[UUID, str]) -> shape.ListingRecord:
    """Return a listing as the archive has it; photos that are not there are not named."""
    return shape.ListingRecord(
        id=str(view.id),
        status=view.status,
        title=view.title,
        description=view.description,
        type=view.type,
        department=view.department,
        brand=view.brand_label,
        size=view.size,
        condition=view.condition,
        colours=list(view.colours),
        styles=list(view.styles),
        era=view.era,
        material=view.material,
        pattern=view.pattern,
        measurements=view.measurements,
        parcel_size=view.parcel_size,
        price_minor=view.price.amount_minor if view.price else None,
        currency=view.price.currency if view.price else "",
        photos=[photo_name(photo.id) for photo in view.photos if photo.id in photos],
        created_at=view.created_at.isoformat(),
        published_at=view.published_at.isoformat() if view.published_at else "",
        sold_at=view.sold_at.isoformat() if view.sold_at else "",
    )


def photo_name(photo_id: UUID) -> str:
    """Return what a photo is called in the archive."""
    return f"{shape.PHOTO_FOLDER}{photo_id}.jpg"


def _pack_photos(packer: Packer, photos: dict[UUID, str], before: int, progress: Progress) -> int:
    store = photo_store()
    for count, (photo_id, key) in enumerate(photos.items(), start=1):
        with (
            store.open(key) as file,
            packer.file(photo_name(photo_id), packed=False) as write,  # a JPEG shrinks no more
        ):
            while part := file.read(PART_BYTES):
                write(part)
        if count % PAGE == 0:
            progress(before + count)
    return len(photos)


def _seal(
    packer: Packer, export_id: UUID, shop: ShopSummary, market: shape.Market,
    owner: shape.Owner, counts: ExportCounts,
) -> None:  # fmt: skip
    manifest = shape.Manifest(
        format=shape.FORMAT,
        version=shape.VERSION,
        archive_id=str(export_id),
        made_at=packer.moment.isoformat(),
        market=market,
        owner=owner,
        shop=shop.handle,
        counts={name: getattr(counts, name) for name in ExportCounts.__slots__},
        files=packer.files,
    )
    signed = msgspec.json.format(msgspec.json.encode(manifest))
    with packer.file(shape.MANIFEST) as write:
        write(signed)
    with packer.file(shape.SIGNATURE) as write:
        write(sign(signed).encode() + b"\n")


def _readme(shop: ShopSummary, market: shape.Market, now: datetime) -> str:
    text = io.StringIO()
    text.write(
        _("%(shop)s, as it was on %(market)s (%(url)s) on %(day)s.")
        % {"shop": shop.name, "market": market.name, "url": market.url, "day": f"{now:%d %B %Y}"}
    )
    text.write("\n\n")
    for name, what in (
        (shape.LISTINGS_TABLE, _("your pieces as a table; any spreadsheet opens it")),
        (shape.LISTINGS, _("the same for programs")),
        (shape.PHOTO_FOLDER, _("your photos, as large as the market keeps them")),
        (shape.REVIEWS, _("what buyers said, each signed by the market on its own")),
        (shape.SALES, _("what you sold and what you got for it; buyers stay out")),
        (shape.CONVERSATIONS, _("your messages; other people by name only")),
        (shape.MANIFEST, _("what is here, with a hash of every file")),
        (shape.SIGNATURE, _("the market's signature of that list (Ed25519)")),
    ):
        text.write(f"{name:<22}{what}\n")
    text.write("\n")
    text.write(
        _("Another Rethread takes this file in as it is: change nothing inside, or it will not.")
    )
    text.write("\n")
    return text.getvalue()
