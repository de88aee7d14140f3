"""The words by which people call what the catalogue knows, as entries of the search gazetteer.

Built from the catalogue's own vocabularies once per process; search adds no taxonomy of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from django.utils.translation import override

from rethread.market.catalogue.rules import (
    BRANDS,
    CATEGORIES,
    COLOURS,
    CONDITIONS,
    DEPARTMENTS,
    ERAS,
    MATERIALS,
    PATTERNS,
    STYLES,
    TYPES,
    Size,
    Term,
    sizes_offered,
)
from rethread.market.search.rules.gazetteer import LexiconEntry

_VOCABULARIES: tuple[tuple[str, Iterable[Term]], ...] = (
    ("brand", BRANDS),
    ("category", CATEGORIES),
    ("type", TYPES),
    ("department", DEPARTMENTS),
    ("colour", COLOURS),
    ("condition", CONDITIONS),
    ("material", MATERIALS),
    ("pattern", PATTERNS),
    ("style", STYLES),
    ("era", ERAS),
)
_LETTER_WORDS = {
    "XXS": ("extra extra small",),
    "XS": ("extra small",),
    "S": ("small",),
    "M": ("medium",),
    "L": ("large",),
    "XL": ("extra large",),
    "XXL": ("extra extra large", "2xl"),
}


@lru_cache(maxsize=1)
def lexicon() -> tuple[LexiconEntry, ...]:
    """Return every entry; labels are the untranslated ones, in which listings are written."""
    with override(None):
        named = [
            LexiconEntry(kind, term.code, str(term.label), tuple(term.aliases))
            for kind, vocabulary in _VOCABULARIES
            for term in vocabulary
        ]
        return (*named, *(_size_entry(size) for size in _sizes()))


def _sizes() -> list[Size]:
    kinds: tuple[Literal["clothing", "bottoms", "shoes"], ...] = ("clothing", "bottoms", "shoes")
    departments = tuple(term.code for term in DEPARTMENTS)
    offered = (sizes_offered(kind, department) for kind in kinds for department in departments)
    return sorted({size for sizes in offered for size in sizes})


def _size_entry(size: Size) -> LexiconEntry:
    words = _LETTER_WORDS.get(size.value, ()) if size.system == "alpha" else ()
    return LexiconEntry("size", size.code, size.label, (size.value, *words))
