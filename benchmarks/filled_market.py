"""A market for benchmarks: its own database in a folder of its own, filled by a small simulation.

It starts nothing but PostgreSQL unless asked to, and leaves nothing running. A benchmark imports it
before anything of Rethread, because it sets what Rethread reads from the environment.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

HOME = Path(tempfile.mkdtemp(prefix="rethread-bench-"))
START_TIMEOUT_S = 60.0
PASSWORD = "benchmarks-take-their-time"  # noqa: S105  # of people who live minutes


def prepare_environment() -> None:
    """Make this process and its children live in the benchmark's own home."""
    HOME.chmod(0o711)
    os.environ.update(
        RETHREAD_HOME=str(HOME),
        RETHREAD_MODE="demo",
        RETHREAD_SECRET_KEY="only-for-benchmarks-" + "x" * 32,  # of a market that lives minutes
        DJANGO_SETTINGS_MODULE="rethread.config.settings",
        RETHREAD_LOG_LEVEL="ERROR",
    )


@contextmanager
def filled_market(scale: Mapping[str, int], after: Any = None) -> Iterator[Any]:
    """Start PostgreSQL, fill a market of a `Scale`, yield the report; remove all of it afterwards.

    `after(simulation, world)` is called on simulated time when the population has lived.
    """
    from rethread.config.embedded_postgres import EmbeddedPostgres

    server = EmbeddedPostgres(HOME / "postgres")
    server.prepare()
    process = server.spawn()
    try:
        server.wait_ready(process)
        server.create_database()
        os.environ["DATABASE_URL"] = server.url()
        yield _fill(scale, after)
    finally:
        server.stop(process)
        shutil.rmtree(HOME, ignore_errors=True)


def _fill(numbers: Mapping[str, int], after: Any) -> Any:
    import django

    django.setup()
    from rethread.cli.processes import apply_migrations
    from rethread.config import wiring
    from rethread.config.simulated_world import simulated_world
    from rethread.platform.kernel import wall_now
    from rethread.simulation.pictures import ExpectedPictures
    from rethread.simulation.run import Scale, Simulation

    wiring.wire()
    apply_migrations()
    scale = Scale(**numbers)
    start = wall_now() - timedelta(days=scale.days)
    with simulated_world(start, scale.seed) as world:
        simulation = Simulation(
            scale,
            world,
            ExpectedPictures(HOME / "pictures.jsonl"),
            password_hash="!",  # noqa: S106
        )
        report = simulation.run(start=start, clock=world.clock, on_progress=lambda *_: None)
        if after is not None:
            after(simulation, world)
    return report


@contextmanager
def running(*parts: str) -> Iterator[tuple[str, list[int]]]:
    """Run commands of `rethread` (`web`, `sandbox`, `worker`); yield the pages' address and the
    processes, in that order."""
    port, sandbox_port, live_port = _free_ports(3)
    environ = {
        **os.environ,
        "RETHREAD_PORT": str(port),
        "RETHREAD_SANDBOX_PORT": str(sandbox_port),
        "RETHREAD_LIVE_PORT": str(live_port),
    }
    logs = [(HOME / f"{part}.log").open("ab") for part in parts]
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "rethread.cli.main", part],
            env=environ, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
        )
        for part, log in zip(parts, logs, strict=True)
    ]  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/healthz")
        yield url, [one.pid for one in started]
    finally:
        for one in started:
            one.terminate()
        for one in started:
            with suppress(subprocess.TimeoutExpired):
                one.wait(15)
            one.kill()
            one.wait()
        for log in logs:
            log.close()


def family(pid: int) -> list[int]:
    """Return a process and all that it started, as Linux knows them; elsewhere nothing."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(stat.parent.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found if parents else []


def scheduled(pids: list[int]) -> tuple[float, float]:
    """Return for how many seconds processes ran, and how long they were ready but had to wait."""
    ran = waited = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            with suppress(OSError, ValueError):
                one, other, _ = task.read_text().split()
                ran, waited = ran + int(one), waited + int(other)
    return ran / 1e9, waited / 1e9


def rethread(*arguments: str) -> str:
    """Run the `rethread` command inside this market and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "rethread.cli.main", *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"rethread {' '.join(arguments)}: {done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout.strip()


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        with suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310  # our own server
            return
        time.sleep(0.1)
    sys.exit(f"{url} did not answer")
