"""Boosts over the API do what the pages do, once per key, with stable codes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from rethread.market.boosts.models import Boost
from rethread.market.catalogue.models import Listing
from rethread.platform.kernel import Actor
from tests.support.factories import make_live_listing, make_user

from .test_conversations import post
from .test_listings import key_of

pytestmark = pytest.mark.django_db
URL = "/api/v1/boosts"


def ask(client: Client, token: str, url: str = URL) -> Any:
    return client.get(url, headers={"Authorization": f"Bearer {token}"})


def test_start_read_and_stop_a_boost(client: Client) -> None:
    listing = make_live_listing()
    token = key_of(Actor.user(listing.seller_id), "listings:read", "listings:write")
    body = {"listing_id": str(listing.id), "days": 7, "day_cap_minor": 50, "cap_minor": 200}
    first, again = post(client, token, body, url=URL), post(client, token, body, url=URL)
    assert (first.status_code, again.json()) == (201, first.json())
    assert Boost.objects.count() == 1
    made = first.json()
    assert (made["status"], made["click_price"]) == (
        "running", {"amount_minor": 10, "currency": "GBP"},
    )  # fmt: skip
    listed = ask(client, token).json()
    assert [one["id"] for one in listed["data"]] == [made["id"]]
    assert (listed["owed"]["amount_minor"], listed["owed_max"]["amount_minor"]) == (0, 1000)
    trail = ask(client, token, f"{URL}/{made['id']}").json()
    assert (trail["clicks"], trail["days"], trail["boost"]["shown"]) == ([], [], 0)
    stopped = post(client, token, {}, url=f"{URL}/{made['id']}/stop", key="stop")
    assert (stopped.status_code, stopped.json()["end_reason"]) == (201, "stopped")


def test_refusals_have_codes_and_begin_nothing(client: Client) -> None:
    listing = make_live_listing()
    owner = key_of(Actor.user(listing.seller_id), "listings:read", "listings:write")
    other = key_of(Actor.user(make_user().id), "listings:read", "listings:write")
    reader = key_of(Actor.user(listing.seller_id), "listings:read")
    body = {"listing_id": str(listing.id), "days": 7, "day_cap_minor": 50, "cap_minor": 200}
    for number, (token, changed, status, code) in enumerate(
        (
            (other, {}, 404, "catalogue.listing_not_found"),
            (owner, {"day_cap_minor": 9}, 422, "boosts.cap_below_click"),
            (owner, {"cap_minor": -5}, 422, "boosts.cap_below_click"),
            (owner, {"days": 365}, 422, "boosts.invalid"),
            (owner, {"cap_minor": 2**60}, 422, "api.amount"),
            (reader, {}, 403, "accounts.key_refused"),
        )
    ):
        answer = post(client, token, body | changed, url=URL, key=f"k{number}")
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.json()
    assert not Boost.objects.exists()
    assert client.get(URL).status_code == 401


def test_many_listings_are_changed_at_once_or_only_previewed(client: Client) -> None:
    seller = make_user()
    pieces = [make_live_listing(seller_id=seller.id, price_minor=price) for price in (2000, 100)]
    foreign = make_live_listing()
    token = key_of(Actor.user(seller.id), "listings:write")
    url = "/api/v1/listings/changes"
    body: dict[str, Any] = {
        "listings": [
            {"listing_id": str(one.id), "version": one.version} for one in (*pieces, foreign)
        ],
        "kind": "lower",
        "percent": 25,
    }
    expected = [
        {"listing_id": str(pieces[0].id), "refused": None, "price_minor": 1500},
        {"listing_id": str(pieces[1].id), "refused": "price_out_of_range", "price_minor": None},
    ]
    seen = post(client, token, body | {"preview": True}, url=url, key="look")
    assert (seen.status_code, seen.json()["data"]) == (201, expected)
    assert Listing.objects.get(pk=pieces[0].id).price_minor == 2000
    done = post(client, token, body, url=url, key="do")
    assert (done.status_code, done.json()["data"]) == (201, expected)
    again = post(client, token, body, url=url, key="do")
    assert again.json() == done.json()
    assert Listing.objects.get(pk=pieces[0].id).price_minor == 1500
    assert Listing.objects.get(pk=foreign.id).price_minor == foreign.price.amount_minor  # type: ignore[union-attr]  # it has one
    nonsense = post(client, token, body | {"percent": 99}, url=url, key="no")
    assert (nonsense.status_code, nonsense.json()["code"]) == (422, "catalogue.invalid_bulk")
