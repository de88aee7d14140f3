"""Vacations: they begin and end when their owner says, or on their day, and everybody is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rethread.market.accounts import wiring
from rethread.market.accounts.errors import InvalidAccount, ShopNotFound
from rethread.market.accounts.selectors import get_shop
from rethread.market.accounts.services import set_vacation
from rethread.market.accounts.services.vacations import end_due_vacations, next_vacation_end
from rethread.platform.kernel import Actor, business_now
from rethread.platform.vault.services import pseudonym_for
from tests.support.factories import make_shop, make_user
from tests.support.outbox import emitted, emitted_names
from tests.support.timers import assert_due_from

pytestmark = pytest.mark.django_db


def test_a_shop_goes_and_comes_back_and_says_so_once() -> None:
    shop = make_shop()
    actor, key = Actor.user(shop.owner_id), pseudonym_for(shop.owner_id)
    for _ in range(2):
        away = set_vacation(actor=actor, shop_id=shop.id, on_vacation=True)
    assert (away.on_vacation, away.vacation_until) == (True, None)
    for _ in range(2):
        back = set_vacation(actor=actor, shop_id=shop.id, on_vacation=False)
    assert back == shop
    told = {"shop_id": str(shop.id), "seller_key": key}
    assert emitted("accounts.vacation_started") == [told | {"returns_at": None}]
    assert emitted("accounts.vacation_ended") == [told | {"ended_by": "seller"}]


def test_a_vacation_with_a_day_ends_on_it_and_no_earlier() -> None:
    shop, other = make_shop(), make_shop()
    until = business_now() + timedelta(days=9)
    set_vacation(actor=Actor.user(shop.owner_id), shop_id=shop.id, on_vacation=True, until=until)
    set_vacation(actor=Actor.user(other.owner_id), shop_id=other.id, on_vacation=True)
    assert next_vacation_end() == until
    assert end_due_vacations(until - timedelta(seconds=1), 10) == 0
    assert get_shop(shop.id).on_vacation
    assert end_due_vacations(until, 10) == 1
    assert get_shop(shop.id) == shop
    assert get_shop(other.id).on_vacation
    assert [event["ended_by"] for event in emitted("accounts.vacation_ended")] == ["date"]
    assert next_vacation_end() is None


def test_the_timer_says_that_it_is_due_on_the_day_of_return() -> None:
    shop, until = make_shop(), business_now() + timedelta(days=9)
    set_vacation(actor=Actor.user(shop.owner_id), shop_id=shop.id, on_vacation=True, until=until)
    (work,) = wiring.DUE_WORK
    assert_due_from(work, until)


def test_coming_back_early_forgets_the_day() -> None:
    shop = make_shop()
    actor = Actor.user(shop.owner_id)
    until = business_now() + timedelta(days=3)
    set_vacation(actor=actor, shop_id=shop.id, on_vacation=True, until=until)
    later = set_vacation(actor=actor, shop_id=shop.id, on_vacation=True, until=until + timedelta(1))
    assert later.vacation_until == until + timedelta(days=1)
    assert set_vacation(actor=actor, shop_id=shop.id, on_vacation=False).vacation_until is None
    assert end_due_vacations(until + timedelta(days=9), 10) == 0


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_a_return_outside_of_the_coming_year_is_refused(days: int) -> None:
    shop = make_shop()
    before = emitted_names()
    with pytest.raises(InvalidAccount) as refusal:
        set_vacation(
            actor=Actor.user(shop.owner_id),
            shop_id=shop.id,
            on_vacation=True,
            until=business_now() + timedelta(days=days),
        )
    assert refusal.value.code == "accounts.invalid_vacation"
    assert refusal.value.fields == {"vacation_until": "Choose a day of the coming year."}
    assert (get_shop(shop.id), emitted_names()) == (shop, before)


def test_nobody_sends_anothers_shop_on_vacation() -> None:
    shop, stranger = make_shop(), Actor.user(make_user().id)
    before = emitted_names()
    with pytest.raises(ShopNotFound) as refusal:
        set_vacation(actor=stranger, shop_id=shop.id, on_vacation=True)
    assert refusal.value.code == "accounts.shop_not_found"
    assert (get_shop(shop.id), emitted_names()) == (shop, before)
