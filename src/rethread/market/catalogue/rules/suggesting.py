"""What a title says of a garment: type, brand, colour, size, each with the words for it. Pure.

A suggestion is never a value: somebody accepts it, or it is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from .brands import BRANDS
from .sizes import ALPHA, parse_size
from .taxonomy import DEPARTMENTS, TYPES
from .vocabulary import Term, Vocabulary, fold
from .words import COLOURS, Colour

PHRASE_WORDS_MAX: Final = 4
_VOCABULARIES: Final[Mapping[str, Vocabulary[Term]]] = {
    "department": DEPARTMENTS,
    "type": TYPES,  # type: ignore[dict-item]  # its terms are terms
    "brand": BRANDS,
    "colours": COLOURS,  # type: ignore[dict-item]  # its terms are terms
}
# What follows these is beside the garment: "jeans with a belt" are jeans.
_BESIDE: Final = re.compile(r"\b(?:with|for|like|not)\b", re.IGNORECASE)
_SAYS_SIZE: Final = re.compile(r"\b(?:UK|EU|US|SIZE)\s?\d|\bW\d\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """One field that a title says: the code or label to store, and the words."""

    field: str
    value: str
    words: str


def said_by_title(title: str, *, type_code: str = "", department: str = "") -> tuple[Said, ...]:
    """Return what a title says, at most one value a field; `type_code` is what is known already.

    Of several matches the longest counts, and of equally long ones the last, because in English
    the garment stands last ("jumper dress").
    """
    folded = fold(_BESIDE.split(title, maxsplit=1)[0])
    found: dict[str, Said] = {}
    for field, vocabulary in _VOCABULARIES.items():
        said = _longest(folded.split(), field, vocabulary)
        if said is not None:
            found[field] = said
    kind = TYPES.get(type_code or (found["type"].value if "type" in found else ""))
    where = department or (found["department"].value if "department" in found else "")
    if kind is not None and (size := _size(title, kind.size_kind, where)) is not None:
        found["size"] = size
    return tuple(found.values())


def _longest(words: list[str], field: str, vocabulary: Vocabulary[Term]) -> Said | None:
    for length in range(min(PHRASE_WORDS_MAX, len(words)), 0, -1):
        for at in range(len(words) - length, -1, -1):
            phrase = " ".join(words[at : at + length])
            term = vocabulary.find(phrase) if len(phrase) > 1 else None
            if term is not None:
                return Said(field, term.code, phrase)
    return None


def _size(title: str, size_kind: str, department: str) -> Said | None:
    for phrase in _size_phrases(title):
        bare = re.sub(r"(?i)^size\s+", "", phrase)
        size = parse_size(bare, size_kind, department)  # type: ignore[arg-type]  # a SizeKind
        if size is not None:
            return Said("size", size.label, phrase)
    return None


def _size_phrases(title: str) -> Iterator[str]:
    """Yield what could be a size: numbers only beside a system, letters only in capitals."""
    words = title.replace(",", " ").split()
    for length in (2, 1):
        for at in range(len(words) - length + 1):
            phrase = " ".join(words[at : at + length])
            if _SAYS_SIZE.search(phrase):
                yield phrase
    yield from (word for word in words if word in ALPHA)


def nearest_colour(hex_value: str) -> Colour:
    """Return the colour of the vocabulary that looks most like an sRGB value ("#1d2a4d").

    Distance is the "redmean" weighting of RGB (Riemersma, 1997), near enough to the eye for
    two dozen names.
    """
    named = [colour for colour in COLOURS if colour.code != "multi"]
    return min(named, key=lambda colour: _distance(colour.hex, hex_value))


def _distance(one: str, other: str) -> int:
    (r1, g1, b1), (r2, g2, b2) = _channels(one), _channels(other)
    mean = (r1 + r2) // 2
    red, green, blue = r1 - r2, g1 - g2, b1 - b2
    return ((512 + mean) * red * red >> 8) + 4 * green * green + ((767 - mean) * blue * blue >> 8)


def _channels(hex_value: str) -> tuple[int, int, int]:
    return int(hex_value[1:3], 16), int(hex_value[3:5], 16), int(hex_value[5:7], 16)
