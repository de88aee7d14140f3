"""Turns words and their meanings into a structured query with weights. Pure.

What the taxonomy says of a garment and where a word stands add to BM25, as constants per matched
word: titles are short, so term frequency alone means little. Words never have to match together.
The weights were chosen by one-at-a-time steps on three judged sets (benchmarks/search).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rethread.market.search.types import Clause, Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each reason to rank higher is worth, in units of one matched word's rarity."""

    anywhere: float = 1.0
    title: float = 0.4
    head: float = 0.4
    attributes: float = 1.2
    bm25: float = 2.0
    phrase: float = 0.3
    tag: float = 1.2
    query_head: float = 1.2
    rarity_power: float = 0.5
    freshness: float = 0.02
    fresh_days: float = 21.0


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word of the query: its stem, how many documents hold it, and the tags it stands for.

    `joined` is the stem of this word and a neighbour written as one ("hand bag" -> "handbag").
    """

    word: str
    stem: str
    frequency: int
    is_head: bool = False
    tags: tuple[tuple[str, str], ...] = ()
    joined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Clauses per word, boosts, and the most that the words can score together."""

    words: tuple[tuple[Clause, ...], ...]
    boosts: tuple[Clause, ...]
    full_score: float


def rarity(frequency: int, documents: int, power: float) -> float:
    """Return how much a word tells: the BM25 idf, raised to `power`, never below a tenth.

    Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, eq. 3.3 with
    the usual +1 inside the logarithm.
    """
    idf = math.log(1.0 + (documents - frequency + 0.5) / (frequency + 0.5))
    return max(math.pow(idf, power), 0.1)


def plan(words: Sequence[QueryWord], documents: int, weights: Weights) -> Plan:
    """Lay out the clauses of every word, and of neighbouring words standing together."""
    worth = [_worth(word, documents, weights) for word in words]
    groups = tuple(_clauses(w, value, weights) for w, value in zip(words, worth, strict=True))
    pairs = zip(words, words[1:], worth, worth[1:], strict=False)
    boosts = tuple(
        Clause("title", f"{a.stem} {b.stem}", weights.phrase * (x + y) / 2, "phrase")
        for a, b, x, y in pairs
        if a.frequency and b.frequency and a.stem != b.stem
    )
    return Plan(groups, boosts, sum(worth) * (weights.anywhere + weights.title))


def _worth(word: QueryWord, documents: int, weights: Weights) -> float:
    value = rarity(min(word.frequency, documents), documents, weights.rarity_power)
    return value * (weights.query_head if word.is_head else 1.0)


def _clauses(word: QueryWord, worth: float, weights: Weights) -> tuple[Clause, ...]:
    clauses = [
        Clause("all", word.stem, worth * weights.anywhere, "has"),
        Clause("title", word.stem, worth * weights.title, "has"),
        Clause("head", word.stem, worth * weights.head, "has"),
        Clause("attributes", word.stem, worth * weights.attributes, "has"),
        Clause("all", word.stem, weights.bm25, "bm25"),
    ]
    clauses += [Clause("all", stem, worth * weights.anywhere, "has") for stem in word.joined]
    if word.tags:
        share = worth * weights.tag / len({kind for kind, _ in word.tags})
        clauses += [Clause(kind, code, share, "tag") for kind, code in word.tags]
    return tuple(clause for clause in clauses if clause.weight > 0)


def words_steps(count: int) -> tuple[int, ...]:
    """Return how many of `count` words must match, strictest first: all, half of them, one."""
    return tuple(dict.fromkeys((count, math.ceil(count / 2), min(count, 1))))


def within(filters: Filters, low_minor: int | None, high_minor: int | None) -> Filters:
    """Add a price that was read from the query where the person set none."""
    if filters.price_min_minor is None and low_minor is not None:
        filters = replace(filters, price_min_minor=low_minor)
    if filters.price_max_minor is None and high_minor is not None:
        filters = replace(filters, price_max_minor=high_minor)
    return filters
