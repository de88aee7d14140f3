"""The ladder: a model serves only if it fits and is what its card says; else the next rung does."""

from __future__ import annotations

import json
import random
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from rethread.market.discovery.adapters.lightgbm_trees import Trees
from rethread.market.discovery.adapters.model_folder import ModelFolder
from rethread.market.discovery.ports import install_ladder_top, model_store
from rethread.market.discovery.rules.explaining import moving_actions
from rethread.market.discovery.rules.facts import table_of
from rethread.market.discovery.rules.features import FEATURES, SCHEMA, compute
from rethread.market.discovery.rules.history import history_of
from rethread.market.discovery.rules.scoring import by_rules
from rethread.market.discovery.services import ladder_status, open_feed
from rethread.market.discovery.types import Heat, ItemFacts, ModelCard, PastAction
from rethread.platform.kernel import Actor, wall_now
from tests.support.factories import make_live_listing, make_staff, make_user
from tests.support.outbox import emitted
from tests.web.browsing import browser_of, text_of

HOUR_US = 3_600_000_000


def facts(number: int, kind: str = "dress", colour: str = "blue", price: int = 2000) -> ItemFacts:
    return ItemFacts(
        listing_id=UUID(int=number), version=1, seller=f"s{number}", shop=f"s{number}",
        department="women", category=kind, type=kind, brand="", size="M", size_system="alpha",
        condition="good", colours=(colour,), styles=(), price_minor=price,
        published_us=HOUR_US * number,
    )  # fmt: skip


def acted(number: int, item: ItemFacts, kind: str = "like") -> PastAction:
    return PastAction(sequence=number, kind=kind, acted_us=HOUR_US * 90, item=item)  # type: ignore[arg-type]  # a kind


def put_model(**changes: object) -> tuple[ModelFolder, ModelCard]:
    rng = np.random.default_rng(3)
    features = rng.random((400, len(FEATURES))).astype(np.float32)
    grades = (features[:, 0] * 4.99).astype(int).tolist()
    store = model_store()
    assert isinstance(store, ModelFolder)
    trees = store.fit(features, grades, [20] * 20, 1)
    assert isinstance(trees, Trees)
    said = {
        "model_id": "m1", "feature_schema": SCHEMA, "features": FEATURES, "rows": 400,
        "sha256": trees.sha256(), "trained_at": wall_now(), "warehouse_built_at": "",
        "loaded_through": "", "rankings": 20, "rankings_held_out": 5,
        "metrics": {"trees": {"ndcg@10": 0.5}}, "importance": trees.importance(),
        "params": dict(trees.params), "seconds": 0.1,
    }  # fmt: skip
    card = ModelCard(**(said | changes))  # type: ignore[arg-type]  # as above
    store.put_in_place(trees, card, {})
    return store, card


