"""Conversations over the API do what the pages do, with stable codes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from rethread.market.social.models import Conversation, Message
from rethread.market.social.ports import install_message_screen
from rethread.platform.kernel import Actor
from tests.market.social.test_conversations import Screen
from tests.support.factories import make_live_listing, make_user

from .test_listings import key_of

pytestmark = pytest.mark.django_db
URL = "/api/v1/conversations"


def post(client: Client, token: str, body: Any, *, url: str = URL, key: str = "one") -> Any:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    return client.post(url, json.dumps(body), content_type="application/json", headers=headers)


def get(client: Client, token: str, url: str = URL) -> Any:
    return client.get(url, headers={"Authorization": f"Bearer {token}"}).json()


def test_a_conversation_is_begun_read_and_answered_once(client: Client) -> None:
    listing, buyer = make_live_listing(), Actor.user(make_user().id)
    mine = key_of(buyer, "messages:read", "messages:write")
    theirs = key_of(Actor.user(listing.seller_id), "messages:read", "messages:write")
    body = {"listing_id": str(listing.id), "text": "Still there?"}
    first, again = post(client, mine, body), post(client, mine, body)
    assert (first.status_code, again.json()) == (201, first.json())
    (talk,) = get(client, theirs)["data"]
    assert (talk["side"], talk["unread"], talk["last_message"]["text"]) == (
        "seller", 1, "Still there?",
    )  # fmt: skip
    url = f"{URL}/{talk['id']}/messages"
    assert post(client, theirs, {"text": "Yes"}, url=url).status_code == 201
    assert [m["text"] for m in get(client, mine, url)["data"]] == ["Yes", "Still there?"]
    assert Message.objects.count() == 2


def test_a_warned_text_goes_out_only_when_acknowledged(client: Client) -> None:
    install_message_screen(Screen())
    listing = make_live_listing()
    token = key_of(Actor.user(make_user().id), "messages:write")
    body = {"listing_id": str(listing.id), "text": "my phone is"}
    warned = post(client, token, body)
    assert (warned.status_code, warned.json()["code"], warned.json()["fields"]) == (
        409, "social.message_needs_confirmation", {"text": "phone"},
    )  # fmt: skip
    assert (Conversation.objects.count(), Message.objects.count()) == (0, 0)
    sent = post(client, token, {**body, "acknowledged": True}, key="two")
    assert sent.json()["last_message"]["flags"] == ["phone"]


def test_refusals_have_codes_and_change_nothing(client: Client) -> None:
    listing = make_live_listing()
    body = {"listing_id": str(listing.id), "text": "Hello"}
    token = key_of(Actor.user(make_user().id), "messages:write")
    reader = key_of(Actor.user(make_user().id), "messages:read")
    own = key_of(Actor.user(listing.seller_id), "messages:write")
    for used, sent, status, code in (
        (reader, body, 403, "accounts.key_refused"),
        (own, body, 409, "social.own_listing"),
        (token, {"text": "x"}, 404, "social.nothing_to_talk_about"),
        (token, {**body, "text": "x" * 100_000}, 422, "social.invalid_message"),
        (token, {**body, "colour": "red"}, 422, "api.body"),
    ):
        answer = post(client, used, sent, key=code)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert client.get(URL).status_code == 401
    assert Conversation.objects.count() == 0
