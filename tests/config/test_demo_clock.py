"""The demo's clock on a machine that is slower than the moments it walks through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from rethread.config.demo_controls import SandboxControls
from rethread.platform.kernel import business_now, clock
from rethread.platform.kernel.clock import clock_offset, set_clock_offset

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Collect what the sandbox is told, and forget the clock's cached offset afterwards."""
    found: list[int] = []
    monkeypatch.setattr(
        SandboxControls, "_control", lambda self, path, body: found.append(body["now"])
    )
    yield found
    clock._cached = None


def test_a_moment_that_has_come_by_itself_does_not_turn_the_clock_back(told: list[int]) -> None:
    set_clock_offset(timedelta(days=2))
    passed = business_now() - timedelta(seconds=30)

    SandboxControls()._set_clock(passed)

    assert clock_offset() == timedelta(days=2)
    assert told[0] > passed.timestamp()


def test_a_moment_ahead_is_reached_and_the_sandbox_goes_along(told: list[int]) -> None:
    ahead = business_now() + timedelta(days=2)

    SandboxControls()._set_clock(ahead)

    assert abs(business_now() - ahead) < timedelta(minutes=1)
    assert abs(told[0] - ahead.timestamp()) < 60
