"""One's own shop over the API."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rethread.market.accounts.selectors import get_shop
from rethread.platform.kernel import Actor, business_now
from tests.support.factories import make_shop, make_user

from .test_listings import key_of

pytestmark = pytest.mark.django_db


def post(client: Client, token: str, url: str, body: Any, key: str = "one") -> Any:
    return client.post(
        url,
        data=json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key},
    )


def test_a_shop_is_read_and_sent_on_holiday_by_its_owner_s_key(client: Client) -> None:
    shop = make_shop()
    token = key_of(Actor.user(shop.owner_id), "listings:read", "listings:write")
    until = business_now().replace(microsecond=0) + timedelta(days=3)
    body = {"on_vacation": True, "until": until.isoformat()}
    made = post(client, token, "/api/v1/shop/vacation", body)
    assert made.status_code == 201
    assert made.json()["on_vacation"] is True
    assert get_shop(shop.id).vacation_until == until
    again = post(client, token, "/api/v1/shop/vacation", body)
    assert again["Idempotent-Replayed"] == "true"
    found = client.get("/api/v1/shop", headers={"Authorization": f"Bearer {token}"})
    assert found.json() == made.json()


def test_what_is_refused_says_why_and_changes_nothing(client: Client) -> None:
    shop = make_shop()
    reads = key_of(Actor.user(shop.owner_id), "listings:read")
    writes = key_of(Actor.user(shop.owner_id), "listings:write")
    shopless = key_of(Actor.user(make_user().id), "listings:write")
    url, away = "/api/v1/shop/vacation", {"on_vacation": True}
    past = {"on_vacation": True, "until": "2001-01-01T00:00:00Z"}
    answers = [
        post(client, reads, url, away),
        post(client, writes, url, past),
        post(client, writes, url, {"on_vacation": True, "until": "2031-01-01T00:00:00"}),
        post(client, shopless, url, away),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (403, "accounts.key_refused"),
        (422, "accounts.invalid_vacation"),
        (422, "api.body"),
        (404, "accounts.shop_not_found"),
    ]
    assert get_shop(shop.id) == shop
