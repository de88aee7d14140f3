"""What people are told is true of the tables: real things are walked through every state they can
be in, everybody asks for everything, and each statement is held against rows read anew.

The facts that the oracle judges by are gathered here, from tables, never by support's selectors.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest
from django.db.models import Model

from rethread.market.accounts.services import set_vacation
from rethread.market.catalogue.models import Listing
from rethread.market.catalogue.services import hide_listing, mark_sold_elsewhere, remove_listing
from rethread.market.catalogue.types import ListingStatus
from rethread.market.fulfilment.models import Scan as ScanRow
from rethread.market.fulfilment.models import Shipment
from rethread.market.orders.models import Deadline, Order, PickupCode
from rethread.market.orders.services import (
    cancel_order,
    confirm_received,
    hand_over_pickup,
    make_label,
    mark_shipped,
)
from rethread.market.orders.types import OrderStatus
from rethread.market.payments.models import Hold, Payee, Payout, Refund, Release
from rethread.market.payments.types import PayoutStatus
from rethread.market.social.services import block_person, send_message, start_conversation
from rethread.market.support.errors import ReasonNotOffered, SubjectNotFound
from rethread.market.support.models import Case, HelpRequest
from rethread.market.support.rules import order_answers, other_answers
from rethread.market.support.selectors import access_subject
from rethread.market.support.services import ask_for_help, decide_case
from rethread.market.support.types import (
    Answer,
    ConversationFacts,
    Facts,
    ListingFacts,
    ObjectKind,
    OrderFacts,
    PayoutFacts,
    Scan,
    Side,
)
from rethread.platform.kernel import Actor, Money
from tests.market.orders.world import World
from tests.support.factories import make_draft, make_live_listing, make_shop, make_user

from .people import WORDS, Sale, complain, delivered, paid, shipped, staff
from .states import FEE
from .test_truth import TRUE_WHEN

RULES: dict[ObjectKind, tuple[dict[str, Any], ...]] = {
    "order": (order_answers.BUYER, order_answers.SELLER),
    "listing": (other_answers.LISTING_OWNER, other_answers.LISTING_VISITOR),
    "payout": (other_answers.PAYOUT,),
    "conversation": (other_answers.CONVERSATION,),
}
EVERY_REASON = sorted({reason for rules in RULES.values() for rule in rules for reason in rule})
# What the books must say where a statement is about money that lies with the market.
HELD_AS = {
    "money_held": {"held"},
    "payment_kept": {"held"},
    "money_frozen": {"frozen"},
    "payment_frozen": {"frozen"},
    "released_to_seller": {"released"},
    "reached_balance": {"released"},
    "transfer_under_way": {"released"},
    "waits_for_identity": {"released"},
    "refunded_on": {"refunded"},
    "refunded_you_on": {"refunded"},
    "not_charged": {"expected", "void"},
}
PROMISED = timedelta(days=5)  # what a buyer is told at checkout


def gbp(minor: int) -> Money:
    return Money(minor, "GBP")


def open_case_of(kind: str, object_id: Any, actor: Actor) -> Any:
    rows = Case.objects.exclude(status="closed").filter(object_kind=kind, object_id=object_id)
    mine = [row.id for row in rows if actor.user_id in {row.opener_id, row.respondent_id}]
    assert len(mine) <= 1
    return mine[0] if mine else None


def order_of_rows(world: World, order_id: Any, side: Side, actor: Actor) -> OrderFacts:
    row = Order.objects.select_related("checkout").get(pk=order_id)
    due = {one.kind: one.due_at for one in Deadline.objects.filter(order=row, outcome="")}
    parcel = Shipment.objects.filter(order_id=order_id).first()
    label = parcel.tracking_code if parcel is not None else ""
    scanned_as = label if parcel is not None and parcel.tracked else ""
    scans = ScanRow.objects.filter(shipment__order_id=order_id).order_by("at")
    to = row.checkout.address
    payee = Payee.objects.filter(seller_id=row.seller_id).first()
    return OrderFacts(
        side=side, status=row.status, now=world.now, total=gbp(row.total_minor),  # type: ignore[arg-type]
        seller_gets=gbp(row.items_minor - row.seller_fee_minor),
        address=", ".join(to[part] for part in ("line1", "line2", "city", "postcode") if to[part]),
        paid_at=row.paid_at,
        ship_promised_at=row.paid_at + PROMISED if row.paid_at and row.status == "paid" else None,
        auto_cancel_at=due.get("auto_cancel"), shipped_at=row.shipped_at, has_label=label != "",
        tracking_code=row.tracking_code or scanned_as,
        delivery=row.delivery_method, pickup_place=row.pickup_place,  # type: ignore[arg-type]
        scans=tuple(Scan(one.kind, one.at, one.note) for one in scans),
        delivered_at=row.delivered_at,
        release_at=due.get("claim_window_end", due.get("no_scan_release")),
        completed_at=row.completed_at, seller_paid_at=row.seller_paid_at,
        seller_can_receive=payee is not None and payee.transfers_enabled,
        cancelled_at=row.cancelled_at, cancel_reason=row.cancel_reason,  # type: ignore[arg-type]
        refund_failed_at=row.refund_failed_at, refunded_at=row.refunded_at,
        disputed_at=row.disputed_at, open_case_id=open_case_of("order", order_id, actor),
    )  # fmt: skip


def assert_books_say_so(order_id: Any, code: str) -> None:
    hold = Hold.objects.filter(order_id=order_id).values_list("status", flat=True).first()
    if code in HELD_AS:
        assert hold in HELD_AS[code] or (hold is None and code == "not_charged"), (code, hold)
    refund = Refund.objects.filter(order_id=order_id).values_list("status", flat=True).first()
    if code in {"refunded_on", "refunded_you_on"}:
        assert refund == "succeeded"
    if code in {"refund_under_way", "refund_you_under_way"}:
        assert refund in {"due", "pending"}
    if code == "reached_balance":
        assert Release.objects.get(order_id=order_id).status == "available"


def answers_to_everything(actor: Actor, kind: str, object_id: Any) -> Iterator[Answer]:
    """Ask for every reason that exists anywhere; a refusal must leave nothing behind."""
    for reason in EVERY_REASON:
        before = HelpRequest.objects.count()
        try:
            yield ask_for_help(actor=actor, kind=kind, object_id=object_id, reason=reason)
        except ReasonNotOffered:
            assert HelpRequest.objects.count() == before


def assert_true(kind: ObjectKind, facts: Facts, actor: Actor, row: Model) -> set[str]:
    """Hold every answer to every reason against the facts of the rows; return what was offered."""
    assert access_subject(actor=actor, kind=kind, object_id=row.pk).facts == facts  # nothing lost
    offered = set()
    for answer in answers_to_everything(actor, kind, row.pk):
        assert answer.statements, answer
        for statement in answer.statements:
            assert TRUE_WHEN[statement.code](facts, statement.values), (statement, facts)
            if kind == "order":
                assert_books_say_so(row.pk, statement.code)
        offered.add(answer.reason)
    assert "other" in offered
    return offered


class Walk:
    """Where orders have been, and what their sides could ask there."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.statuses: set[str] = set()
        self.offered: dict[Side, set[str]] = {"buyer": set(), "seller": set()}
        self.triples = 0

    def look(self, sale: Sale) -> None:
        self.statuses.add(sale.order.status)
        sides: tuple[tuple[Side, Actor], ...] = (
            ("buyer", sale.buyer.actor), ("seller", sale.seller),
        )  # fmt: skip
        for side, actor in sides:
            if side == "seller" and sale.order.paid_at is None:
                with pytest.raises(SubjectNotFound):  # nobody has bought anything of them yet
                    access_subject(actor=actor, kind="order", object_id=sale.order_id)
                continue
            facts = order_of_rows(self.world, sale.order_id, side, actor)
            found = assert_true("order", facts, actor, sale.order)
            self.offered[side] |= found
            self.triples += len(EVERY_REASON)


