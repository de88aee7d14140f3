"""Reads a text as a person would who tries to hide something in it: one alphabet, no spacing
tricks, digits written as digits. Pure; the same text always reads the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Letters of other alphabets that are drawn like ours (a selection of Unicode's confusables.txt).
_LOOKALIKES = str.maketrans(
    "абвгеіјѕкӏмнорстухһԁցοαετικνρυωϲⅼɡıł€£",
    "abbreijskimhopctyxhdgoaetiknpuwclgile£",
)
_LEET = str.maketrans("0134578@$!€", "oieastbasie")
_SPACED = re.compile(r"(?<![^\W_])((?:[^\W_][\s.\-_*/·]{1,3}){3,}[^\W_])(?![^\W_])")
_WORD = re.compile(r"[^\W_]+")

_NUMBER_WORDS = {
    "zero": "0", "null": "0", "nil": "0", "nought": "0", "oh": "0", "cero": "0", "o": "0",
    "one": "1", "eins": "1", "uno": "1", "two": "2", "zwei": "2", "dos": "2", "deux": "2",
    "three": "3", "drei": "3", "tres": "3", "trois": "3", "four": "4", "vier": "4",
    "cuatro": "4", "quatre": "4", "five": "5", "funf": "5", "cinco": "5", "cinq": "5",
    "six": "6", "sechs": "6", "seis": "6", "seven": "7", "sieben": "7", "siete": "7",
    "sept": "7", "eight": "8", "acht": "8", "ocho": "8", "huit": "8", "nine": "9", "neun": "9",
    "nueve": "9", "neuf": "9", "hundred": "00",
}  # fmt: skip
_GLUED = re.compile(
    "(?:" + "|".join(sorted((w for w in _NUMBER_WORDS if len(w) > 1), key=len, reverse=True))
    + r"|\d|o)+"
)  # fmt: skip
_GLUED_PART = re.compile(
    "|".join(sorted((w for w in _NUMBER_WORDS if len(w) > 1), key=len, reverse=True)) + r"|\d|o"
)
_ALMOST_DIGITS = re.compile(r"(?=[oilz]*\d)[\doilz]+")
_REPEATS = {"double": 2, "triple": 3, "treble": 3}
_FILLERS = frozenset({"and", "then", "a", "the", "followed", "by", "next"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in three views, all lower case and in one alphabet.

    `plain` keeps spacing; `joined` has spaced-out words put together; `unmasked` also reads
    digits and signs inside of words as the letters they stand for.
    """

    plain: str
    joined: str
    unmasked: str


def read(text: str) -> Reading:
    """Return the views of a text."""
    plain = _one_alphabet(text)
    joined = _SPACED.sub(_join, plain)
    unmasked = _WORDLIKE.sub(_unmask, joined)
    return Reading(plain, joined, unmasked)


def _join(found: re.Match[str]) -> str:
    """Put a spaced-out word together; a dot that stands alone is a dot ("s h o p . c o m")."""
    return re.sub(r"[\W_]+", lambda gap: "." if gap.group() == " . " else "", found.group(1))


_WORDLIKE = re.compile(r"[a-z0-9@$!]{3,}")


def _unmask(found: re.Match[str]) -> str:
    word = found.group()
    if sum(char.isalpha() for char in word) < 2 or word.isalpha():
        return word
    return word.translate(_LEET)


def _one_alphabet(text: str) -> str:
    """Compatibility forms to plain ones, accents and invisible marks away, look-alikes to ours."""
    decomposed = unicodedata.normalize("NFKD", text)
    kept = []
    for char in decomposed:
        kind = unicodedata.category(char)
        if kind in {"Mn", "Me", "Cf"}:
            continue
        kept.append(str(unicodedata.decimal(char, char)) if kind == "Nd" else char)
    return "".join(kept).casefold().translate(_LOOKALIKES)


@dataclass(frozen=True, slots=True)
class DigitRun:
    """Digits that belong together, however they were written."""

    digits: str
    spelled: bool
    plus: bool


def digit_runs(plain: str) -> Iterator[DigitRun]:
    """Yield the runs of digits in a text: "07700", "o seven seven", "double oh", "9oo".

    Punctuation and pictures between do not end a run, nor do a few small words; any other word
    does, and so does a comma between groups of digits of the same length (a list of numbers).
    """
    digits, spelled, plus, repeat, end = "", False, False, 1, 0
    for found in _WORD.finditer(plain):
        value, by_word = _digits_of(found.group())
        if value and digits and _lists(plain[end : found.start()], digits, by_word):
            yield DigitRun(digits, spelled, plus)
            digits, spelled, plus, repeat = "", False, False, 1
        if value:
            plus = plus or (not digits and plain[end : found.start()].rstrip().endswith("+"))
            digits, spelled, repeat = digits + value * repeat, spelled or by_word, 1
        elif found.group() in _REPEATS:
            repeat = _REPEATS[found.group()]
        elif found.group() not in _FILLERS:
            if digits:
                yield DigitRun(digits, spelled, plus)
            digits, spelled, plus, repeat = "", False, False, 1
        end = found.end()
    if digits:
        yield DigitRun(digits, spelled, plus)


def _lists(between: str, digits: str, by_word: bool) -> bool:
    return "," in between and not by_word and len(digits) != 5


def _digits_of(word: str) -> tuple[str, bool]:
    """Return the digits a word stands for ("" if none), and whether it was spelled."""
    if word.isdecimal():
        return word, False
    if word in _NUMBER_WORDS:
        return _NUMBER_WORDS[word], True
    if _ALMOST_DIGITS.fullmatch(word):
        return word.translate(str.maketrans("oilz", "0112")), True
    plain = word.translate(str.maketrans("013457", "oieast"))
    if plain in _NUMBER_WORDS and len(plain) > 2:
        return _NUMBER_WORDS[plain], True
    if len(word) > 3 and _GLUED.fullmatch(word):
        parts = _GLUED_PART.findall(word)
        return "".join(_NUMBER_WORDS.get(part, part) for part in parts), True
    return "", False
