"""One supervisor for everything a market runs: starts in order, restarts what dies, stops all.

It keeps no state that a crash could lose: whatever it starts carries the market's mark, so that
the next start can end what a killed supervisor left behind (see `leftovers`).
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rethread.platform.kernel.errors import DomainError

from .leftovers import marked

RESTART_DELAY_S = 0.5
RESTART_DELAY_MAX_S = 15.0
STABLE_S = 30.0
STOP_TIMEOUT_S = 15.0
READY_TIMEOUT_S = 60.0
DEATHS_AT_START_MAX = 3  # a service that keeps dying before it was ever ready will not recover
POLL_S = 0.05


class StartFailed(DomainError):
    """A service did not become ready; the message names its log (`demo.start_failed`)."""


class Stopped(Exception):
    """Somebody asked for the end while things were still starting."""


@dataclass(slots=True)
class Service:
    """One process: how to start it, how to tell that it is ready, how to stop it.

    `once` is for work that ends by itself: it is started again only after a failure.
    """

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    ready: Callable[[], bool] = lambda: True
    stop: Callable[[subprocess.Popen[bytes]], None] | None = None
    log: Path | None = None
    once: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    again_at: float | None = None
    delay_s: float = RESTART_DELAY_S
    deaths: int = 0


class Supervisor:
    """Runs services in order; each must be ready before the next one starts."""

    def __init__(self, run_folder: Path, say: Callable[[str], None]) -> None:
        """Mark what is started with `run_folder`; `say` prints a line for the person watching."""
        self.run_folder = run_folder
        self.say = say
        self.services: list[Service] = []
        self.stopping = False

    def install_signals(self) -> None:
        """Turn Ctrl-C, TERM and HUP into an orderly stop."""

        def handle(number: int, frame: object) -> None:
            self.stopping = True

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, handle)

    def spawn(
        self, command: Sequence[str], environ: dict[str, str], log: Path | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a command in a process group of its own, writing to a log file or to this screen.

        The group keeps Ctrl-C away from it: this process passes the end on, in order.
        """
        with contextlib.ExitStack() as stack:
            output = None
            if log is not None:
                log.parent.mkdir(parents=True, exist_ok=True)
                output = stack.enter_context(log.open("ab"))
            return subprocess.Popen(  # noqa: S603  # our own command
                list(command),
                env=marked(environ, self.run_folder),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def start(self, service: Service, timeout_s: float = READY_TIMEOUT_S) -> None:
        """Start a service and wait until it is ready.

        Raises:
            StartFailed: it did not become ready in time, or ended again and again.
            Stopped: the end was asked for meanwhile.
        """
        self._check_stop()
        self.services.append(service)
        self._spawn(service)
        deadline = time.monotonic() + timeout_s
        while not service.ready():
            self._check_stop()
            if time.monotonic() > deadline:
                raise _start_failed(service, f"was not ready after {timeout_s:.0f} s")
            self._revive_all()
            if service.deaths >= DEATHS_AT_START_MAX:
                raise _start_failed(service, "ends as soon as it starts")
            time.sleep(POLL_S)

    def run_to_end(self, command: Sequence[str], environ: dict[str, str]) -> int:
        """Run a command that writes to this screen, keep everything else alive meanwhile.

        Returns its exit code.

        Raises:
            Stopped: the end was asked for before it was through.
        """
        self._check_stop()
        child = self.spawn(command, environ)
        try:
            self.watch(until=lambda: child.poll() is not None)
            if child.returncode is None:
                raise Stopped
        finally:
            _stop(child)
        return child.returncode

    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        """Restart what dies until told to stop or `until` says so."""
        while not self.stopping and not until():
            self._revive_all()
            time.sleep(POLL_S)

    def stop_all(self) -> None:
        """Stop every service, the first started last; nothing is left running."""
        self.stopping = True
        running = [s for s in reversed(self.services) if s.process is not None]
        for service in running:  # all at once: each may need a moment for the work in hand
            if service.stop is None:
                _ask_to_end(service.process)
        for service in running:
            if service.process is not None:
                (service.stop or _stop)(service.process)

    def _check_stop(self) -> None:
        if self.stopping:
            raise Stopped

    def _spawn(self, service: Service) -> None:
        service.again_at = None
        service.process = service.start()
        service.started_at = time.monotonic()

    def _revive_all(self) -> None:
        for service in self.services:
            process = service.process
            if self.stopping or process is None or process.poll() is None:
                continue
            if service.once and process.returncode == 0:
                continue
            if service.again_at is None:
                self._note_death(service, process)
            elif time.monotonic() >= service.again_at:
                self._try_again(service)

    def _note_death(self, service: Service, process: subprocess.Popen[bytes]) -> None:
        now = time.monotonic()
        _end_group(process.pid)
        if now - service.started_at > STABLE_S:
            service.delay_s = RESTART_DELAY_S
        service.deaths += 1
        service.again_at = now + service.delay_s
        service.delay_s = min(service.delay_s * 2, RESTART_DELAY_MAX_S)
        self.say(f"{service.name} {_manner(process.returncode)}; starting it again")

    def _try_again(self, service: Service) -> None:
        try:
            self._spawn(service)
        except Exception as error:  # noqa: BLE001  # a worker loop: say so and try again
            service.again_at = time.monotonic() + service.delay_s
            service.delay_s = min(service.delay_s * 2, RESTART_DELAY_MAX_S)
            self.say(f"{service.name} could not start: {error}")


def _manner(code: int) -> str:
    if code < 0:
        return f"was killed ({signal.Signals(-code).name})"
    return f"ended (exit code {code})"


def _start_failed(service: Service, how: str) -> StartFailed:
    last = ""
    if service.log is not None and service.log.exists():
        lines = service.log.read_text(errors="replace").strip().splitlines()
        last = f" Its last words in {service.log}: {lines[-1] if lines else '(none)'}"
    return StartFailed("demo.start_failed", f"{service.name} {how}.{last}")


def _ask_to_end(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None and process.poll() is None:
        process.terminate()


def _stop(process: subprocess.Popen[bytes]) -> None:
    _ask_to_end(process)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=STOP_TIMEOUT_S)
    _end_group(process.pid)
    process.wait(timeout=5)


def _end_group(pid: int) -> None:
    """Kill what is left of a process group; a killed parent leaves its children otherwise."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