@pytest.mark.slow
def test_both_sides_of_an_order_are_told_the_truth_in_every_state(world: World) -> None:
    walk = Walk(world)
    buyer, seller = world.buyer(), world.seller()
    checkout = world.check_out(buyer, world.listing(seller))
    unpaid = Sale(buyer, seller, checkout.orders[0].order_id)
    walk.look(unpaid)
    world.pass_time(hours=2)
    walk.look(unpaid)  # lapsed
    called_off = paid(world)
    walk.look(called_off)
    world.pass_time(days=6)
    walk.look(called_off)  # paid, and the promise is missed
    cancel_order(actor=called_off.seller, order_id=called_off.order_id)
    walk.look(called_off)  # cancelled: the refund is on its way
    world.settle()
    walk.look(called_off)  # refunded
    labelled = paid(world)
    make_label(actor=labelled.seller, order_id=labelled.order_id)
    walk.look(labelled)
    sent = shipped(world)
    walk.look(sent)
    world.pass_time(days=1)
    walk.look(sent)  # scanned meanwhile
    good = delivered(world)
    walk.look(good)
    confirm_received(actor=good.buyer.actor, order_id=good.order_id)
    walk.look(good)  # completed, not transferred yet
    world.settle()
    walk.look(good)
    for outcome in ("refund", "release"):
        bad = delivered(world)
        case = complain(bad)
        walk.look(bad)  # disputed
        world.pass_time(days=3)
        decide_case(actor=staff(), case_id=case.case_id, outcome=outcome, reason=WORDS)
        walk.look(bad)  # decided, can be appealed
        world.pass_time(days=20)
        walk.look(bad)
    fetched = paid(world, delivery="pickup")
    walk.look(fetched)
    pickup = PickupCode.objects.get(order_id=fetched.order_id)
    hand_over_pickup(actor=fetched.seller, order_id=fetched.order_id, code=pickup.code)
    walk.look(fetched)
    untracked = paid(world, delivery="untracked")
    make_label(actor=untracked.seller, order_id=untracked.order_id)
    walk.look(untracked)
    mark_shipped(actor=untracked.seller, order_id=untracked.order_id)
    walk.look(untracked)
    world.pass_time(days=4)
    walk.look(untracked)
    world.pass_time(days=14)
    walk.look(untracked)  # nobody said anything, so the seller was paid
    assert untracked.order.status == "completed"
    assert walk.statuses == set(get_args(OrderStatus))
    assert walk.offered == {
        "buyer": set(order_answers.BUYER),
        "seller": set(order_answers.SELLER),
    }
    assert walk.triples > 700


