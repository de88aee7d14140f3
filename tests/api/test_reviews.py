"""Reviews, likes, follows and a seller's figures over the API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from rethread.market.accounts.selectors import get_shop
from rethread.market.accounts.services import create_personal_key
from rethread.market.catalogue.services import update_listing
from rethread.market.orders.services import confirm_received, mark_shipped
from rethread.market.reviews.models import Review
from rethread.market.social.models import Follow, Like
from rethread.platform.kernel import Actor
from tests.market.orders.conftest import world
from tests.market.orders.world import World
from tests.support.factories import make_live_listing, make_user

__all__ = ["world"]
API = "/api/v1"


def headers_of(actor: Actor, *scopes: str) -> dict[str, str]:
    token = create_personal_key(actor=actor, name="test", scopes=scopes).token
    return {"Authorization": f"Bearer {token}"}


def post(client: Client, url: str, body: Any, headers: dict[str, str], key: str) -> Any:
    return client.post(
        url,
        json.dumps(body),
        content_type="application/json",
        headers={**headers, "Idempotency-Key": key},
    )


def test_both_sides_review_blind_and_a_shop_replies_once(client: Client, world: World) -> None:
    seller, buyer = world.seller(), world.buyer()
    (order,) = world.buy(buyer, world.listing(seller))
    mark_shipped(actor=seller, order_id=order.order_id)
    confirm_received(actor=buyer.actor, order_id=order.order_id)
    bought = headers_of(buyer.actor, "reviews:read", "reviews:write")
    sold = headers_of(seller, "reviews:read", "reviews:write", "listings:read")
    url = f"{API}/orders/{order.order_id}/reviews"
    made = post(client, url, {"rating": 4, "text": "Lovely."}, bought, "one")
    assert (made.status_code, made.json()["visible_at"]) == (201, None)
    assert post(client, url, {"rating": 4, "text": "Lovely."}, bought, "one").json() == made.json()
    assert Review.objects.count() == 1
    seen = client.get(url, headers=sold).json()
    assert (seen["own"], seen["other"], seen["other_written"]) == (None, None, True)
    assert post(client, url, {"rating": 5}, sold, "one").status_code == 201
    seen = client.get(url, headers=sold).json()
    assert seen["other"]["rating"] == 4
    shop = get_shop(order.shop_id)
    public = client.get(f"{API}/shops/{shop.handle}/reviews").json()["data"]
    assert [(one["rating"], one["order_id"]) for one in public] == [(4, None)]
    reply = f"{API}/reviews/{made.json()['id']}/replies"
    assert post(client, reply, {"text": "Thank you."}, sold, "two").status_code == 201
    again = post(client, reply, {"text": "And again."}, sold, "three")
    assert (again.status_code, again.json()["code"]) == (409, "reviews.already_replied")
    stranger = headers_of(Actor.user(make_user().id), "reviews:read", "reviews:write")
    assert client.get(url, headers=stranger).status_code == 404
    assert post(client, url, {"rating": 1}, stranger, "one").status_code == 404
    assert post(client, url, {"rating": 6}, bought, "four").json()["code"] == "api.body"
    figures = client.get(f"{API}/shop/figures", headers=sold).json()
    assert (figures["listed"], figures["sold"]) == (1, 1)
    assert figures["months"][-1]["orders"] == 1
    assert figures["months"][-1]["earned_minor"] > 0


@pytest.mark.django_db
def test_likes_and_follows_are_put_and_deleted_as_often_as_one_likes(client: Client) -> None:
    fan, piece = Actor.user(make_user().id), make_live_listing()
    both = headers_of(fan, "likes:read", "likes:write")
    for _ in range(2):
        assert client.put(f"{API}/likes/{piece.id}", headers=both).status_code == 204
    assert Like.objects.count() == 1
    assert client.get(f"{API}/likes", headers=both).json()["listing_ids"] == [str(piece.id)]
    for _ in range(2):
        assert client.delete(f"{API}/likes/{piece.id}", headers=both).status_code == 204
    assert Like.objects.count() == 0
    handle = piece.shop.handle
    for _ in range(2):
        assert client.put(f"{API}/follows/{handle}", headers=both).status_code == 204
    assert Follow.objects.count() == 1
    assert client.delete(f"{API}/follows/{handle}", headers=both).status_code == 204
    assert Follow.objects.count() == 0
    assert client.put(f"{API}/likes/{piece.id}").status_code == 401
    narrow = headers_of(fan, "likes:read")
    assert client.put(f"{API}/likes/{piece.id}", headers=narrow).status_code == 403


@pytest.mark.django_db
def test_a_seller_reads_what_they_changed_and_nobody_else_does(client: Client) -> None:
    seller = Actor.user(make_user().id)
    piece = make_live_listing(seller_id=seller.require_user())
    update_listing(actor=seller, listing_id=piece.id, changes={"price_minor": 900})
    own = headers_of(seller, "listings:read")
    (edit,) = client.get(f"{API}/listings/{piece.id}/edits", headers=own).json()["data"]
    assert [change["field"] for change in edit["changes"]] == ["price_minor"]
    none = client.get(f"{API}/listings/{piece.id}/guidance", headers=own)
    assert (none.status_code, none.json()["code"]) == (404, "catalogue.no_guidance")
    other = headers_of(Actor.user(make_user().id), "listings:read")
    for part in ("edits", "guidance"):
        answer = client.get(f"{API}/listings/{piece.id}/{part}", headers=other)
        assert answer.status_code in {403, 404}
