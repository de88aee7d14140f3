"""The worker: a few loops, each in a thread of its own, that do what a request does not wait for.

No loop holds work in memory: everything is a row or an offset, so killing the worker at any
moment loses nothing. A loop that fails says so, waits and goes on.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

logger = logging.getLogger("rethread.worker")
BACKOFF_MAX_S = 10.0
NICENESS = 5  # where both want the processor, a page comes before what can wait
STOP_TIMEOUT_S = 8.0  # all loops together; what is cut off is a row that another start takes up


@dataclass(frozen=True, slots=True)
class Loop:
    """`step` does one batch and returns how much it did; idle loops wait `idle_s`."""

    name: str
    step: Callable[[], int]
    idle_s: float


def run_worker() -> None:
    """Run every loop until told to stop."""
    from rethread.config import environment

    from .processes import database, start_django

    os.nice(NICENESS)
    with database(environment.load()):
        start_django()
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        run_loops(worker_loops(), stop)


def worker_loops() -> list[Loop]:
    """List the loops of a full worker."""
    from rethread.config import wiring
    from rethread.platform.jobs.due import run_all_due
    from rethread.platform.kernel import business_now, settings

    return [
        Loop("events", wiring.deliver_events, idle_s=0.1),
        Loop("timers", lambda: run_all_due(wiring.DUE_WORK, business_now()), idle_s=0.25),
        Loop("letters", wiring.send_letters, idle_s=1.0),
        Loop("index", wiring.run_search_index, idle_s=0.1),
        Loop("carry", wiring.carry_shops, idle_s=1.0),
        Loop("lake", wiring.load_lake, idle_s=5.0),
        Loop("warehouse", wiring.refresh_warehouse, idle_s=settings().warehouse_pause_s),
        Loop("watch", wiring.watch_data, idle_s=10.0),
        Loop("upkeep", wiring.upkeep, idle_s=300.0),
    ]


def run_loops(loops: Sequence[Loop], stop: threading.Event) -> None:
    """Run loops in threads until `stop` is set, then wait for the batch in hand of each."""
    threads = [
        threading.Thread(target=_run, args=(loop, stop), name=loop.name, daemon=True)
        for loop in loops
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    deadline = time.monotonic() + STOP_TIMEOUT_S
    for thread in threads:
        thread.join(timeout=max(0.0, deadline - time.monotonic()))


def _run(loop: Loop, stop: threading.Event) -> None:
    from django.db import close_old_connections, connection

    backoff_s = 0.5
    while not stop.is_set():
        try:
            close_old_connections()
            done = loop.step()
            backoff_s = 0.5
            if not done:
                stop.wait(loop.idle_s)
        except Exception:
            logger.exception("%s failed; trying again in %.1f s", loop.name, backoff_s)
            connection.close()
            stop.wait(backoff_s)
            backoff_s = min(backoff_s * 2, BACKOFF_MAX_S)
    connection.close()
