"""What a text becomes before it is compared."""

from __future__ import annotations

import pytest

from rethread.market.search.rules.text import head_of, normalise, query_words, words_of


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Levi's 501", ["levis", "501"]),
        ('LEVI’S 501"', ["levis", "501", "inch"]),
        ("  t-Shirt ", ["tshirt"]),
        ("Tee shirts", ["tshirts"]),
        ("crème café", ["creme", "cafe"]),
        ("7qt pot", ["7", "qt", "pot"]),
        ("30 inches waist", ["30", "inch", "waist"]),
        ("y2k 90s w32", ["y2k", "90s", "w32"]),
        ("a\u200bb", ["a", "b"]),
        ("'; drop table --", ["drop", "table"]),
        ("🎀", []),
        ("", []),
    ],
)
def test_queries_become_words(typed: str, words: list[str]) -> None:
    assert query_words(typed) == words


def test_a_hostile_query_is_cut_to_bounds() -> None:
    assert query_words("a " * 10_000) == ["a"] * 16
    assert query_words("x" * 10_000) == ["x" * 200]


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("mens brown winter jacket with zip pockets", "jacket"),
        ("Dark denim shirt jacket, long sleeve", "jacket"),
        ("Jeans", "jeans"),
        ("with love", "love"),
        ("501 90 12", ""),
        ("", ""),
    ],
)
def test_the_head_of_a_title_is_what_the_thing_is(title: str, head: str) -> None:
    assert head_of(title) == head


def test_normalising_twice_changes_nothing() -> None:
    once = normalise("Levi's t-shirt, 7qt & 30\"")
    assert words_of(normalise(once)) == words_of(once)
