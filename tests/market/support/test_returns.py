"""A disputed piece comes back before its money does; the carrier's scans decide, nobody's word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from rethread.market.accounts.models import Address
from rethread.market.fulfilment.models import Shipment
from rethread.market.fulfilment.selectors import find_return_for_order, find_shipment_for_order
from rethread.market.orders.errors import NoLabel, NoReturnAddress, OrderNotFound
from rethread.market.orders.selectors import access_labels, access_return_label, seller_statement
from rethread.market.payments.selectors import order_money
from rethread.market.support.errors import CaseNotFound, NotNow, NotYourPart
from rethread.market.support.models import Case
from rethread.market.support.selectors import access_case, access_subject, case_timeline
from rethread.market.support.services import (
    agree_to_refund,
    appeal_decision,
    ask_back,
    decide_case,
    get_return_label,
    mark_sent_back,
    withdraw_case,
)
from rethread.market.support.types import OrderFacts
from rethread.platform.kernel import Actor, DomainError, Money
from tests.market.orders.world import World
from tests.support.factories import make_user
from tests.support.outbox import told

from .people import Sale, assert_books, complain, delivered, disputed, paid, shipped, staff

JUDGEMENT = "It differs from the listing. Please send it back; then everything is refunded."


def state(case_id: UUID) -> tuple[str, str]:
    row = Case.objects.get(pk=case_id)
    return row.status, row.outcome


def returning(world: World) -> tuple[Sale, UUID]:
    sale, case = disputed(world)
    view = ask_back(actor=sale.seller, case_id=case.case_id, text="Send it back to me, please.")
    assert (view.status, view.due_at) == ("returning", world.now + timedelta(days=7))
    return sale, case.case_id


def sent(world: World) -> tuple[Sale, UUID, str]:
    sale, case_id = returning(world)
    label = get_return_label(actor=sale.buyer.actor, case_id=case_id)
    mark_sent_back(actor=sale.buyer.actor, case_id=case_id)
    world.settle()
    return sale, case_id, label.label_code


def refuses(act: Callable[[], object], error: type[DomainError]) -> None:
    before = list(Case.objects.values()), Shipment.objects.count()
    with pytest.raises(error):
        act()
    assert (list(Case.objects.values()), Shipment.objects.count()) == before


def test_the_label_leads_back_to_where_it_came_from_and_the_refund_follows_delivery(
    world: World,
) -> None:
    paid(world)  # its fees cover what the provider keeps of a refunded payment
    sale, case_id, code = sent(world)
    out = find_shipment_for_order(sale.order_id)
    back = find_return_for_order(sale.order_id)
    assert out is not None
    assert back is not None
    assert (back.sender, back.recipient) == (out.recipient, out.sender)
    assert back.tracking_code == code != out.tracking_code
    assert (sale.hold, state(case_id)) == ("frozen", ("returning", ""))
    world.pass_time(days=3)
    assert state(case_id) == ("closed", "refund")
    assert sale.order.status == "refunded"
    money = order_money(sale.order_id)
    assert (money.refunded_minor, money.to_seller_minor) == (sale.order.total_minor, 0)
    assert seller_statement(sale.order_id).total == Money(0, "GBP")
    assert told("support.case_closed")[-1]["solved_by"] == "carrier"
    assert_books()


def test_both_sides_follow_it_and_only_the_buyer_has_the_label(world: World) -> None:
    sale, case_id, _code = sent(world)
    world.pass_time(days=1)
    for actor in (sale.buyer.actor, sale.seller):
        lines = [one.label for one in case_timeline(access_case(actor=actor, case_id=case_id))]
        assert sum(line.startswith("Coming back: ") for line in lines) == 2
    face = access_return_label(actor=sale.buyer.actor, order_id=sale.order_id)
    assert face.code == find_return_for_order(sale.order_id).label_code  # type: ignore[union-attr]
    with pytest.raises(OrderNotFound):
        access_return_label(actor=sale.seller, order_id=sale.order_id)
    (own,) = access_labels(actor=sale.seller, order_ids=[sale.order_id])
    assert own.code != face.code


def test_a_return_that_the_carrier_lost_is_refunded_as_a_parcel_is(world: World) -> None:
    paid(world)  # its fees cover what the provider keeps of a refunded payment
    sale, case_id, code = sent(world)
    world.sandbox.carrier.lose(code)
    world.pass_time(hours=5)
    assert (state(case_id), sale.order.status) == (("closed", "refund"), "refunded")
    assert order_money(sale.order_id).refunded_minor == sale.order.total_minor
    assert_books()


def test_what_is_not_sent_in_seven_days_waits_for_staff_and_pays_nobody(world: World) -> None:
    sale, case_id = returning(world)
    world.pass_time(days=7, seconds=-1)
    assert state(case_id) == ("returning", "")
    world.pass_time(seconds=1)
    assert (state(case_id), sale.hold) == (("with_staff", ""), "frozen")
    assert told("support.case_escalated")[-1]["cause"] == "no_return"
    judge = staff()
    refuses(
        lambda: decide_case(actor=judge, case_id=case_id, outcome="return", reason=JUDGEMENT),
        NotNow,
    )  # asked back once already
    decide_case(actor=judge, case_id=case_id, outcome="release", reason=JUDGEMENT)
    world.pass_time(hours=48)
    assert (state(case_id), sale.order.status) == (("closed", "release"), "completed")
    assert_books()


def test_a_word_of_the_carrier_gives_it_fourteen_days_more(world: World) -> None:
    _sale, case_id, _code = sent(world)
    world.pass_time(hours=5)
    due = Case.objects.get(pk=case_id).due_at
    assert due is not None
    assert due > world.now + timedelta(days=13)


def test_a_parcel_that_arrives_late_still_ends_it(world: World) -> None:
    paid(world)  # its fees cover what the provider keeps of a refunded payment
    sale, case_id = returning(world)
    label = get_return_label(actor=sale.buyer.actor, case_id=case_id)
    world.pass_time(days=7)
    assert state(case_id) == ("with_staff", "")
    world.sandbox.carrier.deliver_now(label.label_code)
    world.pass_time(hours=5)
    assert state(case_id) == ("closed", "refund")
    assert_books()


def test_staff_decide_a_return_which_can_be_appealed_first(world: World) -> None:
    sale, case = disputed(world)
    world.pass_time(hours=48)
    decide_case(actor=staff(), case_id=case.case_id, outcome="return", reason=JUDGEMENT)
    assert state(case.case_id) == ("decided", "")
    refuses(lambda: get_return_label(actor=sale.buyer.actor, case_id=case.case_id), NotNow)
    world.pass_time(hours=48)
    assert state(case.case_id) == ("returning", "")
    told_of = told("support.return_asked")[-1]
    assert (told_of["asked_by"], told_of["order_id"]) == ("staff", str(sale.order_id))
    get_return_label(actor=sale.buyer.actor, case_id=case.case_id)
    assert sale.hold == "frozen"


def test_a_return_decided_on_appeal_begins_at_once(world: World) -> None:
    sale, case = disputed(world)
    world.pass_time(hours=48)
    decide_case(actor=staff(), case_id=case.case_id, outcome="refund", reason=JUDGEMENT)
    appeal_decision(actor=sale.seller, case_id=case.case_id, text="I want it back at least.")
    decide_case(actor=staff(), case_id=case.case_id, outcome="return", reason=JUDGEMENT)
    assert state(case.case_id) == ("returning", "")


def test_meanwhile_the_seller_may_refund_and_the_buyer_may_keep_it(world: World) -> None:
    sale, case_id = returning(world)
    withdraw_case(actor=sale.buyer.actor, case_id=case_id)
    assert (state(case_id), sale.hold) == (("closed", "withdrawn"), "held")
    other, other_id = returning(world)
    agree_to_refund(actor=other.seller, case_id=other_id)
    world.settle()
    assert (state(other_id), other.order.status) == (("closed", "refund"), "refunded")
    assert_books()


def test_each_does_their_own_part_and_a_stranger_none(world: World) -> None:
    sale, case = disputed(world)
    refuses(lambda: ask_back(actor=sale.buyer.actor, case_id=case.case_id), NotYourPart)
    refuses(lambda: get_return_label(actor=sale.buyer.actor, case_id=case.case_id), NotNow)
    stranger = Actor.user(make_user().id)
    refuses(lambda: ask_back(actor=stranger, case_id=case.case_id), CaseNotFound)
    ask_back(actor=sale.seller, case_id=case.case_id)
    refuses(lambda: ask_back(actor=sale.seller, case_id=case.case_id), NotNow)
    refuses(lambda: get_return_label(actor=sale.seller, case_id=case.case_id), NotYourPart)
    refuses(lambda: get_return_label(actor=stranger, case_id=case.case_id), CaseNotFound)
    refuses(lambda: mark_sent_back(actor=sale.buyer.actor, case_id=case.case_id), NoLabel)


def test_what_never_arrived_or_was_picked_up_is_not_asked_back(world: World) -> None:
    on_its_way = shipped(world)
    missing = complain(on_its_way)
    refuses(lambda: ask_back(actor=on_its_way.seller, case_id=missing.case_id), NotNow)
    arrived = delivered(world)
    claimed = complain(arrived, reason="says_delivered")
    assert not claimed.can_come_back
    refuses(lambda: ask_back(actor=arrived.seller, case_id=claimed.case_id), NotNow)
    assert paid(world).order.status == "paid"


def test_without_an_address_there_is_no_label_and_the_case_waits(world: World) -> None:
    sale, case_id = returning(world)
    Shipment.objects.filter(order_id=sale.order_id).update(order_id=case_id)
    Address.objects.filter(user_id=sale.seller.require_user()).delete()
    refuses(lambda: get_return_label(actor=sale.buyer.actor, case_id=case_id), NoReturnAddress)
    assert state(case_id) == ("returning", "")


def test_help_about_the_order_knows_of_the_return(world: World) -> None:
    sale, case_id = returning(world)
    facts = access_subject(actor=sale.buyer.actor, kind="order", object_id=sale.order_id).facts
    assert isinstance(facts, OrderFacts)
    assert facts.return_by == Case.objects.get(pk=case_id).due_at
    assert facts.return_scans == ()
    mark = get_return_label(actor=sale.buyer.actor, case_id=case_id)
    world.sandbox.carrier.deliver_now(mark.label_code)
    world.pass_time(hours=5)
    after = access_subject(actor=sale.seller, kind="order", object_id=sale.order_id).facts
    assert isinstance(after, OrderFacts)
    assert (after.return_by, after.status) == (None, "refunded")
