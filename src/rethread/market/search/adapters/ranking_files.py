"""Keeps rankings as small files beside the index, for every web process of this machine.

A ranking is 16 bytes per result, written once and renamed into place; it holds no query and no
person. Another machine that lacks the file ranks anew.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID, uuid4

_MAGIC = b"RNK1"


class RankingFiles:
    """`RankingStore` on a folder, swept of what is older than `keep_s` or beyond `most` files."""

    def __init__(self, folder: Path, keep_s: float = 3600.0, most: int = 2000) -> None:
        self._folder = folder
        self._keep_s = keep_s
        self._most = most
        self._saved = 0
        self._swept_at = time.monotonic()

    def save(self, ranking_id: UUID, keys: Sequence[int]) -> None:
        """Keep the order of the results."""
        self._folder.mkdir(parents=True, exist_ok=True)
        temporary = self._folder / f"{uuid4().hex}.tmp"
        temporary.write_bytes(_MAGIC + b"".join(key.to_bytes(16, "big") for key in keys))
        temporary.replace(self._path(ranking_id))
        self._saved += 1
        if self._saved * 4 > self._most or time.monotonic() - self._swept_at > self._keep_s / 10:
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
        self._swept_at, self._saved = time.monotonic(), 0
        oldest = time.time() - self._keep_s
        found = sorted(self._ages(), reverse=True)
        gone = [
            path
            for at, (changed_at, path) in enumerate(found)
            if at >= self._most or changed_at < oldest
        ]
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)

    def _ages(self) -> Iterator[tuple[float, Path]]:
        for path in self._folder.glob("*"):
            try:
                yield path.stat().st_mtime, path
            except FileNotFoundError:  # another process swept it
                continue

    def _path(self, ranking_id: UUID) -> Path:
        return self._folder / ranking_id.hex
