"""Spelling, prices, negation and the gazetteer, each by itself."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rethread.market.search.rules.gazetteer import (
    Gazetteer,
    LexiconEntry,
    drop_negated,
    read_price,
)
from rethread.market.search.rules.spelling import Speller, edit_distance

VOCABULARY = {"denim": 40, "jacket": 60, "jackets": 9, "black": 80, "dress": 70, "linen": 12}


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("jaket", "jacket"),
        ("jakcet", "jacket"),
        ("jjacket", "jacket"),
        ("kacket", "jacket"),
        ("dennim", "denim"),
        ("blackdress", "black dress"),
        ("cottagecore", None),
        ("jacket", None),
        ("dnm", None),
        ("zzzzzz", None),
        ("501x", None),
    ],
)
def test_unknown_words_become_the_nearest_known_one(typed: str, used: str | None) -> None:
    speller = Speller(VOCABULARY, protected={"cottagecore"})
    assert speller.correct(typed) == used


def test_between_equally_near_words_the_commoner_wins() -> None:
    assert Speller({"coats": 5, "boats": 50}).correct("voats") == "boats"
    assert Speller({"coats": 5, "boats": 50}).correct("coatz") == "coats"


def test_a_swap_is_likelier_than_a_lost_first_letter() -> None:
    assert Speller({"ink": 2, "pink": 40}).correct("ipnk") == "pink"


def test_a_rare_word_keeps_and_names_a_far_commoner_neighbour() -> None:
    speller = Speller({"dres": 1, "dress": 70, "coat": 9, "boat": 1}, protected={"cape"})
    assert speller.correct("dres") is None
    assert speller.commoner("dres") == "dress"
    assert speller.commoner("boat") is None
    assert speller.commoner("dress") is None
    assert speller.commoner("cape") is None


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [("coat", "coat", 0), ("coat", "caot", 1), ("coat", "boats", 2), ("coat", "xyzt", 3)],
)
def test_edit_distance_counts_a_swap_as_one(a: str, b: str, distance: int) -> None:
    assert edit_distance(a, b, 2) == distance


@pytest.mark.parametrize(
    ("text", "low", "high", "rest"),
    [
        ("jeans under 30", None, "30", "jeans"),
        ("jeans under £30.50 levis", None, "30.50", "jeans levis"),
        ("coat over 10 pounds", "10", None, "coat"),
        ("coat between 20 and 10", "10", "20", "coat"),
        ("over 5 under 9 hat", "5", "9", "hat"),
        ("under 30 inch waist", None, None, "under 30 inch waist"),
        ("under armour 30", None, None, "under armour 30"),
    ],
)
def test_prices_are_read_and_taken_out(
    text: str, low: str | None, high: str | None, rest: str
) -> None:
    price = read_price(text)
    assert price.low == (None if low is None else Decimal(low))
    assert price.high == (None if high is None else Decimal(high))
    assert price.rest.split() == rest.split()


@pytest.mark.parametrize(
    ("text", "rest", "dropped"),
    [
        ("pants without a belt blue", "pants blue", ("belt",)),
        ("pants with out belt", "pants", ("belt",)),
        ("dress no sleeves", "dress", ("sleeves",)),
        ("dress with sleeves", "dress with sleeves", ()),
        ("jacket without", "jacket", ()),
    ],
)
def test_what_is_not_wanted_is_not_searched_for(
    text: str, rest: str, dropped: tuple[str, ...]
) -> None:
    assert drop_negated(text) == (rest, dropped)


ENTRIES = (
    LexiconEntry("brand", "levis", "Levi's", ("levi strauss", "levis")),
    LexiconEntry("type", "jacket", "Jacket"),
    LexiconEntry("type", "denim_jacket", "Denim jacket", ("jean jacket",)),
    LexiconEntry("material", "denim", "Denim"),
    LexiconEntry("style", "y2k", "Y2K"),
    LexiconEntry("era", "y2k", "2000s", ("y2k",)),
    LexiconEntry("size", "uk:10", "UK 10", ("10",)),
    LexiconEntry("size", "alpha:s", "S"),
)


def read(text: str) -> list[tuple[str, str, str]]:
    gazetteer = Gazetteer(ENTRIES, lambda phrase: phrase.lower().replace("'", "").split())
    words = text.split()
    found = gazetteer.read(words, words)
    return [(r.meaning.kind, r.meaning.code, r.meaning.words) for r in found]


def test_the_longest_phrase_wins_and_a_word_belongs_to_one_phrase() -> None:
    assert read("levi strauss denim jacket") == [
        ("brand", "levis", "levi strauss"),
        ("type", "denim_jacket", "denim jacket"),
    ]
    assert read("denim levis") == [("material", "denim", "denim"), ("brand", "levis", "levis")]


def test_a_word_may_mean_two_things() -> None:
    assert read("y2k") == [("style", "y2k", "y2k"), ("era", "y2k", "y2k")]


def test_numbers_and_a_lone_s_are_sizes_only_where_they_must_be() -> None:
    assert read("10 jacket") == [("type", "jacket", "jacket")]
    assert read("size 10") == [("size", "uk:10", "10")]
    assert read("uk 10") == [("size", "uk:10", "uk 10")]
    assert read("s jacket") == [("type", "jacket", "jacket")]
    assert read("jacket s") == [("type", "jacket", "jacket"), ("size", "alpha:s", "s")]


def test_prefixes_find_entries_once() -> None:
    gazetteer = Gazetteer(ENTRIES, str.split)
    assert [e.code for e in gazetteer.starting_with("lev")] == ["levis"]
    assert [e.code for e in gazetteer.starting_with("jean")] == ["denim_jacket"]
    assert gazetteer.starting_with("zz") == []
