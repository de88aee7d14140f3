"""The API does what the pages do: by key and scope, once per Idempotency-Key, with stable codes."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from rethread.market.accounts.services import create_personal_key
from rethread.market.catalogue.models import Listing
from rethread.platform.kernel import Actor
from tests.support.factories import make_live_listing, make_photo, make_user, photo_bytes

pytestmark = pytest.mark.django_db
URL = "/api/v1/listings"


def key_of(actor: Actor, *scopes: str) -> str:
    return create_personal_key(actor=actor, name="test", scopes=scopes).token


@pytest.fixture
def seller() -> Actor:
    return Actor.user(make_user().id)


def body_with(own_photos: list[UUID], **changes: Any) -> dict[str, Any]:
    body = {
        "title": "Levi's 501 jeans",
        "type": "jeans",
        "department": "men",
        "size": "W32 L34",
        "condition": "good",
        "price_minor": 2500,
        "photo_ids": [str(photo_id) for photo_id in own_photos],
        "publish": True,
    }
    return {**body, **changes}


def post(client: Client, token: str, body: Any, key: str = "one") -> Any:
    return client.post(
        URL,
        data=body if isinstance(body, str) else json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key},
    )


def test_a_listing_is_created_and_published_with_the_fee_in_the_buyer_s_price(
    client: Client, seller: Actor
) -> None:
    photo = make_photo(owner_id=seller.require_user())
    answer = post(client, key_of(seller, "listings:write"), body_with([photo.id]))
    assert answer.status_code == 201
    made = answer.json()
    assert made["status"] == "live"
    assert made["price"] == {"amount_minor": 2500, "currency": "GBP"}
    assert made["buyer_price"] == {"amount_minor": 2695, "currency": "GBP"}
    assert client.get(f"{URL}/{made['id']}").json() == made


def test_the_same_key_and_body_create_one_listing(client: Client, seller: Actor) -> None:
    photo = make_photo(owner_id=seller.require_user())
    token = key_of(seller, "listings:write")
    first = post(client, token, body_with([photo.id]))
    second = post(client, token, body_with([photo.id]))
    assert second.json() == first.json()
    assert second["Idempotent-Replayed"] == "true"
    assert Listing.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(client: Client, seller: Actor) -> None:
    photo = make_photo(owner_id=seller.require_user())
    token = key_of(seller, "listings:write")
    post(client, token, body_with([photo.id]))
    answer = post(client, token, body_with([photo.id], price_minor=9900))
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "kernel.idempotency_mismatch"
    assert Listing.objects.get().price_minor == 2500


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"price_minor": -100}, "price"),
        ({"price_minor": 10**15}, "price"),
        ({"size": "enormous"}, "size"),
        ({"photo_ids": []}, "photos"),
        ({"title": "👗"}, "title"),
    ],
)
def test_a_bad_field_is_named_and_nothing_is_kept(
    client: Client, seller: Actor, change: dict[str, Any], field: str
) -> None:
    photo = make_photo(owner_id=seller.require_user())
    answer = post(client, key_of(seller, "listings:write"), body_with([photo.id], **change))
    assert answer.status_code == 422
    assert field in answer.json()["fields"]
    assert not Listing.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{", '{"title": 3}', '{"title": "x", "colour": "y"}'])
def test_a_body_that_is_not_as_described_is_refused(
    client: Client, seller: Actor, body: str
) -> None:
    answer = post(client, key_of(seller, "listings:write"), body)
    assert (answer.status_code, answer.json()["code"]) == (422, "api.body")


def test_without_a_key_or_the_scope_nothing_is_created(client: Client, seller: Actor) -> None:
    photo = make_photo(owner_id=seller.require_user())
    none = client.post(URL, data="{}", content_type="application/json")
    wrong = post(client, "rtk_forged", body_with([photo.id]))
    narrow = post(client, key_of(seller, "listings:read"), body_with([photo.id]))
    assert [none.status_code, wrong.status_code, narrow.status_code] == [401, 403, 403]
    assert none["WWW-Authenticate"].startswith("Bearer")
    assert not Listing.objects.exists()


def test_somebody_else_s_photo_cannot_be_used(client: Client, seller: Actor) -> None:
    photo = make_photo(owner_id=make_user().id)
    answer = post(client, key_of(seller, "listings:write"), body_with([photo.id]))
    assert answer.status_code == 422
    assert not Listing.objects.exists()


def test_pages_follow_one_another_without_gap_or_repeat(client: Client) -> None:
    made = {str(make_live_listing().id) for _ in range(7)}
    seen: list[str] = []
    cursor = ""
    while True:
        page = client.get(URL, {"limit": "3", **({"cursor": cursor} if cursor else {})}).json()
        seen += [item["id"] for item in page["data"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert sorted(seen) == sorted(made)


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "x"}, {"cursor": "forged"}])
def test_a_wrong_page_address_is_refused(client: Client, query: dict[str, str]) -> None:
    assert client.get(URL, query).status_code == 422


def test_a_draft_is_nobody_s_to_read(client: Client, seller: Actor) -> None:
    answer = post(client, key_of(seller, "listings:write"), body_with([], publish=False))
    assert answer.status_code == 201
    hidden = client.get(f"{URL}/{answer.json()['id']}")
    assert hidden.status_code == 404
    assert hidden["Content-Type"] == "application/problem+json"


def test_a_photo_uploaded_twice_is_one_photo(client: Client, seller: Actor) -> None:
    token = key_of(seller, "listings:write")
    data = photo_bytes(seed=1)
    answers = [
        client.post(
            "/api/v1/photos",
            data=data,
            content_type="image/jpeg",
            headers={"Authorization": f"Bearer {token}"},
        )
        for _ in range(2)
    ]
    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


def test_a_damaged_photo_and_a_thirteenth_are_refused_and_the_good_make_a_listing(
    client: Client, seller: Actor
) -> None:
    token = key_of(seller, "listings:write")
    answers = [
        client.post(
            "/api/v1/photos", data=data, content_type="image/jpeg",
            headers={"Authorization": f"Bearer {token}"},
        )
        for data in (photo_bytes(seed=1), b"\xff\xd8\xff torn", photo_bytes(seed=2))
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [201, 422, 201]
    assert answers[1].json()["code"] == "media.damaged"
    many = post(client, token, body_with([UUID(int=n) for n in range(13)]), key="many")
    assert (many.status_code, many.json()["code"]) == (422, "api.body")
    assert not Listing.objects.exists()
    kept = [answer.json()["id"] for answer in answers if answer.status_code == 201]
    listing = post(client, token, body_with(kept, title="👗🧥👖")).json()
    assert ([photo["id"] for photo in listing["photos"]], listing["title"]) == (kept, "👗🧥👖")
