"""A vocabulary: coded terms with translatable labels and the other words people use for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a vocabulary; `label` is translated when it is shown."""

    code: str
    label: str | Promise
    aliases: tuple[str, ...] = ()


T = TypeVar("T", bound=Term)


def fold(text: str) -> str:
    """Return text as it is compared: no accents, no case, no punctuation, single blanks.

    Accents are folded here, in Python, because the database's builtin locale cannot.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    kept = "".join(
        c if c.isalnum() else "" if c in "'\u2019.`" or unicodedata.combining(c) else " "
        for c in decomposed
    )
    return " ".join(kept.split())


class Vocabulary(Generic[T]):
    """Terms by code, and by whatever people write for them."""

    def __init__(self, terms: Iterable[T]) -> None:
        self._by_code: dict[str, T] = {term.code: term for term in terms}
        self._by_word: dict[str, T] = {}
        for term in self._by_code.values():
            for word in (term.code.replace("_", " "), *term.aliases):
                self._by_word.setdefault(fold(word), term)

    def __iter__(self) -> Iterator[T]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def get(self, code: str) -> T | None:
        """Return the term with a code, or None."""
        return self._by_code.get(code)

    def find(self, text: str) -> T | None:
        """Return the term that people mean by `text` (code, label or alias, any case), or None."""
        exact = self._by_code.get(text)
        if exact is not None:
            return exact
        word = fold(text)
        found = self._by_word.get(word)
        if found is None and word.endswith("s"):
            found = self._by_word.get(word[:-1])
        return found or next((term for term in self if fold(str(term.label)) == word), None)

    def label(self, code: str) -> str:
        """Return the translated label of a code; of an unknown code, the code itself."""
        term = self._by_code.get(code)
        return str(term.label) if term is not None else code
