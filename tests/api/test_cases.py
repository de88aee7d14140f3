"""Cases over the API: the same rules as on the pages, with keys, scopes and stable codes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from rethread.market.accounts.services import create_personal_key
from rethread.market.support.models import Case
from rethread.platform.kernel import Actor
from tests.market.orders.world import World, open_world
from tests.market.support.people import WORDS, Sale, delivered
from tests.support.factories import make_user

URL = "/api/v1/cases"
SCOPES = ("cases:read", "cases:write")


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with open_world() as opened:
        yield opened


def headers(actor: Actor, key: str = "one", scopes: tuple[str, ...] = SCOPES) -> dict[str, str]:
    token = create_personal_key(actor=actor, name="test", scopes=scopes).token  # type: ignore[arg-type]  # scopes
    return {"Authorization": f"Bearer {token}", "Idempotency-Key": key}


def post(url: str, actor: Actor, body: dict[str, Any], **options: Any) -> Any:
    return Client().post(
        url,
        data=json.dumps(body),
        content_type="application/json",
        headers=headers(actor, **options),
    )


def claim(sale: Sale, **changes: Any) -> dict[str, Any]:
    body = {
        "object_kind": "order",
        "object_id": str(sale.order_id),
        "reason": "damaged",
        "text": WORDS,
    }
    return {**body, **changes}


def test_a_case_is_opened_read_by_both_and_answered(world: World) -> None:
    sale = delivered(world)
    made = post(URL, sale.buyer.actor, claim(sale))
    assert made.status_code == 201
    case = made.json()
    assert (case["status"], case["role"], case["holds_money"]) == (
        "awaiting_answer",
        "opener",
        True,
    )
    assert [one["text"] for one in case["timeline"] if one["source"] == "case"] == [WORDS]
    listed = Client().get(URL, headers=headers(sale.seller)).json()
    assert [one["id"] for one in listed["data"]] == [case["id"]]
    url = f"{URL}/{case['id']}"
    assert Client().get(url, headers=headers(sale.seller)).json()["role"] == "respondent"
    answered = post(f"{url}/answers", sale.seller, {"text": WORDS})
    assert (answered.status_code, answered.json()["status"]) == (201, "answered")
    agreed = post(f"{url}/answers", sale.seller, {"agree": True}, key="two")
    assert (agreed.json()["status"], agreed.json()["outcome"]) == ("closed", "refund")
    assert sale.hold == "refunded"


def test_the_same_key_opens_one_case(world: World) -> None:
    sale = delivered(world)
    first = post(URL, sale.buyer.actor, claim(sale))
    second = post(URL, sale.buyer.actor, claim(sale))
    assert (second.json(), second["Idempotent-Replayed"]) == (first.json(), "true")
    assert Case.objects.count() == 1


def test_refusals_have_codes_and_change_nothing(world: World) -> None:
    sale = delivered(world)
    stranger, buyer = Actor.user(make_user().id), sale.buyer.actor

    def sent(**changes: Any) -> Any:
        return post(URL, buyer, claim(sale, **changes), key=str(uuid4()))

    refused = [
        (post(URL, stranger, claim(sale)), 404, "support.subject_not_found"),
        (sent(text="no"), 422, "support.words"),
        (
            post(URL, buyer, claim(sale, reason="all_well"), key="b"),
            409,
            "support.case_not_offered",
        ),
        (post(URL, buyer, claim(sale, object_kind="moon"), key="c"), 422, "api.body"),
        (post(URL, buyer, claim(sale, photo_ids=[str(uuid4())]), key="d"), 422, "support.evidence"),
        (post(f"{URL}/{uuid4()}/answers", buyer, {"text": WORDS}), 404, "support.case_not_found"),
        (Client().get(URL), 401, "api.key_required"),
    ]
    for answer, status, code in refused:
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (Case.objects.count(), sale.hold) == (0, "held")


def test_a_key_without_the_scope_reads_no_cases(world: World) -> None:
    sale = delivered(world)
    answer = Client().get(URL, headers=headers(sale.buyer.actor, scopes=("listings:read",)))
    assert answer.status_code == 403