@pytest.mark.django_db
def test_trees_serve_and_when_their_file_is_deleted_the_rules_do(home: Path) -> None:
    for _ in range(3):
        make_live_listing()
    reader = Actor.user(make_user().id)
    put_model()
    assert open_feed(actor=reader).rung == "trees"
    (home / "ranking" / "m1" / "model.txt").unlink()
    page = open_feed(actor=reader)
    assert (page.rung, len(page.cards)) == ("rules", 3)
    status = ladder_status()
    assert (status.rung, status.serves_model) == ("rules", False)
    assert "missing" in status.reason


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"feature_schema": SCHEMA + 1}, f"features of version {SCHEMA + 1}"),
        ({"features": FEATURES[:-1]}, "features of version"),
        ({"sha256": "0" * 64}, "file was changed"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(changes: dict[str, object], said: str) -> None:
    put_model(**changes)
    status = ladder_status()
    assert (status.rung, status.serves_model) == ("rules", False)
    assert said in status.reason
    assert status.card is not None


@pytest.mark.django_db
def test_a_model_of_another_version_is_left_alone_the_rules_serve_and_the_desk_says_why(
    home: Path,
) -> None:
    for _ in range(3):
        make_live_listing()
    reader = Actor.user(make_user().id)
    put_model(feature_schema=SCHEMA + 1)
    files = {path: path.read_bytes() for path in (home / "ranking").rglob("*") if path.is_file()}
    page = open_feed(actor=reader)
    assert (page.rung, len(page.cards)) == ("rules", 3)
    (ranked,) = emitted("discovery.feed_ranked")
    assert (ranked["rung"], ranked.get("model_id"), ranked["feature_schema"]) == (
        "rules",
        None,
        SCHEMA,
    )
    html = text_of(browser_of(make_staff().id).get("/desk/ranking/"))
    assert f"features of version {SCHEMA + 1}" in html
    assert "The next step of the ladder serves meanwhile." in html
    assert files == {
        path: path.read_bytes() for path in (home / "ranking").rglob("*") if path.is_file()
    }
    put_model(model_id="m2")
    assert open_feed(actor=reader).rung == "trees"


def test_a_card_that_cannot_be_read_is_refused(home: Path) -> None:
    put_model()
    card = home / "ranking" / "m1" / "card.json"
    card.write_text(json.dumps({"model_id": "m1"}))
    status = ladder_status()
    assert (status.rung, status.card) == ("rules", None)
    assert "no readable card" in status.reason


@pytest.mark.django_db
def test_the_lowest_rung_needs_nothing_of_a_person() -> None:
    make_live_listing()
    install_ladder_top("popular")
    page = open_feed(actor=Actor.user(make_user().id))
    assert (page.rung, page.cards[0].why) == ("popular", None)


def test_the_same_facts_give_the_same_bits_whatever_stands_beside_them() -> None:
    items = [
        (facts(n, ["dress", "jumper", "coat"][n % 3], "red" if n % 2 else "blue", 900 + 37 * n),
         Heat(n, n // 2, n // 5, 1))
        for n in range(1, 80)
    ]  # fmt: skip
    history = history_of([acted(n, items[n * 7][0], "bag" if n % 2 else "click") for n in range(9)])
    whole = compute(table_of(items), history, HOUR_US * 100)
    shuffled = items[:]
    random.Random(1).shuffle(shuffled)
    for item in shuffled:
        alone = compute(table_of([item]), history, HOUR_US * 100)
        at = items.index(item)
        assert alone.tobytes() == whole[at : at + 1].tobytes()


def test_leaving_an_action_out_is_as_if_it_had_never_happened() -> None:
    items = table_of([(facts(n, "dress" if n % 2 else "coat"), Heat()) for n in range(1, 9)])
    history = history_of([acted(1, facts(1)), acted(2, facts(2, "coat")), acted(3, facts(3))])
    for place in range(3):
        left_out = compute(items, history, HOUR_US * 100, np.full(8, place))
        never = compute(items, history.without(place), HOUR_US * 100)
        assert left_out.tobytes() == never.tobytes()


def test_the_reason_is_the_action_whose_absence_costs_most_and_none_that_costs_nothing() -> None:
    items = table_of([(facts(1), Heat()), (facts(2, "coat", "red"), Heat())])
    dress, coat = acted(1, facts(3)), acted(2, facts(4, "coat", "red"))
    history = history_of([dress, coat])
    moved = moving_actions(items, history, HOUR_US * 100, by_rules)
    assert [history.actions[at].item.type for at in moved] == ["dress", "coat"]
    flat = moving_actions(items, history, HOUR_US * 100, lambda rows: np.zeros(len(rows)))
    assert flat == [-1, -1]


def test_one_of_three_likes_that_agree_still_counts() -> None:
    items = table_of([(facts(9), Heat())])
    history = history_of([acted(n, facts(n)) for n in (1, 2, 3)])
    assert moving_actions(items, history, HOUR_US * 100, by_rules) != [-1]