def test_a_listing_says_who_may_see_it_in_every_state(world: World) -> None:
    seller, stranger = world.seller(), Actor.user(make_user().id)
    seen: set[str] = set()

    def look(listing_id: Any) -> None:
        row = Listing.objects.select_related("shop").get(pk=listing_id)
        seen.add(row.status)
        buys = row.buyer_price_minor
        facts = ListingFacts(
            side="seller", status=row.status, on_holiday=row.shop.on_vacation,
            published_at=row.published_at, sold_at=row.sold_at,
            price=gbp(row.price_minor) if row.price_minor else None,
            buyer_price=gbp(buys) if row.price_minor and buys else None,
        )  # fmt: skip
        owner = Actor.user(row.seller_id)
        assert assert_true("listing", facts, owner, row) == {*other_answers.LISTING_OWNER} - {
            "case"
        }
        if row.status in {"draft", "hidden"}:
            with pytest.raises(SubjectNotFound):
                access_subject(actor=stranger, kind="listing", object_id=row.pk)
        else:
            assert_true("listing", replace(facts, side="visitor"), stranger, row)

    listing = world.listing(seller, 1750)
    assert Listing.objects.get(pk=listing.id).buyer_price_minor == 1750 + FEE.amount_minor
    look(make_draft(price_minor=1750).id)
    look(listing.id)
    set_vacation(actor=seller, shop_id=listing.shop.id, on_vacation=True)
    look(listing.id)
    set_vacation(actor=seller, shop_id=listing.shop.id, on_vacation=False)
    hide_listing(actor=seller, listing_id=listing.id)
    look(listing.id)
    buyer, wanted = world.buyer(), world.listing(seller, 1750)
    checkout = world.check_out(buyer, wanted)
    look(wanted.id)
    world.pay(buyer, checkout.checkout_id)
    look(wanted.id)
    away = world.listing(seller, 1750)
    mark_sold_elsewhere(actor=seller, listing_id=away.id)
    look(away.id)
    remove_listing(actor=seller, listing_id=listing.id)
    for actor in (seller, stranger):  # what is gone has no state to ask about
        with pytest.raises(SubjectNotFound):
            access_subject(actor=actor, kind="listing", object_id=listing.id)
    assert seen | {"removed"} == set(get_args(ListingStatus))


@pytest.mark.parametrize("status", get_args(PayoutStatus))
@pytest.mark.parametrize("enabled", [True, False])
def test_a_payout_says_where_it_is_in_every_state(
    world: World, status: PayoutStatus, enabled: bool
) -> None:
    owner_id = make_shop().owner_id
    payee = Payee.objects.create(seller_id=owner_id, payouts_enabled=enabled)
    row = Payout.objects.create(
        payee=payee, amount_minor=1697, currency="GBP", status=status, created_at=world.now,
        failure="account closed" if status == "failed" else "",
    )  # fmt: skip
    facts = PayoutFacts(
        side="seller", status=status, amount=gbp(1697), asked_at=row.created_at,
        failure=row.failure, available=gbp(0), payouts_enabled=enabled,
    )  # fmt: skip
    owner = Actor.user(owner_id)
    offered = assert_true("payout", facts, owner, row)
    assert offered == {"other", "failed" if status == "failed" else "when_arrives"}
    with pytest.raises(SubjectNotFound):
        access_subject(actor=Actor.user(make_user().id), kind="payout", object_id=row.pk)


def test_a_conversation_says_who_waits_for_whom_and_when_it_is_closed(world: World) -> None:
    from rethread.market.social.models import Conversation, Message

    listing = make_live_listing()
    buyer, seller = Actor.user(make_user(display_name="Ada").id), Actor.user(listing.seller_id)
    number = start_conversation(actor=buyer, listing_id=listing.id).conversation_id

    def look(*, blocked: bool = False) -> None:
        row = Conversation.objects.get(pk=number)
        last = Message.objects.filter(conversation=row).latest("id")
        for side, actor, other in (("buyer", buyer, seller), ("seller", seller, buyer)):
            facts = ConversationFacts(
                side=side,  # type: ignore[arg-type]  # one of the two
                other_name=type(row.buyer).objects.get(pk=other.user_id).display_name,
                started_at=row.started_at, last_message_at=last.sent_at,
                last_is_own=last.sender_id == actor.user_id, blocked=blocked,
            )  # fmt: skip
            offered = assert_true("conversation", facts, actor, row)
            assert offered == set(other_answers.CONVERSATION) - {"case"}

    for writer in (buyer, seller):
        send_message(actor=writer, conversation_id=number, text="Is it still there?")
        look()
    block_person(actor=seller, person_id=buyer.require_user())
    look(blocked=True)


def test_every_kind_of_thing_is_walked() -> None:
    assert set(RULES) == set(get_args(ObjectKind))
