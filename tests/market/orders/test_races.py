"""One of a kind sells once, with real threads on a real PostgreSQL and a real protocol."""

from __future__ import annotations

import pytest

from .races import race_against_the_clock, race_for_one_listing
from .world import World


def test_case_32_two_buyers_at_the_same_moment_make_one_sale(world: World) -> None:
    for _ in range(10):
        race_for_one_listing(world)


def test_five_buyers_at_the_same_moment_make_one_sale(world: World) -> None:
    for _ in range(3):
        race_for_one_listing(world, buyers=5)


def test_paying_in_the_second_the_reservation_ends_makes_one_sale(world: World) -> None:
    for _ in range(6):
        race_against_the_clock(world)


@pytest.mark.slow
def test_two_buyers_at_the_same_moment_200_times(world: World) -> None:
    for _ in range(200):
        race_for_one_listing(world)


@pytest.mark.slow
def test_paying_as_the_reservation_ends_50_times(world: World) -> None:
    winners = [race_against_the_clock(world) for _ in range(50)]
    assert len(winners) == 50, winners
