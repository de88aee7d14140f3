"""A table of pieces as people have them: any usual separator and encoding, line by line."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from rethread.platform.kernel import Money

from ..errors import ArchiveRefused
from .format import LIST_SEPARATOR, ListingRecord

BYTES_MAX = 20_000_000
ROWS_MAX = 10_000
COLUMNS_MAX = 120
CELL_CHARS_MAX = 10_000
SAMPLE_ROWS = 30
SEPARATORS = (",", ";", "\t", "|")
# The columns of the template, which are those of an archive's `listings.csv`.
TABLE_FIELDS = (
    "id", "status", "title", "description", "type", "department", "brand", "size", "condition",
    "colours", "styles", "era", "material", "pattern", "measurements", "parcel_size", "price",
    "currency", "photos",
)  # fmt: skip
_EXCEL_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line of the file it begins on, and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its headings and its rows, blank ones left out."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    separator: str


def decode(data: bytes) -> str:
    """Return the text of a file: UTF-8 or UTF-16 where it says so, else UTF-8 if it is, else
    Windows-1252, which spreadsheets in Europe still write."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def read_table(data: bytes, name: str) -> Table:
    """Read a table whose first row has the headings.

    Raises:
        ArchiveRefused: `too_large`, or `bad_table` with what is wrong and the line.
    """
    if len(data) > BYTES_MAX:
        raise ArchiveRefused(
            "too_large",
            _("This file has more than %(size)d MB.") % {"size": BYTES_MAX // 1_000_000},
            name,
        )
    text = decode(data)
    hint = _EXCEL_HINT.match(text)
    offset = 0
    if hint:
        text, offset = text[hint.end() :], 1
    separator = hint.group(1) if hint else separator_of(text)
    rows = _rows(text, separator, offset, name)
    first = next(rows, None)
    if first is None:
        raise ArchiveRefused("bad_table", _("There is nothing in it."), name)
    found = tuple(islice(rows, ROWS_MAX + 1))
    if len(found) > ROWS_MAX:
        raise ArchiveRefused(
            "bad_table",
            _("It has more than %(count)d rows. Send it in parts.") % {"count": ROWS_MAX},
            name,
        )
    return Table(tuple(cell.strip() for cell in first.cells), found, separator)


def separator_of(text: str) -> str:
    """Return what stands between the cells: what gives the most rows as wide as the first."""
    best, best_score = ",", (0, 0)
    for separator in SEPARATORS:
        widths = _widths(text, separator)
        if not widths or widths[0] < 2:
            continue
        score = (sum(width == widths[0] for width in widths), widths[0])
        if score > best_score:
            best, best_score = separator, score
    return best


def _widths(text: str, separator: str) -> list[int]:
    try:
        sample = islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), SAMPLE_ROWS)
        return [len(cells) for cells in sample if any(cells)]
    except csv.Error:
        return []


def _rows(text: str, separator: str, offset: int, name: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1 + offset
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _bad(name, line, str(error)) from error
        if len(cells) > COLUMNS_MAX:
            raise _bad(name, line, _("more than %(count)d cells") % {"count": COLUMNS_MAX})
        if any(len(cell) > CELL_CHARS_MAX for cell in cells):
            raise _bad(name, line, _("a cell of more than %(count)d characters")
                       % {"count": CELL_CHARS_MAX})  # fmt: skip
        if any(cell.strip() for cell in cells):
            yield Row(line, tuple(cells))
        line = reader.line_num + 1 + offset


def _bad(name: str, line: int, why: str) -> ArchiveRefused:
    return ArchiveRefused(
        "bad_table", _("line %(line)d: %(why)s.") % {"line": line, "why": why}, name
    )


def row_of(record: ListingRecord) -> list[str]:
    """Return a listing as a row under `TABLE_FIELDS`."""
    price = ""
    if record.price_minor is not None:
        price = str(Money(record.price_minor, record.currency).decimal())
    plain = {name: getattr(record, name, "") for name in TABLE_FIELDS} | {"price": price}
    return [
        LIST_SEPARATOR.join(value) if isinstance(value, list) else str(value)
        for value in (plain[name] for name in TABLE_FIELDS)
    ]


def template() -> str:
    """Return a table to fill in: the headings and one example."""
    example = (
        "JACKET-1", "", "Blue denim jacket", "Worn twice. A small mark inside the collar.",
        "denim jacket", "women", "Levi's", "M", "good", "blue | white", "casual | vintage", "90s",
        "denim", "plain", "Shoulder to hem 62 cm", "medium", "24.50", "",
        "jacket-front.jpg | jacket-back.jpg",
    )  # fmt: skip
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(TABLE_FIELDS)
    writer.writerow(example)
    return "\ufeff" + text.getvalue()
