"""Reads the marts that are served now, and notices when a newer build was swapped in.

Read only: nothing here can change a mart, and what was built but failed is never seen.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from rethread.platform.kernel import NotFound

from .warehouse import pointer_path

_lock = threading.Lock()
_open: tuple[Path, duckdb.DuckDBPyConnection] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Which build is served."""

    file: Path
    built_at: datetime
    loaded_through: datetime | None


def find_served() -> Served | None:
    """Return the build that is served, or None before the first."""
    try:
        raw = json.loads(pointer_path().read_text())
    except FileNotFoundError:
        return None
    through = raw["loaded_through"]
    return Served(
        file=pointer_path().with_name(raw["file"]),
        built_at=datetime.fromisoformat(raw["built_at"]),
        loaded_through=datetime.fromisoformat(through) if through else None,
    )


def query_marts(sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Run a query over the served marts and return its rows.

    Raises:
        NotFound: nothing was built yet.
    """
    cursor = _cursor()
    try:
        return cursor.execute(sql, params).fetchall()
    finally:
        cursor.close()


def _cursor() -> duckdb.DuckDBPyConnection:
    global _open
    with _lock:
        served = find_served()
        if served is None:
            raise NotFound("lake.no_warehouse", "The warehouse has not been built yet.")
        if _open is None or _open[0] != served.file:
            # Cursors of the file before keep it alive until they are closed.
            connection = duckdb.connect(str(served.file), read_only=True)
            connection.execute("SET TimeZone = 'UTC'")
            _open = (served.file, connection)
        cursor = _open[1].cursor()
    cursor.execute("SET TimeZone = 'UTC'")
    return cursor


def close_marts() -> None:
    """Let go of the open file; tests and a stopping process call it."""
    global _open
    with _lock:
        if _open is not None:
            _open[1].close()
        _open = None
