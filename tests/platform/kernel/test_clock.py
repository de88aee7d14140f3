"""Business time can be moved forward, wall time cannot be moved at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rethread.platform.kernel import business_now, wall_now
from rethread.platform.kernel.clock import (
    business_clock,
    clock_offset,
    forget_clock_cache,
    set_clock_offset,
)
from rethread.platform.kernel.errors import InvariantViolation


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    forget_clock_cache()


@pytest.mark.django_db
def test_the_offset_moves_business_time_and_not_wall_time() -> None:
    before = wall_now()
    set_clock_offset(timedelta(days=2))
    assert clock_offset() == timedelta(days=2)
    assert timedelta(days=2) <= business_now() - before < timedelta(days=2, minutes=1)
    assert wall_now() - before < timedelta(minutes=1)
    forget_clock_cache()


@pytest.mark.django_db
def test_business_time_never_goes_back() -> None:
    set_clock_offset(timedelta(hours=5))
    with pytest.raises(InvariantViolation):
        set_clock_offset(timedelta(hours=4))
    forget_clock_cache()
    assert clock_offset() == timedelta(hours=5)
    forget_clock_cache()


def test_a_simulation_brings_its_own_clock() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    with business_clock(lambda: moment):
        assert business_now() == moment
