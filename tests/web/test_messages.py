"""Messages on the pages: warned before sending, nothing typed lost, unread counted."""

from __future__ import annotations

import pytest
from django.test import Client

from rethread.market.accounts.types import UserView
from rethread.market.catalogue.types import ListingView
from rethread.market.social.models import Conversation, Message
from rethread.market.social.ports import install_message_screen
from rethread.market.social.selectors import list_conversations
from rethread.platform.kernel import Actor
from tests.market.social.test_conversations import Screen
from tests.support.factories import ensure_pricing, make_live_listing, make_user

from .browsing import Page, browser_of, text_of


@pytest.fixture
def listing(db: None) -> ListingView:
    ensure_pricing()
    return make_live_listing()


@pytest.fixture
def buyer(listing: ListingView) -> UserView:
    return make_user(display_name="Bo")


@pytest.fixture
def browser(buyer: UserView) -> Client:
    return browser_of(buyer.id)


def new(listing: ListingView) -> str:
    return f"/messages/new/?listing={listing.id}"


def test_a_first_message_begins_a_conversation_that_both_find(
    browser: Client, listing: ListingView
) -> None:
    assert new(listing) in text_of(browser.get(f"/l/{listing.id}/"))
    page = Page(text_of(browser.get(new(listing))))
    assert page.inline == []
    assert Conversation.objects.count() == 0
    sent = browser.post("/messages/new/", {"listing": listing.id, "text": "Still there? <b>"})
    talk = Conversation.objects.get()
    assert sent["Location"] == f"/messages/{talk.id}/#newest"
    seller = browser_of(listing.seller_id)
    inbox = text_of(seller.get("/inbox/"))
    assert "Bo" in inbox
    assert "1 new" in inbox
    assert "Still there? &lt;b&gt;" in text_of(seller.get(f"/messages/{talk.id}/"))
    assert "1 new" not in text_of(seller.get("/inbox/"))
    assert browser.get(new(listing))["Location"] == f"/messages/{talk.id}/"


def test_the_sender_is_warned_and_keeps_the_words(browser: Client, listing: ListingView) -> None:
    install_message_screen(Screen())
    warned = browser.post("/messages/new/", {"listing": listing.id, "text": "my phone is"})
    html = text_of(warned)
    assert warned.status_code == 422
    assert "Not sent yet" in html
    assert "my phone is" in html
    assert (Conversation.objects.count(), Message.objects.count()) == (0, 0)
    browser.post(
        "/messages/new/", {"listing": listing.id, "text": "my phone is", "acknowledged": "1"}
    )
    (talk,) = list_conversations(Actor.user(listing.seller_id)).conversations
    seller = browser_of(listing.seller_id)
    assert "Careful: this mentions a phone number" in text_of(
        seller.get(f"/messages/{talk.conversation_id}/")
    )


def test_too_much_is_refused_plainly_and_nothing_begins(
    browser: Client, listing: ListingView
) -> None:
    answer = browser.post("/messages/new/", {"listing": listing.id, "text": "x" * 100_000})
    assert answer.status_code == 422
    assert "Use 2000 characters at most." in text_of(answer)
    assert Conversation.objects.count() == 0


def test_a_block_closes_the_form_on_both_sides(
    browser: Client, listing: ListingView, buyer: UserView
) -> None:
    browser.post("/messages/new/", {"listing": listing.id, "text": "Hello"})
    here = f"/messages/{Conversation.objects.get().id}/"
    seller = browser_of(listing.seller_id)
    assert seller.post(f"/people/{buyer.id}/block/", {"block": "1", "next": here})["Location"] == (
        here
    )
    assert "You have blocked this person" in text_of(seller.get(here))
    theirs = text_of(browser.get(here))
    assert "Messages between the two of you are closed." in theirs
    assert "blocked" not in theirs.lower()
    assert browser.post(here, {"text": "Why?"}).status_code == 422
    assert Message.objects.count() == 1


@pytest.mark.parametrize("query", ["", "?listing=x", "?order=x"])
def test_an_address_that_is_none_gets_a_page(browser: Client, query: str) -> None:
    assert browser.get(f"/messages/new/{query}").status_code == 422


def test_visitors_sign_in_first_and_strangers_find_nothing(
    browser: Client, listing: ListingView
) -> None:
    assert Client().get(new(listing)).status_code == 303
    browser.post("/messages/new/", {"listing": listing.id, "text": "Hello"})
    here = f"/messages/{Conversation.objects.get().id}/"
    assert browser_of(make_user().id).get(here).status_code == 404
    assert Client().get(here).status_code == 303
