"""`python -m rethread.insight.lake.parse`: tells whether dbt understands every model and test.

It needs no lake, no market and no settings, and leaves nothing behind.
"""

from __future__ import annotations

import tempfile

from .dbt_process import main as run_dbt
from .project import PROJECT


def main() -> int:
    """Parse the project in a temporary folder and return dbt's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        return run_dbt(
            [
                "--quiet", "--no-use-colors", "--no-send-anonymous-usage-stats", "--log-path",
                folder, "parse", "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
                "--target-path", folder,
            ]
        )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
