"""Sizes: how people write them, the systems they belong to, and which are the same.

Equivalences follow the conversions printed on British size labels. They are for finding, not for
fitting: brands differ, and a listing always shows the size its label states.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .taxonomy import SizeKind
from .vocabulary import Term, Vocabulary

SYSTEMS: Vocabulary[Term] = Vocabulary(
    [
        Term("alpha", _("Letters")),
        Term("uk", _("UK")),
        Term("eu", _("EU")),
        Term("us", _("US")),
        Term("waist", _("Waist and length")),
        Term("shoe_uk", _("UK shoes")),
        Term("shoe_eu", _("EU shoes")),
        Term("shoe_us", _("US shoes")),
        Term("kids_age", _("Age")),
        Term("one_size", _("One size")),
    ]
)
ALPHA = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "3XL", "4XL")
ALPHA_WORDS = {
    "EXTRASMALL": "XS", "SMALL": "S", "MEDIUM": "M", "LARGE": "L", "EXTRALARGE": "XL",
    "2XS": "XXS", "2XL": "XXL", "XXXL": "3XL", "XXXXL": "4XL",
}  # fmt: skip
ONE_SIZE_WORDS = {"ONESIZE", "OS", "O/S", "ONESIZEFITSALL", "FREESIZE"}
AGES = (
    "0-3M", "3-6M", "6-9M", "9-12M", "12-18M", "18-24M", "2-3Y", "3-4Y", "4-5Y", "5-6Y", "6-7Y",
    "7-8Y", "8-9Y", "9-10Y", "10-11Y", "11-12Y", "12-13Y", "13-14Y", "14-15Y", "15-16Y",
)  # fmt: skip

# Rows of (letters, UK, EU, US, waists in inches).
_WOMEN: tuple[tuple[str, int, int, int, tuple[int, ...]], ...] = (
    ("XXS", 4, 32, 0, (23, 24)),
    ("XS", 6, 34, 2, (25,)),
    ("S", 8, 36, 4, (26, 27)),
    ("M", 10, 38, 6, (28, 29)),
    ("L", 12, 40, 8, (30, 31)),
    ("XL", 14, 42, 10, (32, 33)),
    ("XXL", 16, 44, 12, (34, 35)),
    ("3XL", 18, 46, 14, (36, 37)),
    ("4XL", 20, 48, 16, (38, 39)),
)
_MEN: tuple[tuple[str, int, int, int, tuple[int, ...]], ...] = (
    ("XS", 34, 44, 34, (27, 28)),
    ("S", 36, 46, 36, (29, 30)),
    ("M", 38, 48, 38, (31, 32)),
    ("L", 40, 50, 40, (33, 34)),
    ("XL", 42, 52, 42, (35, 36)),
    ("XXL", 44, 54, 44, (37, 38)),
    ("3XL", 46, 56, 46, (39, 40)),
    ("4XL", 48, 58, 48, (41, 42)),
)
_SHOE_UK_EU: dict[str, str] = {
    "2": "34.5", "2.5": "35", "3": "35.5", "3.5": "36", "4": "37", "4.5": "37.5", "5": "38",
    "5.5": "38.5", "6": "39", "6.5": "40", "7": "41", "7.5": "41.5", "8": "42", "8.5": "42.5",
    "9": "43", "9.5": "44", "10": "44.5", "10.5": "45", "11": "46", "11.5": "46.5", "12": "47",
    "13": "48", "14": "49",
}  # fmt: skip
_SHOE_US_OFFSET = {"women": 2.0, "men": 1.0}

_WAIST = re.compile(r"W?(\d{2})(?:W|[X/-]?)?(?:(?:L|/|X|-)?(\d{2})L?)?")
_REGION = re.compile(r"(UK|EU|US|EUR)?(\d{1,2}(?:[.,]5|½)?)(UK|EU|US)?")
_AGE = re.compile(r"(?:AGE|AGED)?(\d{1,2})(?:-|TO|/)(\d{1,2})(M|MONTHS|Y|YRS|YEARS)?")


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """A size in its system; `value` is compared, `label` is what the garment's label says."""

    system: str
    value: str

    @property
    def code(self) -> str:
        """Return the size as one word, for filters and the search index."""
        return f"{self.system}:{self.value.lower().replace(' ', '-')}"

    @property
    def label(self) -> str:
        """Return the size as the label states it: "M", "UK 10", "W32 L34", "One size"."""
        region = {"uk": "UK ", "eu": "EU ", "us": "US "}.get(self.system.removeprefix("shoe_"))
        return f"{region or ''}{self.value}"


ONE_SIZE = Size("one_size", "One size")


