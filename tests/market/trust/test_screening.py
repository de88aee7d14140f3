"""Screening: fixable faults go back to be mended, others wait for a person, nothing is silent."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from rethread.market.accounts.types import UserView
from rethread.market.catalogue.errors import ListingNotFound
from rethread.market.catalogue.selectors import get_listing
from rethread.market.catalogue.services import (
    create_draft,
    hide_listing,
    publish_listing,
    show_listing,
    update_listing,
)
from rethread.market.catalogue.types import ListingView
from rethread.market.media.services import accept_photo
from rethread.market.social.services import send_message, start_conversation
from rethread.market.trust.models import Case, Decision
from rethread.market.trust.selectors import (
    access_case,
    find_listing_decision,
    list_cases,
    list_standing,
)
from rethread.market.trust.services import decide_case
from rethread.market.trust.wiring import SUBSCRIPTIONS
from rethread.platform.events.runner import drain
from rethread.platform.kernel import Actor
from tests.support.factories import (
    listing_changes,
    make_draft,
    make_live_listing,
    make_staff,
    make_user,
    photo_bytes,
)

from .conftest import NOON, Clock

pytestmark = pytest.mark.usefixtures("clock")
PHONE = "Lovely. Text me on 07700 900123."


def staff() -> Actor:
    return Actor.staff(make_staff().id)


def publish(description: str, *, title: str = "Blue denim jacket") -> tuple[Actor, ListingView]:
    draft = make_draft()
    seller = Actor.user(draft.seller_id)
    update_listing(
        actor=seller, listing_id=draft.id, changes={"description": description, "title": title}
    )
    return seller, publish_listing(actor=seller, listing_id=draft.id)


def test_a_phone_number_keeps_a_listing_a_draft_and_its_seller_reads_why_and_how_to_mend() -> None:
    seller, held = publish(PHONE)
    assert held.status == "draft"
    (reasons,) = list_standing(seller)
    assert (reasons.action, reasons.ground, reasons.automated, reasons.status) == (
        "hold_listing", "off_platform", True, "in_force",
    )  # fmt: skip
    assert reasons.what == "“Blue denim jacket” is not for sale yet."
    assert "a phone number" in reasons.why
    assert "without a person" in reasons.why
    assert reasons.until == "Until you mend it."
    assert "Take phone numbers" in reasons.how_to_mend
    assert "by 1 September 2026. A person of our team reads it" in reasons.how_to_appeal
    with pytest.raises(ListingNotFound):
        get_listing(held.id)
    assert Case.objects.get().status == "decided"


def test_a_mended_listing_goes_live_without_asking_anybody() -> None:
    seller, held = publish(PHONE)
    again = publish_listing(actor=seller, listing_id=held.id)
    assert (again.status, Decision.objects.count()) == ("draft", 1)
    update_listing(actor=seller, listing_id=held.id, changes={"description": "Lovely."})
    assert publish_listing(actor=seller, listing_id=held.id).status == "live"
    (reasons,) = list_standing(seller)
    assert reasons.status == "mended"
    assert find_listing_decision(held.id) is None


def test_what_is_written_into_a_live_listing_hides_it() -> None:
    listing = make_live_listing()
    seller = Actor.user(listing.seller_id)
    after = update_listing(actor=seller, listing_id=listing.id, changes={"description": PHONE})
    assert after.status == "hidden"
    assert show_listing(actor=seller, listing_id=listing.id).status == "hidden"
    (reasons,) = list_standing(seller)
    assert (reasons.action, reasons.what) == (
        "hide_listing", "“Blue denim jacket” is hidden: only you can see it.",
    )  # fmt: skip
    update_listing(actor=seller, listing_id=listing.id, changes={"description": "Lovely."})
    assert show_listing(actor=seller, listing_id=listing.id).status == "live"


def test_a_counterfeit_waits_for_a_person_whatever_its_seller_edits() -> None:
    seller, held = publish("AAA quality", title="Gucci belt")
    update_listing(actor=seller, listing_id=held.id, changes={"description": "Lovely."})
    assert publish_listing(actor=seller, listing_id=held.id).status == "draft"
    (reasons,) = list_standing(seller)
    assert (reasons.ground, reasons.until) == (
        "counterfeit", "Until a person has looked at it.",
    )  # fmt: skip
    assert "“aaa quality”" in reasons.why
    (case,) = list_cases(staff())
    assert (case.status, case.findings[0].rule) == ("open", "counterfeit.grade")


def test_what_only_a_person_can_judge_hides_a_live_listing_until_they_do() -> None:
    listing = make_live_listing()
    seller = Actor.user(listing.seller_id)
    update_listing(actor=seller, listing_id=listing.id, changes={"title": "Jacket 1:1"})
    (reasons,) = list_standing(seller)
    assert (reasons.action, reasons.until, reasons.how_to_mend) == (
        "hide_listing", "Until a person has looked at it.", "",
    )  # fmt: skip


def test_a_person_who_finds_nothing_wrong_puts_it_up_and_it_is_not_asked_about_again() -> None:
    seller, held = publish("AAA quality", title="AAA belt")
    (case,) = list_cases(who := staff())
    decide_case(
        actor=who, case_id=case.case_id, action="none", ground="other", facts="AAA is the brand."
    )
    assert get_listing(held.id).status == "live"
    assert [reasons.status for reasons in list_standing(seller)] == ["reversed"]
    hide_listing(actor=seller, listing_id=held.id)
    assert show_listing(actor=seller, listing_id=held.id).status == "live"
    update_listing(actor=seller, listing_id=held.id, changes={"price_minor": 900})
    assert get_listing(held.id).status == "live"
    changed = update_listing(
        actor=seller, listing_id=held.id, changes={"description": "AAA quality, 1:1"}
    )
    assert changed.status == "hidden"


def with_photo(owner: UserView, data: bytes) -> ListingView:
    actor = Actor.user(owner.id)
    photo = accept_photo(actor=actor, data=data)
    draft = create_draft(actor=actor, changes=listing_changes(photo_ids=[photo.id]))
    return publish_listing(actor=actor, listing_id=draft.id)


def cut(data: bytes, percent: int) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        off_x, off_y = (side * percent // 200 for side in image.size)
        out = io.BytesIO()
        image.crop((off_x, off_y, image.width - off_x, image.height - off_y)).convert("RGB").save(
            out, format="JPEG", quality=60
        )
    return out.getvalue()


@pytest.mark.parametrize("percent", [0, 10, 20])
def test_another_sellers_photo_is_held_even_when_cut(percent: int) -> None:
    photo = photo_bytes(width=480, height=640, seed=77)
    first, thief = make_user(), make_user()
    original = with_photo(first, photo)
    assert original.status == "live"
    copy = with_photo(thief, cut(photo, percent))
    assert copy.status == "draft"
    (reasons,) = list_standing(Actor.user(thief.id))
    assert reasons.ground == "stolen_photos"
    case = access_case(staff(), reasons.case_id)
    assert case.findings[0].excerpt == str(original.photos[0].id)
    assert list_standing(Actor.user(first.id)) == ()
    assert with_photo(first, cut(photo, percent)).status == "live"


def test_going_on_in_spite_of_warnings_is_looked_at_once_by_a_person(clock: Clock) -> None:
    listing = make_live_listing()
    buyer = Actor.user(make_user().id)
    talk = start_conversation(actor=buyer, listing_id=listing.id)
    for _ in range(2):
        send(buyer, talk.conversation_id)
    drain(SUBSCRIPTIONS)
    assert Case.objects.count() == 0
    for _ in range(3):
        send(buyer, talk.conversation_id)
    drain(SUBSCRIPTIONS)
    (case,) = list_cases(staff())
    assert (case.object_kind, case.subject_id, case.source) == (
        "message", buyer.user_id, "screening",
    )  # fmt: skip
    assert list_standing(buyer) == ()
    assert clock.now == NOON


def send(actor: Actor, conversation_id: object) -> None:
    send_message(
        actor=actor,
        conversation_id=conversation_id,  # type: ignore[arg-type]  # an id, handed through
        text="ring me on 07700 900123",
        acknowledged=True,
    )
