"""Settings of a test run: a home of its own, and one PostgreSQL for the whole run.

The environment is set before the product's settings are read: the given DATABASE_URL, or an
embedded server that lives as long as this process.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="rethread-test-"))
HOME.chmod(0o711)
(HOME / "static").mkdir()
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["RETHREAD_MODE"] = "test"
os.environ["RETHREAD_HOME"] = str(HOME)
os.environ.setdefault("RETHREAD_SECRET_KEY", "only-for-tests-" + "x" * 40)


def _start_embedded() -> None:
    from rethread.config.embedded_postgres import EmbeddedPostgres

    # Nothing in a test outlives the run, so durability is given up here and only here; the tests
    # of durability start servers of their own.
    options = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
    server = EmbeddedPostgres(HOME / "postgres", options)
    server.prepare()
    process = server.spawn()
    atexit.register(server.stop, process)
    server.wait_ready(process)
    os.environ["DATABASE_URL"] = server.url("rethread")


if not os.environ.get("DATABASE_URL"):
    _start_embedded()

from rethread.config.settings import *  # noqa: E402, F403  # after the environment, on purpose
