"""The switch that loses events exists in a demo alone, and loses the same events each time."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from rethread.config.demo_switches import DROPPED_EVENT, event_sieve, switch_drop
from rethread.platform.kernel.settings import install_settings, settings
from tests.support.events import event


@pytest.fixture(params=["demo", "live", "test"])
def mode(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    before = settings()
    install_settings(dataclasses.replace(before, home=tmp_path, mode=request.param))
    yield request.param
    install_settings(before)


def test_events_are_lost_in_a_demo_alone_and_only_while_the_switch_is_on(mode: str) -> None:
    assert event_sieve() is None
    switch_drop(True)
    assert (event_sieve() is not None) == (mode == "demo")
    switch_drop(False)
    assert event_sieve() is None


def test_three_in_ten_of_one_event_are_lost_and_no_other(tmp_path: Path) -> None:
    before = settings()
    install_settings(dataclasses.replace(before, home=tmp_path, mode="demo"))
    switch_drop(True)
    sieve = event_sieve()
    assert sieve is not None
    events = [event("key", number, name=DROPPED_EVENT) for number in range(2000)]
    through = [sieve(one) for one in events]
    assert through == [sieve(one) for one in events]
    assert 0.65 < sum(through) / len(through) < 0.75
    assert all(sieve(event("key", number)) for number in range(200))
    install_settings(before)
