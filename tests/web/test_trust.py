"""Reports, standing, appeals and counts on the pages; the desk decides. Nothing is silent."""

from __future__ import annotations

import pytest
from django.test import Client

from rethread.market.accounts.types import UserView
from rethread.market.catalogue.ports import install_listing_screen, install_publish_screens
from rethread.market.catalogue.selectors import access_listing_for_edit
from rethread.market.catalogue.services import update_listing
from rethread.market.catalogue.types import ListingView
from rethread.market.social.ports import install_message_screen
from rethread.market.trust import wiring
from rethread.market.trust.models import Appeal, Case, Decision, Notice
from rethread.market.trust.selectors import list_standing
from rethread.market.trust.services import decide_case, open_case_about
from rethread.platform.audit.services import list_entries
from rethread.platform.kernel import Actor
from tests.support.factories import (
    ensure_pricing,
    make_draft,
    make_live_listing,
    make_staff,
    make_user,
)

from .browsing import Page, browser_of, text_of

PHONE = "Lovely. Text me on 07700 900123."


@pytest.fixture
def listing(db: None) -> ListingView:
    ensure_pricing()
    install_publish_screens(*wiring.publish_screens())
    install_listing_screen(wiring.listing_screen())
    install_message_screen(wiring.message_screen())
    return make_live_listing()


@pytest.fixture
def seller(listing: ListingView) -> Client:
    return browser_of(listing.seller_id)


@pytest.fixture
def staff_user(listing: ListingView) -> UserView:
    return make_staff()


@pytest.fixture
def staff(staff_user: UserView) -> Client:
    return browser_of(staff_user.id)


def report(client: Client, listing: ListingView, **more: str) -> object:
    given = {"kind": "listing", "id": str(listing.id), "ground": "counterfeit", **more}
    return client.post("/report/", given)


def test_a_stranger_reports_and_reads_the_answer_at_an_address_of_their_own(
    listing: ListingView, staff: Client
) -> None:
    stranger = Client()
    address = f"/report/?kind=listing&amp;id={listing.id}"
    assert address in text_of(stranger.get(f"/l/{listing.id}/"))
    form = Page(text_of(stranger.get(address.replace("&amp;", "&"))))
    assert form.inline == []
    sent = report(stranger, listing, text="The label is printed")
    receipt = sent["Location"]  # type: ignore[index]  # an answer of the test client
    assert "the answer will stand here" in text_of(stranger.get(receipt))
    assert Client().get(receipt.split("?")[0]).status_code == 404
    case = Case.objects.get()
    page = text_of(staff.get(f"/desk/trust/{case.id}/"))
    assert "The label is printed" in page
    staff.post(
        f"/desk/trust/{case.id}/decide/",
        {"action": "remove_listing", "ground": "counterfeit", "facts": "We looked."},
    )
    assert "You were right to tell us" in text_of(stranger.get(receipt))


def test_what_is_wrong_with_a_report_is_said_and_the_words_are_kept(listing: ListingView) -> None:
    reporter = browser_of(make_user().id)
    answer = report(reporter, listing, ground="", text="My words")
    assert answer.status_code == 422  # type: ignore[attr-defined]  # an answer of the client
    html = text_of(answer)
    assert "Choose what is wrong." in html
    assert "My words" in html
    own = browser_of(listing.seller_id)
    assert own.get(f"/report/?kind=listing&id={listing.id}").status_code == 409
    assert report(own, listing).status_code == 409  # type: ignore[attr-defined]  # as above
    for query in ("", "?kind=listing&id=x", f"?kind=planet&id={listing.id}"):
        assert reporter.get(f"/report/{query}").status_code in {404, 422}
    assert Notice.objects.count() == 0


def test_a_draft_with_a_phone_number_says_why_it_is_held_and_how_to_mend_it(
    listing: ListingView,
) -> None:
    draft = make_draft()
    owner, browser = Actor.user(draft.seller_id), browser_of(draft.seller_id)
    update_listing(actor=owner, listing_id=draft.id, changes={"description": PHONE})
    html = text_of(browser.post(f"/sell/{draft.id}/publish/"))
    assert "is not for sale yet" in html
    assert "a phone number" in html
    assert "/you/standing/#d-" in html
    assert access_listing_for_edit(actor=owner, listing_id=draft.id).status == "draft"


