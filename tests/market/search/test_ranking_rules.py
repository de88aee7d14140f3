"""Planning, order, seller cap, cursors and bounds."""

from __future__ import annotations

import math
from uuid import UUID

import pytest

from rethread.market.search.errors import InvalidSearch
from rethread.market.search.rules import cursors, requests
from rethread.market.search.rules.planning import QueryWord, Weights, plan, rarity, words_steps
from rethread.market.search.rules.ranking import diversify, rerank
from rethread.market.search.types import Filters, Hit, SearchRequest

DAY_S = 86_400


def hit(number: int, score: float, *, seller: int = 0, at: int = 0) -> Hit:
    return Hit(number, score, seller or number, at, 0, at)


def numbers(hits: list[Hit]) -> list[int]:
    return [h.key for h in hits]


def test_freshness_decides_between_near_equals_and_never_more() -> None:
    weights = Weights(freshness=0.1, fresh_days=10.0)
    now = 1000 * DAY_S
    old, new, better = hit(1, 5.0), hit(2, 5.0, at=now), hit(3, 5.2)
    assert numbers(rerank([old, new, better], now_s=now, full_score=1.0, weights=weights)) == [
        3,
        2,
        1,
    ]


def test_equal_scores_are_ordered_by_id() -> None:
    hits = [hit(n, 1.0) for n in (3, 1, 2)]
    assert numbers(rerank(hits, now_s=0, full_score=1.0, weights=Weights())) == [1, 2, 3]


def test_a_seller_has_two_of_the_first_places_and_the_rest_follow() -> None:
    hits = [hit(n, 0, seller=7) for n in range(1, 5)] + [hit(n, 0) for n in range(5, 9)]
    assert numbers(diversify(hits, window=4)) == [1, 2, 5, 6, 3, 4, 7, 8]


def test_too_few_sellers_hide_nothing() -> None:
    hits = [hit(n, 0, seller=7) for n in range(1, 6)]
    assert numbers(diversify(hits)) == [1, 2, 3, 4, 5]


def test_words_relax_from_all_to_half_to_one() -> None:
    assert words_steps(0) == (0,)
    assert words_steps(1) == (1,)
    assert words_steps(2) == (2, 1)
    assert words_steps(5) == (5, 3, 1)


def test_rarity_is_the_bm25_idf() -> None:
    assert rarity(9, 99, 1.0) == pytest.approx(math.log(1 + 90.5 / 9.5))
    assert rarity(99, 99, 1.0) == 0.1


def test_a_rare_word_weighs_more_and_a_tag_matches_its_word() -> None:
    words = (
        QueryWord("black", "black", 50),
        QueryWord("levis", "levi", 2, tags=(("brand", "levis"),)),
    )
    planned = plan(words, 100, Weights())
    common, rare = (group[0] for group in planned.words)
    assert rare.weight > common.weight
    assert ("brand", "levis", "tag") in {(c.field, c.term, c.kind) for c in planned.words[1]}
    assert [b.term for b in planned.boosts] == ["black levi"]


def test_a_cursor_belongs_to_its_search() -> None:
    request = SearchRequest(query="coat", filters=Filters(sizes=("alpha:m",)))
    cursor = cursors.Cursor(UUID(int=5), 48, 3)
    text = cursors.encode(cursor, request)
    assert cursors.decode(text, request) == cursor
    for other in (
        SearchRequest(query="hat", filters=request.filters),
        SearchRequest(query="coat"),
        SearchRequest(query="coat", filters=request.filters, sort="newest"),
    ):
        with pytest.raises(InvalidSearch) as refused:
            cursors.decode(text, other)
        assert refused.value.code == "search.bad_cursor"


@pytest.mark.parametrize("text", ["", "x", "é", "AAAA", "%%%%", "A" * 500])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(InvalidSearch) as refused:
        cursors.decode(text, SearchRequest())
    assert refused.value.code == "search.bad_cursor"


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (SearchRequest(sort="best"), "search.unknown_sort"),  # type: ignore[arg-type]  # on purpose
        (SearchRequest(limit=0), "search.out_of_bounds"),
        (SearchRequest(limit=97), "search.out_of_bounds"),
        (SearchRequest(filters=Filters(brands=("x",) * 51)), "search.out_of_bounds"),
        (SearchRequest(filters=Filters(price_min_minor=-1)), "search.out_of_bounds"),
        (SearchRequest(filters=Filters(price_max_minor=2**53 + 1)), "search.out_of_bounds"),
        (
            SearchRequest(filters=Filters(price_min_minor=2, price_max_minor=1)),
            "search.out_of_bounds",
        ),
    ],
)
def test_requests_out_of_bounds_are_refused(request_: SearchRequest, code: str) -> None:
    with pytest.raises(InvalidSearch) as refused:
        requests.check(request_)
    assert refused.value.code == code


def test_the_event_learns_names_of_filters_only() -> None:
    filters = Filters(sizes=("alpha:m",), price_max_minor=100, departments=("men",))
    assert requests.names_in_use(filters) == ["departments", "price_max_minor", "sizes"]
    assert requests.query_hash("") == ""
    assert len(requests.query_hash("coat")) == 64
