"""What every search engine must do, whichever adapter stands behind the port."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from rethread.market.search.adapters.tantivy_engine import TantivyEngine
from rethread.market.search.ports import SearchEngine
from rethread.market.search.types import Clause, EngineQuery, Filters, IndexDocument

DAY = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(params=["tantivy"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    assert request.param == "tantivy"
    made = TantivyEngine(tmp_path / "index")
    yield made
    made.close()


def uid(number: int) -> UUID:
    return UUID(int=(0x0190 << 112) | (0x7 << 76) | (0b10 << 62) | number)


def document(number: int, title: str = "Blue denim jacket", **changes: object) -> IndexDocument:
    base = IndexDocument(
        id=uid(number),
        seller_id=uid(9000 + number),
        shop_id=uid(8000 + number),
        title=title,
        department="women",
        type="jacket",
        brand="levis",
        size="alpha:m",
        sizes=("alpha:m", "uk:10"),
        condition="good",
        colours=("blue",),
        price_minor=1000 + number,
        published_at=DAY + timedelta(days=number),
        version=1,
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # field values by name


def fill(engine: SearchEngine, *documents: IndexDocument) -> None:
    engine.index(documents)
    assert engine.commit()


def find(engine: SearchEngine, words: str = "", **given: object) -> list[int]:
    query = EngineQuery(words=word_clauses(engine, words), **given)  # type: ignore[arg-type]  # by name
    return [hit.id.int & 0xFFFF for hit in engine.search(query).hits]


def word_clauses(engine: SearchEngine, words: str) -> tuple[tuple[Clause, ...], ...]:
    return tuple(
        (Clause("title", term, 1.0), Clause("all", term, 0.5)) for term in engine.analyse(words)
    )


def test_a_document_is_found_by_any_of_its_words_after_the_commit(engine: SearchEngine) -> None:
    engine.index([document(1)])
    assert find(engine, "denim") == []
    engine.commit()
    assert find(engine, "denim skirt") == [1]
    assert find(engine, "skirt") == []


def test_an_upsert_leaves_exactly_one_document(engine: SearchEngine) -> None:
    fill(engine, document(1, "Red scarf"))
    fill(engine, document(1, "Green scarf", version=2))
    engine.index([document(1, "White scarf", version=3), document(1, "Black scarf", version=4)])
    engine.commit()
    assert engine.count() == 1
    assert find(engine, "scarf") == [1]
    assert find(engine, "red green white") == []
    assert dict(engine.versions()) == {uid(1): 4}


def test_a_deleted_document_is_gone_and_others_stay(engine: SearchEngine) -> None:
    fill(engine, document(1), document(2), document(3))
    engine.delete([uid(2), uid(77)])
    engine.commit()
    assert engine.count() == 2
    assert sorted(find(engine, "denim")) == [1, 3]
    assert {i for i, _ in engine.versions()} == {uid(1), uid(3)}


def test_what_was_not_committed_is_dropped_when_the_writer_closes(engine: SearchEngine) -> None:
    fill(engine, document(1))
    engine.index([document(2)])
    engine.close()
    fill(engine, document(3))
    assert sorted(find(engine, "denim")) == [1, 3]


def life_of_an_index(engine: SearchEngine, *, pause_s: float) -> list[tuple[int, list[int]]]:
    """Change many garments in forty commits; after each, tell how common a word is and who has it.

    How common words are is what a query weighs them by.
    """
    seen = []
    for step in range(40):
        changed = [
            document(number, f"{'Denim' if (number + step) % 3 else 'Wool'} jacket", version=step)
            for number in range(step * 3, step * 3 + 100)
        ]
        fill(engine, *changed)
        engine.settle()
        time.sleep(pause_s)
        seen.append((engine.frequency("title", "denim"), find(engine, "denim", limit=1000)))
    return seen


def test_a_settled_index_does_not_depend_on_how_long_anything_took(tmp_path: Path) -> None:
    hasty, slow = TantivyEngine(tmp_path / "hasty"), TantivyEngine(tmp_path / "slow")
    assert life_of_an_index(hasty, pause_s=0) == life_of_an_index(slow, pause_s=0.03)
    assert hasty.count() == slow.count() == 217


def test_settling_lets_the_writer_go_and_loses_nothing(engine: SearchEngine) -> None:
    engine.settle()
    fill(engine, document(1))
    engine.settle()
    engine.settle()
    fill(engine, document(2))
    assert sorted(find(engine, "denim")) == [1, 2]


def test_filters_are_hard_and_values_of_one_field_are_alternatives(engine: SearchEngine) -> None:
    fill(
        engine,
        document(1, colours=("blue",), brand="levis"),
        document(2, colours=("red", "blue"), brand="nike"),
        document(3, colours=("green",), brand="nike"),
    )
    assert sorted(find(engine, "denim", filters=Filters(colours=("blue",)))) == [1, 2]
    assert find(engine, "denim", filters=Filters(colours=("blue",), brands=("nike",))) == [2]
    assert sorted(find(engine, "denim", filters=Filters(colours=("red", "green")))) == [2, 3]
    assert find(engine, "denim", filters=Filters(colours=("mauve",))) == []
    assert find(engine, filters=Filters(shop_id=uid(8003))) == [3]


def test_sizes_are_filtered_by_equivalents_but_counted_as_written(engine: SearchEngine) -> None:
    fill(engine, document(1), document(2, size="uk:10", sizes=("uk:10", "alpha:m")))
    query = EngineQuery(filters=Filters(sizes=("uk:10",)), facets=("size",), words_min=0)
    result = engine.search(query)
    assert result.total == 2
    assert [(f.value, f.count) for f in result.facets["size"]] == [("alpha:m", 1), ("uk:10", 1)]


def test_price_bounds_include_their_ends(engine: SearchEngine) -> None:
    fill(engine, *(document(n) for n in range(5)))
    filters = Filters(price_min_minor=1001, price_max_minor=1003)
    assert find(engine, filters=filters, sort="price_asc") == [1, 2, 3]
    assert find(engine, filters=Filters(price_min_minor=1004)) == [4]


def test_facets_count_what_matches_and_ignore_their_own_filter(engine: SearchEngine) -> None:
    fill(
        engine,
        document(1, brand="levis", colours=("blue", "red")),
        document(2, brand="nike", colours=("blue",)),
        document(3, "Wool hat", brand="nike", colours=("red",)),
    )
    query = EngineQuery(
        words=word_clauses(engine, "denim"),
        filters=Filters(brands=("levis",)),
        facets=("brand", "colour"),
    )
    facets = engine.search(query).facets
    assert [(f.value, f.count) for f in facets["brand"]] == [("levis", 1), ("nike", 1)]
    assert [(f.value, f.count) for f in facets["colour"]] == [("blue", 1), ("red", 1)]


def test_sorts_order_by_date_and_price_with_ties_by_id(engine: SearchEngine) -> None:
    fill(
        engine,
        document(1, price_minor=500, published_at=DAY),
        document(2, price_minor=300, published_at=DAY + timedelta(days=1)),
        document(3, price_minor=500, published_at=DAY + timedelta(days=1)),
    )
    assert find(engine, sort="newest") == [2, 3, 1]
    assert find(engine, sort="price_asc") == [2, 1, 3]
    assert find(engine, sort="price_desc") == [1, 3, 2]


def test_more_matched_words_rank_higher_and_ties_go_by_id(engine: SearchEngine) -> None:
    fill(
        engine,
        document(1, "Denim skirt"),
        document(3, "Denim jacket"),
        document(2, "Denim jacket"),
        document(4, "Wool coat"),
    )
    assert find(engine, "denim jacket") == [2, 3, 1]
    assert find(engine, "denim jacket", words_min=2) == [2, 3]


def test_boosts_add_score_and_select_nothing(engine: SearchEngine) -> None:
    fill(engine, document(1, brand="levis"), document(2, brand="nike"), document(3, "Hat"))
    boosts = (Clause("brand", "nike", 1.0, "tag"),)
    assert find(engine, "denim", boosts=boosts) == [2, 1]
    phrase = (Clause("title", "denim jacket", 1.0, "phrase"),)
    assert find(engine, "denim", boosts=phrase) == [1, 2]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Levi's 501", "levis"),
        ("Levi’s 501", "levi's"),
        ("Crème brûlée blouse", "creme"),
        ("ΣΊΣΥΦΟΣ τοπ", "τοπ"),
        ("絹 スカーフ", "スカーフ"),
        ("DRESSES", "dress"),
        ("Striped t-shirt", "tshirt"),
        ("Tee shirt", "t shirt"),
    ],
)
def test_scripts_accents_and_apostrophes_meet(engine: SearchEngine, title: str, typed: str) -> None:
    from rethread.market.search.rules.text import normalise

    fill(engine, document(1, title))
    assert find(engine, normalise(typed)) == [1]


def test_the_vocabulary_tells_unstemmed_words_with_their_counts(engine: SearchEngine) -> None:
    fill(engine, document(1, "Linen dresses"), document(2, "Linen dress"), document(3, "Lilac hat"))
    assert engine.vocabulary("li") == [("linen", 2), ("lilac", 1)]
    assert engine.frequency("title", engine.analyse("dresses")[0]) == 2
    assert engine.frequency("brand", "levis") == 3


def test_another_reader_sees_each_commit(engine: SearchEngine, tmp_path: Path) -> None:
    fill(engine, document(1))
    reader = TantivyEngine(tmp_path / "index")
    before = reader.generation()
    assert find(reader, "denim") == [1]
    fill(engine, document(2))
    assert sorted(find(reader, "denim")) == [1, 2]
    assert reader.generation() != before


def test_a_rebuild_replaces_everything_at_once_for_readers_and_the_writer(
    engine: SearchEngine, tmp_path: Path
) -> None:
    fill(engine, document(1), document(2))
    reader = TantivyEngine(tmp_path / "index")
    assert reader.count() == 2
    assert engine.rebuild([document(7)]) == 1
    assert find(reader, "denim") == [7]
    fill(engine, document(8))
    assert sorted(find(reader, "denim")) == [7, 8]


def test_a_commit_during_a_rebuild_asks_to_be_repeated(
    engine: SearchEngine, tmp_path: Path
) -> None:
    fill(engine, document(1))

    def documents() -> Iterator[IndexDocument]:
        assert engine.rebuilding()
        engine.index([document(2)])
        assert engine.commit() is False
        yield document(1)

    other = TantivyEngine(tmp_path / "index")
    assert other.rebuild(documents()) == 1
    assert not engine.rebuilding()
    assert find(engine, "denim") == [1]
    fill(engine, document(2))
    assert sorted(find(engine, "denim")) == [1, 2]


def test_an_index_that_was_never_built_finds_nothing(engine: SearchEngine) -> None:
    assert not engine.exists()
    assert find(engine, "denim") == []
    assert engine.count() == 0
    assert engine.search(EngineQuery(facets=("brand",))).facets == {"brand": []}
    assert engine.committed_at() is None
