"""What portability shows to the rest of the house: frozen views of what goes out and comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

ExportStatus = Literal["waiting", "working", "ready", "failed", "expired"]
ImportStatus = Literal["waiting", "asking", "running", "done", "refused", "stopped", "expired"]
ImportKind = Literal["", "archive", "table"]
ItemStatus = Literal["waiting", "added", "known", "left", "failed"]
Signer = Literal["", "own", "known", "unknown"]
Field = Literal[
    "id", "status", "title", "description", "type", "department", "brand", "size", "condition",
    "colours", "styles", "era", "material", "pattern", "measurements", "parcel_size", "price",
    "currency", "photos",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportCounts:
    """How much of what is in an archive."""

    listings: int = 0
    photos: int = 0
    reviews: int = 0
    sales: int = 0
    conversations: int = 0


@dataclass(frozen=True, slots=True)
class ExportView:
    """A shop that is being packed, or is packed, as its owner sees it.

    `done` of `total` pieces and photos are packed; `expires_at` is when a finished archive goes.
    """

    export_id: UUID
    seller_id: UUID
    status: ExportStatus
    done: int
    total: int
    counts: ExportCounts
    size_bytes: int
    sha256: str
    requested_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None
    failure_code: str
    failure: str

    @property
    def is_open(self) -> bool:
        """Tell whether it is still being packed."""
        return self.status in {"waiting", "working"}


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What became of the rows of an import."""

    waiting: int = 0
    added: int = 0
    known: int = 0
    left: int = 0
    failed: int = 0
    reviews_added: int = 0
    reviews_known: int = 0


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of one row, and why; `line` is its place in the file."""

    line: int
    title: str
    status: ItemStatus
    reasons: tuple[str, ...]
    listing_id: UUID | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table as its file has it: its heading and its first values."""

    number: int
    heading: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportView:
    """A shop that comes in, as its owner sees it.

    `mapping` says from which columns each field of a listing is read; a refused one has a
    `failure` and, where it is about one file of the archive, its name.
    """

    import_id: UUID
    seller_id: UUID
    kind: ImportKind
    status: ImportStatus
    checking: bool
    file_name: str
    size_bytes: int
    publish: bool
    lenient: bool
    columns: tuple[Column, ...]
    mapping: Mapping[str, tuple[int, ...]]
    row_count: int
    photo_count: int
    review_count: int
    origin_name: str
    origin_url: str
    origin_key: str
    signer: Signer
    same_owner: bool
    counts: ImportCounts
    received_at: datetime
    finished_at: datetime | None
    failure_code: str
    failure: str
    failed_file: str

    @property
    def is_open(self) -> bool:
        """Tell whether anything can still happen."""
        return self.status in {"waiting", "asking", "running"}

    @property
    def total(self) -> int:
        """Return how many rows there are in all."""
        found = self.counts
        return found.waiting + found.added + found.known + found.left + found.failed

    @property
    def done(self) -> int:
        """Return how many rows need nothing more."""
        return self.total - self.counts.waiting


@dataclass(frozen=True, slots=True)
class BroughtReview:
    """A review that was written on another market, and how sure we are of that.

    `signer` is "known" where staff of this market have confirmed the other market's key, "own"
    where the key is this market's, else "unknown".
    """

    author_name: str
    rating: int
    text: str
    written_at: datetime
    origin_name: str
    origin_url: str
    origin_key: str
    signer: Signer


@dataclass(frozen=True, slots=True)
class KnownMarket:
    """Another market whose key this market's staff have confirmed."""

    key_id: str
    name: str
    url: str
    trusted_at: datetime
