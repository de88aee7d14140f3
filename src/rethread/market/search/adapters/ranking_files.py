"""Keeps rankings as small files beside the index, for every web process of this machine.

A ranking is 16 bytes per result, written once and renamed into place; it holds no query and no
person. Another machine that lacks the file ranks anew.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid4

_MAGIC = b"RNK1"


class RankingFiles:
    """`RankingStore` on a folder, swept of what is older than `keep_s`."""

    def __init__(self, folder: Path, keep_s: float = 3600.0) -> None:
        self._folder = folder
        self._keep_s = keep_s
        self._swept_at = time.monotonic()

    def save(self, ranking_id: UUID, keys: Sequence[int]) -> None:
        """Keep the order of the results."""
        self._folder.mkdir(parents=True, exist_ok=True)
        temporary = self._folder / f"{uuid4().hex}.tmp"
        temporary.write_bytes(_MAGIC + b"".join(key.to_bytes(16, "big") for key in keys))
        temporary.replace(self._path(ranking_id))
        if time.monotonic() - self._swept_at > self._keep_s / 10:
            self.sweep()

    def load(self, ranking_id: UUID) -> list[int] | None:
        """Return the results in order, or None when they are no longer kept."""
        try:
            data = self._path(ranking_id).read_bytes()
        except OSError:
            return None
        if not data.startswith(_MAGIC) or (len(data) - len(_MAGIC)) % 16:
            return None
        return [
            int.from_bytes(data[at : at + 16], "big") for at in range(len(_MAGIC), len(data), 16)
        ]

    def sweep(self) -> int:
        """Remove rankings nobody can be paging through any more; returns how many."""
        self._swept_at = time.monotonic()
        oldest = time.time() - self._keep_s
        removed = 0
        for path in self._folder.glob("*"):
            try:
                if path.stat().st_mtime < oldest:
                    path.unlink()
                    removed += 1
            except FileNotFoundError:
                continue
        return removed

    def _path(self, ranking_id: UUID) -> Path:
        return self._folder / ranking_id.hex
