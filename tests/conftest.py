"""One PostgreSQL for the whole run: the given DATABASE_URL, or an embedded one of our own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="rethread-test-"))
_home.chmod(0o711)
os.environ["RETHREAD_MODE"] = "test"
os.environ["RETHREAD_HOME"] = str(_home)
os.environ.setdefault("RETHREAD_SECRET_KEY", "only-for-tests-" + "x" * 40)


def _start_embedded() -> None:
    from rethread.config.embedded_postgres import EmbeddedPostgres

    # Nothing in a test outlives the run, so durability is given up here and only here; the tests
    # of durability start servers of their own.
    options = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
    server = EmbeddedPostgres(_home / "postgres", options)
    server.prepare()
    process = server.spawn()
    atexit.register(server.stop, process)
    server.wait_ready(process)
    os.environ["DATABASE_URL"] = server.url("rethread")


atexit.register(shutil.rmtree, _home, ignore_errors=True)
if not os.environ.get("DATABASE_URL"):
    _start_embedded()

pytest_plugins = ["tests.support.append_only"]
