"""Makes texts of listings and queries comparable before the engine's analyser sees them.

Pure. It folds what a tokenizer would tear apart (levi's, t-shirt, 7qt); it never stems.
"""

from __future__ import annotations

import re
import unicodedata

QUERY_CHARS_MAX = 200
QUERY_WORDS_MAX = 16

# Straight, curly, back-tick, acute, modifier and full-width apostrophes.
_APOSTROPHES = str.maketrans(dict.fromkeys("'\u2019\u2018`\u00b4\u02bc\uff07", ""))
_INVISIBLE = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\x00-\x1f\ud800-\udfff]"
)
_TSHIRT = re.compile(r"\b(?:t|tee)[\s\-]+shirt(s?)\b", re.IGNORECASE)
_UNITS = {
    "inches": "inch", "in": "inch", '"': "inch", "\u201d": "inch", "quart": "qt", "quarts": "qt",
    "feet": "ft", "foot": "ft", "ounce": "oz", "ounces": "oz", "lbs": "lb", "pounds": "lb",
    "gallon": "gal", "gallons": "gal", "watts": "watt",
}  # fmt: skip
_MEASURE = re.compile(
    r"(\d)\s*-?\s*(inches|inch|in(?=\W|$)|\"|\u201d|quarts?|qt|feet|foot|ft|ounces?|oz|lbs?|pounds|"
    r"gallons?|gal|cm|mm|watts?)(?![a-z0-9])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
# Function words of English carry no garment; "under" and the like are read by the price stage.
STOP_WORDS = frozenset(
    {
        *("a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "i", "in", "is", "it"),
        *("me", "my", "of", "on", "or", "some", "that", "the", "their", "this", "to", "want"),
        *("with", "without", "looking", "look", "need", "wear", "wearing", "which", "you", "your"),
        "please",
    }
)
# What follows one of these in a title qualifies the thing, it does not name it.
_HEAD_ENDS = re.compile(r"\s(?:with|w/|in|for|by|from|and|on|of|to|size|set of)\s|[,\-\u2013(|:;/]")


def normalise(text: str) -> str:
    """Fold widths, apostrophes, units, split words: "Levi's T-shirt 7qt" is "Levis tshirt 7 qt".

    Applied alike to what is indexed and to what is asked, so both meet.
    """
    folded = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    folded = _INVISIBLE.sub(" ", folded)
    folded = _TSHIRT.sub(r"tshirt\1", folded)
    return _MEASURE.sub(_unit, folded)


def _unit(match: re.Match[str]) -> str:
    unit = match.group(2).lower()
    return f"{match.group(1)} {_UNITS.get(unit, unit)} "


def fold(text: str) -> str:
    """Lower-case and strip accents: "Crème" -> "creme"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """Return the folded words of a normalised text, split as the engine's tokenizer splits."""
    return _WORD.findall(fold(text))


def query_words(query: str) -> list[str]:
    """Normalise a query and return its words, within bounds: hostile input costs no more."""
    return words_of(normalise(query[:QUERY_CHARS_MAX]))[:QUERY_WORDS_MAX]


def head_of(title: str) -> str:
    """Return the last word before a title starts to qualify: "brown jacket with zips" -> "jacket".

    English noun phrases end in their head; the thing itself is worth more than its attributes.
    """
    text = fold(title).strip()
    lead = _HEAD_ENDS.split(text, maxsplit=1)[0] if text else ""
    found = [word for word in _WORD.findall(lead) if not word.isdigit()]
    return found[-1] if found else ""
