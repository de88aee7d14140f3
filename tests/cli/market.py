"""A market as a person runs it: the real command in real processes, in a folder of its own.

It is also the promise that no test leaves anything running: `end` kills what is left and says so.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from rethread.cli.leftovers import supervised
from rethread.config.embedded_postgres import EmbeddedPostgres

REPOSITORY = Path(__file__).resolve().parents[2]
RETHREAD = [sys.executable, "-m", "rethread.cli.main"]
PATIENCE_S = 120.0


def wait_until(holds: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    deadline = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < deadline, f"never happened: {what}"
        time.sleep(0.02)


def free_port() -> int:
    """Return a port which, with the two after it, nobody listens on."""
    for port in range(9100 + os.getpid() % 400, 9900, 3):
        if all(_is_free(port + n) for n in (0, 1, 2)):
            return port
    raise AssertionError("no three free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def new_folder(prefix: str = "rethread-cli-test-") -> Path:
    """Make a folder that the OS user of the embedded PostgreSQL can enter."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    folder.chmod(0o711)
    return folder


class Market:
    """One home folder and the commands run on it."""

    def __init__(self, home: Path, **environ: str) -> None:
        self.home = home
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environ = clean_environ(
            RETHREAD_HOME=str(home),
            RETHREAD_PORT=str(self.port),
            RETHREAD_SANDBOX_PORT=str(self.port + 1),
            RETHREAD_LIVE_PORT=str(self.port + 2),
            **environ,
        )
        self.supervisor: subprocess.Popen[bytes] | None = None
        self._screen = Path(tempfile.mkstemp(prefix="rethread-screen-")[1])

    @property
    def server(self) -> EmbeddedPostgres:
        return EmbeddedPostgres(self.home / "postgres")

    @property
    def screen(self) -> str:
        """Return what the last start has printed so far, on both streams."""
        return self._screen.read_text()

    def start(self, *arguments: str) -> None:
        """Start the supervisor and return at once."""
        with self._screen.open("wb") as screen:
            self.supervisor = subprocess.Popen(
                [*RETHREAD, *arguments],
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=screen,
                stderr=screen,
                start_new_session=True,
            )

    def wait_ready(self) -> None:
        self.wait_printed("Ready after")

    def wait_printed(self, text: str) -> None:
        def printed() -> bool:
            assert self.supervisor is not None
            assert self.supervisor.poll() is None or text in self.screen, self.screen
            return text in self.screen

        wait_until(printed, f"{text!r} on the screen")

    def interrupt(self) -> int:
        """Press Ctrl-C and return the exit code."""
        assert self.supervisor is not None
        self.supervisor.send_signal(signal.SIGINT)
        return self.supervisor.wait(timeout=PATIENCE_S)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command on this home to its end."""
        return subprocess.run(
            [*RETHREAD, *arguments],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )

    def look(self, command: str, *arguments: str) -> Any:
        """Ask `tests.cli.inside` something in a process of its own; return its JSON."""
        environ = dict(self.environ)
        if "DATABASE_URL" not in environ:
            environ["DATABASE_URL"] = self.server.url()
        done = subprocess.run(
            [sys.executable, "-m", "tests.cli.inside", command, *arguments],
            env=environ,
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def leaders(self, name: str) -> list[psutil.Process]:
        """Return the processes that the supervisor started under a service's name."""
        if name == "postgres":
            pid = self.server.running_pid()
            return [psutil.Process(pid)] if pid else []
        found = []
        for process in supervised(self.home / "run"):
            try:
                if os.getpgid(process.pid) == process.pid and process.cmdline()[-1] == name:
                    found.append(process)
            except (psutil.Error, ProcessLookupError, IndexError):
                continue
        return found

    def kill(self, name: str) -> None:
        """`kill -9` a service as soon as it runs; for PostgreSQL that is its postmaster."""
        wait_until(lambda: bool(self.leaders(name)), f"{name} runs")
        for process in self.leaders(name):
            process.kill()

    def running(self) -> list[str]:
        """Return every process of this market that runs now."""
        found = supervised(self.home / "run")
        if self.server.data.exists():
            found += [psutil.Process(pid) for pid in self.server._processes()]
        lines = []
        for process in found:
            try:
                if process.status() != psutil.STATUS_ZOMBIE:
                    lines.append(f"{process.pid} {' '.join(process.cmdline())[:90]}")
            except psutil.Error:
                continue
        return lines

    def end(self) -> None:
        """Kill whatever still runs; called however a test ended."""
        if self.supervisor is not None and self.supervisor.poll() is None:
            self.supervisor.kill()
            self.supervisor.wait()
        for process in supervised(self.home / "run"):
            try:
                process.kill()
            except psutil.Error:
                continue
        if self.server.data.exists():
            for process in self.leaders("postgres"):
                process.kill()
            wait_until(lambda: not self.server._processes(), "the server's remains end")
        shutil.rmtree(self.server.socket_folder, ignore_errors=True)
        self._screen.unlink(missing_ok=True)


def clean_environ(**changes: str) -> dict[str, str]:
    """Return this process's environment without what would set up a market."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("RETHREAD_")
        and name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    return kept | {"PYTHONPATH": str(REPOSITORY / "src")} | changes
