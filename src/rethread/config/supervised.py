"""Which running processes belong to a market: whatever its supervisor starts carries a mark.

It goes by that mark, never by names or numbers alone, and only looks.
"""

from __future__ import annotations

import os
from pathlib import Path

import psutil

MARK = "SUPERVISED_BY"


def marked(environ: dict[str, str], run_folder: Path) -> dict[str, str]:
    """Return an environment whose process, and all that it starts, belong to this market."""
    return {**environ, MARK: str(run_folder)}


def supervised(run_folder: Path, command: str | None = None) -> list[psutil.Process]:
    """Return the running processes that a supervisor of this market started.

    `command` asks for those alone that run this `rethread` command.
    """
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid == os.getpid() or not _belongs(process.environ(), run_folder):
                continue
            if command is None or process.cmdline()[-1:] == [command]:
                found.append(process)
        except (psutil.Error, OSError):  # ended meanwhile, or not ours to look at
            continue
    return found


def _belongs(environ: dict[str, str], run_folder: Path) -> bool:
    """Tell whether an environment is that of one of ours.

    A build of the warehouse gets an environment without the mark, but a HOME within our own: one
    that outlives its worker would write beside the next.
    """
    within = f"{run_folder.parent}{os.sep}"
    return environ.get(MARK) == str(run_folder) or environ.get("HOME", "").startswith(within)
