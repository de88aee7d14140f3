"""`rethread doctor` says what is wrong, and says nothing is wrong only where that is so."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable

import pytest

from .conftest import FirstRun
from .market import Market, wait_until

pytestmark = pytest.mark.slow
LINE = re.compile(r"(ok  |look|FAIL)  (.{22}) (.+)")
NOT_OF_THE_MARKET = {"browser for journeys", "home"}  # they depend on the machine


def findings(market: Market) -> tuple[int, dict[str, tuple[str, str]]]:
    """Run the doctor and return its exit code and what it said by subject."""
    done = market.run("doctor")
    assert done.stderr == ""
    said = {}
    for line in done.stdout.splitlines():
        found = LINE.fullmatch(line)
        assert found, f"not a finding: {line!r}"
        said[found[2].strip()] = (found[1].strip(), found[3])
    return done.returncode, said


def test_where_nothing_is_the_doctor_says_how_to_begin(new_market: Callable[..., Market]) -> None:
    market = new_market()
    code, said = findings(market)
    assert code == 1
    assert said["home"] == ("FAIL", f"{market.home} does not exist; `rethread demo` makes it")
    assert said["PostgreSQL"] == ("FAIL", "not running; `rethread up` starts it")
    assert not market.home.exists()


def test_a_stopped_market_is_told_from_a_running_one(
    first_run: FirstRun, new_market: Callable[..., Market]
) -> None:
    market = new_market(first_run.home)
    code, said = findings(market)
    assert code == 1
    assert said["home"][0] in {"ok", "look"}
    assert said["PostgreSQL"] == ("FAIL", "not running; `rethread up` starts it")
    assert market.running() == []


def test_a_sound_market_is_sound_and_each_ailment_is_named(filled_market: Market) -> None:
    market = filled_market
    market.start("up")
    market.wait_ready()
    built = _built(market)
    assert built.returncode == 0, built.stdout + built.stderr
    assert re.search(r"Loaded [\d,]+ new events into the lake\.", built.stdout)
    assert re.search(r"\d+ models built, \d+ tests passed in \d+\.\d s\.", built.stdout)
    assert "INFO" not in built.stdout + built.stderr

    market.look("settled")
    code, said = findings(market)
    ailing = {name: found for name, found in said.items() if found[0] != "ok"}
    assert (code, set(ailing) - NOT_OF_THE_MARKET) == (0, set()), ailing
    assert {
        "web",
        "sandbox",
        "live",
        "worker",
        "letters",
        "timers",
        "ledger",
        "search index",
    } < set(said)

    _kill_supervisor_and(market, "worker")
    market.look("later")
    _, said = findings(market)
    assert said["worker"][0] == "look"
    assert said["timers"][0] == "look"
    assert re.fullmatch(r"the earliest is \d+ s late; is the worker running\?", said["timers"][1])
    assert said["search index"][0] == "ok"

    shutil.rmtree(market.home / "search")
    code, said = findings(market)
    assert said["search index"][0] in {"look", "FAIL"}, said["search index"]

    market.start("up")  # and starting again is the cure
    market.wait_ready()
    market.look("settled")
    code, said = findings(market)
    assert (code, said["search index"][0], said["worker"][0]) == (0, "ok", "ok")
    assert market.interrupt() == 0
    assert market.running() == []


def _built(market: Market) -> subprocess.CompletedProcess[str]:
    """Build the warehouse; where the worker's own build runs, as soon as that has ended."""
    tries: list[subprocess.CompletedProcess[str]] = []

    def ended() -> bool:
        tries.append(market.run("warehouse", "build"))
        return "lake.building" not in tries[-1].stderr

    wait_until(ended, "the worker's own build has ended", patience_s=300)
    return tries[-1]


def _kill_supervisor_and(market: Market, name: str) -> None:
    assert market.supervisor is not None
    market.supervisor.kill()
    market.supervisor.wait()
    market.kill(name)
    wait_until(lambda: not market.leaders(name), f"{name} is gone")
