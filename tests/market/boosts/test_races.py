"""Clicks, midnights and starts at the same moment, with real threads on a real PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

from rethread.market.boosts.models import Boost, BoostDay, Click
from rethread.market.boosts.services import settle_due_days
from rethread.market.payments.models import SellerCharge
from rethread.market.payments.selectors import seller_owes
from rethread.platform.kernel import DomainError
from tests.market.orders.world import at_once

from .world import CLICK, Boosting, pence


def test_two_clicks_of_one_person_at_once_charge_once(committed: Boosting) -> None:
    committed.boost()
    reader = committed.world.buyer().actor
    first, second = committed.look(reader), committed.look(reader)
    outcomes = at_once(
        lambda: committed.click(reader, *first), lambda: committed.click(reader, *second)
    )
    assert outcomes == [None, None]
    assert sorted(Click.objects.values_list("price_minor", flat=True)) == [0, CLICK]
    assert Boost.objects.get().spent_minor == CLICK


def test_clicks_of_many_at_once_never_cost_more_than_the_cap(committed: Boosting) -> None:
    committed.boost(day_cap=20, cap=20)
    readers = [committed.world.buyer().actor for _ in range(4)]
    seen = [(reader, *committed.look(reader)) for reader in readers]
    outcomes = at_once(*(lambda one=one: committed.click(*one) for one in seen))  # type: ignore[misc]  # bound now
    assert outcomes == [None] * 4
    boost = Boost.objects.get()
    assert (boost.spent_minor, boost.clicks, boost.end_reason) == (20, 2, "cap")
    assert BoostDay.objects.get().amount_minor == 20


def test_two_workers_at_midnight_charge_a_day_once(committed: Boosting) -> None:
    committed.boost()
    committed.look_and_click()
    committed.world.moments[0] += timedelta(days=1)
    now = committed.world.now
    outcomes = at_once(lambda: settle_due_days(now, 10), lambda: settle_due_days(now, 10))
    assert sorted(outcomes) == [0, 1]  # type: ignore[type-var]  # numbers, or the test fails
    assert SellerCharge.objects.count() == 1
    assert seller_owes(committed.seller.require_user()) == pence(CLICK)


def test_two_starts_at_once_make_one_boost(committed: Boosting) -> None:
    outcomes = at_once(committed.boost, committed.boost)
    refused = [one.code for one in outcomes if isinstance(one, DomainError)]
    assert refused == ["boosts.already_boosted"], outcomes
    assert Boost.objects.count() == 1
