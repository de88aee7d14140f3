"""Reads a folder of real photographs and what their owners wrote about them (captions.csv).

It resolves nothing against the catalogue: types, colours and sizes are handed on as they stand.
A bad row is skipped and reported with its line, never a reason to stop.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from PIL import Image, UnidentifiedImageError

CAPTIONS = "captions.csv"
PRICE_MAX = Decimal(100_000)
_NEEDED = ("image", "sender_id", "title", "type", "price_gbp")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


class CaptionsUnusable(ValueError):
    """Say that the folder holds no captions that can be read at all."""


@dataclass(frozen=True, slots=True)
class CaptionedPhoto:
    """One photograph and its caption; empty text where the owner said nothing."""

    path: Path
    sender_id: str
    title: str
    description: str
    type: str
    department: str
    brand: str
    colour: str
    colour2: str
    pattern: str
    material: str
    style: str
    era: str
    condition: str
    size: str
    price_minor: int


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that could not be used: its line in the file and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class PhotoFolder:
    """The usable photographs by sender, in the order of the file, and what was skipped."""

    by_sender: Mapping[str, tuple[CaptionedPhoto, ...]]
    skipped: tuple[SkippedRow, ...]

    @property
    def photo_count(self) -> int:
        """Count the usable photographs."""
        return sum(len(photos) for photos in self.by_sender.values())


class _BadRow(Exception):
    """Carry the reason a row is skipped."""


def read_photo_folder(folder: Path) -> PhotoFolder:
    """Read the captions and check each photograph, so that filling a market cannot fail midway.

    Raises:
        CaptionsUnusable: captions.csv is missing, unreadable or lacks needed columns.
    """
    grouped: dict[str, list[CaptionedPhoto]] = {}
    skipped: list[SkippedRow] = []
    for line, row in _rows(folder / CAPTIONS):
        try:
            photo = _photo(folder, row)
        except _BadRow as bad:
            skipped.append(SkippedRow(line, str(bad)))
            continue
        grouped.setdefault(photo.sender_id, []).append(photo)
    by_sender = {sender: tuple(photos) for sender, photos in grouped.items()}
    return PhotoFolder(by_sender, tuple(skipped))


def map_caption_type(type_text: str) -> str:
    """Normalise a caption's type to a slug to look up: "Denim Jacket" becomes "denim-jacket"."""
    return re.sub(r"[^a-z0-9]+", "-", type_text.strip().lower()).strip("-")


def _rows(captions: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with captions.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
            if missing:
                raise CaptionsUnusable(f"{captions} lacks the columns {', '.join(missing)}")
            return [(reader.line_num, _cleaned(row)) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CaptionsUnusable(f"{captions} cannot be read: {error}") from error


def _cleaned(row: Mapping[str | None, object]) -> dict[str, str]:
    """Drop surplus cells and fill missing ones, which the csv module leaves as None."""
    return {
        name: value.strip() if isinstance(value, str) else ""
        for name, value in row.items()
        if name is not None
    }


def _photo(folder: Path, row: Mapping[str, str]) -> CaptionedPhoto:
    def text(column: str) -> str:
        return row.get(column, "")

    for column in _NEEDED:
        if not text(column):
            raise _BadRow(f"{column} is empty")
    return CaptionedPhoto(
        path=_checked_image(folder, text("image")),
        sender_id=text("sender_id"), title=text("title"), description=text("description"),
        type=text("type"), department=text("department"), brand=text("brand"),
        colour=text("colour"), colour2=text("colour2"), pattern=text("pattern"),
        material=text("material"), style=text("style"), era=text("era"),
        condition=text("condition"), size=text("size"), price_minor=_pence(text("price_gbp")),
    )  # fmt: skip


def _checked_image(folder: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise _BadRow(f"image {name!r} is not a plain file name")
    path = folder / f"{name}.jpg"
    if not path.is_file():
        raise _BadRow(f"{path.name} is missing")
    try:
        with Image.open(path) as image:
            image.verify()
    except (OSError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise _BadRow(f"{path.name} cannot be read as an image") from error
    return path


def _pence(text: str) -> int:
    try:
        price = Decimal(text)
    except InvalidOperation:
        raise _BadRow(f"price {text!r} is not a number") from None
    if not price.is_finite() or not 0 < price <= PRICE_MAX:
        raise _BadRow(f"price {text!r} is not between 0 and {PRICE_MAX} pounds")
    pence = price * 100
    if pence != pence.to_integral_value():
        raise _BadRow(f"price {text!r} has fractions of a penny")
    return int(pence)
