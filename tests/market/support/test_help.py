"""Help about real things: the facts are those of the tables, actions go through the services."""

from __future__ import annotations

from uuid import uuid4

import pytest

from rethread.market.accounts.services import set_vacation
from rethread.market.catalogue.selectors import access_listing_for_view
from rethread.market.catalogue.services import hide_listing
from rethread.market.orders.models import Deadline
from rethread.market.social.services import send_message, start_conversation
from rethread.market.support.errors import ActionNotOffered, ReasonNotOffered, SubjectNotFound
from rethread.market.support.models import HelpRequest
from rethread.market.support.rules.answers import answer_for, reasons_for
from rethread.market.support.selectors import access_subject, contact_figures
from rethread.market.support.services import ask_for_help, decide_case, open_case, take_action
from rethread.market.support.types import OrderFacts, Statement
from rethread.platform.kernel import Actor, PermissionDenied
from tests.market.orders.world import World
from tests.support.factories import make_draft, make_live_listing, make_user
from tests.support.outbox import emitted

from .people import WORDS, Sale, assert_books, delivered, paid, shipped, staff


def facts_of(actor: Actor, sale: Sale) -> OrderFacts:
    facts = access_subject(actor=actor, kind="order", object_id=sale.order_id).facts
    assert isinstance(facts, OrderFacts)
    return facts


def said(actor: Actor, sale: Sale, reason: str) -> dict[str, Statement]:
    answer = ask_for_help(actor=actor, kind="order", object_id=sale.order_id, reason=reason)
    return {statement.code: statement for statement in answer.statements}


def test_the_facts_of_an_order_are_those_of_its_rows(world: World) -> None:
    sale = delivered(world)
    order, facts = sale.order, facts_of(sale.buyer.actor, sale)
    timer = Deadline.objects.get(order=order, outcome="")
    assert (facts.side, facts.status, facts.now) == ("buyer", "delivered", world.now)
    assert (facts.total.amount_minor, facts.seller_gets.amount_minor) == (
        order.total_minor,
        order.items_minor - order.seller_fee_minor,
    )
    assert (facts.shipped_at, facts.delivered_at) == (order.shipped_at, order.delivered_at)
    assert (facts.release_at, facts.tracking_code) == (timer.due_at, order.tracking_code)
    assert facts.scans[-1].kind == "delivered"
    assert facts_of(sale.seller, sale).side == "seller"


def test_where_is_it_says_what_the_carrier_saw_and_when_the_money_moves(world: World) -> None:
    sale = shipped(world)
    answer = said(sale.buyer.actor, sale, "where_is_it")
    order = sale.order
    assert answer["sent_on"].values == {"at": order.shipped_at}
    assert answer["tracked_as"].values == {"code": order.tracking_code}
    assert answer["released_if_silent"].values == {
        "at": Deadline.objects.get(order=order, outcome="").due_at
    }


def test_a_question_asked_twice_is_one_contact(world: World) -> None:
    sale = shipped(world)
    for _ in range(3):
        said(sale.buyer.actor, sale, "where_is_it")
    assert HelpRequest.objects.count() == 1
    (event,) = emitted("support.help_asked")
    assert (event["reason"], event["side"], event["object_kind"]) == (
        "where_is_it",
        "buyer",
        "order",
    )


def test_a_reason_that_does_not_fit_is_refused_and_not_counted(world: World) -> None:
    sale = paid(world)
    for reason in ("where_is_it", "how_to_send", "nonsense"):
        with pytest.raises(ReasonNotOffered):
            said(sale.buyer.actor, sale, reason)
    assert HelpRequest.objects.count() == 0


def test_strangers_and_visitors_get_no_help_with_what_is_not_theirs(world: World) -> None:
    sale = paid(world)
    draft = make_draft()
    for kind, object_id in (
        ("order", sale.order_id),
        ("listing", draft.id),
        ("payout", uuid4()),
        ("conversation", uuid4()),
        ("nonsense", sale.order_id),
    ):
        with pytest.raises(SubjectNotFound):
            access_subject(actor=Actor.user(make_user().id), kind=kind, object_id=object_id)
    with pytest.raises(PermissionDenied):
        access_subject(actor=Actor.anonymous(), kind="order", object_id=sale.order_id)


