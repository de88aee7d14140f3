"""Corrects words that the market does not know to words that it does. Pure.

A word that exists in the index, or names a brand, a style or anything of the taxonomy, is never
touched: cottagecore is not a typo.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

_LENGTH_MIN = 4  # shorter words have too many neighbours
_TWO_EDITS_FROM = 7  # only long words are trusted with two edits
_RARE, _FAR_COMMONER = 2, 10
_PART_MIN = 3  # shortest half of a word that is split in two


class Speller:
    """Finds the nearest known word by single deletions on both sides (after Garbe's SymSpell).

    One deletion each reaches every single edit (insertion, deletion, substitution, transposition)
    and the commoner double ones; the true distance is then computed.
    """

    def __init__(self, vocabulary: Mapping[str, int], protected: Collection[str] = ()) -> None:
        self._frequency: dict[str, int] = {word: 0 for word in protected if _worth(word)}
        self._frequency.update((w, n) for w, n in vocabulary.items() if _worth(w))
        self._known = set(vocabulary) | set(protected)
        self._nearby: dict[str, list[str]] = {}
        for word in self._frequency:
            for short in _shortened(word):
                self._nearby.setdefault(short, []).append(word)

    def knows(self, word: str) -> bool:
        """Tell whether a word exists, so that it is left alone."""
        return word in self._known

    def correct(self, word: str) -> str | None:
        """Return the known word (or two words) meant by an unknown one, or None.

        The nearest wins; among equals the likeliest, then the first in the alphabet.
        """
        if self.knows(word) or not _worth(word):
            return None
        edits_max = 2 if len(word) >= _TWO_EDITS_FROM else 1
        found = {near for short in _shortened(word) for near in self._nearby.get(short, ())}
        ranked = sorted(
            (distance, -self._likelihood(word, near), near)
            for near in found
            if (distance := edit_distance(word, near, edits_max)) <= edits_max
        )
        if ranked and ranked[0][0] == 1:
            return ranked[0][2]
        return self._split(word) or (ranked[0][2] if ranked else None)

    def commoner(self, word: str) -> str | None:
        """Return a word one edit away that is far commoner than a rare one that exists.

        Sellers misspell too ("dres"): the word stays, and the commoner one is searched as well.
        """
        mine = self._frequency.get(word, 0)
        if not 0 < mine <= _RARE or len(word) < _LENGTH_MIN:
            return None
        found = {near for short in _shortened(word) for near in self._nearby.get(short, ())}
        ranked = sorted(
            (-self._likelihood(word, near), near)
            for near in found
            if near != word
            and self._frequency[near] >= _FAR_COMMONER * mine
            and edit_distance(word, near, 1) == 1
        )
        return ranked[0][1] if ranked else None

    def _likelihood(self, word: str, near: str) -> int:
        """Weigh how common a word is by how people slip: rarely in the first letter, often by
        swapping two."""
        frequency = self._frequency[near] + 1
        frequency *= 10 if near[0] == word[0] else 1
        return frequency * (10 if sorted(near) == sorted(word) else 1)

    def _split(self, word: str) -> str | None:
        """Return a word pulled apart into two known ones: "blackdress" -> "black dress"."""
        pairs = ((word[:at], word[at:]) for at in range(_PART_MIN, len(word) - _PART_MIN + 1))
        scored = [
            (min(self._frequency.get(a, 0), self._frequency.get(b, 0)), f"{a} {b}")
            for a, b in pairs
        ]
        best = max(scored, default=(0, ""))
        return best[1] if best[0] > 0 else None


def _worth(word: str) -> bool:
    return len(word) >= _PART_MIN and word.isalpha()


def _shortened(word: str) -> Iterator[str]:
    yield word
    if len(word) >= _LENGTH_MIN:
        for at in range(len(word)):
            yield word[:at] + word[at + 1 :]


def edit_distance(a: str, b: str, most: int) -> int:
    """Return the optimal string alignment distance (a swap of neighbours counts one).

    Stops at `most + 1`. Source: Boytsov, "Indexing methods for approximate dictionary searching",
    ACM JEA 16 (2011).
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        earlier, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
