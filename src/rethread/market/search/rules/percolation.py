"""What a listing must say for a saved search to match it, as one condition over tokens. Pure.

A search is turned round: instead of asking many searches of the index, one new listing is held
against the conditions of all of them. A token is a word's stem ("w:denim") or a code in a keyword
field ("brand:levis"). A condition is a conjunction of groups, each "any of these tokens": one
group per filter and one per word, because an alert is for what matches all of the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rethread.market.search.types import Filters, IndexDocument

from .fields import filter_values, keyword_values
from .planning import QueryWord

Group = tuple[str, ...]
CountTokens = Callable[[Sequence[str]], Sequence[int]]
_WORD = "w"


@dataclass(frozen=True, slots=True)
class Condition:
    """A conjunction of groups, and the group that the fewest listings satisfy: its anchor.

    Only searches whose anchor shares a token with a listing are held against it at all.
    """

    groups: tuple[Group, ...]
    anchor: Group

    def as_tsquery(self) -> str:
        """Write the conjunction as PostgreSQL reads a `tsquery`."""
        return " & ".join(f"({' | '.join(map(_quoted, group))})" for group in self.groups)

    def holds_for(self, tokens: Iterable[str]) -> bool:
        """Tell whether a listing with these tokens satisfies every group."""
        there = frozenset(tokens)
        return all(there.intersection(group) for group in self.groups)


def condition_of(
    words: Sequence[QueryWord], filters: Filters, count: CountTokens
) -> Condition | None:
    """Return the condition of a search, or None where only a price or nothing was asked for.

    `count` says how many listings hold each token now; the anchor is the group with the fewest.
    """
    groups = tuple(dict.fromkeys((*_groups_of_filters(filters), *map(_group_of_word, words))))
    if not groups:
        return None
    tokens = [token for group in groups for token in group]
    counts = dict(zip(tokens, count(tokens), strict=True))
    anchor = min(groups, key=lambda group: (sum(counts[token] for token in group), group))
    return Condition(groups, anchor)


def tokens_of(document: IndexDocument, stems: Iterable[str]) -> list[str]:
    """Return all tokens of a listing: its codes, and the stems of all its words."""
    codes = [
        f"{field}:{code}" for field, codes in keyword_values(document).items() for code in codes
    ]
    return sorted({*codes, *(f"{_WORD}:{stem}" for stem in stems)})


def term_of(token: str) -> tuple[str, str]:
    """Return the field of the index and the term that a token stands for."""
    field, _, term = token.partition(":")
    return ("all" if field == _WORD else field), term


def _groups_of_filters(filters: Filters) -> list[Group]:
    return [
        tuple(sorted(f"{field}:{code}" for code in codes))
        for field, codes in filter_values(filters).items()
    ]


def _group_of_word(word: QueryWord) -> Group:
    stems = (word.stem, *word.joined)
    tags = (f"{field}:{code}" for field, code in word.tags)
    return tuple(sorted({*(f"{_WORD}:{stem}" for stem in stems), *tags}))


def _quoted(token: str) -> str:
    escaped = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