def test_a_buyer_calls_an_unsent_order_off_in_place(world: World) -> None:
    paid(world)
    sale = paid(world)
    said(sale.buyer.actor, sale, "cancel")
    take_action(
        actor=sale.buyer.actor,
        kind="order",
        object_id=sale.order_id,
        reason="cancel",
        action="cancel",
    )
    world.settle()
    assert (sale.order.status, sale.order.cancel_reason) == ("refunded", "buyer_cancelled")
    assert HelpRequest.objects.get().acted_at is not None
    assert_books()


def test_a_seller_gets_the_label_and_the_same_one_again(world: World) -> None:
    sale = paid(world)
    for reason in ("how_to_send", "label_broken"):
        take_action(
            actor=sale.seller,
            kind="order",
            object_id=sale.order_id,
            reason=reason,
            action="label",
        )
    assert said(sale.seller, sale, "label_broken")["label_ready"].values["code"] != ""


def test_a_seller_gives_everything_back_in_place(world: World) -> None:
    paid(world)
    sale = delivered(world)
    take_action(
        actor=sale.seller,
        kind="order",
        object_id=sale.order_id,
        reason="give_refund",
        action="give_back",
    )
    world.settle()
    assert (sale.hold, sale.order.status) == ("refunded", "refunded")
    assert sale.order.cancel_reason == "seller_refunded"
    assert_books()


def test_an_action_that_is_not_offered_is_refused(world: World) -> None:
    sale = shipped(world)
    for actor, reason, action in (
        (sale.buyer.actor, "where_is_it", "cancel"),
        (sale.buyer.actor, "give_refund", "give_back"),
        (sale.seller, "when_paid", "confirm"),
    ):
        with pytest.raises(ActionNotOffered):
            take_action(
                actor=actor, kind="order", object_id=sale.order_id, reason=reason, action=action
            )
    assert (sale.hold, sale.order.status) == ("held", "shipped")


def test_a_hidden_listing_is_shown_again_and_a_holiday_ended_in_place(world: World) -> None:
    seller = world.seller()
    listing = world.listing(seller)

    def act(action: str) -> None:
        take_action(
            actor=seller,
            kind="listing",
            object_id=listing.id,
            reason="why_not_shown",
            action=action,
        )

    hide_listing(actor=seller, listing_id=listing.id)
    act("show_listing")
    assert access_listing_for_view(actor=seller, listing_id=listing.id).status == "live"
    set_vacation(actor=seller, shop_id=listing.shop.id, on_vacation=True)
    act("end_holiday")
    assert access_listing_for_view(actor=seller, listing_id=listing.id).available


def test_contacts_are_counted_by_who_solved_them(world: World) -> None:
    sale = paid(world)
    said(sale.buyer.actor, sale, "when_sent")
    case = open_case(
        actor=sale.seller, kind="order", object_id=sale.order_id, reason="other", text=WORDS
    )
    assert contact_figures().running == 1
    decide_case(actor=staff(), case_id=case.case_id, outcome="answered", reason=WORDS)
    figures = contact_figures()
    assert (figures.contacts, figures.by_system, figures.by_staff) == (2, 1, 1)
    assert figures.without_staff_share == 0.5


def test_a_conversation_is_helped_with_by_its_two_people_alone(world: World) -> None:
    listing = make_live_listing()
    buyer, seller = Actor.user(make_user().id), Actor.user(listing.seller_id)
    number = start_conversation(actor=buyer, listing_id=listing.id).conversation_id
    send_message(actor=buyer, conversation_id=number, text="Is it still there?")
    asked = access_subject(actor=buyer, kind="conversation", object_id=number)
    told = access_subject(actor=seller, kind="conversation", object_id=number)
    assert reasons_for(asked.facts) == ("no_reply", "off_platform", "other")
    first = [answer_for(subject.facts, "no_reply") for subject in (asked, told)]
    assert [answer and answer.statements[0].code for answer in first] == [
        "waits_for_other",
        "waits_for_you",
    ]
    case = open_case(
        actor=buyer, kind="conversation", object_id=number, reason="off_platform", text=WORDS
    )
    assert (case.status, case.object_id) == ("with_staff", number)
    for stranger in (Actor.user(make_user().id), staff()):
        with pytest.raises(SubjectNotFound):
            access_subject(actor=stranger, kind="conversation", object_id=number)
