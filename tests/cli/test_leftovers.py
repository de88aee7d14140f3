"""What a killed supervisor left is ended; what is anybody else's is left alone."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rethread.cli.leftovers import end_leftovers, marked, sole_supervisor
from rethread.platform.kernel.errors import Conflict

from .market import clean_environ

Start = Callable[[dict[str, str]], "subprocess.Popen[bytes]"]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def make(environ: dict[str, str]) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen(["sleep", "300"], env=environ))
        return started[-1]

    yield make
    for process in started:
        process.kill()
        process.wait()


def test_only_what_is_this_market_s_is_ended(tmp_path: Path, start: Start) -> None:
    run = tmp_path / "home" / "run"
    service = start(marked(clean_environ(), run))
    build = start(clean_environ(HOME=str(tmp_path / "home" / "warehouse")))
    other = start(marked(clean_environ(), tmp_path / "home2" / "run"))
    stranger = start(clean_environ(HOME=str(tmp_path / "home")))
    assert end_leftovers(run) == 2
    assert None not in (service.poll(), build.poll())
    assert (other.poll(), stranger.poll()) == (None, None)


def test_two_supervisors_cannot_hold_one_market(tmp_path: Path) -> None:
    with sole_supervisor(tmp_path / "run"):
        with pytest.raises(Conflict) as refused, sole_supervisor(tmp_path / "run"):
            pass
        assert refused.value.code == "demo.running"
    with sole_supervisor(tmp_path / "run"):
        assert (tmp_path / "run" / "lock").read_text().isdigit()