def test_the_person_concerned_reads_everything_and_appeals_and_staff_answer(
    listing: ListingView, seller: Client, staff: Client, staff_user: UserView
) -> None:
    who = Actor.staff(staff_user.id)
    case_id = open_case_about(
        actor=who, kind="listing", object_id=listing.id, subject_id=listing.seller_id
    )
    decide_case(
        actor=who, case_id=case_id, action="suspend", ground="fraud", facts="Sent <b>bricks</b>."
    )
    assert "Something was decided about you" in text_of(seller.get("/inbox/"))
    html = text_of(seller.get("/you/standing/"))
    for words in ("Suspended", "Sent &lt;b&gt;bricks&lt;/b&gt;.", "Without an end date."):
        assert words in html
    assert Page(html).inline == []
    assert "Something was decided" not in text_of(seller.get("/inbox/"))
    (found,) = list_standing(Actor.user(listing.seller_id))
    appeal = f"/you/standing/{found.decision_id}/appeal/"
    assert appeal in html
    empty = seller.post(appeal, {"text": " "})
    assert (empty.status_code, Appeal.objects.count()) == (422, 0)
    assert browser_of(make_user().id).post(appeal, {"text": "Me too"}).status_code == 404
    assert Appeal.objects.count() == 0
    seller.post(appeal, {"text": "They were shoes."})
    seller.post("/you/standing/write/", {"text": "Please be quick."})
    queue = text_of(staff.get("/desk/trust/"))
    assert "They were shoes." in queue
    other = browser_of(make_staff().id)
    refused = staff.post(
        f"/desk/trust/appeals/{Appeal.objects.get().id}/", {"outcome": "upheld", "answer": "No."}
    )
    assert "You made this decision" in text_of(refused)
    other.post(
        f"/desk/trust/appeals/{Appeal.objects.get().id}/",
        {"outcome": "reversed", "answer": "So they were."},
    )
    other.post(f"/desk/trust/letters/{listing.seller_id}/", {"text": "We were."})
    page = text_of(seller.get("/you/standing/"))
    for words in ("Taken back", "So they were.", "We were."):
        assert words in page


def test_the_desk_keeps_what_was_typed_and_says_what_is_missing(
    listing: ListingView, staff: Client
) -> None:
    report(browser_of(make_user().id), listing)
    case = Case.objects.get()
    answer = staff.post(
        f"/desk/trust/{case.id}/decide/",
        {"action": "restrict", "ground": "fraud", "facts": "My findings", "days": "many"},
    )
    html = text_of(answer)
    assert answer.status_code == 422
    assert "Choose between 1 and 365 days." in html
    assert "My findings" in html
    assert Decision.objects.count() == 0
    actions = {e.action for e in list_entries(object_type="case", object_id=case.id)}
    assert actions == set()
    staff.get(f"/desk/trust/{case.id}/")
    assert [e.action for e in list_entries(object_type="case", object_id=case.id)] == [
        "trust.view_case"
    ]


@pytest.mark.parametrize("path", ["/desk/trust/", "/desk/trust/{case}/"])
def test_moderation_is_for_staff_alone(listing: ListingView, path: str) -> None:
    report(browser_of(make_user().id), listing)
    url = path.format(case=Case.objects.get().id)
    assert browser_of(make_user().id).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_the_public_counts_are_those_of_the_tables(
    listing: ListingView, staff: Client, staff_user: UserView
) -> None:
    empty = text_of(Client().get("/transparency/"))
    assert "No person has decided a case in this time." in empty
    report(browser_of(make_user().id), listing)
    decide_case(
        actor=Actor.staff(staff_user.id),
        case_id=Case.objects.get().id,
        action="remove_listing",
        ground="counterfeit",
        facts="x",
    )
    html = text_of(Client().get("/transparency/"))
    assert "Taken down" in html
    assert "<td>Counterfeit</td><td>1</td>" in html
    assert Page(html).inline == []
