"""What a listing may say: turns what a person typed into stored values, or says what is wrong."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from rethread.market.pricing.types import PARCEL_SIZES
from rethread.platform.kernel import Money

from ..types import ListingChanges
from .brands import resolve_brand
from .garment_type import MEASURE_MM_MAX, MEASURE_MM_MIN
from .sizes import parse_size
from .taxonomy import DEPARTMENTS, TYPES, GarmentType
from .vocabulary import Term, Vocabulary, fold
from .words import (
    COLOURS,
    COLOURS_MAX,
    CONDITIONS,
    ERAS,
    MATERIALS,
    PATTERNS,
    STYLES,
    STYLES_MAX,
)

TITLE_CHARS_MIN = 3
TITLE_CHARS_MAX = 100
DESCRIPTION_CHARS_MAX = 2000
MEASUREMENTS_CHARS_MAX = 300
BRAND_CHARS_MAX = 60
PHOTOS_MAX = 12
PRICE_MINOR_MIN = 100
PRICE_MINOR_MAX = 1_000_000
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SINGLE: dict[str, Vocabulary[Term]] = {
    "condition": CONDITIONS,
    "era": ERAS,
    "material": MATERIALS,
    "pattern": PATTERNS,
    "department": DEPARTMENTS,
}
T = TypeVar("T", bound=Term)

Values = dict[str, Any]
Problems = dict[str, str]


def clean_text(text: str, *, lines: bool) -> str:
    """Drop control characters and outer blanks; line feeds stay where `lines`.

    Emoji and right-to-left letters stay, with the joiners they need. Direction overrides go: they
    would turn around the text that follows the title on a page.
    """
    kept = []
    for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        if character in _OVERRIDES:
            continue
        if unicodedata.category(character) == "Cc":
            kept.append(character if lines and character == "\n" else " ")
        else:
            kept.append(character)
    cleaned = "".join(kept)
    return cleaned.strip() if lines else " ".join(cleaned.split())


def clean_changes(
    changes: ListingChanges, current: Mapping[str, Any], currency: str
) -> tuple[Values, Problems]:
    """Return stored values for what was asked, and what is wrong, by field.

    `current` holds the stored `type`, `department`, `size` and `parcel_size`: a size means
    something only beside a type, so it is read again when the type changes.
    """
    values: Values = {}
    problems: Problems = {}
    _texts(changes, values, problems)
    _codes(changes, values, problems)
    _brand(changes, values, problems)
    _type_and_size(changes, current, values, problems)
    _measures(changes, current, values, problems)
    _price(changes, currency, values, problems)
    return values, problems


def missing_to_publish(listing: Mapping[str, Any]) -> Problems:
    """Return what a listing still lacks before it can be for sale, by field."""
    kind = TYPES.get(listing["type"])
    needs = {
        "photos": (listing["photo_count"], _("Add at least one photo.")),
        "title": (len(listing["title"]) >= TITLE_CHARS_MIN, _title_problem()),
        "type": (kind, _("Choose what it is.")),
        "department": (listing["department"], _("Choose a department.")),
        "condition": (listing["condition"], _("Choose a condition.")),
        "price": (listing["price_minor"], _("Set a price.")),
    }
    if kind is not None and kind.needs_size:
        needs["size"] = (listing["size"], _("Choose a size."))
    return {field: message for field, (present, message) in needs.items() if not present}


def _title_problem() -> str:
    return _("Write a title of %(min)d to %(max)d characters.") % {
        "min": TITLE_CHARS_MIN,
        "max": TITLE_CHARS_MAX,
    }


def _texts(changes: ListingChanges, values: Values, problems: Problems) -> None:
    limits = {"description": DESCRIPTION_CHARS_MAX, "measurements": MEASUREMENTS_CHARS_MAX}
    if "title" in changes:
        title = clean_text(changes["title"], lines=False)
        if len(title) > TITLE_CHARS_MAX:
            problems["title"] = _title_problem()
        values["title"] = title
    for field, limit in limits.items():
        if field in changes:
            text = clean_text(str(changes[field]), lines=True)  # type: ignore[literal-required]  # both are keys of ListingChanges
            if len(text) > limit:
                problems[field] = _("Use at most %(count)d characters.") % {"count": limit}
            values[field] = text


def _codes(changes: ListingChanges, values: Values, problems: Problems) -> None:
    given: Mapping[str, Any] = changes
    for field, vocabulary in _SINGLE.items():
        if field in given:
            values[field] = _code(vocabulary, str(given[field]), field, problems)
    if "colours" in changes:
        values["colours"] = _several(COLOURS, changes["colours"], COLOURS_MAX, "colours", problems)
    if "styles" in changes:
        values["styles"] = _several(STYLES, changes["styles"], STYLES_MAX, "styles", problems)
    if given.get("parcel_size"):
        if given["parcel_size"] in PARCEL_SIZES:
            values["parcel_size"] = given["parcel_size"]
        else:
            problems["parcel_size"] = _("Choose one from the list.")


def _code(vocabulary: Vocabulary[T], text: str, field: str, problems: Problems) -> str:
    if fold(text) in {"", "unknown"}:
        return ""
    term = vocabulary.find(text)
    if term is None:
        problems[field] = _("Choose one from the list.")
        return ""
    return term.code


def _several(
    vocabulary: Vocabulary[T], texts: Sequence[str], limit: int, field: str, problems: Problems
) -> list[str]:
    codes = _unique(_code(vocabulary, text, field, problems) for text in texts)
    if len(codes) > limit:
        problems[field] = _("Choose at most %(count)d.") % {"count": limit}
    return codes


def _unique(codes: Iterable[str]) -> list[str]:
    return [code for code in dict.fromkeys(codes) if code]


def _brand(changes: ListingChanges, values: Values, problems: Problems) -> None:
    if "brand" not in changes:
        return
    text = clean_text(changes["brand"], lines=False)
    known = resolve_brand(text) if text else None
    values["brand"] = known.code if known is not None else ""
    values["brand_text"] = "" if known is not None else text
    if len(text) > BRAND_CHARS_MAX:
        problems["brand"] = _("Use at most %(count)d characters.") % {"count": BRAND_CHARS_MAX}


def _type_and_size(
    changes: ListingChanges, current: Mapping[str, Any], values: Values, problems: Problems
) -> None:
    kind = TYPES.get(current["type"])
    if "type" in changes:
        values["type"] = _code(TYPES, changes["type"], "type", problems)
        kind = TYPES.get(values["type"])
        if kind is not None and "parcel_size" not in values:
            values["parcel_size"] = kind.parcel_size
    department = values.get("department", current["department"])
    if "size" in changes:
        values.update(_size(changes["size"], kind, department, problems))
    elif {"type", "department"} & values.keys() and current["size"]:
        values.update(_size(current["size"], kind, department, {}))


def _size(text: str, kind: GarmentType | None, department: str, problems: Problems) -> Values:
    if not text.strip():
        return {"size": "", "size_system": ""}
    if kind is None:
        problems["size"] = _("Choose what it is before its size.")
        return {"size": "", "size_system": ""}
    size = parse_size(text, kind.size_kind, department)
    if size is None:
        problems["size"] = _(
            "We do not know this size. Write it as on the label: M, UK 10, W32 L34."
        )
        return {"size": "", "size_system": ""}
    return {"size": size.label, "size_system": size.system}


def _measures(
    changes: ListingChanges, current: Mapping[str, Any], values: Values, problems: Problems
) -> None:
    """Keep the measures that the type has; of another type they would say something else."""
    if not {"measures_mm", "type"} & changes.keys():
        return
    kind = TYPES.get(values.get("type", current["type"]))
    given: Mapping[str, int] = changes.get("measures_mm", current.get("measures") or {})
    wanted = kind.measures if kind is not None else ()
    kept = {code: given[code] for code in wanted if code in given}
    for code, millimetres in kept.items():
        if type(millimetres) is not int or not MEASURE_MM_MIN <= millimetres <= MEASURE_MM_MAX:
            problems[f"measure_{code}"] = _("Write centimetres, at most %(most)d.") % {
                "most": MEASURE_MM_MAX // 10
            }
    values["measures"] = kept or None


def _price(changes: ListingChanges, currency: str, values: Values, problems: Problems) -> None:
    if "price_minor" not in changes:
        return
    price_minor = changes["price_minor"]
    values["price_minor"] = price_minor
    if price_minor is None:
        return
    whole = type(price_minor) is int
    if not whole or not PRICE_MINOR_MIN <= price_minor <= PRICE_MINOR_MAX:
        values["price_minor"] = None
        problems["price"] = _("Set a price between %(min)s and %(max)s.") % {
            "min": Money(PRICE_MINOR_MIN, currency).format(),
            "max": Money(PRICE_MINOR_MAX, currency).format(),
        }
