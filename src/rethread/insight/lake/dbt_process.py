"""Runs dbt in a process of its own, for dbt keeps global state that must not outlive a build.

`python -m rethread.insight.lake.dbt_process PARENT NICENESS build ...`; it knows no market.
"""

from __future__ import annotations

import os
import sys
import threading
import time


def main(arguments: list[str]) -> int:
    """Run one dbt command: 0 when all went well, 1 when a node failed, 2 when dbt could not run."""
    # Seconds of importing: whoever is asked to watch its parent has begun to by then.
    from dbt.cli.main import dbtRunner

    result = dbtRunner().invoke(arguments)
    if result.success:
        return 0
    if result.exception is not None:
        sys.stderr.write(f"{result.exception}\n")
        return 2
    return 1


def end_with_parent(parent: int, pause_s: float = 0.5) -> None:
    """End this process soon after `parent`, the id of the one that started it, however that ended.

    A build that nobody waits for would hold files of a market that has stopped, and its result
    would be served by nobody.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(pause_s)
        os._exit(3)

    threading.Thread(target=watch, name="parent", daemon=True).start()


if __name__ == "__main__":
    end_with_parent(int(sys.argv[1]))
    os.nice(int(sys.argv[2]))
    raise SystemExit(main(sys.argv[3:]))
