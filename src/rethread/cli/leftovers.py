"""Lets one supervisor alone run a market, and ends what a killed one left running.

It ends only processes whose environment says that they are this market's; it never goes by
names or by numbers alone.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import psutil

from rethread.config.supervised import marked, supervised
from rethread.platform.kernel.errors import Conflict

__all__ = ["end_leftovers", "marked", "sole_supervisor", "supervised"]
PATIENCE_S = 5.0


@contextlib.contextmanager
def sole_supervisor(run_folder: Path) -> Iterator[None]:
    """Hold the market's lock; the system lets it go whatever ends this process.

    Raises:
        Conflict: another supervisor runs this market.
    """
    run_folder.mkdir(parents=True, exist_ok=True)
    with (run_folder / "lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            handle.seek(0)
            raise Conflict(
                "demo.running",
                f"This market already runs (process {handle.read().strip() or 'unknown'}).",
            ) from error
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield
        handle.truncate(0)


def end_leftovers(run_folder: Path) -> int:
    """End what an earlier supervisor did not live to stop; return how many processes that was."""
    left = supervised(run_folder)
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    _, deaf = psutil.wait_procs(left, timeout=PATIENCE_S)
    for process in deaf:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(deaf, timeout=PATIENCE_S)
    return len(left)
