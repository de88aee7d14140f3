"""What people are told, over the API: one's own alone, chosen all or none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from rethread.market.accounts.services import create_personal_key
from rethread.market.notifications.models import Refusal
from rethread.market.notifications.services import notify
from rethread.platform.kernel import Actor, new_id
from tests.support.factories import make_user

pytestmark = pytest.mark.django_db
URL = "/api/v1/notices"


def headers_of(actor: Actor, *scopes: str) -> dict[str, str]:
    token = create_personal_key(actor=actor, name="test", scopes=scopes).token
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def ada() -> Actor:
    return Actor.user(make_user().id)


def tell(actor: Actor, key: str, kind: str = "order_sold") -> None:
    notify(
        actor=Actor.system("tests"),
        kind=kind,
        people=[actor.require_user()],
        subject_id=new_id(),
        key=key,
        facts={"title": "Blue coat", "amount_minor": 1250, "currency": "GBP"},
    )


def send(client: Client, method: str, url: str, body: Any, headers: dict[str, str]) -> Any:
    return client.generic(
        method, url, json.dumps(body), content_type="application/json", headers=headers
    )


def test_what_was_told_is_listed_and_read_when_one_says_so(client: Client, ada: Actor) -> None:
    both = headers_of(ada, "notices:read", "notices:write")
    tell(ada, "one")
    tell(Actor.user(make_user().id), "another's")
    told = client.get(URL, headers=both).json()
    assert (len(told["data"]), told["unread"], told["next_cursor"]) == (1, 1, None)
    (notice,) = told["data"]
    assert (notice["kind"], notice["about"], notice["read"]) == ("order_sold", "order", False)
    assert notice["facts"]["amount_minor"] == 1250
    assert client.get(URL, headers=both).json()["unread"] == 1
    answer = send(client, "POST", f"{URL}/read", {"up_to": notice["id"]}, both)
    assert answer.json() == {"read": 1}
    assert send(client, "POST", f"{URL}/read", {"up_to": notice["id"]}, both).json() == {"read": 0}
    told = client.get(URL, headers=both).json()
    assert (told["unread"], told["data"][0]["read"]) == (0, True)


def test_wishes_change_as_named_and_all_or_none(client: Client, ada: Actor) -> None:
    both = headers_of(ada, "notices:read", "notices:write")
    url = f"{URL}/wishes"
    before = client.get(url, headers=both).json()
    sold = next(one for one in before["data"] if one["kind"] == "order_sold")
    assert (sold["in_app"], sold["email"], sold["push"]) == (True, True, True)
    liked = next(one for one in before["data"] if one["kind"] == "listing_liked")
    assert liked["push"] is None
    off = {"kind": "order_sold", "channel": "email", "wanted": False}
    after = send(client, "PATCH", url, {"wishes": [off], "quiet_until": 9}, both).json()
    sold = next(one for one in after["data"] if one["kind"] == "order_sold")
    assert sold["email"] is False
    assert (after["quiet_from"], after["quiet_until"]) == (22, 9)
    wrong = {"wishes": [{**off, "channel": "push"}, {**off, "channel": "in_app"}]}
    answer = send(client, "PATCH", url, wrong, both)
    assert (answer.status_code, answer.json()["code"]) == (409, "notifications.always_told")
    assert set(Refusal.objects.values_list("channel", flat=True)) == {"email"}
    answer = send(client, "PATCH", url, {"quiet_from": 24}, both)
    assert (answer.status_code, answer.json()["code"]) == (422, "api.body")


def test_a_key_opens_what_it_says_and_nothing_more(client: Client, ada: Actor) -> None:
    narrow = headers_of(ada, "notices:read")
    assert client.get(URL).status_code == 401
    assert send(client, "POST", f"{URL}/read", {"up_to": str(new_id())}, narrow).status_code == 403
    assert send(client, "PATCH", f"{URL}/wishes", {}, narrow).status_code == 403
