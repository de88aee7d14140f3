"""Offers over the API do what the pages do, with stable codes, and keep the seller's limit."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from rethread.market.offers.models import Offer
from rethread.market.social.services import like_listing
from rethread.platform.kernel import Actor
from tests.support.factories import make_live_listing, make_user

from .test_conversations import post
from .test_listings import key_of

pytestmark = pytest.mark.django_db
URL = "/api/v1/offers"


def ask(client: Client, token: str, url: str = URL) -> Any:
    return client.get(url, headers={"Authorization": f"Bearer {token}"})


def people() -> tuple[Any, str, str, Actor]:
    listing, buyer = make_live_listing(price_minor=3_000), Actor.user(make_user().id)
    seller = Actor.user(listing.seller_id)
    scopes = ("offers:read", "offers:write")
    return listing, key_of(buyer, *scopes), key_of(seller, *scopes), buyer


def test_haggle_over_the_api(client: Client) -> None:
    listing, mine, theirs, _ = people()
    body = {"listing_id": str(listing.id), "amount_minor": 2_000}
    first, again = post(client, mine, body, url=URL), post(client, mine, body, url=URL)
    assert (first.status_code, again.json()) == (201, first.json())
    assert first.json()["buyer_price"] == {"amount_minor": 2_170, "currency": "GBP"}
    (offer,) = ask(client, theirs).json()["data"]
    assert (offer["side"], offer["told"], offer["steps"]) == (
        "seller", "asks_seller", ["accept", "counter", "decline"],
    )  # fmt: skip
    url = f"{URL}/{offer['id']}/answers"
    counter = {"answer": "counter", "seen_minor": 2_000, "amount_minor": 2_500}
    assert post(client, theirs, counter, url=url).json()["told"] == "asks_buyer"
    stale = post(client, mine, {"answer": "accept", "seen_minor": 2_000}, url=url, key="two")
    assert (stale.status_code, stale.json()["code"]) == (409, "offers.offer_changed")
    agreed = post(client, mine, {"answer": "accept", "seen_minor": 2_500}, url=url, key="three")
    assert (agreed.status_code, agreed.json()["told"]) == (201, "price_runs")
    assert ask(client, theirs, f"{URL}/{offer['id']}").json()["price"]["amount_minor"] == 2_500


def test_refusals_have_codes_and_change_nothing(client: Client) -> None:
    listing, mine, theirs, _ = people()
    for token, amount, status, code in (
        (mine, 50, 422, "offers.price_out_of_range"),
        (mine, 3_000, 422, "offers.price_out_of_range"),
        (mine, 2**60, 422, "api.amount"),
        (theirs, 2_000, 403, "offers.own_listing"),
    ):
        body = {"listing_id": str(listing.id), "amount_minor": amount}
        answer = post(client, token, body, url=URL, key=f"{amount}")
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Offer.objects.count() == 0
    assert ask(client, key_of(Actor.user(make_user().id), "cases:read")).status_code == 403
    offer = post(client, mine, {"listing_id": str(listing.id), "amount_minor": 2_000}, url=URL)
    stranger = key_of(Actor.user(make_user().id), "offers:read", "offers:write")
    assert ask(client, stranger, f"{URL}/{offer.json()['id']}").status_code == 404
    url = f"{URL}/{offer.json()['id']}/answers"
    bare = post(client, theirs, {"answer": "counter", "seen_minor": 2_000}, url=url)
    assert bare.json()["code"] == "offers.price_missing"


def test_a_limit_is_for_its_seller_alone(client: Client) -> None:
    listing, mine, theirs, buyer = people()
    terms = f"/api/v1/listings/{listing.id}/offer-terms"
    assert post(client, theirs, {"floor_minor": 2_345}, url=terms).status_code == 201
    assert ask(client, theirs, terms).json()["floor"]["amount_minor"] == 2_345
    assert ask(client, mine, terms).status_code == 404
    low = post(client, mine, {"listing_id": str(listing.id), "amount_minor": 2_000}, url=URL)
    assert low.json()["told"] == "too_low"
    assert b"2345" not in low.content
    like_listing(actor=buyer, listing_id=listing.id)
    likers = f"/api/v1/listings/{listing.id}/liker-offers"
    assert post(client, theirs, {"amount_minor": 2_900}, url=likers).status_code == 422
    sent = post(client, theirs, {"amount_minor": 2_850}, url=likers, key="two")
    assert sent.json() == {"people": 1}
    twice = post(client, theirs, {"amount_minor": 2_800}, url=likers, key="three")
    assert (twice.status_code, twice.json()["code"]) == (429, "offers.sent_today")
    assert post(client, mine, {"amount_minor": 2_000}, url=likers).status_code == 404
