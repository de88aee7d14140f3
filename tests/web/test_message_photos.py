"""Photos in messages: for the two who talk, and for staff on a report; at no public address."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rethread.market.accounts.types import UserView
from rethread.market.catalogue.errors import InvalidListing
from rethread.market.catalogue.services import create_draft
from rethread.market.catalogue.types import ListingView
from rethread.market.media.models import Photo, PhotoMark
from rethread.market.media.services import accept_photo
from rethread.market.social.errors import InvalidPhotos
from rethread.market.social.models import Conversation, Message
from rethread.market.social.services import send_message, start_conversation
from rethread.market.trust.models import Case
from rethread.market.trust.services import submit_notice
from rethread.platform.kernel import Actor
from tests.support.factories import (
    ensure_pricing,
    listing_changes,
    make_live_listing,
    make_photo,
    make_staff,
    make_user,
    photo_bytes,
)

from .browsing import Page, browser_of, text_of


@pytest.fixture
def listing(db: None) -> ListingView:
    ensure_pricing()
    return make_live_listing()


@pytest.fixture
def buyer(listing: ListingView) -> UserView:
    return make_user(display_name="Bo")


def upload(seed: int, name: str = "a.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo_bytes(seed=seed), content_type="image/png")


def private(person_id: UUID, seed: int) -> UUID:
    actor = Actor.user(person_id)
    return accept_photo(actor=actor, data=photo_bytes(seed=seed), private=True).id


def test_a_photo_goes_to_the_two_and_to_nobody_else(listing: ListingView, buyer: UserView) -> None:
    browser = browser_of(buyer.id)
    sent = browser.post(
        "/messages/new/", {"listing": listing.id, "text": "", "photos": [upload(1), upload(2)]}
    )
    assert sent.status_code == 303
    talk, message = Conversation.objects.get(), Message.objects.get()
    assert (message.text, message.photo_count) == ("", 2)
    here = f"/messages/photos/{message.id}/0/480.webp"
    seller = browser_of(listing.seller_id)
    page = text_of(seller.get(f"/messages/{talk.id}/"))
    assert here in page
    assert Page(page).inline == []
    assert "/media/" not in page.split('class="bubble__photos"')[1].split("</p>")[0]
    for person in (browser, seller):
        answer = person.get(here)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        assert answer["Cache-Control"] == "private, max-age=600"
    assert browser_of(make_user().id).get(here).status_code == 404
    assert Client().get(here).status_code == 303
    assert browser.get(f"/messages/photos/{message.id}/2/480.webp").status_code == 404
    assert browser.get(f"/messages/photos/{message.id}/0/480.jpg").status_code == 404
    assert "A photo" in text_of(seller.get("/inbox/"))


def test_a_private_photo_lies_at_no_public_address(listing: ListingView, buyer: UserView) -> None:
    photo = Photo.objects.get(pk=private(buyer.id, 3))
    key = f"{photo.id}/{photo.pipeline_version}/{photo.widths[0]}.webp"
    assert Client().get(f"/media/{key}").status_code == 404
    assert browser_of(buyer.id).get(f"/media/{key}").status_code == 404
    assert not PhotoMark.objects.filter(photo=photo).exists()
    public = accept_photo(actor=Actor.user(buyer.id), data=photo_bytes(seed=3))
    assert public.id != photo.id
    shown = Client().get(public.url(96))
    assert shown.status_code == 200
    shown.close()


def test_a_private_photo_cannot_be_put_into_a_listing(listing: ListingView) -> None:
    photo_id = private(listing.seller_id, 4)
    with pytest.raises(InvalidListing):
        create_draft(
            actor=Actor.user(listing.seller_id), changes=listing_changes(photo_ids=[photo_id])
        )


def test_photos_of_others_public_ones_and_more_than_four_are_refused(
    listing: ListingView, buyer: UserView
) -> None:
    actor = Actor.user(buyer.id)
    talk = start_conversation(actor=actor, listing_id=listing.id)
    others = private(listing.seller_id, 5)
    many = [private(buyer.id, seed) for seed in range(10, 15)]
    for photo_ids in ([others], [make_photo(buyer.id).id], many):
        with pytest.raises(InvalidPhotos) as refused:
            send_message(
                actor=actor, conversation_id=talk.conversation_id, text="Hi", photo_ids=photo_ids
            )
        assert refused.value.code == "social.invalid_photos"
        assert Message.objects.count() == 0


def test_a_broken_photo_among_good_ones_keeps_the_good_and_the_words(
    listing: ListingView, buyer: UserView
) -> None:
    browser = browser_of(buyer.id)
    broken = SimpleUploadedFile("b.png", b"not a photo", content_type="image/png")
    answer = browser.post(
        "/messages/new/",
        {"listing": listing.id, "text": "See the hem", "photos": [upload(6), broken]},
    )
    html = text_of(answer)
    assert answer.status_code == 422
    assert "b.png:" in html
    assert "See the hem" in html
    assert "1 photo is kept" in html
    assert Message.objects.count() == 0
    kept = Page(html).inputs["photo"]
    assert (
        browser.post(
            "/messages/new/", {"listing": listing.id, "text": "See the hem", "photo": [kept]}
        ).status_code
        == 303
    )
    assert Message.objects.get().photo_count == 1


def test_a_very_long_message_is_refused_and_kept_whole(
    listing: ListingView, buyer: UserView
) -> None:
    words = "long words " * 9_500
    answer = browser_of(buyer.id).post("/messages/new/", {"listing": listing.id, "text": words})
    html = text_of(answer)
    assert answer.status_code == 422
    assert "Use 2000 characters at most." in html
    assert words.strip() in html
    assert Message.objects.count() == 0


def test_staff_see_the_photos_of_a_reported_message_and_of_no_other(
    listing: ListingView, buyer: UserView
) -> None:
    actor = Actor.user(buyer.id)
    talk = start_conversation(actor=actor, listing_id=listing.id)
    message = send_message(
        actor=actor, conversation_id=talk.conversation_id, text="Look",
        photo_ids=[private(buyer.id, 7)],
    )  # fmt: skip
    staff = browser_of(make_staff().id)
    assert staff.get(f"/messages/photos/{message.message_id}/0/480.webp").status_code == 404
    submit_notice(
        actor=Actor.user(listing.seller_id), kind="message",
        object_id=message.message_id, ground="harassment", text="Not nice",
    )  # fmt: skip
    case = Case.objects.get(object_kind="message")
    here = f"/desk/trust/{case.id}/photos/{message.message_id}/0/"
    assert here in text_of(staff.get(f"/desk/trust/{case.id}/"))
    assert staff.get(here)["Content-Type"] == "image/webp"
    assert staff.get(here[:-2] + "1/").status_code == 404
    assert browser_of(listing.seller_id).get(here).status_code == 404


def test_live_pages_get_what_is_newer_and_only_their_own(
    listing: ListingView, buyer: UserView
) -> None:
    actor = Actor.user(buyer.id)
    talk = start_conversation(actor=actor, listing_id=listing.id)
    first = send_message(actor=actor, conversation_id=talk.conversation_id, text="One")
    send_message(actor=actor, conversation_id=talk.conversation_id, text="Two <b>")
    here = f"/messages/{talk.conversation_id}/newer/"
    seller = browser_of(listing.seller_id)
    found = seller.get(here, {"after": first.message_id}).json()
    assert "Two &lt;b&gt;" in found["html"]
    assert "One" not in found["html"]
    assert seller.get("/live/badges/").json() == {"inbox": 2, "activity": 0}
    assert seller.get(here, {"looking": "1"}).json()["html"].count("data-message") == 2
    assert seller.get("/live/badges/").json() == {"inbox": 0, "activity": 0}
    seen = browser_of(buyer.id).get(here, {"after": first.message_id}).json()
    assert seen["seen_at"] != ""
    assert browser_of(make_user().id).get(here).status_code == 404
    stranger = Client()
    for address in (here, "/live/badges/", "/live/ticket/"):
        answer = stranger.get(address)
        assert (answer.status_code, answer.json()) == (401, {})
        assert not answer.cookies
    ticket = seller.get("/live/ticket/")
    assert ticket["Cache-Control"] == "private, no-store"
    assert ticket.json()["url"].startswith("http://127.0.0.1:8002/stream?ticket=")
    assert "connect-src 'self' http://127.0.0.1:8002" in ticket["Content-Security-Policy"]
