"""The address book over the API: one's own, one default, and nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from rethread.market.accounts.models import Address
from rethread.platform.kernel import Actor
from tests.support.factories import make_address, make_user

from .test_listings import key_of
from .test_shop import post

pytestmark = pytest.mark.django_db
SCOPES = ("addresses:read", "addresses:write")
HOME = {
    "name": "Ada Lovelace", "line1": "1 Mill Street", "city": "Leeds", "postcode": "LS1 4AP",
    "country": "GB",
}  # fmt: skip


def someone() -> tuple[Actor, str]:
    actor = Actor.user(make_user().id)
    return actor, key_of(actor, *SCOPES)


def book(client: Client, token: str) -> list[dict[str, Any]]:
    found = client.get("/api/v1/addresses", headers={"Authorization": f"Bearer {token}"})
    data: list[dict[str, Any]] = found.json()["data"]
    return data


def forget(client: Client, token: str, address_id: object, key: str = "gone") -> Any:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    return client.delete(f"/api/v1/addresses/{address_id}", headers=headers)


def test_addresses_are_kept_changed_chosen_and_forgotten(client: Client) -> None:
    _actor, token = someone()
    made = post(client, token, "/api/v1/addresses", HOME)
    assert (made.status_code, made.json()["city"], made.json()["line2"]) == (201, "Leeds", "")
    again = post(client, token, "/api/v1/addresses", HOME)
    assert (again["Idempotent-Replayed"], len(book(client, token))) == ("true", 1)
    first = made.json()["id"]
    second = post(client, token, "/api/v1/addresses", {**HOME, "city": "York"}, "two").json()["id"]
    changed = post(client, token, f"/api/v1/addresses/{first}", {**HOME, "line2": "Flat 2"}, "c")
    assert (changed.status_code, changed.json()["line2"]) == (201, "Flat 2")
    chosen = post(client, token, f"/api/v1/addresses/{first}/default", {}, "d")
    assert chosen.json()["is_default"] is True
    assert [(one["id"], one["is_default"]) for one in book(client, token)] == [
        (first, True), (second, False),
    ]  # fmt: skip
    assert forget(client, token, first).json() == {"id": first}
    assert [one["id"] for one in book(client, token)] == [second]


def test_a_stranger_reads_changes_chooses_and_forgets_nothing(client: Client) -> None:
    mine = make_address(make_user().id)
    _stranger, token = someone()
    before = list(Address.objects.values())
    base = f"/api/v1/addresses/{mine.id}"
    answers = [
        post(client, token, base, HOME, "a"),
        post(client, token, f"{base}/default", {}, "b"),
        forget(client, token, mine.id),
    ]
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (404, "accounts.address_not_found")
    assert book(client, token) == []
    assert list(Address.objects.values()) == before


def test_what_is_refused_says_why_and_keeps_nothing(client: Client) -> None:
    actor, token = someone()
    bad = post(client, token, "/api/v1/addresses", {**HOME, "postcode": " "})
    assert (bad.status_code, bad.json()["code"]) == (422, "accounts.invalid_address")
    assert "postcode" in bad.json()["fields"]
    odd = post(client, token, "/api/v1/addresses", {**HOME, "planet": "Mars"}, "two")
    assert (odd.status_code, odd.json()["code"]) == (422, "api.body")
    reads = key_of(actor, "addresses:read")
    denied = post(client, reads, "/api/v1/addresses", HOME, "three")
    assert (denied.status_code, denied.json()["code"]) == (403, "accounts.key_refused")
    orders = key_of(actor, "orders:read")
    assert (
        client.get("/api/v1/addresses", headers={"Authorization": f"Bearer {orders}"}).status_code
        == 403
    )
    assert client.get("/api/v1/addresses").status_code == 401
    assert Address.objects.count() == 0
