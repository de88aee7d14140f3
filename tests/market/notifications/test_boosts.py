"""A seller hears that a boost stands still, goes on or is over by itself; of each once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rethread.market.accounts.services import set_vacation
from rethread.market.boosts.selectors import list_boosts
from rethread.market.boosts.services import start_boost, stop_boost
from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.catalogue.services import hide_listing, remove_listing, show_listing
from rethread.market.notifications.models import Notice, QueuedLetter
from rethread.market.notifications.selectors import list_notices
from rethread.market.notifications.services import set_wish
from rethread.market.notifications.types import NoticeView
from rethread.market.orders.services import confirm_received, make_label, mark_shipped
from rethread.market.pricing.models import BoostRate
from rethread.platform.events.models import ConsumerOffset
from rethread.web.presenting.boosts import boost_row
from rethread.web.presenting.notices import notice_lines
from tests.market.boosts.world import Boosting, open_boosting, pence

from .conftest import deliver


@pytest.fixture
def boosting(transactional_db: None) -> Iterator[Boosting]:
    with open_boosting() as opened:
        yield opened


def told(boosting: Boosting) -> list[NoticeView]:
    """Deliver what happened; return what the seller reads of boosts, the newest first."""
    deliver()
    found = list_notices(boosting.seller).notices
    return [one for one in found if one.kind.startswith("boost_")]


def kinds(boosting: Boosting) -> list[str]:
    return [one.kind for one in told(boosting)]


def owe_all(boosting: Boosting) -> None:
    BoostRate.objects.filter(currency="GBP").update(owed_max_minor=25)
    boosting.boost()
    for _ in range(2):
        boosting.look_and_click()


def test_a_boost_that_stands_still_for_a_debt_is_told_of_once_and_when_it_goes_on(
    boosting: Boosting,
) -> None:
    owe_all(boosting)
    (paused,) = told(boosting)
    assert (paused.kind, paused.facts["reason"], paused.count) == ("boost_paused", "owed", 1)
    (line,) = notice_lines([paused])
    assert line.url == "/boosts/"
    assert "You owe as much for boosts as anybody may." in line.detail
    before = Notice.objects.count(), QueuedLetter.objects.count()
    ConsumerOffset.objects.filter(group="notifications").update(next_offset=0)
    assert kinds(boosting) == ["boost_paused"]
    assert (Notice.objects.count(), QueuedLetter.objects.count()) == before
    assert QueuedLetter.objects.filter(kind="boost_paused").count() == 1

    world, seller = boosting.world, boosting.seller
    boosting.onboard()
    (order,) = world.buy(boosting.buyer, world.listing(seller))
    make_label(actor=seller, order_id=order.order_id)
    mark_shipped(actor=seller, order_id=order.order_id)
    world.pass_time(days=1)
    confirm_received(actor=boosting.buyer.actor, order_id=order.order_id)
    world.settle()
    assert kinds(boosting) == ["boost_resumed", "boost_paused"]


def test_several_that_stop_together_are_one_notice_and_one_letter(boosting: Boosting) -> None:
    boosting.boost()
    second = boosting.world.listing(boosting.seller)
    start_boost(
        actor=boosting.seller, listing_id=second.id, days=7, day_cap=pence(100), cap=pence(100)
    )
    for listing in (boosting.coat, second):
        hide_listing(actor=boosting.seller, listing_id=listing.id)
    (paused,) = told(boosting)
    assert (paused.kind, paused.count, paused.facts["reason"]) == ("boost_paused", 2, "hidden")
    assert "The days of the boost run on." in notice_lines([paused])[0].detail
    assert QueuedLetter.objects.filter(kind="boost_paused").count() == 1
    boosting.world.pass_time(minutes=1)  # what happens in one instant has no order
    show_listing(actor=boosting.seller, listing_id=second.id)
    assert kinds(boosting) == ["boost_resumed", "boost_paused"]


def test_what_is_spent_or_over_is_told_with_what_it_cost(boosting: Boosting) -> None:
    boost = boosting.boost(cap=10, day_cap=10)
    boosting.look_and_click()
    (ended,) = told(boosting)
    assert (ended.kind, ended.subject_id, ended.facts["reason"]) == ("boost_ended", boost.id, "cap")
    line = notice_lines([ended])[0]
    assert line.url == f"/boosts/{boost.id}/"
    assert "All that you allowed is spent. It cost £0.10" in line.detail


def test_the_end_of_its_time_is_told_too(boosting: Boosting) -> None:
    boosting.boost(days=3)
    boosting.world.pass_time(days=3)
    (ended,) = told(boosting)
    assert (ended.kind, ended.facts["reason"]) == ("boost_ended", "time")


def test_nobody_is_told_what_they_did_themselves_or_do_not_want(boosting: Boosting) -> None:
    boost = boosting.boost()
    stop_boost(actor=boosting.seller, boost_id=boost.id)
    assert told(boosting) == []
    boosting.boost()
    remove_listing(actor=boosting.seller, listing_id=boosting.coat.id)
    boosting.world.settle()
    assert told(boosting) == []


def test_each_channel_may_be_refused(boosting: Boosting) -> None:
    for channel in ("in_app", "email"):
        set_wish(actor=boosting.seller, kind="boost_paused", channel=channel, wanted=False)
    boosting.boost()
    hide_listing(actor=boosting.seller, listing_id=boosting.coat.id)
    assert told(boosting) == []
    assert QueuedLetter.objects.count() == 0


def test_a_piece_without_a_boost_is_hidden_in_silence(boosting: Boosting) -> None:
    hide_listing(actor=boosting.seller, listing_id=boosting.coat.id)
    assert told(boosting) == []


def test_a_day_that_is_spent_is_told_once_a_day_and_by_no_letter(boosting: Boosting) -> None:
    boost = boosting.boost(day_cap=10)
    boosting.look_and_click()
    for _ in range(2):
        (rested,) = told(boosting)
    assert (rested.kind, rested.subject_id) == ("boost_rested", boost.id)
    line = notice_lines([rested])[0]
    assert line.url == f"/boosts/{boost.id}/"
    assert "On 23 March it cost £0.10, as much as you allow in a day." in line.detail
    assert QueuedLetter.objects.count() == 0
    (row,) = (boost_row(one, None) for one in list_boosts(actor=boosting.seller))
    assert (row.standing, row.detail) == (
        "Resting today", "Today’s limit is reached. It goes on tomorrow.",
    )  # fmt: skip
    boosting.world.pass_time(days=1)
    boosting.look_and_click()
    days = [one.facts["day"] for one in told(boosting)]
    assert days == ["2026-03-24", "2026-03-23"]


def test_a_holiday_rests_its_boosts_and_both_ends_of_it_are_told(boosting: Boosting) -> None:
    boosting.boost()
    shop = {"actor": boosting.seller, "shop_id": boosting.coat.shop.id}
    set_vacation(**shop, on_vacation=True)
    (paused,) = told(boosting)
    assert (paused.kind, paused.facts["reason"]) == ("boost_paused", "holiday")
    assert "While your shop is on holiday" in notice_lines([paused])[0].detail
    card = cards_by_ids([boosting.coat.id])[boosting.coat.id]
    (row,) = (boost_row(one, card) for one in list_boosts(actor=boosting.seller))
    assert row.detail == (
        "Your shop is on holiday, so it is not shown and costs nothing. Its days run on."
    )
    boosting.world.pass_time(minutes=1)
    set_vacation(**shop, on_vacation=False)
    assert kinds(boosting) == ["boost_resumed", "boost_paused"]


def test_a_checkout_rests_its_boost_on_its_page_and_tells_nobody(boosting: Boosting) -> None:
    boosting.boost()
    boosting.world.check_out(boosting.buyer, boosting.coat)
    card = cards_by_ids([boosting.coat.id])[boosting.coat.id]
    (row,) = (boost_row(one, card) for one in list_boosts(actor=boosting.seller))
    assert row.detail == ("Somebody is paying for the piece, so it is not shown and costs nothing.")
    assert told(boosting) == []
