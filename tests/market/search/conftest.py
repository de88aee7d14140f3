"""An index of its own for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rethread.market.search import ports
from rethread.market.search.adapters.installation import install_defaults
from rethread.market.search.adapters.ranking_files import RankingFiles
from rethread.market.search.adapters.tantivy_engine import TantivyEngine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[TantivyEngine]:
    made = TantivyEngine(tmp_path / "index")
    rankings = RankingFiles(tmp_path / "rankings")
    ports.install(engine=lambda: made, rankings=lambda: rankings)
    yield made
    made.close()
    install_defaults()
