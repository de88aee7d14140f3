"""One small filled market per run; tests that need one work on a copy of its folder."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from .market import Market, new_folder

SMALL = ("--sellers", "3", "--listings", "12", "--buyers", "6", "--days", "5")


@dataclass(frozen=True)
class FirstRun:
    """What the first `rethread demo` printed, and what was left when Ctrl-C had ended it."""

    home: Path
    screen: str
    answers: dict[str, int]
    exit_code: int
    left: list[str]
    seconds_to_stop: float


@pytest.fixture(scope="session")
def first_run() -> Iterator[FirstRun]:
    """Fill a small market with `rethread demo`, ask everybody in it once, and press Ctrl-C."""
    folder = new_folder()
    market = Market(folder / "home")
    try:
        market.start("demo", *SMALL)
        market.wait_ready()
        sandbox = f"http://127.0.0.1:{market.port + 1}"
        asked = {
            "web": f"{market.base}/healthz",
            "api": f"{market.base}/api/v1/listings",
            "sandbox": f"{sandbox}/healthz",
            "live": f"http://127.0.0.1:{market.port + 2}/healthz",
        }
        answers = {
            name: httpx.get(address, trust_env=False).status_code for name, address in asked.items()
        }
        began = time.monotonic()
        code = market.interrupt()
        took = time.monotonic() - began
        yield FirstRun(market.home, market.screen, answers, code, market.running(), took)
    finally:
        market.end()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_market() -> Iterator[Callable[..., Market]]:
    """Return a maker of markets on empty homes; nothing of them outlives the test."""
    made: list[Market] = []
    folders: list[Path] = []

    def make(home: Path | None = None, **environ: str) -> Market:
        if home is None:
            folders.append(new_folder())
            home = folders[-1] / "home"
        made.append(Market(home, **environ))
        return made[-1]

    yield make
    for market in made:
        market.end()
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def filled_market(first_run: FirstRun, new_market: Callable[..., Market]) -> Market:
    """Return a stopped market on a copy of the small filled one."""
    market = new_market()
    copy_home(first_run.home, market.home)
    return market


def copy_home(source: Path, target: Path) -> None:
    """Copy a stopped market with owners and modes, which belong to the database's OS user."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)