def parse_size(text: str, kind: SizeKind, department: str = "") -> Size | None:
    """Return the size that somebody wrote, for a type sized as `kind`; None if it is none.

    A bare number is read as people of the trade do: shoes under 15 are UK and above 30 EU;
    trousers from 22 on are a waist; other clothes are UK below 34 and EU from there on, for men
    the chest in inches below 44.
    """
    word = re.sub(r"\s+", "", text.upper())
    if not word or len(word) > 20:
        return None
    if word in ONE_SIZE_WORDS:
        return None if kind == "shoes" else ONE_SIZE
    if kind == "shoes":
        return _shoe(word)
    letters = ALPHA_WORDS.get(word, word)
    if letters in ALPHA:
        return Size("alpha", letters) if kind != "none" else None
    if kind not in {"clothing", "bottoms"}:
        return None
    if department == "kids" and (age := _age(word)) is not None:
        return age
    if kind == "bottoms" and (waist := _waist(word)) is not None:
        return waist
    return _regional(word, department)


def _waist(word: str) -> Size | None:
    found = _WAIST.fullmatch(word)
    if found is None:
        return None
    waist, length = int(found[1]), int(found[2]) if found[2] else None
    if not 22 <= waist <= 50 or (length is not None and not 24 <= length <= 40):
        return None
    return Size("waist", f"W{waist}" if length is None else f"W{waist} L{length}")


def _regional(word: str, department: str) -> Size | None:
    found = _REGION.fullmatch(word)
    if found is None or not found[2].isdigit():
        return None
    number = int(found[2])
    region = (found[1] or found[3] or "").replace("EUR", "EU")
    if not region:
        eu_from = 44 if department == "men" else 34
        region = "EU" if number >= eu_from else "UK"
    low, high = {"UK": (2, 60), "US": (0, 60), "EU": (28, 68)}[region]
    if not low <= number <= high or (number % 2 and region != "EU"):
        return None
    return Size(region.lower(), str(number))


def _shoe(word: str) -> Size | None:
    found = _REGION.fullmatch(word)
    if found is None:
        return None
    number = float(found[2].replace(",", ".").replace("½", ".5"))
    region = (found[1] or found[3] or "").replace("EUR", "EU")
    if not region:
        region = "EU" if number > 15 else "UK"
    low, high = {"UK": (0, 16), "US": (1, 18), "EU": (15, 52)}[region]
    if not low <= number <= high:
        return None
    return Size(f"shoe_{region.lower()}", f"{number:g}")


def _age(word: str) -> Size | None:
    found = _AGE.fullmatch(word)
    if found is None:
        return None
    unit = "M" if (found[3] or "Y").startswith("M") else "Y"
    value = f"{int(found[1])}-{int(found[2])}{unit}"
    return Size("kids_age", value) if value in AGES else None


def equivalent_sizes(size: Size, department: str) -> frozenset[str]:
    """Return the codes of every size that people of a department call the same, `size` included.

    Unisex clothes are labelled by either table, so only what both agree on is the same: letters.
    """
    codes = {size.code}
    if size.system.startswith("shoe_"):
        codes.update(item.code for item in _same_shoes(size, department))
    table = {"women": _WOMEN, "men": _MEN}.get(department, ())
    for letters, uk, eu, us, waists in table:
        row = [
            Size("alpha", letters), Size("uk", str(uk)), Size("eu", str(eu)), Size("us", str(us)),
            *(Size("waist", f"W{waist}") for waist in waists),
        ]  # fmt: skip
        key = Size("waist", size.value.split(" ")[0]) if size.system == "waist" else size
        if key in row:
            codes.update(item.code for item in row)
    return frozenset(codes)


def _same_shoes(size: Size, department: str) -> Iterable[Size]:
    offset = _SHOE_US_OFFSET.get(department)
    for uk, eu in _SHOE_UK_EU.items():
        row = [Size("shoe_uk", uk), Size("shoe_eu", eu)]
        if offset is not None:
            row.append(Size("shoe_us", f"{float(uk) + offset:g}"))
        if size in row:
            yield from row


def sizes_offered(kind: SizeKind, department: str) -> tuple[Size, ...]:
    """Return the sizes a seller is offered for a type, in order; others may be typed."""
    if kind == "shoes":
        return tuple(Size("shoe_uk", value) for value in _SHOE_UK_EU)
    if kind in {"headwear", "accessory"}:
        return (ONE_SIZE, *(Size("alpha", value) for value in ALPHA[1:7]))
    if kind == "none":
        return ()
    if department == "kids":
        return tuple(Size("kids_age", value) for value in AGES)
    letters = tuple(Size("alpha", value) for value in ALPHA)
    table = {"women": _WOMEN, "men": _MEN}.get(department, ())
    numbers = tuple(Size("uk", str(row[1])) for row in table)
    waists = tuple(Size("waist", f"W{waist}") for waist in range(24, 43))
    return (*letters, *numbers, *(waists if kind == "bottoms" else ()), ONE_SIZE)


def size_of(system: str, label: str) -> Size | None:
    """Return the size that was stored as a system and a label, or None where there is none."""
    if not system or not label:
        return None
    regional = system.removeprefix("shoe_") in {"uk", "eu", "us"}
    return Size(system, label[3:] if regional else label)
