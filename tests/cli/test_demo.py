"""`rethread demo` and `rethread up`: what a person sees, and that Ctrl-C leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable

import pytest

from .conftest import FirstRun
from .market import Market, wait_until

pytestmark = pytest.mark.slow
SECOND_START_MAX_S = 60.0  # a bound for busy machines; the goal of 15 s is a benchmark's business


def test_a_demo_shows_its_progress_its_first_page_and_three_sign_ins(first_run: FirstRun) -> None:
    lines = [line.strip() for line in first_run.screen.splitlines()]
    assert lines[0] == f"Rethread  everything is kept in {first_run.home}"
    order = ("Preparing tables", "First page: http", "Living through", "Developing", "Ready after")
    places = [first_run.screen.index(text) for text in order]
    assert places == sorted(places)
    signed = re.findall(r"(\w+)  +(\w+)@demo\.rethread\.example +\S{10,}", first_run.screen)
    assert signed == [("buyer", "buyer"), ("seller", "seller"), ("staff", "staff")]
    noise = [line for line in lines if re.search(r"\b(INFO|DEBUG|WARNING|Traceback)\b", line)]
    assert noise == []


def test_everything_in_a_demo_answers(first_run: FirstRun) -> None:
    assert first_run.answers == {"web": 200, "api": 200, "sandbox": 200, "live": 200}


def test_ctrl_c_ends_everything_with_code_0(first_run: FirstRun) -> None:
    assert (first_run.exit_code, first_run.left) == (0, [])
    assert "Stopped. `rethread up` starts it again." in first_run.screen
    assert not (first_run.home / "postgres" / "data" / "postmaster.pid").exists()


def test_a_second_start_is_quick_and_alone(filled_market: Market) -> None:
    market = filled_market
    began = time.monotonic()
    market.start("up")
    market.wait_ready()
    took = time.monotonic() - began
    print(f"second start: ready after {took:.1f} s")  # noqa: T201  # the number is wanted
    assert took < SECOND_START_MAX_S
    assert "Living through" not in market.screen

    before = market.running()
    second = market.run("up", "--port", str(market.port + 50))
    assert (second.returncode, second.stdout) == (2, "")
    assert "This market already runs" in second.stderr
    assert set(before) <= set(market.running())

    assert market.interrupt() == 0
    assert market.running() == []


def test_a_closed_terminal_stops_everything(filled_market: Market) -> None:
    filled_market.start("up")
    filled_market.wait_printed("Preparing tables")
    assert filled_market.supervisor is not None
    filled_market.supervisor.send_signal(signal.SIGHUP)
    assert filled_market.supervisor.wait(timeout=60) == 0
    assert filled_market.running() == []


def test_a_filling_that_was_cut_short_starts_afresh(new_market: Callable[..., Market]) -> None:
    market = new_market()
    sizes = ("--sellers", "2", "--listings", "4", "--buyers", "3", "--days", "3")
    market.start("demo", *sizes)
    wait_until((market.home / "demo" / "filling").exists, "the filling begins")
    assert market.supervisor is not None
    os.kill(market.supervisor.pid, signal.SIGKILL)
    market.supervisor.wait()
    (market.home / "demo" / "filled.json").unlink(missing_ok=True)
    market.start("demo", *sizes)
    market.wait_printed("4 garments of 2 sellers")
    assert re.search(r"Ended \d+ processes that an earlier start left running", market.screen)
    assert "The last filling was cut short; starting afresh." in market.screen
    assert market.interrupt() == 0
    assert market.running() == []
