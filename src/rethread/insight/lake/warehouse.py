"""Builds the warehouse into a new file, tests it, and only then puts it in the served one's place.

On failure the last good file goes on being served. It never writes to a file that anybody reads.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from rethread.platform.kernel import Conflict, settings, wall_now

from . import tables
from .models import LakeLoad, WarehouseBuild
from .ports import BuildReport, observer
from .project import PROJECT
from .source_views import create_source_views, drop_source_views

_KEPT_FILES = 2  # the served one, and the one before it for who still reads it
_DBT_TIMEOUT_S = 1800
NICENESS = 10  # where both want the processor, pages come first
_BAD = {"error", "fail", "runtime error", "skipped"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WarehouseStatus:
    """How a build went; `failures` names each model or test that failed, with what it said."""

    built_at: datetime
    loaded_through: datetime | None
    ok: bool
    failures: tuple[str, ...] = ()
    models_built: int = 0
    tests_passed: int = 0
    seconds: float = 0.0


def warehouse_folder() -> Path:
    """Return where built files and the pointer to the served one lie."""
    return settings().home / "warehouse"


def pointer_path() -> Path:
    """Return the small file that names the served one; it is replaced in one step."""
    return warehouse_folder() / "current.json"


def build_warehouse(*, project: Path = PROJECT) -> WarehouseStatus:
    """Build every model from the lake as it is now, run every test, swap when all passed.

    Raises:
        Conflict: another build is running.
    """
    folder = warehouse_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with _only_build(folder):
        started = wall_now()
        loaded = LakeLoad.objects.order_by("-finished_at").first()
        through = loaded.loaded_through if loaded else None
        tables.ensure_tables()
        building = folder / "building.duckdb"
        _remove(building)
        create_source_views(building)
        nodes, failures = _run_dbt(project, folder, building)
        rows = _rows_of(building)
        if not failures:
            _serve(building, started, through)
        status = _status(started, through, nodes, failures)
        _record(started, status)
        _tell(folder, status, nodes, rows)
        return status


@contextmanager
def _only_build(folder: Path) -> Iterator[None]:
    with (folder / "build.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Conflict("lake.building", "The warehouse is being built already.") from error
        yield


def _remove(path: Path) -> None:
    for each in (path, path.with_name(path.name + ".wal")):
        each.unlink(missing_ok=True)


def _run_dbt(
    project: Path, folder: Path, building: Path
) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    results = folder / "target" / "run_results.json"
    results.unlink(missing_ok=True)
    done = subprocess.run(  # noqa: S603  # our own interpreter and arguments
        [
            sys.executable, "-m", "rethread.insight.lake.dbt_process",
            str(os.getpid()), str(NICENESS),
            "--quiet", "--no-use-colors", "--log-level-file", "warn", "build",
            "--project-dir", str(project), "--profiles-dir", str(project),
            "--target-path", str(folder / "target"), "--log-path", str(folder / "logs"),
        ],
        env=_environment(folder, building),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=_DBT_TIMEOUT_S,
    )  # fmt: skip
    nodes = json.loads(results.read_text())["results"] if results.exists() else []
    failures = tuple(_failure(node) for node in nodes if node["status"] in _BAD)
    if done.returncode and not failures:
        failures = (f"dbt: {(done.stderr or done.stdout).strip()[-1000:]}",)
    return nodes, failures


def _environment(folder: Path, building: Path) -> dict[str, str]:
    return {
        "WAREHOUSE_FILE": str(building.resolve()),
        "HOME": str(folder.resolve()),
        "DO_NOT_TRACK": "1",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }


def _failure(node: dict[str, Any]) -> str:
    said = " ".join(str(node.get("message") or "").split())
    return f"{node['unique_id']}: {node['status']}: {said[:300]}"


def _serve(building: Path, started: datetime, through: datetime | None) -> None:
    drop_source_views(building)
    target = building.with_name(f"marts-{started:%Y%m%dT%H%M%S%f}.duckdb")
    building.rename(target)
    pointer = {
        "file": target.name,
        "built_at": started.isoformat(),
        "loaded_through": through.isoformat() if through else None,
    }
    fresh = pointer_path().with_suffix(".new")
    with fresh.open("w") as handle:
        json.dump(pointer, handle)
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(pointer_path())
    for old in sorted(building.parent.glob("marts-*.duckdb"))[:-_KEPT_FILES]:
        _remove(old)


def _status(
    started: datetime,
    through: datetime | None,
    nodes: list[dict[str, Any]],
    failures: tuple[str, ...],
) -> WarehouseStatus:
    statuses = [(node["unique_id"].split(".")[0], node["status"]) for node in nodes]
    return WarehouseStatus(
        built_at=started,
        loaded_through=through,
        ok=not failures,
        failures=failures,
        models_built=statuses.count(("model", "success")),
        tests_passed=statuses.count(("test", "pass")),
        seconds=(wall_now() - started).total_seconds(),
    )


def _rows_of(built: Path) -> dict[str, int]:
    """Count the rows of every table that was built, also of a build that is not going to serve."""
    with duckdb.connect(str(built)) as connection:
        found = connection.execute(
            "SELECT table_schema, table_name FROM information_schema.tables "
            "WHERE table_type = 'BASE TABLE' AND table_schema IN ('staging', 'marts')"
        ).fetchall()
        counts = {}
        for schema, table in found:
            row = connection.execute(f'SELECT count(*) FROM "{schema}"."{table}"').fetchone()  # noqa: S608  # names of our own models
            counts[str(table)] = int(row[0]) if row else 0
    return counts


def _tell(
    folder: Path, status: WarehouseStatus, nodes: list[dict[str, Any]], rows: dict[str, int]
) -> None:
    failures = {
        str(node["unique_id"]): " ".join(str(node.get("message") or node["status"]).split())[:300]
        for node in nodes
        if node["status"] in _BAD
    }
    if not status.ok and not failures:
        failures = {"dbt": status.failures[0][:300]}
    observer().built(
        BuildReport(
            started_at=status.built_at,
            ok=status.ok,
            rows=rows,
            failures=failures,
            manifest=folder / "target" / "manifest.json",
        )
    )


def _record(started: datetime, status: WarehouseStatus) -> None:
    WarehouseBuild.objects.create(
        started_at=started,
        finished_at=wall_now(),
        ok=status.ok,
        models_built=status.models_built,
        tests_passed=status.tests_passed,
        loaded_through=status.loaded_through,
        failures=list(status.failures),
    )
