"""Reads a query with the market's own taxonomy: brands, types, colours, sizes, eras, prices.

Pure. What it understands is a reason to rank higher; only the person's own filters are hard.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from rethread.market.search.types import Meaning

from .text import normalise, words_of

_PHRASE_WORDS_MAX = 4
_LETTER_SIZES = frozenset(["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"])
_SIZE_WORDS = frozenset(["size", "sz", "uk", "eu", "us"])
_NUMBER = r"[£€$]?\s*(\d{1,6}(?:[.,]\d{1,2})?)(?![\w.])(?!\s*(?:inch|cm|mm|ft|qt|oz|lb|gal|watt|%))"
_MONEY_WORD = r"(?:\s*(?:pounds?|quid|gbp|euros?|eur|dollars?|usd|£|€|\$))?"
_BETWEEN = re.compile(rf"\b(?:between|from)\s+{_NUMBER}\s*(?:and|to|-)\s*{_NUMBER}{_MONEY_WORD}")
_AT_MOST = re.compile(
    rf"(?:\b(?:under|below|less than|up to|max|maximum|cheaper than)|<)\s*{_NUMBER}{_MONEY_WORD}"
)
_AT_LEAST = re.compile(rf"(?:\b(?:over|above|more than|at least|min)|>)\s*{_NUMBER}{_MONEY_WORD}")
_NEGATIONS = frozenset({"without", "no", "not", "non"})
_WITH_OUT = re.compile(r"\bwith\s+out\b")


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """Something of the taxonomy and the phrases by which people call it."""

    kind: str
    code: str
    label: str
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceRange:
    """Bounds read from a query in major units, and the query without the words that said so."""

    low: Decimal | None
    high: Decimal | None
    rest: str


def read_price(text: str) -> PriceRange:
    """Take "under 30", "over £10", "between 10 and 20" out of a folded, normalised query."""
    if match := _BETWEEN.search(text):
        low, high = sorted(map(_decimal, match.group(1, 2)))
        return PriceRange(low, high, _cut(text, match))
    low_high: list[Decimal | None] = [None, None]
    for index, pattern in enumerate((_AT_LEAST, _AT_MOST)):
        if match := pattern.search(text):
            low_high[index] = _decimal(match.group(1))
            text = _cut(text, match)
    return PriceRange(low_high[0], low_high[1], text)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _cut(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def drop_negated(text: str) -> tuple[str, tuple[str, ...]]:
    """Take "without a belt" out: an OR over words would reward the very thing not wanted.

    Returns the rest and the words that were dropped.
    """
    words = _WITH_OUT.sub("without", text).split()
    kept: list[str] = []
    dropped: list[str] = []
    skip = False
    for word in words:
        if word in _NEGATIONS:
            skip = True
        elif skip and word not in {"a", "an", "any", "the"}:
            dropped.append(word)
            skip = False
        elif not skip:
            kept.append(word)
    return " ".join(kept), tuple(dropped)


@dataclass(frozen=True, slots=True)
class Reading:
    """A meaning and the positions of the query words that carry it."""

    meaning: Meaning
    start: int
    end: int


class Gazetteer:
    """Looks phrases up by their stems, longest first, so "denim jackets" finds "denim jacket"."""

    def __init__(
        self, entries: Iterable[LexiconEntry], analyse: Callable[[str], Sequence[str]]
    ) -> None:
        self._phrases: dict[tuple[str, ...], dict[tuple[str, str], None]] = {}
        self._words: set[str] = set()
        self._starts: list[tuple[str, int]] = []
        self._entries = tuple(entries)
        for number, entry in enumerate(self._entries):
            for phrase in dict.fromkeys((entry.label, *entry.phrases)):
                stems = tuple(analyse(phrase))
                if 0 < len(stems) <= _PHRASE_WORDS_MAX:
                    self._phrases.setdefault(stems, {})[(entry.kind, entry.code)] = None
                folded = words_of(normalise(phrase))
                self._words.update(folded)
                self._starts.append((" ".join(folded), number))
        self._starts.sort()

    def starting_with(self, prefix: str) -> list[LexiconEntry]:
        """Return the entries with a phrase that starts with a folded prefix, each once."""
        found: dict[int, None] = {}
        for phrase, number in self._starts[bisect_left(self._starts, (prefix, 0)) :]:
            if not phrase.startswith(prefix):
                break
            found[number] = None
        return [self._entries[number] for number in found]

    @property
    def words(self) -> Set[str]:
        """Return every word of every phrase; spelling leaves these alone."""
        return self._words

    def codes(self, stems: Sequence[str], kind: str) -> tuple[str, ...]:
        """Return the codes of a kind that a whole phrase names."""
        return tuple(c for k, c in self._phrases.get(tuple(stems), ()) if k == kind)

    def read(self, words: Sequence[str], stems: Sequence[str]) -> tuple[Reading, ...]:
        """Find everything the words name; a word belongs to its longest phrase only."""
        found: list[Reading] = []
        at = 0
        while at < len(words):
            length, meanings = self._longest(words, stems, at)
            phrase = " ".join(words[at : at + length])
            found.extend(
                Reading(Meaning(kind, code, phrase), at, at + length) for kind, code in meanings
            )
            at += length
        return tuple(found)

    def _longest(
        self, words: Sequence[str], stems: Sequence[str], at: int
    ) -> tuple[int, list[tuple[str, str]]]:
        for length in range(min(_PHRASE_WORDS_MAX, len(stems) - at), 0, -1):
            known = self._phrases.get(tuple(stems[at : at + length]))
            if known is None:
                continue
            meanings = [m for m in known if m[0] != "size" or _size_meant(words, at, length)]
            if meanings:
                return length, meanings
        return 1, []


def _size_meant(words: Sequence[str], at: int, length: int) -> bool:
    """Tell whether a size is meant: "10" only after "size" or "uk"; "m" anywhere, "s" at the end.

    A lone s is more often what is left of a genitive.
    """
    word = words[at]
    if length > 1 or not (word.isdigit() or word in _LETTER_SIZES):
        return True
    if at and words[at - 1] in _SIZE_WORDS:
        return True
    return not word.isdigit() and (word != "s" or at == len(words) - 1)
