"""A seller pays for clicks on places that they had, up to what they allowed, out of what they sell;
for nothing else, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from rethread.market.accounts.selectors import find_shop_of
from rethread.market.accounts.services import set_vacation
from rethread.market.boosts import wiring
from rethread.market.boosts.errors import BoostNotFound
from rethread.market.boosts.models import Boost, BoostDay, Click, Showing
from rethread.market.boosts.selectors import access_boost, account_of, boost_trail, list_boosts
from rethread.market.boosts.services import forget_old, start_boost, stop_boost
from rethread.market.catalogue.errors import ListingNotFound
from rethread.market.catalogue.services import hide_listing, remove_listing, reserve_listings
from rethread.market.discovery.services import open_feed
from rethread.market.orders.selectors import order_statement
from rethread.market.orders.services import confirm_received, make_label, mark_shipped
from rethread.market.payments.selectors import seller_owes
from rethread.market.payments.services import check_invariants, reconcile
from rethread.market.pricing.models import BoostRate
from rethread.platform.kernel import Actor, DomainError, Money, new_id
from tests.support.timers import assert_due_from

from .world import CLICK, Boosting, emitted, pence


def trail(boosting: Boosting) -> list[tuple[int, str | None]]:
    """Return what each click cost or why it was free, the first first."""
    boost = Boost.objects.order_by("-id")[0]
    found = boost_trail(actor=boosting.seller, boost_id=boost.id).clicks
    return [(line.price.amount_minor, line.free_because) for line in reversed(found)]


def send(boosting: Boosting, order_id: UUID) -> None:
    make_label(actor=boosting.seller, order_id=order_id)
    mark_shipped(actor=boosting.seller, order_id=order_id)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code


def test_a_boosted_piece_stands_eighth_labelled_and_only_there(boosting: Boosting) -> None:
    reader = boosting.world.buyer().actor
    before = [card.card.id for card in open_feed(actor=reader, limit=8).cards]
    assert boosting.coat.id not in before
    boosting.boost()
    page, card = boosting.look(reader)
    assert (card.position, card.card.id, card.why) == (8, boosting.coat.id, None)
    assert card.propensity_ppm == 1_000_000
    assert [c.card.id for c in page.cards].count(boosting.coat.id) == 1
    told = emitted("discovery.feed_ranked")[-1]
    assert told["sources"][7] == "boosted"
    assert Showing.objects.get().position == 8
    rest = open_feed(actor=reader, limit=8, cursor=page.next_cursor)
    assert boosting.coat.id not in [one.card.id for one in rest.cards]


def test_the_plain_orders_of_time_have_no_paid_place(boosting: Boosting) -> None:
    boosting.boost()
    reader = boosting.world.buyer().actor
    newest = open_feed(actor=reader, limit=8, order="newest")
    unknown = open_feed(actor=Actor.anonymous(), limit=8)
    for page in (newest, unknown):
        assert {card.source for card in page.cards} & {"boosted"} == set()
    assert not Showing.objects.exists()


def test_a_piece_that_stands_there_by_itself_pays_nothing(boosting: Boosting) -> None:
    boosting.boost()
    reader = boosting.world.buyer().actor
    page = open_feed(actor=reader, limit=24)
    card = next(one for one in page.cards if one.card.id == boosting.coat.id)
    assert card.source != "boosted"
    boosting.click(reader, page, card)
    assert not Click.objects.exists()
    assert list_boosts(actor=boosting.seller)[0].spent == pence(0)


def test_a_click_costs_the_price_once_per_person_and_day(boosting: Boosting) -> None:
    boost = boosting.boost()
    reader = boosting.world.buyer().actor
    for page, card in [boosting.look(reader), boosting.look(reader)]:
        boosting.click(reader, page, card)
    boosting.look_and_click()
    assert trail(boosting) == [(CLICK, None), (0, "repeated"), (CLICK, None)]
    view = access_boost(actor=boosting.seller, boost_id=boost.id)
    assert (view.spent, view.clicks, view.shown) == (pence(20), 2, 3)
    clicks = emitted("boosts.boost_clicked")
    assert [one["price_minor"] for one in clicks] == [10, 0, 10]
    assert clicks[1]["free_because"] == "repeated"
    boosting.world.pass_time(days=1)
    boosting.click_in_search(reader, boosting.show_in_search(reader, boost))
    assert trail(boosting)[-1] == (CLICK, None)
    last = boost_trail(actor=boosting.seller, boost_id=boost.id).clicks[0]
    assert (last.surface, last.position) == ("search", 9)


def test_one_browser_that_signs_in_as_another_person_is_one_viewer(boosting: Boosting) -> None:
    boosting.boost()
    for _ in range(2):
        person = boosting.world.buyer().actor
        boosting.click(person, *boosting.look(person), visitor="019a0000-0000-7000-8000-1")
    assert trail(boosting) == [(CLICK, None), (0, "repeated")]


def test_a_click_that_follows_from_no_showing_is_none(boosting: Boosting) -> None:
    boosting.boost()
    reader, other = boosting.world.buyer().actor, boosting.world.buyer().actor
    page, card = boosting.look(reader)
    boosting.click(other, page, card)  # somebody else's feed
    elsewhere = open_feed(actor=other, limit=24)
    boosting.click(other, elsewhere, card)  # it stood there by itself
    assert not Click.objects.exists()
    assert not BoostDay.objects.exists()


@pytest.mark.parametrize("away", ["hidden", "reserved", "holiday", "removed"])
def test_a_piece_that_cannot_be_bought_at_the_click_costs_nothing(
    boosting: Boosting, away: str
) -> None:
    boosting.boost()
    reader = boosting.world.buyer().actor
    page, card = boosting.look(reader)
    coat = boosting.coat.id
    if away == "hidden":
        hide_listing(actor=boosting.seller, listing_id=coat)
    elif away == "reserved":
        reserve_listings(actor=boosting.buyer.actor, listing_ids=[coat], checkout_id=new_id())
    elif away == "removed":
        remove_listing(actor=boosting.seller, listing_id=coat)
    else:
        shop = find_shop_of(boosting.seller.require_user())
        assert shop is not None
        set_vacation(actor=boosting.seller, shop_id=shop.id, on_vacation=True)
    boosting.click(reader, page, card)
    assert trail(boosting) == [(0, "unavailable")]
    assert not BoostDay.objects.exists()
    again = open_feed(actor=reader, limit=8)
    assert coat not in [one.card.id for one in again.cards]


def test_a_click_counts_for_half_an_hour_and_within_the_boost(boosting: Boosting) -> None:
    boosting.boost(days=3)
    late, in_time = boosting.world.buyer().actor, boosting.world.buyer().actor
    page, card = boosting.look(late)
    boosting.world.pass_time(minutes=31)
    boosting.click(late, page, card)
    boosting.world.pass_time(days=2, hours=23, minutes=20)
    page, card = boosting.look(in_time)
    boosting.world.pass_time(minutes=20)
    boosting.click(in_time, page, card)
    assert trail(boosting) == [(0, "window_over"), (0, "ended")]
    ended = list_boosts(actor=boosting.seller)[0]
    assert (ended.status, ended.end_reason) == ("ended", "time")


def test_a_day_and_the_whole_never_cost_more_than_allowed(boosting: Boosting) -> None:
    boosting.boost(day_cap=25, cap=30)
    readers = [boosting.world.buyer().actor for _ in range(4)]
    seen = [boosting.look(reader) for reader in readers]
    for reader, (page, card) in zip(readers[:3], seen, strict=False):
        boosting.click(reader, page, card)
    assert trail(boosting) == [(CLICK, None), (CLICK, None), (0, "day_cap")]
    resting = list_boosts(actor=boosting.seller)[0]
    assert resting.resting_today
    page = open_feed(actor=readers[3], limit=8)
    assert "boosted" not in {card.source for card in page.cards}  # it is not even shown
    boosting.world.pass_time(days=1)
    boosting.look_and_click(readers[3])
    ended = list_boosts(actor=boosting.seller)[0]
    assert (ended.spent, ended.status, ended.end_reason) == (pence(30), "ended", "cap")
    assert emitted("boosts.boost_ended")[-1]["reason"] == "cap"


def test_days_are_settled_once_at_midnight_and_the_next_sale_pays(boosting: Boosting) -> None:
    boosting.onboard()
    boost = boosting.boost()
    for _ in range(3):
        boosting.look_and_click()
    seller_id = boosting.seller.require_user()
    assert account_of(seller_id).unsettled == pence(30)
    assert seller_owes(seller_id) == pence(0)
    boosting.world.pass_time(days=1)
    assert (seller_owes(seller_id), account_of(seller_id).unsettled) == (pence(30), pence(0))
    charged = emitted("boosts.boost_charged")
    assert [(one["day"], one["clicks"], one["amount_minor"]) for one in charged] == [
        ("2026-03-23", 3, 30)
    ]

    (order,) = boosting.world.buy(boosting.buyer, boosting.coat)
    boosting.world.settle()
    assert access_boost(actor=boosting.seller, boost_id=boost.id).end_reason == "sold"
    send(boosting, order.order_id)
    confirm_received(actor=boosting.buyer.actor, order_id=order.order_id)
    boosting.world.pass_time(days=4)
    statement = order_statement(order.order_id)
    taken = [row.amount for row in statement.seller.rows if row.kind == "boosts"]
    assert taken == [pence(-30)]
    assert statement.buyer.total + statement.seller.total + statement.market.total == pence(0)
    assert seller_owes(seller_id) == pence(0)
    assert reconcile().ok
    assert [i.name for i in check_invariants() if not i.ok] == []


def test_who_owes_as_much_as_anybody_may_stands_still_until_a_sale_pays(
    boosting: Boosting,
) -> None:
    BoostRate.objects.filter(currency="GBP").update(owed_max_minor=25)
    boost = boosting.boost()
    for _ in range(2):
        boosting.look_and_click()
    assert access_boost(actor=boosting.seller, boost_id=boost.id).status == "paused"
    reader = boosting.world.buyer().actor
    assert "boosted" not in {c.source for c in open_feed(actor=reader, limit=8).cards}
    second = boosting.world.listing(boosting.seller)
    assert (
        refusal(
            lambda: start_boost(
                actor=boosting.seller, listing_id=second.id, days=7,
                day_cap=pence(100), cap=pence(100),
            )
        )
        == "boosts.owes_too_much"
    )  # fmt: skip
    boosting.onboard()
    (order,) = boosting.world.buy(boosting.buyer, second)
    send(boosting, order.order_id)
    boosting.world.pass_time(days=1)
    assert seller_owes(boosting.seller.require_user()) == pence(20)
    confirm_received(actor=boosting.buyer.actor, order_id=order.order_id)
    boosting.world.settle()
    assert access_boost(actor=boosting.seller, boost_id=boost.id).status == "running"
    assert len(emitted("boosts.boost_paused")) == len(emitted("boosts.boost_resumed")) == 1


def test_a_boost_is_refused_with_its_reason_and_nothing_begins(boosting: Boosting) -> None:
    stranger = boosting.world.seller()

    def start(
        actor: Actor = boosting.seller, day_cap: int = 100, cap: int = 300, days: int = 7
    ) -> object:
        return start_boost(
            actor=actor,
            listing_id=boosting.coat.id,
            days=days,
            day_cap=pence(day_cap),
            cap=pence(cap),
        )

    assert refusal(lambda: start(actor=stranger)) == "catalogue.listing_not_found"
    assert refusal(lambda: start(day_cap=9)) == "boosts.cap_below_click"
    assert refusal(lambda: start(cap=9, day_cap=10)) == "boosts.cap_below_click"
    assert refusal(lambda: start(day_cap=301)) == "boosts.invalid"
    assert refusal(lambda: start(cap=CLICK * 10_000 + 1)) == "boosts.invalid"
    assert refusal(lambda: start(days=8)) == "boosts.invalid"
    foreign = Money(300, "EUR")
    assert (
        refusal(
            lambda: start_boost(
                actor=boosting.seller, listing_id=boosting.coat.id, days=7,
                day_cap=foreign, cap=foreign,
            )
        )
        == "boosts.invalid"
    )  # fmt: skip
    hide_listing(actor=boosting.seller, listing_id=boosting.coat.id)
    assert refusal(start) == "boosts.not_for_sale"
    assert not Boost.objects.exists()
    assert emitted("boosts.boost_started") == []


def test_a_listing_has_one_boost_at_a_time(boosting: Boosting) -> None:
    first = boosting.boost()
    assert refusal(boosting.boost) == "boosts.already_boosted"
    assert Boost.objects.count() == 1
    stopped = stop_boost(actor=boosting.seller, boost_id=first.id)
    assert (stopped.status, stopped.end_reason) == ("ended", "stopped")
    assert refusal(lambda: stop_boost(actor=boosting.seller, boost_id=first.id)) == "boosts.is_over"
    boosting.boost()
    assert Boost.objects.count() == 2


def test_somebody_elses_boost_can_be_neither_read_nor_stopped(boosting: Boosting) -> None:
    boost = boosting.boost()
    with pytest.raises(BoostNotFound):
        access_boost(actor=boosting.buyer.actor, boost_id=boost.id)
    with pytest.raises(BoostNotFound):
        stop_boost(actor=boosting.buyer.actor, boost_id=boost.id)
    with pytest.raises(ListingNotFound):
        start_boost(
            actor=boosting.buyer.actor, listing_id=boosting.coat.id, days=7,
            day_cap=pence(100), cap=pence(100),
        )  # fmt: skip
    assert access_boost(actor=boosting.seller, boost_id=boost.id).status == "running"


def test_who_clicked_is_forgotten_and_what_was_shown_stays_counted(boosting: Boosting) -> None:
    boost = boosting.boost()
    boosting.look_and_click()
    boosting.world.pass_time(days=31)
    forget_old()
    assert not Showing.objects.exists()
    assert Click.objects.get().viewer_key == ""
    view = access_boost(actor=boosting.seller, boost_id=boost.id)
    assert (view.shown, view.clicks) == (1, 1)


def test_each_timer_says_from_when_on_it_finds_something_to_do(boosting: Boosting) -> None:
    boost = boosting.boost()
    boosting.look_and_click()
    ends, days = wiring.DUE_WORK
    midnight = days.next_due_at()
    assert midnight is not None
    assert_due_from(days, midnight)
    assert_due_from(ends, boost.ends_at)
