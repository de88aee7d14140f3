"""A whole market of real processes for browsers to walk through, with all that it runs.

It starts them as `rethread up` does, on free ports and with a home of its own, and stops all of
them whatever happens. It never touches the database of the other tests.
"""

from __future__ import annotations

import atexit
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from rethread.config import environment
from rethread.platform.kernel.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
COMMAND_TIMEOUT_S = 180
START_TIMEOUT_S = 60
LEFT = Path(tempfile.gettempdir()) / "rethread-journeys"  # logs, and pictures where one failed
NEVER_S = 86_400.0
STOP_TIMEOUT_S = 5  # nothing of this market is kept, so nobody needs to finish
SUPERVISOR_STOP_S = 40  # it stops its services in order; killed, it would leave them behind


@dataclass(frozen=True)
class RunningMarket:
    """Addresses of a market that runs, and ways to ask it what pages do not show."""

    url: str
    sandbox_url: str
    home: Path
    environ: dict[str, str] = field(repr=False)
    seeded: dict[str, Any] = field(repr=False)
    server: Server | None = field(default=None, repr=False)

    def listing(self, name: str) -> str:
        """Return the path of a seeded listing."""
        return f"/l/{self.seeded['listings'][name]}/"

    def rethread(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the `rethread` command inside this market."""
        return _run(self.environ, "rethread.cli.main", *arguments)

    def warehouse_built(self) -> bool:
        """Build the warehouse; False where the worker's own build is still running."""
        done = self.rethread("warehouse", "build")
        assert done.returncode == 0 or "lake.building" in done.stderr, done.stderr + done.stdout
        return done.returncode == 0

    def books(self) -> dict[str, Any]:
        """Return balances, reconciliation and invariants, read through the public selectors."""
        return _told(_run(self.environ, "tests.journeys.books"))


def _told(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _run(environ: dict[str, str], module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environ,
        cwd=ROOT,
        text=True,
        capture_output=True,
        timeout=COMMAND_TIMEOUT_S,
    )


def within(seconds: float, happens: Callable[[], object], what: str) -> None:
    """Return as soon as something is true; fail when the deadline passes first."""
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline, f"{what}: not within {seconds:.0f} s"
        time.sleep(0.1)  # the pause between two looks, not a wait for anything


class Server:
    """The web server of a market, which a journey may stop and start again."""

    def __init__(self, environ: dict[str, str], log: Path, address: str) -> None:
        self._environ, self._log, self._address = environ, log, address
        self._running = ExitStack()

    def start(self) -> None:
        """Start it and wait until it answers."""
        process = self._running.enter_context(_process("web", self._environ, self._log))
        ready = _alive(process, self._log, _answers(self._address))
        within(START_TIMEOUT_S, ready, "web answers")

    def stop(self) -> None:
        """Stop it; nothing of the market answers until it is started again."""
        self._running.close()


@contextmanager
def running_market(
    seed: str = "tests.journeys.seed", *, supervised: bool = False
) -> Iterator[RunningMarket]:
    """Start a market with a few people and garments; stop all of it afterwards.

    `supervised` leaves the starting to `rethread up`, which starts again what dies. Only there the
    worker builds the warehouse by itself; elsewhere a journey that needs one has it built.
    """
    made = _seeded(seed)
    home = _new_home()
    shutil.copytree(made.value.home, home, dirs_exist_ok=True)
    (home / "logs").mkdir()
    try:
        with _database(_new_name(), made.database) as url, ExitStack() as processes:
            value = replace(
                _settings(home, url),
                secret_key=made.value.secret_key,
                warehouse_pause_s=20.0 if supervised else NEVER_S,
            )
            yield _start(processes, value, made.seeded, supervised)
    finally:
        shutil.copytree(home / "logs", LEFT / "logs", dirs_exist_ok=True)
        shutil.rmtree(home, ignore_errors=True)


@dataclass(frozen=True)
class _Seeded:
    """A market that nobody started: others begin as copies of its database and its home."""

    database: str
    value: Settings
    seeded: dict[str, Any]


@cache
def _seeded(seed: str) -> _Seeded:
    """Seed a migrated market once in a run."""
    empty = _migrated()
    found = _kept_while_tests_run(empty.database)
    shutil.copytree(empty.value.home, found.home, dirs_exist_ok=True)
    value = replace(found, secret_key=empty.value.secret_key)
    return _Seeded(_name_in(value), value, _told(_run(_environ(value), seed)))


@cache
def _migrated() -> _Seeded:
    """Make the tables of all markets once in a run."""
    value = _kept_while_tests_run("template1")
    migrated = _run(_environ(value), "rethread.cli.main", "migrate")
    assert migrated.returncode == 0, migrated.stderr[-4000:]
    return _Seeded(_name_in(value), value, {})


def _kept_while_tests_run(template: str) -> Settings:
    """Make a home and a database that are gone when the run ends."""
    home, kept = _new_home(), ExitStack()
    atexit.register(kept.close)
    kept.callback(shutil.rmtree, home, ignore_errors=True)
    return _settings(home, kept.enter_context(_database(_new_name(), template)))


def _name_in(value: Settings) -> str:
    return urlsplit(value.database_url).path.removeprefix("/")


def _new_home() -> Path:
    home = Path(tempfile.mkdtemp(prefix="rethread-journeys-"))
    home.chmod(0o711)
    return home


def _new_name() -> str:
    return f"journeys_{os.getpid()}_{secrets.token_hex(3)}"


def _environ(value: Settings) -> dict[str, str]:
    environ = environment.to_environ(value)
    environ["DJANGO_SETTINGS_MODULE"] = "rethread.config.settings"
    environ["PYTHONPATH"] = os.pathsep.join((str(ROOT), str(ROOT / "src")))
    return environ


def _start(
    processes: ExitStack, value: Settings, seeded: dict[str, Any], supervised: bool
) -> RunningMarket:
    environ = _environ(value)
    live = f"http://{value.host}:{value.live_port}"
    parts = (
        ("web", value.base_url),
        ("sandbox", value.sandbox_url),
        ("live", live),
        ("worker", ""),
    )
    server: Server | None = None
    for name, address in (("up", value.sandbox_url),) if supervised else parts:
        log = value.home / "logs" / f"{name}.log"
        if name == "web":
            server = Server(environ, log, address)
            processes.callback(server.stop)
            server.start()
            continue
        process = processes.enter_context(_process(name, environ, log))
        within(START_TIMEOUT_S, _alive(process, log, _answers(address)), f"{name} answers")
    last = next(reversed(seeded["listings"].values()), None)
    newest = f"{value.base_url}/search/?sort=newest"
    if last is not None:
        within(START_TIMEOUT_S, lambda: last in _page(newest), "the search index is filled")
    return RunningMarket(value.base_url, value.sandbox_url, value.home, environ, seeded, server)


@contextmanager
def _process(name: str, environ: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run one long-lived command in a process group of its own; end the whole group."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "rethread.cli.main", name],
            env=environ,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(SUPERVISOR_STOP_S if name == "up" else STOP_TIMEOUT_S)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(STOP_TIMEOUT_S)


def _alive(
    process: subprocess.Popen[bytes], log: Path, ready: Callable[[], bool]
) -> Callable[[], bool]:
    def look() -> bool:
        assert process.poll() is None, log.read_text(errors="replace")[-4000:]
        return ready()

    return look


def _answers(address: str) -> Callable[[], bool]:
    def ready() -> bool:
        if not address:
            return True
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:  # noqa: S310  # ours
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    return ready


def _page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  # our own server
        return str(answer.read().decode())


def _settings(home: Path, database_url: str) -> Settings:
    port, sandbox_port, live_port = free_ports(3)
    return Settings(
        home=home,
        database_url=database_url,
        secret_key=secrets.token_urlsafe(48),
        port=port,
        sandbox_port=sandbox_port,
        live_port=live_port,
        stripe_webhook_secrets="whsec_" + secrets.token_urlsafe(32),
        log_level="WARNING",
    )


def free_ports(count: int) -> list[int]:
    """Return different ports that nothing listens on now."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


@contextmanager
def _database(name: str, template: str = "template1") -> Iterator[str]:
    """Make a database beside that of the other tests, on the same server, and drop it."""
    given = os.environ["DATABASE_URL"]
    _administer(given, "CREATE DATABASE {} TEMPLATE {}", name, template)
    try:
        yield urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
    finally:
        _administer(given, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _administer(url: str, statement: str, *names: str) -> None:
    server = urlunsplit(urlsplit(url)._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
