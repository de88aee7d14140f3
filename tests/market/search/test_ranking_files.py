"""Rankings kept as files: exact, bounded in number and age."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from rethread.market.search.adapters.ranking_files import RankingFiles


def test_an_order_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    store = RankingFiles(tmp_path)
    keys = [3, 1, 2**128 - 1]
    store.save(UUID(int=7), keys)
    assert RankingFiles(tmp_path).load(UUID(int=7)) == keys
    assert store.load(UUID(int=8)) is None


def test_a_torn_or_foreign_file_is_no_ranking(tmp_path: Path) -> None:
    store = RankingFiles(tmp_path)
    (tmp_path / UUID(int=7).hex).write_bytes(b"RNK1" + b"x" * 17)
    (tmp_path / UUID(int=8).hex).write_bytes(b"")
    assert store.load(UUID(int=7)) is None
    assert store.load(UUID(int=8)) is None


def test_old_and_surplus_rankings_are_swept(tmp_path: Path) -> None:
    store = RankingFiles(tmp_path, keep_s=3600, most=2)
    for number in range(4):
        (tmp_path / UUID(int=number).hex).write_bytes(b"RNK1")
        os.utime(tmp_path / UUID(int=number).hex, (2e9 + number, 2e9 + number))
    os.utime(tmp_path / UUID(int=3).hex, (1, 1))
    assert store.sweep() == 2
    assert store.load(UUID(int=3)) is None
    assert store.load(UUID(int=0)) is None
    assert [store.load(UUID(int=number)) for number in (1, 2)] == [[], []]
