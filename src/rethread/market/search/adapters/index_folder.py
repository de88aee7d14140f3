"""The folder an index lives in: a pointer to the live generation, and two locks.

Layout: `current` names a sub-folder, `writer.lock` belongs to the one writer, `rebuild.lock` to
the one rebuild. Locks are `flock`s, so a killed process leaves none behind.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from rethread.market.search.errors import IndexBusy

_ATTEMPT_S = 0.005


class IndexFolder:
    """One index root on a local disk."""

    def __init__(self, root: Path, prefix: str) -> None:
        self.root = root
        self._prefix = prefix
        self._pointer = root / "current"
        self._pointer_path = str(self._pointer)

    def current(self) -> Path | None:
        """Return the live generation's folder, or None where none was built for this schema."""
        try:
            name = self._pointer.read_text("ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        folder = self.root / name
        return folder if name.startswith(self._prefix) and folder.is_dir() else None

    def pointer_mark(self) -> tuple[int, int]:
        """Return what changes when the pointer is swapped: inode and time of change."""
        try:
            stat = os.stat(self._pointer_path)
        except FileNotFoundError:
            return (0, 0)
        return (stat.st_ino, stat.st_mtime_ns)

    def create(self) -> Path:
        """Make an empty folder for a new generation."""
        folder = self.root / f"{self._prefix}{uuid4().hex}"
        folder.mkdir(parents=True)
        return folder

    def swap(self, folder: Path) -> None:
        """Point at a new generation in one step, then drop all but it and the one before."""
        before = self.current()
        temporary = self.root / f"current.{uuid4().hex}"
        with temporary.open("w", encoding="ascii") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._pointer)
        self._sync_root()
        for old in self.root.iterdir():
            if old.is_dir() and old not in {folder, before} and old.name != "rankings":
                shutil.rmtree(old, ignore_errors=True)

    def _sync_root(self) -> None:
        handle = os.open(self.root, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def lock_writer(self) -> int:
        """Take the writer's lock and return its handle; closing the handle lets go.

        Raises:
            IndexBusy: another process holds it.
        """
        return self._lock("writer.lock")

    @contextmanager
    def rebuild_lock(self) -> Iterator[None]:
        """Hold the lock of the one rebuild.

        Raises:
            IndexBusy: another rebuild runs.
        """
        handle = self._lock("rebuild.lock", attempts=50)
        try:
            yield
        finally:
            os.close(handle)

    def rebuilding(self) -> bool:
        """Tell whether a rebuild runs, by asking for its lock."""
        try:
            os.close(self._lock("rebuild.lock"))
        except IndexBusy:
            return True
        return False

    def _lock(self, name: str, attempts: int = 1) -> int:
        """Take a lock; a few attempts outlast somebody who only asks whether it is held."""
        self.root.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.root / name, os.O_RDWR | os.O_CREAT, 0o600)
        for attempt in range(attempts):
            if attempt:
                time.sleep(_ATTEMPT_S)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            return handle
        os.close(handle)
        raise IndexBusy
