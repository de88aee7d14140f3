"""The table of everything for sale, changed step by step, is the table laid out anew."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from uuid import UUID

import numpy as np
import pytest

from rethread.market.discovery.rules.facts import MENDED_MAX, ItemTable, table_of
from rethread.market.discovery.types import Heat, ItemFacts
from rethread.platform.kernel import new_id

T0 = 1_772_000_000_000_000
COLUMNS = [one.name for one in fields(ItemTable) if one.name != "facts"]
Item = tuple[ItemFacts, Heat]


def garment(rng: random.Random) -> ItemFacts:
    return ItemFacts(
        listing_id=new_id(),
        version=1,
        seller=f"seller {rng.randrange(5)}",
        shop=f"shop {rng.randrange(5)}",
        department="women",
        category="tops",
        type=rng.choice(("jumper", "shirt")),
        brand=rng.choice(("", "levis")),
        size="M",
        size_system="alpha",
        condition="good",
        colours=("red",),
        styles=(),
        price_minor=rng.randrange(500, 5000),
        published_us=T0 + rng.randrange(8),  # so few moments that many are the same
    )


def assert_same(table: ItemTable, kept: dict[UUID, Item]) -> None:
    """Compare with a table laid out anew, row by row of the changed one."""
    assert {one.listing_id for one in table.facts} == set(kept)
    anew = table_of([kept[one.listing_id] for one in table.facts])
    assert table.facts == anew.facts
    for name in (*COLUMNS, "newest_first", "codes_by_column"):
        np.testing.assert_array_equal(getattr(table, name), getattr(anew, name), name)
    for row, one in enumerate(table.facts):
        assert table.find(one.listing_id) == row
    assert table.find(new_id()) == -1


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("laid_out", [True, False])
def test_a_table_that_was_changed_is_the_table_laid_out_anew(seed: int, laid_out: bool) -> None:
    rng = random.Random(seed)
    kept: dict[UUID, Item] = {}
    table = table_of([])
    for _ in range(40):
        if laid_out:
            assert len(table.newest_first) == table.codes_by_column.shape[1] == len(table)
        ids = sorted(kept)
        gone = set(rng.sample(ids, min(len(ids), rng.randrange(3))))
        warmer = [one for one in rng.sample(ids, min(len(ids), 3)) if one not in gone]
        plus = [(kept[one][0], Heat(rng.randrange(9), 1, 1, 2)) for one in warmer]
        plus += [
            (replace(kept[one][0], version=2, published_us=T0 + rng.randrange(8)), Heat())
            for one in warmer[:1]
        ][: rng.randrange(2)]
        plus = list({one.listing_id: (one, heat) for one, heat in plus}.values())
        many = MENDED_MAX + 1 if rng.random() < 0.1 else rng.randrange(4)
        plus += [(garment(rng), Heat()) for _ in range(many)]
        before = (table, [getattr(table, name).copy() for name in COLUMNS])
        table = table.changed(without=gone | set(warmer), plus=plus)
        for name, column in zip(COLUMNS, before[1], strict=True):
            np.testing.assert_array_equal(getattr(before[0], name), column)  # never changed
        kept = {one: item for one, item in kept.items() if one not in gone}
        kept |= {one.listing_id: (one, heat) for one, heat in plus}
        assert_same(table, kept)


def test_without_a_listing_that_is_not_there_nothing_changes() -> None:
    table = table_of([(garment(random.Random(1)), Heat())])
    assert table.changed(without={new_id()}, plus=[]) is table
