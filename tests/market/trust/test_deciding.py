"""Decisions and appeals: everybody reads why, and a person decides."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation

from rethread.market.accounts.services import choose_language
from rethread.market.catalogue.errors import PublishRefused
from rethread.market.catalogue.selectors import access_listing_for_edit, get_listing
from rethread.market.catalogue.services import publish_listing, show_listing, update_listing
from rethread.market.catalogue.types import ListingView
from rethread.market.orders.errors import BuyingRefused
from rethread.market.orders.services import start_checkout
from rethread.market.social.errors import WritingRefused
from rethread.market.social.services import send_message, start_conversation
from rethread.market.trust import errors
from rethread.market.trust.models import Appeal, Approval, Case, Decision, Letter
from rethread.market.trust.rules import transitions
from rethread.market.trust.selectors import (
    access_decision,
    count_unread_news,
    count_unread_reasons,
    list_appeals,
    list_cases,
    list_letter_writers,
    list_letters,
    list_standing,
    transparency_counts,
)
from rethread.market.trust.services import (
    answer_letters,
    decide_appeal,
    decide_case,
    make_appeal,
    next_decision_end,
    open_case_about,
    read_standing,
    write_letter,
)
from rethread.market.trust.types import DecisionView
from rethread.market.trust.wiring import DUE_WORK
from rethread.platform.audit.services import list_entries
from rethread.platform.jobs.due import run_all_due
from rethread.platform.kernel import Actor, PermissionDenied
from tests.support.factories import (
    make_address,
    make_draft,
    make_live_listing,
)
from tests.support.outbox import emitted

from .conftest import NOON, Clock, person, reported, staff

pytestmark = pytest.mark.usefixtures("clock")
README = Path(transitions.__file__).parents[1] / "README.md"


def decided(
    listing: ListingView, action: str = "hide_listing", ground: str = "misdescribed", **more: int
) -> tuple[Actor, DecisionView]:
    who = staff()
    case_id = open_case_about(
        actor=who, kind="listing", object_id=listing.id, subject_id=listing.seller_id
    )
    return who, decide_case(
        actor=who, case_id=case_id, action=action, ground=ground, facts="We looked.", **more
    )


# -- decisions ---------------------------------------------------------------------------------


def test_what_can_be_mended_is_hidden_until_it_is() -> None:
    listing = make_live_listing()
    seller = Actor.user(listing.seller_id)
    _, decision = decided(listing)
    assert (decision.automated, decision.until) == (False, "Until you mend it.")
    assert show_listing(actor=seller, listing_id=listing.id).status == "hidden"
    update_listing(actor=seller, listing_id=listing.id, changes={"title": "Black denim jacket"})
    assert show_listing(actor=seller, listing_id=listing.id).status == "live"
    assert access_decision(seller, decision.decision_id).status == "mended"


def test_what_was_taken_down_stays_down_for_everybody_but_its_seller() -> None:
    listing = make_live_listing()
    seller = Actor.user(listing.seller_id)
    decided(listing, "remove_listing", "counterfeit")
    update_listing(actor=seller, listing_id=listing.id, changes={"title": "Another"})
    assert show_listing(actor=seller, listing_id=listing.id).status == "hidden"
    (reasons,) = list_standing(seller)
    assert (reasons.what, reasons.until, reasons.how_to_mend) == (
        "“Blue denim jacket” was taken down: only you can see it.", "Without an end date.", "",
    )  # fmt: skip


def test_a_restriction_stops_listing_and_writing_until_its_end_and_not_buying(
    clock: Clock,
) -> None:
    listing, draft = make_live_listing(), make_draft()
    target = Actor.user(draft.seller_id)
    talk = start_conversation(actor=target, listing_id=listing.id)
    who = staff()
    case_id = open_case_about(
        actor=who, kind="person", object_id=draft.seller_id, subject_id=draft.seller_id
    )
    decide_case(
        actor=who, case_id=case_id, action="restrict", ground="harassment", facts="Rude.", days=3
    )
    with pytest.raises(PublishRefused) as refusal:
        publish_listing(actor=target, listing_id=draft.id)
    assert "until 5 March, 12:00" in refusal.value.message
    with pytest.raises(WritingRefused):
        send_message(actor=target, conversation_id=talk.conversation_id, text="Hi")
    (reasons,) = list_standing(target)
    assert reasons.until == "Until 5 March 2026, 12:00."
    write_letter(actor=target, text="Sorry.")
    assert next_decision_end() == NOON + timedelta(days=3)
    assert run_all_due(DUE_WORK, clock.now + timedelta(days=3, seconds=-1)) == 0
    clock.now += timedelta(days=3)
    send_message(actor=target, conversation_id=talk.conversation_id, text="Hi")
    assert run_all_due(DUE_WORK, clock.now) == 1
    assert list_standing(target)[0].status == "ended"
    assert next_decision_end() is None


def test_case_47_who_is_suspended_sells_buys_and_writes_nothing_and_reads_why() -> None:
    listing, other = make_live_listing(), make_live_listing()
    target = Actor.user(listing.seller_id)
    decided(listing, "suspend", "fraud")
    assert access_listing_for_edit(actor=target, listing_id=listing.id).status == "hidden"
    with pytest.raises(PublishRefused):
        show_listing(actor=target, listing_id=listing.id)
    with pytest.raises(BuyingRefused) as refusal:
        start_checkout(
            actor=target,
            address_id=make_address(listing.seller_id).id,
            idempotency_key="k",
            expected_total=None,
            listing_ids=[other.id],
        )
    assert refusal.value.code == "orders.buying_refused"
    assert get_listing(other.id).status == "live"
    (reasons,) = list_standing(target)
    assert (reasons.action, reasons.until) == ("suspend", "Without an end date.")
    write_letter(actor=target, text="Why?")
    assert list_letter_writers(staff()) == (target.user_id,)


def test_a_decision_that_lacks_something_decides_nothing() -> None:
    listing, who = make_live_listing(), staff()
    reported(listing)
    (case,) = list_cases(who)
    given = {"action": "warn", "ground": "other", "facts": "Because."}
    for change, field in (
        ({"action": "shout"}, "action"),
        ({"ground": "vibes"}, "ground"),
        ({"facts": "  "}, "facts"),
        ({"facts": "x" * 2001}, "facts"),
        ({"action": "restrict"}, "days"),
        ({"action": "restrict", "days": 0}, "days"),
        ({"days": 3}, "days"),
    ):
        with pytest.raises(errors.InvalidDecision) as refusal:
            decide_case(actor=who, case_id=case.case_id, **{**given, **change})  # type: ignore[arg-type]
        assert list(refusal.value.fields) == [field]
    for actor, kind in (
        (Actor.user(who.require_user()), errors.StaffOnly),
        (Actor.staff(listing.seller_id), errors.NotOnOneself),
    ):
        with pytest.raises(kind):
            decide_case(actor=actor, case_id=case.case_id, **given)  # type: ignore[arg-type]
    assert Decision.objects.count() == 0
    decide_case(actor=who, case_id=case.case_id, **given)  # type: ignore[arg-type]
    with pytest.raises(errors.CaseDecided):
        decide_case(actor=who, case_id=case.case_id, **given)  # type: ignore[arg-type]
    assert [entry.action for entry in list_entries(object_type="case", object_id=case.case_id)] == [
        "trust.decide"
    ]


# -- appeals -----------------------------------------------------------------------------------


def test_another_person_takes_a_decision_back_and_the_listing_is_up_again() -> None:
    listing = make_live_listing()
    seller = Actor.user(listing.seller_id)
    first, decision = decided(listing, "remove_listing", "counterfeit")
    make_appeal(actor=seller, decision_id=decision.decision_id, text="I have the receipt.")
    (appeal,) = list_appeals(other := staff())
    for judge, kind in ((first, errors.AnotherDecides), (seller, errors.StaffOnly)):
        with pytest.raises(kind):
            decide_appeal(
                actor=judge, appeal_id=appeal.appeal_id, outcome="reversed", answer="Fine."
            )
    assert get_status(seller, listing) == "hidden"
    decide_appeal(
        actor=other, appeal_id=appeal.appeal_id, outcome="reversed", answer="You are right."
    )
    assert get_listing(listing.id).status == "live"
    (reasons,) = list_standing(seller)
    assert reasons.status == "reversed"
    assert reasons.appeal is not None
    assert (reasons.appeal.status, reasons.appeal.answer) == ("reversed", "You are right.")
    with pytest.raises(errors.AppealDecided):
        decide_appeal(actor=other, appeal_id=appeal.appeal_id, outcome="upheld", answer="No.")


def get_status(seller: Actor, listing: ListingView) -> str:
    return access_listing_for_edit(actor=seller, listing_id=listing.id).status


def test_an_appeal_by_somebody_else_is_refused_and_changes_nothing() -> None:
    listing = make_live_listing()
    _, decision = decided(listing)
    for actor in (person(), staff()):
        with pytest.raises(errors.DecisionNotFound) as refusal:
            make_appeal(actor=actor, decision_id=decision.decision_id, text="Let them.")
        assert refusal.value.code == "trust.decision_not_found"
    with pytest.raises(PermissionDenied):
        make_appeal(actor=Actor.anonymous(), decision_id=decision.decision_id, text="x")
    assert Appeal.objects.count() == 0
    assert emitted("trust.appeal_made") == []
    assert Decision.objects.get(pk=decision.decision_id).status == "in_force"
    assert get_status(Actor.user(listing.seller_id), listing) == "hidden"


def test_an_appeal_is_made_once_in_six_months_and_says_why(clock: Clock) -> None:
    listing, late = make_live_listing(), make_live_listing()
    seller = Actor.user(listing.seller_id)
    _, decision = decided(listing)
    _, old = decided(late)
    for text in ("", "x" * 2001):
        with pytest.raises(errors.InvalidAppeal):
            make_appeal(actor=seller, decision_id=decision.decision_id, text=text)
    make_appeal(actor=seller, decision_id=decision.decision_id, text="Look again.")
    clock.now += timedelta(days=184)
    for actor, appealed in ((seller, decision), (Actor.user(late.seller_id), old)):
        with pytest.raises(errors.CannotAppeal):
            make_appeal(actor=actor, decision_id=appealed.decision_id, text="Again.")
    assert Appeal.objects.count() == 1


def test_what_a_rule_held_is_let_go_on_appeal_and_not_held_again() -> None:
    draft = make_draft()
    seller = Actor.user(draft.seller_id)
    update_listing(actor=seller, listing_id=draft.id, changes={"title": "AAA quality belt"})
    assert publish_listing(actor=seller, listing_id=draft.id).status == "draft"
    (decision,) = list_standing(seller)
    make_appeal(actor=seller, decision_id=decision.decision_id, text="AAA is the brand.")
    (appeal,) = list_appeals(who := staff())
    decide_appeal(actor=who, appeal_id=appeal.appeal_id, outcome="reversed", answer="It is.")
    assert get_listing(draft.id).status == "live"
    assert (Case.objects.get().status, Approval.objects.count()) == ("decided", 1)


def test_a_decision_that_stands_says_why_it_stands() -> None:
    listing = make_live_listing()
    seller = Actor.user(listing.seller_id)
    _, decision = decided(listing)
    read_standing(actor=seller)
    assert count_unread_reasons(seller) == 0
    make_appeal(actor=seller, decision_id=decision.decision_id, text="Please.")
    (appeal,) = list_appeals(other := staff())
    for outcome, answer in (("upheld", " "), ("maybe", "x")):
        with pytest.raises(errors.InvalidAppeal):
            decide_appeal(actor=other, appeal_id=appeal.appeal_id, outcome=outcome, answer=answer)
    decide_appeal(actor=other, appeal_id=appeal.appeal_id, outcome="upheld", answer="It stands.")
    assert get_status(seller, listing) == "hidden"
    assert count_unread_reasons(seller) == count_unread_news(seller) == 1
    read_standing(actor=seller)
    assert count_unread_reasons(seller) == 0


def test_the_only_member_of_staff_judges_their_own_decision_and_it_is_counted_as_such() -> None:
    listing = make_live_listing()
    who, decision = decided(listing)
    make_appeal(
        actor=Actor.user(listing.seller_id), decision_id=decision.decision_id, text="Please."
    )
    (appeal,) = list_appeals(who)
    decide_appeal(actor=who, appeal_id=appeal.appeal_id, outcome="upheld", answer="It stands.")
    assert Appeal.objects.get().status == "upheld"


# -- the rest ----------------------------------------------------------------------------------


def test_letters_go_both_ways_and_only_staff_read_others() -> None:
    one, who = person(), staff()
    write_letter(actor=one, text="Hello")
    with pytest.raises(errors.StaffOnly):
        list_letters(person(), one.require_user())
    answer_letters(actor=who, person_id=one.require_user(), text="Hello to you")
    assert [(letter.from_staff, letter.text) for letter in list_letters(one)] == [
        (False, "Hello"), (True, "Hello to you"),
    ]  # fmt: skip
    assert list_letter_writers(who) == ()
    for text in ("", "x" * 2001):
        with pytest.raises(errors.InvalidLetter):
            write_letter(actor=one, text=text)
    for _ in range(19):
        write_letter(actor=one, text="More")
    with pytest.raises(errors.TooManyLetters):
        write_letter(actor=one, text="More")
    assert Letter.objects.count() == 21


def test_what_is_made_public_is_counted_from_the_tables(clock: Clock) -> None:
    one, other = make_live_listing(), make_live_listing()
    reported(one)
    who = staff()
    clock.now += timedelta(hours=2)
    (case,) = list_cases(who)
    decision = decide_case(
        actor=who, case_id=case.case_id, action="remove_listing", ground="counterfeit", facts="x"
    )
    make_appeal(actor=Actor.user(one.seller_id), decision_id=decision.decision_id, text="x")
    (appeal,) = list_appeals(who)
    decide_appeal(actor=staff(), appeal_id=appeal.appeal_id, outcome="upheld", answer="x")
    update_listing(
        actor=Actor.user(other.seller_id),
        listing_id=other.id,
        changes={"description": "call 07700 900123"},
    )
    counts = transparency_counts(NOON)
    assert (counts.notices, counts.notices_answered) == (1, 1)
    assert counts.decisions_by_ground == {"counterfeit": 1, "off_platform": 1}
    assert counts.decisions_by_action == {"hide_listing": 1, "remove_listing": 1}
    assert (counts.automated, counts.by_people) == (1, 1)
    assert (counts.appeals, counts.appeals_upheld, counts.appeals_reversed) == (1, 1, 0)
    assert counts.median_open_s == 7200
    assert transparency_counts(clock.now + timedelta(days=1)).median_open_s is None


@pytest.mark.parametrize(
    ("heading", "table"),
    [("Decisions", transitions.DECISION), ("Appeals", transitions.APPEAL),
     ("Cases", transitions.CASE)],
)  # fmt: skip
def test_the_drawings_agree_with_the_tables(
    heading: str, table: dict[tuple[str, str], str]
) -> None:
    drawn = README.read_text().split(f"### {heading}\n")[1].split("```mermaid")[1].split("```")[0]
    arrows = re.findall(r"^\s*(\w+) --> (\w+) : (\w+)$", drawn, re.M)
    assert {(source, step): target for source, target, step in arrows} == table


def test_the_reasons_are_in_the_language_of_whom_they_are_about() -> None:
    listing = make_live_listing()
    seller = Actor.user(listing.seller_id)
    choose_language(actor=seller, language="fr")
    _staff, row = decided(listing)
    assert row.what.endswith("est masquée\N{NO-BREAK SPACE}: vous seul pouvez la voir.")
    assert "Cela a été décidé par une personne." in row.why
    assert translation.get_language() == "en-gb"
