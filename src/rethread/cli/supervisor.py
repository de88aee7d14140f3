"""One supervisor for everything a market runs: starts in order, restarts what dies, stops all.

It keeps no state that a crash could lose: who runs is written to `home/run`, so that the next
start can end what an earlier, killed supervisor left behind.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

RESTART_DELAY_S = 0.5
RESTART_DELAY_MAX_S = 15.0
STABLE_S = 30.0
STOP_TIMEOUT_S = 15.0


@dataclass(slots=True)
class Service:
    """One long-running process: how to start it, how to tell that it is ready, how to stop it."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    ready: Callable[[], bool] = lambda: True
    stop: Callable[[subprocess.Popen[bytes]], None] | None = None
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    delay_s: float = RESTART_DELAY_S
    restarts: int = field(default=0)


class Supervisor:
    """Runs services in order; the first must be ready before the second starts."""

    def __init__(self, run_folder: Path, say: Callable[[str], None]) -> None:
        """Keep process notes in `run_folder`; `say` prints a line for the person watching."""
        self.run_folder = run_folder
        self.say = say
        self.services: list[Service] = []
        self.behind: list[subprocess.Popen[bytes]] = []
        self.stopping = False

    def clear_leftovers(self) -> None:
        """End processes that an earlier supervisor started and did not live to stop."""
        self.run_folder.mkdir(parents=True, exist_ok=True)
        for note in self.run_folder.glob("*.json"):
            try:
                written = json.loads(note.read_text())
                process = psutil.Process(written["pid"])
                if abs(process.create_time() - written["created"]) < 1:
                    self.say(f"Ending a leftover {note.stem} (process {process.pid})")
                    _end_group(process.pid)
            except (psutil.NoSuchProcess, ValueError, KeyError):
                pass
            note.unlink(missing_ok=True)

    def start(self, service: Service, timeout_s: float = 60.0) -> None:
        """Start a service and wait until it is ready.

        Raises:
            TimeoutError: it did not become ready in time.
        """
        self._spawn(service)
        self.services.append(service)
        deadline = time.monotonic() + timeout_s
        while not service.ready():
            if time.monotonic() > deadline or self.stopping:
                raise TimeoutError(f"{service.name} did not become ready within {timeout_s:.0f} s")
            self._revive(service)
            time.sleep(0.1)

    def run_behind(self, child: tuple[list[str], dict[str, str]], log: Path) -> None:
        """Run a command to its end without waiting for it; stopping everything stops it too."""
        self.behind.append(spawn(*child, log))

    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        """Restart what dies until told to stop or `until` says so."""
        while not self.stopping and not until():
            for service in self.services:
                self._revive(service)
            time.sleep(0.2)

    def stop_all(self) -> None:
        """Stop every service in reverse order; nothing is left running."""
        self.stopping = True
        for child in self.behind:
            _stop(child)
        for service in reversed(self.services):
            process = service.process
            if process is None:
                continue
            if service.stop is not None:
                service.stop(process)
            else:
                _stop(process)
            (self.run_folder / f"{service.name}.json").unlink(missing_ok=True)

    def install_signals(self) -> None:
        """Turn Ctrl-C, TERM and HUP into an orderly stop."""

        def handle(number: int, frame: object) -> None:
            self.stopping = True

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, handle)

    def _spawn(self, service: Service) -> None:
        service.process = service.start()
        service.started_at = time.monotonic()
        created = psutil.Process(service.process.pid).create_time()
        note = {"pid": service.process.pid, "created": created}
        (self.run_folder / f"{service.name}.json").write_text(json.dumps(note))

    def _revive(self, service: Service) -> None:
        process = service.process
        if self.stopping or process is None or process.poll() is None:
            return
        lived = time.monotonic() - service.started_at
        if lived > STABLE_S:
            service.delay_s = RESTART_DELAY_S
        _end_group(process.pid)
        self.say(f"{service.name} ended (exit {process.returncode}); starting it again")
        time.sleep(service.delay_s)
        service.delay_s = min(service.delay_s * 2, RESTART_DELAY_MAX_S)
        service.restarts += 1
        try:
            self._spawn(service)
        except Exception as error:  # noqa: BLE001  # a worker loop: say so and try again
            self.say(f"{service.name} could not start: {error}")


def spawn(command: Sequence[str], environ: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start a command in a process group of its own, writing to a log file."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603  # our own command
            list(command),
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=STOP_TIMEOUT_S)
    _end_group(process.pid)
    process.wait(timeout=5)


def _end_group(pid: int) -> None:
    """Kill what is left of a process group; a killed parent leaves its children otherwise."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
