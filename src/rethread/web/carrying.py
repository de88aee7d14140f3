"""Between the pages that carry shops and the domain: files that a browser sent, and which column
of a table says what."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.http import QueryDict
from django.utils.translation import gettext as _

from rethread.market.portability.rules.mapping import FIELDS
from rethread.market.portability.services import SentFile
from rethread.market.portability.types import ImportView

from .selling import Upload

PREFIX = "column_"
FILES_MAX = 400


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column of somebody's table, and what it is read as."""

    name: str
    heading: str
    examples: tuple[str, ...]
    field: str


def field_choices() -> list[tuple[str, str]]:
    """Return what a column can be, the first of which is nothing."""
    labels = {
        "id": _("Your own number"),
        "status": _("Sold or not"),
        "title": _("Title"),
        "description": _("Description"),
        "type": _("Type or category"),
        "department": _("Department"),
        "brand": _("Brand"),
        "size": _("Size"),
        "condition": _("Condition"),
        "colours": _("Colours"),
        "styles": _("Style"),
        "era": _("Era"),
        "material": _("Material"),
        "pattern": _("Pattern"),
        "measurements": _("Measurements"),
        "parcel_size": _("Parcel size"),
        "price": _("Price"),
        "currency": _("Currency"),
        "photos": _("Photos"),
    }
    return [("", _("Leave out")), *((name, labels[name]) for name in FIELDS)]


def columns_of(view: ImportView, mapping: dict[str, list[int]] | None) -> list[ColumnChoice]:
    """Return the columns of a table with what each is read as, as chosen or as guessed."""
    chosen = view.mapping if mapping is None else mapping
    by_number = {number: field for field, numbers in chosen.items() for number in numbers}
    return [
        ColumnChoice(
            f"{PREFIX}{column.number}",
            column.heading or _("Column %(number)d") % {"number": column.number + 1},
            column.examples,
            by_number.get(column.number, ""),
        )
        for column in view.columns
    ]


def mapping_of(view: ImportView, typed: QueryDict) -> dict[str, list[int]]:
    """Return which columns each field is read from, as a form says."""
    mapping: dict[str, list[int]] = {}
    for column in view.columns:
        field = typed.get(f"{PREFIX}{column.number}", "")
        if field in FIELDS:
            mapping.setdefault(field, []).append(column.number)
    return mapping


@contextmanager
def sent_files(uploads: Sequence[Upload]) -> Iterator[list[SentFile]]:
    """Yield what a browser sent as files on disk; nothing large is ever in memory."""
    with tempfile.TemporaryDirectory(prefix="rethread-upload-") as folder:
        yield [
            SentFile(_name(upload.name or "", number), _on_disk(upload, Path(folder), number))
            for number, upload in enumerate(uploads[: FILES_MAX + 1])
        ]


def _name(name: str, number: int) -> str:
    clean = Path(name.replace("\\", "/")).name[:180]
    return clean if clean.strip(". ") else f"file-{number}"


def _on_disk(upload: Upload, folder: Path, number: int) -> Path:
    large = getattr(upload, "temporary_file_path", None)
    if large is not None:
        return Path(large())
    path = folder / str(number)
    with path.open("wb") as file:
        for part in upload.chunks():
            file.write(part)
    return path
