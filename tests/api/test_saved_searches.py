"""Saved searches over the API: by key and scope, once per Idempotency-Key, one's own alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from rethread.market.accounts.services import create_personal_key
from rethread.market.search.adapters.tantivy_engine import TantivyEngine
from rethread.market.search.selectors import list_saved_searches
from rethread.market.search.services import (
    mark_dirty,
    rebuild_index,
    run_indexer,
    saving,
    tell_matches,
)
from rethread.platform.kernel import Actor, business_now
from tests.market.search.conftest import engine
from tests.support.factories import make_live_listing, make_user

__all__ = ["engine"]
pytestmark = pytest.mark.django_db
URL = "/api/v1/searches"


def headers_of(actor: Actor, *scopes: str) -> dict[str, str]:
    token = create_personal_key(actor=actor, name="test", scopes=scopes).token
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def fan() -> Actor:
    return Actor.user(make_user().id)


def save(client: Client, headers: dict[str, str], body: Any, key: str = "one") -> Any:
    return client.post(
        URL,
        data=json.dumps(body),
        content_type="application/json",
        headers={**headers, "Idempotency-Key": key},
    )


def test_a_search_is_saved_matched_looked_at_and_forgotten(
    client: Client, fan: Actor, engine: TantivyEngine
) -> None:
    rebuild_index()
    both = headers_of(fan, "searches:read", "searches:write")
    body = {"query": "denim jacket", "filters": {"sizes": ["alpha:m"]}, "name": "Jacket"}
    made = save(client, both, body)
    assert made.status_code == 201
    saved = made.json()
    assert (saved["query"], saved["name"], saved["new_count"]) == ("denim jacket", "Jacket", 0)
    assert saved["filters"]["sizes"] == ["alpha:m"]
    assert save(client, both, body).json() == saved
    piece = make_live_listing()
    mark_dirty(listing_ids=[piece.id])
    run_indexer()
    tell_matches(business_now(), 10)
    address = f"{URL}/{saved['id']}"
    [found] = client.get(f"{address}/matches", headers=both).json()["data"]
    assert (found["listing_id"], found["is_new"]) == (str(piece.id), True)
    assert client.get(address, headers=both).json()["new_count"] == 1
    assert client.post(f"{address}/look", headers=both).json()["new_count"] == 0
    assert [one["id"] for one in client.get(URL, headers=both).json()["data"]] == [saved["id"]]
    assert client.delete(address, headers=both).status_code == 204
    assert client.get(address, headers=both).status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "search.nothing_to_save"),
        ({"query": "x", "colour": "red"}, "api.body"),
        ({"query": "x", "name": "y" * 61}, "search.name_too_long"),
        ({"query": "x", "filters": {"price_max_minor": -1}}, "search.out_of_bounds"),
        ({"query": "x", "filters": {"brands": ["b"] * 51}}, "api.body"),
    ],
)
def test_what_cannot_be_saved_is_refused_with_a_code(
    client: Client, fan: Actor, engine: TantivyEngine, body: Any, code: str
) -> None:
    rebuild_index()
    answer = save(client, headers_of(fan, "searches:write"), body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert list_saved_searches(fan) == ()


def test_one_search_too_many_is_refused_with_a_code(
    client: Client, fan: Actor, engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild_index()
    monkeypatch.setattr(saving, "SAVED_MAX", 1)
    assert save(client, headers_of(fan, "searches:write"), {"query": "x"}, "a").status_code == 201
    answer = save(client, headers_of(fan, "searches:write"), {"query": "y"}, "b")
    assert (answer.status_code, answer.json()["code"]) == (429, "search.too_many_saved")
    assert len(list_saved_searches(fan)) == 1


def test_somebody_else_s_search_and_a_narrow_key_are_refused(
    client: Client, fan: Actor, engine: TantivyEngine
) -> None:
    rebuild_index()
    saved = save(client, headers_of(fan, "searches:write"), {"query": "denim"}).json()
    other = headers_of(Actor.user(make_user().id), "searches:read", "searches:write")
    address = f"{URL}/{saved['id']}"
    assert client.get(address, headers=other).status_code == 404
    assert client.get(f"{address}/matches", headers=other).status_code == 404
    assert client.delete(address, headers=other).status_code == 404
    narrow = headers_of(fan, "searches:read")
    assert client.delete(address, headers=narrow).status_code == 403
    assert len(list_saved_searches(fan)) == 1


def test_sizes_are_said_and_read(client: Client, fan: Actor) -> None:
    both = headers_of(fan, "searches:read", "searches:write")
    assert client.get("/api/v1/sizes", headers=both).json() == {"codes": [], "applies": False}

    def put(codes: list[str]) -> Any:
        return client.put(
            "/api/v1/sizes",
            data=json.dumps({"codes": codes}),
            content_type="application/json",
            headers=both,
        )

    assert put(["uk:10"]).json() == {"codes": ["uk:10"], "applies": True}
    refused = put(["uk:11"])
    assert (refused.status_code, refused.json()["code"]) == (422, "search.unknown_sizes")
    assert client.get("/api/v1/sizes", headers=both).json()["codes"] == ["uk:10"]
