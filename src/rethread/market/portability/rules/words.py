"""What a row of a table says in the words of the catalogue, and what of it is not understood."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from rethread.market.catalogue.rules import (
    COLOURS,
    COLOURS_MAX,
    CONDITIONS,
    DEPARTMENTS,
    ERAS,
    MATERIALS,
    PATTERNS,
    STYLES,
    STYLES_MAX,
    Term,
    Vocabulary,
    fold,
    parse_size,
    resolve_type,
)
from rethread.platform.kernel.money import EXPONENTS

from .mapping import split_list

Word = TypeVar("Word", bound=Term)
TITLE_CHARS_MAX = 100
PHOTOS_MAX = 12
ID_CHARS_MAX = 100
SIGNS = {"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY", "zł": "PLN", "kr": ""}
# What others call a condition, folded, where the catalogue has no such word.
CONDITION_WORDS = {
    "new with tag": "new_with_tags", "brand new with tags": "new_with_tags", "nwt": "new_with_tags",
    "unworn": "new_with_tags", "new without tags": "like_new", "nwot": "like_new",
    "new without tag": "like_new", "mint": "like_new", "pristine": "like_new",
    "used excellent": "excellent", "used like new": "like_new", "used good": "good",
    "used fair": "used", "pre owned": "good", "preowned": "good", "preloved": "good",
    "gently used": "excellent", "satisfactory": "used", "poor": "used", "well loved": "used",
    "neu": "like_new", "neu mit etikett": "new_with_tags", "sehr gut": "excellent", "gut": "good",
    "neuf avec etiquette": "new_with_tags", "tres bon etat": "excellent", "bon etat": "good",
    "satisfaisant": "used",
}  # fmt: skip
_SINGLE: dict[str, Vocabulary[Term]] = {
    "department": DEPARTMENTS, "era": ERAS, "material": MATERIALS, "pattern": PATTERNS,
}  # fmt: skip
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_CODE = re.compile(r"\b([A-Z]{3})\b")
_PARTS = re.compile(r"\s*(?:>|/|»|›|::|\|)\s*")


@dataclass(slots=True)
class Understood:
    """A row in the words of the catalogue; `problems` says, by field, what was not understood."""

    external_id: str = ""
    values: dict[str, object] = field(default_factory=dict)
    photos: list[str] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)


def understand(values: Mapping[str, Sequence[str]], currency: str) -> Understood:
    """Read one row; `values` are its cells by field.

    Whatever cannot be understood is left empty and named in `problems`.
    """
    row = Understood()
    row.external_id = _one(values, "id")[:ID_CHARS_MAX]
    row.photos = _photos(values, row)
    _title(values, row)
    for name in ("brand", "measurements"):
        row.values[name] = _one(values, name)
    row.values["description"] = "\n\n".join(text for text in values.get("description", ()) if text)
    _type_and_department(values, row)
    for name, vocabulary in _SINGLE.items():
        _code(values, name, vocabulary, row)
    _condition(values, row)
    _size(values, row)
    row.values["colours"] = _several(values, "colours", COLOURS, COLOURS_MAX, row)
    row.values["styles"] = _several(values, "styles", STYLES, STYLES_MAX, row)
    if parcel := fold(_one(values, "parcel_size")):
        row.values["parcel_size"] = parcel
    _price(values, currency, row)
    return row


def mark_of(values: Mapping[str, Sequence[str]], photos: Sequence[str]) -> str:
    """Return what tells a row without an id of its own from the others: its photos by their
    names, else all that it says."""
    said = [fold(name) for name in photos] or sorted(
        f"{name}={fold(' '.join(cells))}" for name, cells in values.items() if any(cells)
    )
    return "row:" + hashlib.sha256("\n".join(said).encode()).hexdigest()[:40]


def _one(values: Mapping[str, Sequence[str]], name: str) -> str:
    return next((cell for cell in values.get(name, ()) if cell), "")


def _photos(values: Mapping[str, Sequence[str]], row: Understood) -> list[str]:
    names = [name for cell in values.get("photos", ()) for name in split_list(cell)]
    if any(_ADDRESS.match(name) for name in names):
        row.problems["photos"] = _("We fetch no photos from addresses: send the files along.")
        names = [name for name in names if not _ADDRESS.match(name)]
    if len(names) > PHOTOS_MAX:
        row.problems["photos"] = _("It has %(count)d photos; %(most)d at most.") % {
            "count": len(names), "most": PHOTOS_MAX,
        }  # fmt: skip
    return list(dict.fromkeys(names))[:PHOTOS_MAX]


def _title(values: Mapping[str, Sequence[str]], row: Understood) -> None:
    title = " ".join(_one(values, "title").split())
    row.values["title"] = title
    if not title:
        row.problems["title"] = _("It has no title.")
    elif len(title) > TITLE_CHARS_MAX:
        row.values["title"] = title[: TITLE_CHARS_MAX - 1].rstrip() + "…"
        row.problems["title"] = _("The title has more than %(count)d characters.") % {
            "count": TITLE_CHARS_MAX
        }


def _type_and_department(values: Mapping[str, Sequence[str]], row: Understood) -> None:
    """Read "Women > Tops > T-shirts" from its end; a part may name the department."""
    text = _one(values, "type")
    parts = [part for part in _PARTS.split(text) if part]
    kind = next((found for part in (text, *reversed(parts)) if (found := resolve_type(part))), None)
    row.values["type"] = kind.code if kind is not None else ""
    if text and kind is None:
        row.problems["type"] = _unknown(text)
    if not _one(values, "department"):
        named = [term.code for part in parts if (term := DEPARTMENTS.find(part)) is not None]
        row.values["department"] = named[0] if named else ""


def _code(
    values: Mapping[str, Sequence[str]], name: str, vocabulary: Vocabulary[Term], row: Understood
) -> None:
    text = _one(values, name)
    if not text:
        return
    term = vocabulary.find(text)
    row.values[name] = term.code if term is not None else ""
    if term is None:
        row.problems[name] = _unknown(text)


def _condition(values: Mapping[str, Sequence[str]], row: Understood) -> None:
    text = _one(values, "condition")
    term = CONDITIONS.find(text) if text else None
    row.values["condition"] = term.code if term is not None else CONDITION_WORDS.get(fold(text), "")
    if text and not row.values["condition"]:
        row.problems["condition"] = _unknown(text)


def _size(values: Mapping[str, Sequence[str]], row: Understood) -> None:
    text = _one(values, "size")
    row.values["size"] = ""
    kind = resolve_type(str(row.values["type"])) if row.values["type"] else None
    if not text or (kind is not None and kind.size_kind == "none"):
        return  # a bag has no size, whatever the column says
    if kind is None:
        row.problems.setdefault("size", _("A size means something only beside a type."))
        return
    size = parse_size(text, kind.size_kind, str(row.values.get("department", "")))
    if size is None:
        row.problems["size"] = _unknown(text)
    else:
        row.values["size"] = size.label


def _several(
    values: Mapping[str, Sequence[str]],
    name: str,
    vocabulary: Vocabulary[Word],
    most: int,
    row: Understood,
) -> list[str]:
    codes: list[str] = []
    for cell in values.get(name, ()):
        whole = vocabulary.find(cell) if cell else None
        for text in [cell] if whole is not None else _words_of(cell):
            term = vocabulary.find(text)
            if term is None:
                row.problems[name] = _unknown(text)
            elif term.code not in codes:
                codes.append(term.code)
    return codes[:most]


def _words_of(cell: str) -> list[str]:
    return [word for part in split_list(cell) for word in _PARTS.split(part) if word]


def _unknown(text: str) -> str:
    return _("We do not know “%(word)s”.") % {"word": text[:60]}


def _price(values: Mapping[str, Sequence[str]], currency: str, row: Understood) -> None:
    text = _one(values, "price")
    row.values["price_minor"] = None
    if not text:
        return
    named = _one(values, "currency").upper() or currency_in(text) or currency
    if named != currency:
        row.problems["price"] = _("It is priced in %(theirs)s; this market uses %(ours)s.") % {
            "theirs": named[:10], "ours": currency,
        }  # fmt: skip
        return
    amount = amount_minor(text, currency)
    if amount is None:
        row.problems["price"] = _("“%(text)s” is not a price.") % {"text": text[:40]}
    row.values["price_minor"] = amount


def currency_in(text: str) -> str:
    """Return the currency that a price names by sign or code, or "" where it names none."""
    code = _CODE.search(text.upper())
    if code is not None and code.group(1) in EXPONENTS:
        return code.group(1)
    return next((name for sign, name in SIGNS.items() if sign in text), "")


def amount_minor(text: str, currency: str) -> int | None:
    """Read a price as people write it ("£12.50", "12,50 €", "1.250,00", "١٢"), or None.

    The last separator with the currency's number of digits after it is the decimal one; every
    other groups thousands.
    """
    digits = "".join(
        str(unicodedata.digit(c)) if unicodedata.digit(c, None) is not None else c for c in text
    )
    digits = digits.replace("٫", ".").replace("٬", ",")
    nameless = re.sub(r"(?i)zł|[a-z]{2,7}\.?", "", digits)
    if re.search(r"[^\W\d_]", nameless):
        return None  # a lone letter is part of no currency
    bare = re.sub(r"[^\d.,\-'’]", "", nameless)
    bare = re.sub(r"[.,][-–—]+$|['’]", "", bare)  # "12,-" and Swiss thousands
    if not re.fullmatch(r"\d{1,12}(?:[.,]\d+)*", bare):
        return None
    whole, fraction = _split(bare, EXPONENTS[currency])
    if not whole:
        return None
    value = Decimal(f"{whole}.{fraction or 0}").scaleb(EXPONENTS[currency])
    return int(value) if value == value.to_integral_value() else None


def _split(bare: str, exponent: int) -> tuple[str, str]:
    """Return what stands before and after the decimal separator; nothing where neither fits."""
    parts = re.split(r"[.,]", bare)
    marks = set(re.findall(r"[.,]", bare))
    inner = all(len(part) == 3 for part in parts[1:-1])
    if len(marks) == 1 and len(parts[-1]) == 3 != exponent and inner:
        return "".join(parts), ""
    return ("".join(parts[:-1]), parts[-1]) if inner and marks else (bare if not marks else "", "")
