"""Keeps rankings as small files beside the index, for every web process of this machine.

A ranking is 16 bytes per result, written once and renamed into place; it holds no query and no
person. Another machine that lacks the file ranks anew.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid4

_HEADER = struct.Struct("<4sI")
_MAGIC = b"RNK1"


class RankingFiles:
    """`RankingStore` on a folder, swept of what is older than `keep_s`."""

    def __init__(self, folder: Path, keep_s: float = 3600.0) -> None:
        self._folder = folder
        self._keep_s = keep_s
        self._swept_at = time.monotonic()

    def save(self, ranking_id: UUID, total: int, ids: Sequence[UUID]) -> None:
        """Keep the order of the ids."""
        self._folder.mkdir(parents=True, exist_ok=True)
        temporary = self._folder / f"{uuid4().hex}.tmp"
        temporary.write_bytes(
            _HEADER.pack(_MAGIC, min(total, 2**32 - 1)) + b"".join(i.bytes for i in ids)
        )
        temporary.replace(self._path(ranking_id))
        if time.monotonic() - self._swept_at > self._keep_s / 10:
            self.sweep()

    def load(self, ranking_id: UUID) -> tuple[int, list[UUID]] | None:
        """Return total and ids, or None when they are no longer kept."""
        try:
            data = self._path(ranking_id).read_bytes()
        except OSError:
            return None
        if len(data) < _HEADER.size or (len(data) - _HEADER.size) % 16:
            return None
        magic, total = _HEADER.unpack_from(data)
        if magic != _MAGIC:
            return None
        ids = [UUID(bytes=data[at : at + 16]) for at in range(_HEADER.size, len(data), 16)]
        return total, ids

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
