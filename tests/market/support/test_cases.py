"""A dispute freezes money; whoever ends it, the books agree to the penny."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from rethread.market.ledger.selectors import balance
from rethread.market.orders.errors import OrderDisputed
from rethread.market.orders.models import Deadline, Order
from rethread.market.orders.services import confirm_received
from rethread.market.payments.errors import PaymentConflict
from rethread.market.payments.models import Hold, Release
from rethread.market.payments.selectors import order_money
from rethread.market.payments.services import release_order
from rethread.market.support.errors import (
    CaseAlreadyOpen,
    CaseNotFound,
    CaseNotOffered,
    InvalidEvidence,
    InvalidWords,
    NotNow,
    NotYourPart,
    SameJudge,
)
from rethread.market.support.models import Case, CaseEntry
from rethread.market.support.selectors import access_case, list_cases, list_queue
from rethread.market.support.services import (
    add_to_case,
    agree_to_refund,
    answer_case,
    appeal_decision,
    ask_staff,
    decide_case,
    open_case,
    withdraw_case,
)
from rethread.platform.audit.services import list_entries
from rethread.platform.jobs.due import run_all_due
from rethread.platform.kernel import Actor, DomainError, Money
from tests.market.orders.world import World, at_once
from tests.support.factories import make_photo, make_user
from tests.support.outbox import emitted

from .people import WORDS, Sale, assert_books, complain, delivered, disputed, paid, shipped, staff

REPLY = "It left me whole, as my photos of the parcel show."
JUDGEMENT = "The photos show a tear that the listing does not mention."


def status_of(case_id: UUID) -> tuple[str, str]:
    row = Case.objects.get(pk=case_id)
    return row.status, row.outcome


def assert_untouched(sale: Sale, case_id: UUID, status: str) -> None:
    """Check that a refused step moved neither the case nor the money."""
    assert status_of(case_id) == (status, "")
    assert (sale.hold, sale.order.status) == ("frozen", "delivered")


def test_a_dispute_freezes_the_money_past_the_day_of_its_release(world: World) -> None:
    sale, case = disputed(world)
    assert (case.status, case.holds_money) == ("awaiting_answer", True)
    assert case.due_at == world.now + timedelta(hours=48)
    assert sale.hold == "frozen"
    assert set(Deadline.objects.filter(order_id=sale.order_id, outcome="")) == set()
    world.pass_time(days=30)
    assert (sale.hold, sale.order.status) == ("frozen", "delivered")
    assert order_money(sale.order_id).held_minor == 1500
    assert_books()


def test_both_sides_read_the_same_timeline_with_hashes(world: World) -> None:
    sale = delivered(world)
    photo = make_photo(sale.buyer.actor.require_user())
    case = open_case(
        actor=sale.buyer.actor,
        kind="order",
        object_id=sale.order_id,
        reason="not_as_described",
        text=WORDS,
        photo_ids=[photo.id],
    )
    answer_case(actor=sale.seller, case_id=case.case_id, text=REPLY)
    seen = [
        [
            (e.kind, e.role, e.text, [p.sha256 for p in e.evidence])
            for e in access_case(actor=actor, case_id=case.case_id).entries
        ]
        for actor in (sale.buyer.actor, sale.seller)
    ]
    from rethread.market.media.models import Photo

    mark = Photo.objects.get(pk=photo.id).content_sha256
    assert seen[0] == seen[1]
    assert seen[0] == [
        ("opened", "opener", WORDS, [mark]),
        ("answered", "respondent", REPLY, []),
    ]


def test_no_word_of_a_case_enters_an_event(world: World) -> None:
    sale = delivered(world)
    case = complain(sale)
    answer_case(actor=sale.seller, case_id=case.case_id, text=REPLY)
    names = ("help_asked", "case_opened", "case_answered")
    told = [one for name in names for one in emitted(f"support.{name}")]
    assert len(told) == 3
    assert not [one for one in told if WORDS in str(one) or REPLY in str(one)]


def test_a_seller_who_agrees_refunds_at_once_and_in_full(world: World) -> None:
    paid(world)  # its fees cover what the provider keeps of a refunded payment
    sale, case = disputed(world)
    total = sale.order.total_minor
    agree_to_refund(actor=sale.seller, case_id=case.case_id)
    world.settle()
    assert status_of(case.case_id) == ("closed", "refund")
    assert (sale.hold, sale.order.status) == ("refunded", "refunded")
    assert order_money(sale.order_id).refunded_minor == total
    assert sale.order.cancel_reason == "dispute_upheld"
    assert_books()


def test_silence_brings_a_case_to_staff_after_48_hours(world: World) -> None:
    _, case = disputed(world)
    world.pass_time(hours=47, minutes=59)
    assert status_of(case.case_id) == ("awaiting_answer", "")
    world.pass_time(minutes=1)
    assert status_of(case.case_id) == ("with_staff", "")
    assert [row.case_id for row in list_queue()] == [case.case_id]


def test_an_answer_gives_the_opener_48_hours_and_then_staff(world: World) -> None:
    sale, case = disputed(world)
    answer_case(actor=sale.seller, case_id=case.case_id, text=REPLY)
    world.pass_time(hours=48)
    assert status_of(case.case_id) == ("with_staff", "")


def test_a_refund_takes_effect_when_nobody_appealed_in_time(world: World) -> None:
    paid(world)  # its fees cover what the provider keeps of a refunded payment
    sale, case = disputed(world)
    world.pass_time(hours=48)
    judge = staff()
    decide_case(actor=judge, case_id=case.case_id, outcome="refund", reason=JUDGEMENT)
    world.pass_time(hours=47)
    assert_untouched(sale, case.case_id, "decided")
    world.pass_time(hours=1)
    assert status_of(case.case_id) == ("closed", "refund")
    assert sale.order.status == "refunded"
    assert order_money(sale.order_id).refunded_minor == sale.order.total_minor
    assert [row.action for row in list_entries(object_type="case", object_id=case.case_id)] == [
        "support.decide_case"
    ]
    assert_books()


def test_a_release_pays_the_seller_what_the_statement_says(world: World) -> None:
    sale, case = disputed(world)
    world.pass_time(hours=48)
    decide_case(actor=staff(), case_id=case.case_id, outcome="release", reason=JUDGEMENT)
    world.pass_time(hours=48)
    assert status_of(case.case_id) == ("closed", "release")
    assert (sale.hold, sale.order.status) == ("released", "completed")
    order = sale.order
    release = Release.objects.get(order_id=order.id)
    assert release.amount_minor == order.items_minor - order.seller_fee_minor
    assert balance(f"seller_pending:{release.payee_id}", "GBP") == release.amount_minor
    assert_books()


def test_an_appeal_is_decided_by_somebody_else_and_at_once(world: World) -> None:
    sale, case = disputed(world)
    world.pass_time(hours=48)
    judge = staff()
    decide_case(actor=judge, case_id=case.case_id, outcome="refund", reason=JUDGEMENT)
    appeal_decision(actor=sale.seller, case_id=case.case_id, text=REPLY)
    world.pass_time(days=9)
    assert_untouched(sale, case.case_id, "appealed")
    with pytest.raises(SameJudge):
        decide_case(actor=judge, case_id=case.case_id, outcome="refund", reason=JUDGEMENT)
    assert_untouched(sale, case.case_id, "appealed")
    decide_case(actor=staff(), case_id=case.case_id, outcome="release", reason=JUDGEMENT)
    world.settle()
    assert status_of(case.case_id) == ("closed", "release")
    assert sale.order.status == "completed"
    assert_books()


def test_only_the_party_it_goes_against_appeals(world: World) -> None:
    sale, case = disputed(world)
    world.pass_time(hours=48)
    decide_case(actor=staff(), case_id=case.case_id, outcome="refund", reason=JUDGEMENT)
    with pytest.raises(NotYourPart) as refusal:
        appeal_decision(actor=sale.buyer.actor, case_id=case.case_id, text=REPLY)
    assert refusal.value.code == "support.not_your_part"
    stranger = Actor.user(make_user().id)
    with pytest.raises(CaseNotFound) as hidden:
        appeal_decision(actor=stranger, case_id=case.case_id, text=REPLY)
    assert hidden.value.code == "support.case_not_found"
    assert_untouched(sale, case.case_id, "decided")


def test_a_withdrawn_case_lets_the_order_go_on_with_a_window_of_its_own(world: World) -> None:
    sale, case = disputed(world)
    world.pass_time(hours=30)
    withdraw_case(actor=sale.buyer.actor, case_id=case.case_id)
    assert status_of(case.case_id) == ("closed", "withdrawn")
    timer = Deadline.objects.get(order_id=sale.order_id, outcome="")
    assert (timer.kind, timer.due_at) == ("claim_window_end", world.now + timedelta(days=2))
    world.pass_time(days=2)
    assert sale.order.status == "completed"
    assert_books()


def test_a_parcel_lost_while_disputed_is_refunded_and_closes_the_case(world: World) -> None:
    paid(world)  # its fees cover what the provider keeps of a refunded payment
    sale = shipped(world)
    while not Order.objects.filter(pk=sale.order_id, status="shipped").exists():
        world.pass_time(hours=1)
    case = complain(sale)
    from rethread.market.orders.services.order import see_scan

    see_scan(actor=Actor.system("tests"), order_id=sale.order_id, kind="lost", at=world.now)
    world.settle()
    assert status_of(case.case_id) == ("closed", "overtaken")
    assert sale.order.status == "refunded"
    assert_books()


def test_a_disputed_order_cannot_be_confirmed(world: World) -> None:
    sale, case = disputed(world)
    with pytest.raises(OrderDisputed):
        confirm_received(actor=sale.buyer.actor, order_id=sale.order_id)
    assert_untouched(sale, case.case_id, "awaiting_answer")


def test_payments_and_the_database_refuse_to_release_frozen_money(world: World) -> None:
    sale, case = disputed(world)
    order = sale.order
    with pytest.raises(PaymentConflict):
        release_order(
            actor=Actor.system("tests"),
            order_id=order.id,
            seller_id=order.seller_id,
            amount_to_seller=Money(order.items_minor - order.seller_fee_minor, "GBP"),
            seller_fee=Money(order.seller_fee_minor, "GBP"),
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Hold.objects.filter(order_id=order.id).update(status="released")
    with pytest.raises(DatabaseError), transaction.atomic():
        Order.objects.filter(pk=order.id).update(status="completed", completed_at=world.now)
    assert_untouched(sale, case.case_id, "awaiting_answer")
    assert not Release.objects.exists()


def test_one_case_at_a_time(world: World) -> None:
    sale, case = disputed(world)
    with pytest.raises(CaseAlreadyOpen):
        complain(sale, "damaged")
    assert list(Case.objects.values_list("id", flat=True)) == [case.case_id]


def test_money_that_was_released_is_not_disputed(world: World) -> None:
    sale = delivered(world)
    world.pass_time(days=2)
    with pytest.raises(CaseNotOffered):
        complain(sale)
    assert (sale.order.status, Case.objects.count()) == ("completed", 0)


def test_what_is_not_sent_is_not_disputed(world: World) -> None:
    sale = paid(world)
    with pytest.raises(CaseNotOffered):
        complain(sale)
    assert (sale.hold, Case.objects.count()) == ("held", 0)


def test_a_stranger_finds_nothing(world: World) -> None:
    sale, case = disputed(world)
    stranger = Actor.user(make_user().id)
    attempts = [
        lambda: access_case(actor=stranger, case_id=case.case_id),
        lambda: access_case(actor=Actor.anonymous(), case_id=case.case_id),
        lambda: answer_case(actor=stranger, case_id=case.case_id, text=REPLY),
        lambda: agree_to_refund(actor=stranger, case_id=case.case_id),
        lambda: withdraw_case(actor=stranger, case_id=case.case_id),
        lambda: add_to_case(actor=Actor.user(make_user().id), case_id=case.case_id, text=REPLY),
        lambda: ask_staff(actor=stranger, case_id=case.case_id),
        lambda: appeal_decision(actor=stranger, case_id=case.case_id, text=REPLY),
        lambda: decide_case(
            actor=stranger, case_id=case.case_id, outcome="refund", reason=JUDGEMENT
        ),
    ]
    for attempt in attempts:
        with pytest.raises(CaseNotFound):
            attempt()
    assert list_cases(actor=stranger).cases == ()
    assert_untouched(sale, case.case_id, "awaiting_answer")
    assert CaseEntry.objects.count() == 1


def test_each_party_does_its_own_part_only(world: World) -> None:
    sale, case = disputed(world)
    for attempt in (
        lambda: answer_case(actor=sale.buyer.actor, case_id=case.case_id, text=REPLY),
        lambda: agree_to_refund(actor=sale.buyer.actor, case_id=case.case_id),
        lambda: withdraw_case(actor=sale.seller, case_id=case.case_id),
        lambda: ask_staff(actor=sale.seller, case_id=case.case_id),
    ):
        with pytest.raises(NotYourPart):
            attempt()
    with pytest.raises(NotNow):
        ask_staff(actor=sale.buyer.actor, case_id=case.case_id)
    with pytest.raises(NotNow):
        decide_case(actor=staff(), case_id=case.case_id, outcome="refund", reason=JUDGEMENT)
    assert_untouched(sale, case.case_id, "awaiting_answer")


def test_a_party_who_is_staff_does_not_judge_their_own_case(world: World) -> None:
    sale, case = disputed(world)
    world.pass_time(hours=48)
    with pytest.raises(NotYourPart):
        decide_case(
            actor=Actor.staff(sale.seller.require_user()),
            case_id=case.case_id,
            outcome="release",
            reason=JUDGEMENT,
        )
    assert_untouched(sale, case.case_id, "with_staff")


def test_a_decision_needs_words_and_an_outcome_that_fits(world: World) -> None:
    sale, case = disputed(world)
    world.pass_time(hours=48)
    with pytest.raises(InvalidWords):
        decide_case(actor=staff(), case_id=case.case_id, outcome="refund", reason="  no  ")
    with pytest.raises(NotNow):
        decide_case(actor=staff(), case_id=case.case_id, outcome="answered", reason=JUDGEMENT)
    assert_untouched(sale, case.case_id, "with_staff")


@pytest.mark.parametrize(("text", "error"), [("short", InvalidWords), ("x" * 2001, InvalidWords)])
def test_words_are_neither_too_few_nor_too_many(
    world: World, text: str, error: type[DomainError]
) -> None:
    sale = delivered(world)
    with pytest.raises(error):
        open_case(
            actor=sale.buyer.actor,
            kind="order",
            object_id=sale.order_id,
            reason="damaged",
            text=text,
        )
    assert (sale.hold, Case.objects.count()) == ("held", 0)


def test_evidence_is_ones_own_and_six_photos_at_most(world: World) -> None:
    sale = delivered(world)
    foreign = make_photo(sale.seller.require_user())
    own = [make_photo(sale.buyer.actor.require_user(), seed=n).id for n in range(7)]
    for photos in ([foreign.id], own):
        with pytest.raises(InvalidEvidence):
            open_case(
                actor=sale.buyer.actor,
                kind="order",
                object_id=sale.order_id,
                reason="damaged",
                text=WORDS,
                photo_ids=photos,
            )
    assert (sale.hold, Case.objects.count()) == ("held", 0)


def test_a_timeline_cannot_be_changed_afterwards(world: World) -> None:
    disputed(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseEntry.objects.update(text="something else")
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseEntry.objects.all().delete()
    assert CaseEntry.objects.get().text == WORDS


def test_a_question_goes_to_staff_at_once_and_holds_nothing(world: World) -> None:
    sale = paid(world)
    case = open_case(
        actor=sale.seller, kind="order", object_id=sale.order_id, reason="other", text=WORDS
    )
    assert (case.status, case.holds_money, case.respondent_id) == ("with_staff", False, None)
    assert sale.hold == "held"
    with pytest.raises(CaseNotFound):
        access_case(actor=sale.buyer.actor, case_id=case.case_id)
    decide_case(actor=staff(), case_id=case.case_id, outcome="answered", reason=JUDGEMENT)
    assert status_of(case.case_id) == ("closed", "answered")
    assert_books()


def race(world: World) -> str:
    """Open a case in the very moment in which the release is due; return which came first."""
    sale = delivered(world)
    world.moments[0] = Deadline.objects.get(order_id=sale.order_id, outcome="").due_at
    outcomes = at_once(
        lambda: complain(sale),
        lambda: run_all_due(world.works, world.now),
        lambda: run_all_due(world.works, world.now),
    )
    assert not [one for one in outcomes[1:] if isinstance(one, Exception)], outcomes
    opened = not isinstance(outcomes[0], Exception)
    assert opened or isinstance(outcomes[0], CaseNotOffered), outcomes
    assert Case.objects.filter(order_id=sale.order_id).exists() == opened
    assert Release.objects.filter(order_id=sale.order_id).exists() != opened
    assert sale.hold == ("frozen" if opened else "released")
    world.settle()
    assert_books()
    return "case" if opened else "release"


def test_a_case_and_a_release_in_the_same_moment_never_both_happen(world: World) -> None:
    winners = [race(world) for _ in range(4)]
    assert set(winners) <= {"case", "release"}
