"""Installs the adapters that search runs with by default. Opens nothing before first use."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from rethread.market.search import ports
from rethread.platform.kernel import settings

from .ranking_files import RankingFiles
from .tantivy_engine import TantivyEngine


def index_root() -> Path:
    """Return the folder of the index: as set, or inside the market's home."""
    chosen = settings().search_folder
    return Path(chosen) if chosen else settings().home / "search"


@lru_cache(maxsize=8)
def _engine_at(root: Path) -> TantivyEngine:
    return TantivyEngine(root)


@lru_cache(maxsize=8)
def _rankings_at(root: Path) -> RankingFiles:
    return RankingFiles(root / "rankings")


def install_defaults() -> None:
    """Install the embedded engine and the ranking files, opened on first use."""
    ports.install(
        engine=lambda: _engine_at(index_root()), rankings=lambda: _rankings_at(index_root())
    )
