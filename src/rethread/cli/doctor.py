"""`rethread doctor`: says what is installed, reachable, stale or missing, and what to do about it.

It only reads; it starts nothing, mends nothing, and prints no secret.
"""

from __future__ import annotations

import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import Literal

import click

from rethread.config import environment
from rethread.platform.kernel.settings import Settings

from .leftovers import supervised
from .processes import embedded, start_django

Level = Literal["ok", "warn", "fail"]
MARKS: dict[Level, tuple[str, str]] = {
    "ok": ("ok  ", "green"),
    "warn": ("look", "yellow"),
    "fail": ("FAIL", "red"),
}
FREE_BYTES_MIN = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it stands, and what to do where it does not stand well."""

    level: Level
    subject: str
    detail: str


def run_doctor() -> int:
    """Print every finding and return 1 where something is broken."""
    value = environment.load()
    findings = [*_installation(), *_home(value), *_database(value)]
    if not any(f.level == "fail" for f in findings):
        findings += [*_processes(value), *_inside()]
    for finding in findings:
        mark, colour = MARKS[finding.level]
        click.echo(f"{click.style(mark, fg=colour)}  {finding.subject:<22} {finding.detail}")
    return 1 if any(f.level == "fail" for f in findings) else 0


def _installation() -> Iterator[Finding]:
    version = sys.version.split()[0]
    yield Finding("ok" if sys.version_info >= (3, 11) else "fail", "Python", version)
    parts = ("django", "tantivy", "stripe", "deltalake", "duckdb", "dbt-core", "granian")
    found = ", ".join(f"{name} {metadata.version(name)}" for name in parts)
    yield Finding("ok", "installed", found)
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    yield Finding(
        "ok" if browser else "warn",
        "browser for journeys",
        browser or "no Chromium; `apt-get install chromium` lets `make test` drive pages",
    )


def _home(value: Settings) -> Iterator[Finding]:
    if not value.home.exists():
        yield Finding("fail", "home", f"{value.home} does not exist; `rethread demo` makes it")
        return
    free = shutil.disk_usage(value.home).free
    yield Finding(
        "ok" if free > FREE_BYTES_MIN else "warn",
        "home",
        f"{value.home}, {free / 1e9:.1f} GB free",
    )


def _database(value: Settings) -> Iterator[Finding]:
    if not value.database_url:
        server = embedded(value)
        if server.running_pid() is None:
            yield Finding("fail", "PostgreSQL", "not running; `rethread up` starts it")
            return
        environment.use_database(server.url())
    start_django()
    from django.db import Error, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version'), pg_encoding_to_char(encoding), "
                "datlocprovider, datlocale, lower('É') FROM pg_database "
                "WHERE datname = current_database()"
            )
            version, encoding, provider, locale, lowered = cursor.fetchone()
            cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
            vector = cursor.fetchone()
    except Error as error:
        yield Finding("fail", "PostgreSQL", f"cannot be reached: {str(error).splitlines()[0]}")
        return
    sound = encoding == "UTF8" and lowered == "é"
    yield Finding(
        "ok" if sound else "fail",
        "PostgreSQL",
        f"{version}, {encoding}, locale {locale or 'libc'} ({provider})"
        + ("" if sound else "; create the database with the builtin C.UTF-8 locale"),
    )
    yield Finding("ok", "vector extension", vector[0] if vector else "available, not used yet")
    yield from _migrations()


def _migrations() -> Iterator[Finding]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield Finding(
        "fail" if pending else "ok",
        "migrations",
        f"{len(pending)} pending; run `rethread migrate`" if pending else "all applied",
    )


def _processes(value: Settings) -> Iterator[Finding]:
    yield _answers("web", f"{value.base_url}/healthz")
    if value.uses_sandbox:
        yield _answers("sandbox", f"{value.sandbox_url}/healthz")
    yield _carrier(value)
    yield _answers("live", f"http://{value.host}:{value.live_port}/healthz")
    yield _worker(value)


def _carrier(value: Settings) -> Finding:
    if not value.carrier_url:
        return Finding("ok", "carrier", "the local sandbox; no parcel really travels")
    if value.carrier_shape != "easypost":
        return Finding("ok", "carrier", f"{value.carrier_url}, as the sandbox speaks")
    missing = "" if value.carrier_key else "; RETHREAD_CARRIER_KEY is empty"
    return Finding(
        "warn",
        "carrier",
        f"{value.carrier_url}, as EasyPost's reference says: unverified against the real "
        f"service, so send one parcel with a test key first{missing}",
    )


def _worker(value: Settings) -> Finding:
    run_folder = value.home.expanduser().absolute() / "run"
    found = [process.pid for process in supervised(run_folder, "worker")]
    if found:
        return Finding("ok", "worker", f"runs as process {found[0]}")
    return Finding(
        "warn",
        "worker",
        "not started here: events, timers, index and charts wait until one runs "
        "(`rethread up` or `rethread worker`)",
    )


def _answers(name: str, url: str) -> Finding:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310  # our own address
            return Finding("ok", name, f"{url} answers {answer.status}")
    except (urllib.error.URLError, OSError) as error:
        return Finding("warn", name, f"{url} does not answer ({error}); `rethread up` starts it")


def _inside() -> Iterator[Finding]:
    """Look at what flows: events, timers, money, search, lake, warehouse."""
    from rethread.config import health

    for probe in health.PROBES:
        yield _probe(probe)


def _probe(probe: Callable[[], tuple[str, str, str]]) -> Finding:
    try:
        level, subject, detail = probe()
    except Exception as error:  # noqa: BLE001  # one broken probe must not hide the others
        return Finding("fail", probe.__name__.replace("_", " "), f"{type(error).__name__}: {error}")
    return Finding(level if level in MARKS else "warn", subject, detail)  # type: ignore[arg-type]  # checked
