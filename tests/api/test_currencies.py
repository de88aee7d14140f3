"""Currencies over the API: a shop's own, a bag of two, and how the caller reads the market."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from rethread.market.accounts.services import ensure_shop, set_shop_currency
from rethread.market.catalogue.types import ListingView
from rethread.market.orders.services import add_to_bag
from rethread.platform.kernel import Actor
from tests.support.currencies import trading_in
from tests.support.factories import make_live_listing, make_user

from .test_listings import key_of
from .test_shop import post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_currencies() -> Iterator[None]:
    with trading_in("EUR"):
        yield


def in_euros() -> ListingView:
    actor = Actor.user(make_user().id)
    set_shop_currency(actor=actor, shop_id=ensure_shop(actor=actor).id, currency="EUR")
    return make_live_listing(seller_id=actor.require_user())


def test_a_shop_chooses_its_currency(client: Client) -> None:
    listing = make_live_listing()
    token = key_of(Actor.user(listing.seller_id), "listings:read", "listings:write")
    assert (
        post(client, token, "/api/v1/shop/currency", {"currency": "EUR"}).json()["currency"]
        == "EUR"
    )
    refused = post(client, token, "/api/v1/shop/currency", {"currency": "JPY"}, key="other")
    assert (refused.status_code, refused.json()["code"]) == (422, "accounts.unknown_currency")
    shop = client.get("/api/v1/shop", headers={"Authorization": f"Bearer {token}"})
    assert shop.json()["currency"] == "EUR"


def test_a_bag_that_mixes_says_what_is_apart_and_is_not_paid_at_once(client: Client) -> None:
    actor, pounds, euros = Actor.user(make_user().id), make_live_listing(), in_euros()
    for piece in (pounds, euros):
        add_to_bag(actor=actor, listing_id=piece.id)
    token = key_of(actor, "bag:read", "bag:write")
    headers = {"Authorization": f"Bearer {token}"}
    bag = client.get("/api/v1/bag?currency=EUR", headers=headers).json()
    assert (bag["currency"], [line["listing_id"] for line in bag["apart"]]) == (
        "EUR",
        [str(pounds.id)],
    )
    refused = post(client, token, "/api/v1/checkouts", {})
    assert (refused.status_code, refused.json()["code"]) == (422, "orders.currencies_mixed")
    unknown = post(client, token, "/api/v1/checkouts", {"currency": "JPY"}, key="other")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "api.currency")


def test_the_caller_chooses_how_they_read_the_market(client: Client) -> None:
    token = key_of(Actor.user(make_user().id), "account:read", "account:write")
    headers = {"Authorization": f"Bearer {token}"}
    empty = {"language": "", "currency": ""}
    assert client.get("/api/v1/account/reading", headers=headers).json() == empty
    chosen = post(client, token, "/api/v1/account/reading", {"language": "fr"})
    assert chosen.json() == {"language": "fr", "currency": ""}
    both = post(client, token, "/api/v1/account/reading", {"currency": "EUR"}, key="second")
    assert both.json() == {"language": "fr", "currency": "EUR"}
    for wrong in ({"language": "xx"}, {"language": "fr", "currency": "QQQ"}, {"colour": "red"}):
        refused = post(client, token, "/api/v1/account/reading", wrong, key=str(wrong))
        assert refused.status_code == 422
    found = client.get("/api/v1/account/reading", headers=headers)
    assert found.json() == {"language": "fr", "currency": "EUR"}
    other = key_of(Actor.user(make_user().id), "bag:read")
    refused = client.get("/api/v1/account/reading", headers={"Authorization": f"Bearer {other}"})
    assert refused.status_code == 403
