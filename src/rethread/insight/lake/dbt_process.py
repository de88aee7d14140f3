"""Runs dbt in a process of its own, for dbt keeps global state that must not outlive a build.

`python -m rethread.insight.lake.dbt_process NICENESS build ...`; it knows nothing of the market.
"""

from __future__ import annotations

import os
import sys

from dbt.cli.main import dbtRunner


def main(arguments: list[str]) -> int:
    """Run one dbt command: 0 when all went well, 1 when a node failed, 2 when dbt could not run."""
    result = dbtRunner().invoke(arguments)
    if result.success:
        return 0
    if result.exception is not None:
        sys.stderr.write(f"{result.exception}\n")
        return 2
    return 1


if __name__ == "__main__":
    os.nice(int(sys.argv[1]))
    raise SystemExit(main(sys.argv[2:]))
