"""Credits: exact where a hand can work them out, and equal to independent solutions elsewhere."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from itertools import combinations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rethread.insight.measurement.attribution import MODELS, Paths, attribute, count_paths
from rethread.platform.kernel.errors import InvariantViolation

DAY = 86_400.0
NAMES = ("search", "social", "email", "direct")
Path = tuple[list[str], bool]


def credits_of(*paths: tuple[list[str], list[float], bool]) -> dict[str, dict[str, float]]:
    laid = Paths.of(paths, NAMES)
    found = attribute(count_paths(laid))
    return {
        model: {name: float(x) for name, x in zip(laid.channels, credits, strict=True) if x}
        for model, credits in found.items()
    }


def plain(*paths: Path) -> dict[str, dict[str, float]]:
    return credits_of(*((names, [0.0] * len(names), bought) for names, bought in paths))


def test_each_heuristic_splits_a_path_as_its_name_says() -> None:
    ages = [14 * DAY, 7 * DAY, 7 * DAY, 0.0]
    got = credits_of((["search", "social", "email", "direct"], ages, True))
    assert got["first"] == {"search": 1.0}
    assert got["last"] == {"direct": 1.0}
    assert got["last_non_direct"] == {"email": 1.0}
    assert got["linear"] == dict.fromkeys(NAMES, 0.25)
    assert got["position"] == pytest.approx(
        {"search": 0.4, "social": 0.1, "email": 0.1, "direct": 0.4}, abs=1e-15
    )
    # A half-life of a week: 1/4, 1/2, 1/2, 1 of 9/4.
    assert got["time_decay"] == pytest.approx(
        {"search": 1 / 9, "social": 2 / 9, "email": 2 / 9, "direct": 4 / 9}, abs=1e-15
    )
    assert got["shapley"] == dict.fromkeys(NAMES, 0.25)


def test_short_and_repeated_paths() -> None:
    got = plain((["direct"], True), (["email", "direct"], True), (["email", "email"], True))
    assert got["last_non_direct"] == {"direct": 1.0, "email": 2.0}
    assert got["position"] == {"direct": 1.5, "email": 1.5}
    assert got["linear"] == {"direct": 1.5, "email": 1.5}
    assert got["shapley"] == {"direct": 1.5, "email": 1.5}


def test_paths_without_a_purchase_change_chains_and_nothing_else() -> None:
    bought: list[Path] = [(["search", "email"], True), (["social", "email"], True)]
    before = plain(*bought)
    after = plain(*bought, *[(["email", "search"], False)] * 6)
    # Order 1 forgets how people came to email; order 2 knows that these came straight to it.
    assert before["markov_1"] == {"search": 0.5, "social": 0.5, "email": 1.0}
    lost = {"search": 0.03125, "social": 0.035, "email": 0.25}
    share = 2 / sum(lost.values())
    assert after["markov_1"] == pytest.approx({k: v * share for k, v in lost.items()}, abs=1e-12)
    for model in MODELS:
        if model != "markov_1":
            assert after[model] == before[model]


def test_removal_effects_worked_out_by_hand() -> None:
    # start -> search (1/2), social (1/2); search -> email, social -> lost; email -> bought.
    got = plain((["search", "email"], True), (["social"], False))
    # Without search or email nothing is bought; without social nothing is lost.
    assert got["markov_1"] == {"search": 0.5, "email": 0.5}
    assert got["markov_2"] == {"search": 0.5, "email": 0.5}


def test_without_a_purchase_nobody_gets_credit() -> None:
    got = plain((["search"], False), (["email", "social"], False))
    assert all(credits == {} for credits in got.values())
    assert all(credits == {} for credits in plain().values())


def test_a_path_without_a_touch_is_left_out_and_a_broken_layout_is_refused() -> None:
    assert len(Paths.of([([], [], True), (["email"], [0.0], True)], NAMES)) == 1
    with pytest.raises(InvariantViolation, match="no path is empty"):
        Paths(NAMES, np.array([0]), np.array([0, 0, 1]), np.array([0.0]), np.array([True, True]))
    with pytest.raises(InvariantViolation, match="names a channel"):
        Paths(NAMES, np.array([4]), np.array([0, 1]), np.array([0.0]), np.array([True]))


def walk_credits(paths: list[Path], order: int) -> dict[str, Fraction]:
    """Solve the chain in fractions, by elimination, once per removed channel; no code is shared."""
    edges: dict[tuple[str, ...], Counter[tuple[str, ...] | bool]] = {}
    for names, bought in paths:
        at: tuple[str, ...] = ("start",)
        for place in range(len(names)):
            then = tuple(names[max(0, place - order + 1) : place + 1])
            then = ("first", *then) if place + 1 < order else then
            edges.setdefault(at, Counter())[then] += 1
            at = then
        edges.setdefault(at, Counter())[bought] += 1

    def chance(without: str | None) -> Fraction:
        states = [state for state in edges if state[-1] != without]
        rows = []
        for state in states:
            total = sum(edges[state].values())
            row = [Fraction(int(state == other)) for other in states]
            for target, count in edges[state].items():
                if isinstance(target, tuple) and target[-1] != without:
                    row[states.index(target)] -= Fraction(count, total)
            rows.append([*row, Fraction(edges[state][True], total)])
        return eliminate(rows)[states.index(("start",))]

    whole = chance(None)
    names = sorted({name for path, _ in paths for name in path})
    lost = {name: whole - chance(name) for name in names}
    bought_total = sum(bought for _, bought in paths)
    share = sum(lost.values())
    return {name: bought_total * lost[name] / share for name in names if share}


def eliminate(rows: list[list[Fraction]]) -> list[Fraction]:
    size = len(rows)
    for at in range(size):
        pivot = next(row for row in range(at, size) if rows[row][at])
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [cell / rows[at][at] for cell in rows[at]]
        for other in range(size):
            if other != at and rows[other][at]:
                factor = rows[other][at]
                rows[other] = [
                    cell - factor * top for cell, top in zip(rows[other], rows[at], strict=True)
                ]
    return [row[-1] for row in rows]


PATHS = st.lists(
    st.tuples(st.lists(st.sampled_from(NAMES), min_size=1, max_size=7), st.booleans()),
    min_size=1,
    max_size=25,
)


@given(paths=PATHS)
@settings(max_examples=60, deadline=None)
def test_markov_equals_an_independent_exact_solution(paths: list[Path]) -> None:
    got = plain(*paths)
    for order in (1, 2):
        expected = walk_credits(paths, order)
        for name in NAMES:
            assert got[f"markov_{order}"].get(name, 0.0) == pytest.approx(
                float(expected.get(name, 0)), abs=1e-12
            )


@given(paths=PATHS)
@settings(max_examples=60, deadline=None)
def test_every_models_credits_add_up_to_the_purchases(paths: list[Path]) -> None:
    purchases = sum(bought for _, bought in paths)
    for credits in plain(*paths).values():
        assert sum(credits.values()) == pytest.approx(purchases, abs=1e-9)
        assert all(credit > 0 for credit in credits.values())


def test_shapley_equals_its_definition_over_all_coalitions() -> None:
    rng = random.Random(5)
    paths: list[Path] = [
        (rng.choices(NAMES, k=rng.randint(1, 5)), rng.random() < 0.5) for _ in range(300)
    ]
    held = Counter(frozenset(names) for names, bought in paths if bought)

    def worth(coalition: frozenset[str]) -> int:
        return sum(count for touched, count in held.items() if touched <= coalition)

    n = len(NAMES)
    got = plain(*paths)["shapley"]
    for name in NAMES:
        others = [other for other in NAMES if other != name]
        value = sum(
            Fraction(factorial(size) * factorial(n - size - 1), factorial(n))
            * (worth(frozenset(group) | {name}) - worth(frozenset(group)))
            for size in range(n)
            for group in combinations(others, size)
        )
        assert got[name] == pytest.approx(float(value), abs=1e-12)


def test_the_order_of_paths_does_not_matter() -> None:
    rng = random.Random(6)
    paths: list[Path] = [
        (rng.choices(NAMES, k=rng.randint(1, 6)), rng.random() < 0.3) for _ in range(500)
    ]
    shuffled = rng.sample(paths, len(paths))
    first, second = plain(*paths), plain(*shuffled)
    for model, credits in first.items():
        assert second[model] == pytest.approx(credits, abs=1e-9)
