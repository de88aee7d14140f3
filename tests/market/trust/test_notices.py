"""Notices: everybody who reports something is answered, and nobody reports too much."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rethread.market.catalogue.selectors import get_listing
from rethread.market.social.services import send_message, start_conversation
from rethread.market.trust import errors
from rethread.market.trust.models import Case, Decision, Notice
from rethread.market.trust.selectors import (
    access_notice,
    list_cases,
    list_own_notices,
    list_standing,
)
from rethread.market.trust.services import (
    decide_case,
    submit_notice,
)
from rethread.platform.kernel import Actor, DomainError, new_id
from tests.support.factories import (
    make_draft,
    make_live_listing,
    make_user,
)
from tests.support.outbox import emitted

from .conftest import NOON, Clock, person, reported, staff

pytestmark = pytest.mark.usefixtures("clock")


def test_a_reporter_is_answered_when_a_person_has_decided() -> None:
    listing, reporter, who = make_live_listing(), person(), staff()
    notice_id = reported(listing, reporter)
    assert access_notice(reporter, notice_id).answer == ""
    (case,) = list_cases(who)
    decide_case(
        actor=who, case_id=case.case_id, action="remove_listing", ground="counterfeit",
        facts="The label is printed.",
    )  # fmt: skip
    (notice,) = list_own_notices(reporter)
    assert (notice.upheld, notice.answered_at) == (True, NOON)
    assert notice.answer.startswith("Thank you. You were right")
    with pytest.raises(errors.NoticeNotFound):
        access_notice(person(), notice_id)


def test_who_is_signed_out_reads_the_answer_by_a_secret_address() -> None:
    listing = make_live_listing()
    receipt = submit_notice(
        actor=Actor.anonymous(), kind="listing", object_id=listing.id, ground="prohibited",
        text="A knife", origin="o",
    )  # fmt: skip
    assert access_notice(Actor.anonymous(), receipt.notice_id, receipt.token).text == "A knife"
    for token in ("", "wrong"):
        with pytest.raises(errors.NoticeNotFound):
            access_notice(Actor.anonymous(), receipt.notice_id, token)


def test_nobody_reports_what_is_theirs_or_what_they_cannot_see() -> None:
    listing, draft = make_live_listing(), make_draft()
    seller = Actor.user(listing.seller_id)
    buyer = person()
    talk = start_conversation(actor=buyer, listing_id=listing.id)
    message = send_message(actor=buyer, conversation_id=talk.conversation_id, text="Hi")
    for actor, kind, object_id, code in (
        (seller, "listing", listing.id, "trust.own_listing"),
        (buyer, "person", buyer.require_user(), "trust.oneself"),
        (buyer, "message", message.message_id, "trust.own_message"),
        (buyer, "listing", draft.id, "trust.nothing_to_report"),
        (person(), "message", message.message_id, "trust.nothing_to_report"),
        (Actor.anonymous(), "message", message.message_id, "trust.nothing_to_report"),
        (buyer, "person", new_id(), "trust.nothing_to_report"),
        (buyer, "planet", listing.id, "trust.nothing_to_report"),
    ):
        with pytest.raises(DomainError) as refusal:
            submit_notice(actor=actor, kind=kind, object_id=object_id, ground="other")
        assert refusal.value.code == code
    for ground, text in (("vibes", ""), ("other", "x" * 2001)):
        with pytest.raises(errors.InvalidNotice):
            submit_notice(
                actor=buyer, kind="listing", object_id=listing.id, ground=ground, text=text
            )
    assert (Notice.objects.count(), Case.objects.count()) == (0, 0)
    assert emitted("trust.notice_submitted") == []
    submit_notice(actor=seller, kind="message", object_id=message.message_id, ground="harassment")
    assert Case.objects.get().subject_id == buyer.user_id


def test_a_thousand_reports_of_one_thing_by_one_person_are_one() -> None:
    listing, reporter = make_live_listing(), person()
    first = reported(listing, reporter)
    for _ in range(999):
        receipt = submit_notice(
            actor=reporter, kind="listing", object_id=listing.id, ground="other"
        )
    assert (receipt.notice_id, receipt.merged) == (first, True)
    assert (Notice.objects.count(), Case.objects.count()) == (1, 1)
    assert len(emitted("trust.notice_submitted")) == 1
    assert get_listing(listing.id).status == "live"  # many reports decide nothing
    assert Decision.objects.count() == 0


def test_a_flood_over_many_things_is_bounded_with_a_clear_answer(clock: Clock) -> None:
    reporter, people = person(), [make_user().id for _ in range(25)]
    refused = []
    for target in people:
        try:
            submit_notice(actor=reporter, kind="person", object_id=target, ground="fraud")
        except DomainError as error:
            refused.append((error.code, error.status))
    assert refused == [("trust.too_many_notices", 429)] * 5
    assert Notice.objects.count() == 20
    clock.now += timedelta(days=1)
    submit_notice(actor=reporter, kind="person", object_id=people[-1], ground="fraud")
    for number, target in enumerate(people[:11]):
        try:
            submit_notice(
                actor=Actor.anonymous(), kind="person", object_id=target, ground="fraud",
                origin="one place",
            )  # fmt: skip
        except errors.TooManyNotices:
            assert number == 10
    assert Notice.objects.filter(reporter__isnull=True).count() == 10


def test_two_reporters_share_a_case_and_both_are_answered() -> None:
    listing, who = make_live_listing(), staff()
    one, other = person(), person()
    reported(listing, one)
    reported(listing, other)
    (case,) = list_cases(who)
    assert case.notice_count == 2
    decide_case(actor=who, case_id=case.case_id, action="none", ground="other", facts="All well.")
    for actor in (one, other):
        (notice,) = list_own_notices(actor)
        assert (notice.upheld, bool(notice.answer)) == (False, True)
    assert list_standing(Actor.user(listing.seller_id)) == ()
    assert get_listing(listing.id).status == "live"
