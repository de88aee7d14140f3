"""The loader: every event once, through crashes, repeats and replays."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from deltalake import DeltaTable

from rethread.insight.lake import loader, tables
from rethread.insight.lake.models import LakeLoad
from rethread.platform.events import registry
from rethread.platform.events.models import ConsumerOffset, DeadLetter
from rethread.platform.events.postgres_bus import PostgresBus
from tests.support.events import event, key_in, write
from tests.support.small_market import DAY_1, sell_two_garments, uid

pytestmark = pytest.mark.django_db(transaction=True)
IMPRESSED = "discovery.listing_impressed"


def place_market() -> int:
    emitted = sell_two_garments()
    assert PostgresBus().flush() == emitted
    return emitted


def rows(name: str) -> int:
    return int(tables.open_table(name).count())


def total() -> int:
    return sum(rows(contract.name) for contract in registry.current())


def test_every_event_reaches_its_table_once_with_typed_columns(home: Path) -> None:
    emitted = place_market()
    assert loader.load_once() == emitted
    assert loader.load_once() == 0
    assert total() == emitted
    table = tables.open_table("orders.order_placed")
    assert table.metadata().partition_columns == ["date"]
    found = table.to_pyarrow_dataset().to_table().sort_by("occurred_at").to_pylist()
    assert [
        (row["order_id"], row["listing_ids"], row["total_minor"], row["occurred_at"], row["date"])
        for row in found
    ] == [
        (str(uid(101)), [str(uid(1))], 1420, DAY_1.replace(day=3), date(2026, 3, 3)),
        (str(uid(102)), [str(uid(2))], 2420, DAY_1.replace(day=4), date(2026, 3, 4)),
    ]
    assert (home / "lake" / "orders.order_placed" / "date=2026-03-03").is_dir()
    load = LakeLoad.objects.get()
    assert load.events == emitted
    assert load.tables == 16


def test_a_crash_between_two_tables_neither_loses_nor_doubles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    emitted = place_market()
    append, written = tables.append, []

    def dying(table: DeltaTable, name: str, *rest: object) -> None:
        if len(written) == 4:
            raise OSError("disk full")
        append(table, name, *rest)  # type: ignore[arg-type]  # passed through as it came
        written.append(name)

    monkeypatch.setattr(tables, "append", dying)
    with pytest.raises(OSError, match="disk full"):
        loader.load_once()
    assert 0 < total() < emitted
    assert not ConsumerOffset.objects.filter(group="lake", next_offset__gt=0).exists()
    monkeypatch.setattr(tables, "append", append)
    assert loader.load_once() == emitted
    assert total() == emitted


def test_a_crash_before_the_groups_offset_is_committed_changes_nothing() -> None:
    emitted = place_market()
    loader.load_once()
    before = rows(IMPRESSED)
    for partition in range(4):
        PostgresBus().seek("lake", partition=partition, offset=0)
    assert loader.load_once() == emitted
    assert (rows(IMPRESSED), total()) == (before, emitted)


def test_small_batches_and_later_events_add_up() -> None:
    emitted = place_market()
    loaded = 0
    while step := loader.load_once(limit=3):
        loaded += step
    assert loaded == emitted == total()
    again = place_market()
    assert loader.load_all() == again
    assert total() == emitted + again


def test_a_replay_into_an_empty_lake_gives_equal_rows() -> None:
    place_market()
    loader.load_once(limit=5)
    loader.load_all()
    names = [contract.name for contract in registry.current()]
    before = {name: tables.rows_digest(name) for name in names}
    shutil.rmtree(tables.lake_folder())
    for partition in range(4):
        PostgresBus().seek("lake", partition=partition, offset=0)
    loader.load_all()
    assert {name: tables.rows_digest(name) for name in names} == before
    assert before[IMPRESSED] != before["orders.order_placed"]


def test_the_digest_notices_a_changed_row() -> None:
    place_market()
    loader.load_all()
    before = tables.rows_digest(IMPRESSED)
    tables.open_table(IMPRESSED).update(updates={"position": "99"}, predicate="position = 1")
    assert tables.rows_digest(IMPRESSED) != before


def test_an_event_without_contract_is_a_dead_letter_and_holds_nobody_up() -> None:
    write(event(key_in(0), 1))
    emitted = place_market() if PostgresBus().flush() else 0
    assert loader.load_all() == emitted > 0
    letter = DeadLetter.objects.get()
    assert (letter.group, letter.reason) == ("lake", "no_contract")


def test_compaction_leaves_fewer_files_the_same_rows_and_the_marks() -> None:
    for _ in range(3):
        place_market()
        loader.load_all()
    digest, files = tables.rows_digest(IMPRESSED), len(tables.open_table(IMPRESSED).file_uris())
    assert tables.compact() > 0
    assert len(tables.open_table(IMPRESSED).file_uris()) < files
    assert tables.rows_digest(IMPRESSED) == digest
    before = total()
    for partition in range(4):
        PostgresBus().seek("lake", partition=partition, offset=0)
    loader.load_all()
    assert total() == before


def test_empty_tables_are_made_for_every_contract() -> None:
    assert tables.ensure_tables() == len(registry.current())
    assert tables.ensure_tables() == 0
    assert total() == 0
