"""A build ends with whoever asked for it, however that ended."""

from __future__ import annotations

import subprocess
import sys

import psutil

CHILD = (
    "import time; from rethread.insight.lake.dbt_process import end_with_parent; {} time.sleep(60)"
)
PARENT = (
    "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', sys.argv[1]]);"
    " print(child.pid, flush=True); time.sleep(60)"
)


def test_a_build_ends_soon_after_its_parent_was_killed() -> None:
    code = CHILD.format("end_with_parent(0.05); print('watching', flush=True);")
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, code], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        assert parent.stdout.readline() == "watching\n"
        assert child.is_running()
        parent.kill()
    assert child.wait(timeout=20) is None or not child.is_running()
