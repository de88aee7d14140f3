"""A build ends with whoever asked for it, however and whenever that ended."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pytest

CHILD = """
import os, sys, time
from rethread.insight.lake.dbt_process import end_with_parent
end_with_parent(int(sys.argv[1]), 0.05)
print("watching", flush=True)
time.sleep(60)
"""
PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", sys.argv[1], str(os.getpid())])
print(child.pid, flush=True)
time.sleep(60)
"""
GONE_BEFORE = 4_194_305  # greater than any process id of Linux


def test_a_build_ends_soon_after_its_parent_was_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, CHILD], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        assert parent.stdout.readline() == "watching\n"
        assert child.is_running()
        parent.kill()
    psutil.wait_procs([child], timeout=20)
    assert not child.is_running()


@pytest.mark.parametrize(("alive", "code"), [(False, 3), (True, 0)])
def test_one_whose_parent_was_gone_before_it_looked_ends_too(alive: bool, code: int) -> None:
    parent = os.getpid() if alive else GONE_BEFORE
    quick = CHILD.replace("time.sleep(60)", "time.sleep(1)")
    done = subprocess.run([sys.executable, "-c", quick, str(parent)], timeout=60, check=False)
    assert done.returncode == code
