"""Shops over the API: packed and fetched, sent in and decided, by whom a key lets."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from rethread.market.accounts.services import create_personal_key
from rethread.market.portability.models import ShopExport, ShopImport
from rethread.market.portability.services import run_next_export, run_next_import
from rethread.platform.kernel import Actor
from tests.market.portability.shops import archive_of, exported, files_of, furnish, zipped
from tests.support.factories import ensure_pricing, make_user

SCOPES = ("exports:read", "exports:write", "imports:read", "imports:write")
pytestmark = pytest.mark.django_db


def headers(actor: Actor, key: str = "one", scopes: tuple[str, ...] = SCOPES) -> dict[str, str]:
    token = create_personal_key(actor=actor, name="test", scopes=scopes).token
    return {"Authorization": f"Bearer {token}", "Idempotency-Key": key}


def post(url: str, actor: Actor, body: Any, **options: Any) -> Any:
    return Client().post(
        url, data=json.dumps(body), content_type="application/json",
        headers=headers(actor, **options),
    )  # fmt: skip


def get(url: str, actor: Actor) -> Any:
    return Client().get(url, headers=headers(actor))


def test_a_shop_is_packed_once_per_key_and_fetched() -> None:
    actor = Actor.user(make_user().id)
    assert post("/api/v1/exports", actor, {}).json()["code"] == "portability.nothing_to_take"
    furnish(actor.require_user())
    made = post("/api/v1/exports", actor, {}, key="two")
    assert (made.status_code, made.json()["status"]) == (201, "waiting")
    replayed = post("/api/v1/exports", actor, {}, key="two")
    assert replayed.json()["id"] == made.json()["id"]
    assert ShopExport.objects.count() == 1
    busy = post("/api/v1/exports", actor, {}, key="three")
    assert (busy.status_code, busy.json()["code"]) == (409, "portability.still_working")
    here = f"/api/v1/exports/{made.json()['id']}"
    assert get(f"{here}/archive", actor).json()["code"] == "portability.not_ready"
    assert run_next_export()
    view = get(here, actor).json()
    assert (view["status"], view["listings"], view["photos"]) == ("ready", 1, 2)
    answer = get(view["archive_path"], actor)
    assert b"".join(answer.streaming_content).startswith(b"PK")
    stranger = Actor.user(make_user().id)
    for url in (here, f"{here}/archive"):
        assert get(url, stranger).json()["code"] == "portability.export_not_found"
    assert len(get("/api/v1/exports", actor).json()["data"]) == 1


def test_a_table_is_sent_decided_and_reported() -> None:
    ensure_pricing()
    actor = Actor.user(make_user().id)
    table = b"Name,Price\nBlue shirt,12\nRed dress,cheap\n"
    sent = Client().post(
        "/api/v1/imports", data=table, content_type="text/csv", headers=headers(actor)
    )
    assert sent.status_code == 201
    here = f"/api/v1/imports/{sent.json()['id']}"
    early = post(f"{here}/decision", actor, {})
    assert early.json()["code"] == "portability.not_now"
    assert run_next_import()
    asking = get(here, actor).json()
    assert asking["status"] == "asking"
    assert asking["mapping"] == {"title": [0], "price": [1]}
    bad = post(f"{here}/decision", actor, {"mapping": {"title": [7]}}, key="bad")
    assert (bad.status_code, bad.json()["code"]) == (422, "portability.bad_mapping")
    good = post(f"{here}/decision", actor, {"publish": False}, key="good")
    assert (good.status_code, good.json()["status"]) == (201, "running")
    while run_next_import():
        pass
    done = get(here, actor).json()
    assert (done["status"], done["added"], done["failed"]) == ("done", 1, 1)
    assert done["reports"] == [
        {
            "line": 3, "title": "Red dress", "status": "failed",
            "reasons": ["price: “cheap” is not a price."], "listing_id": None,
        }
    ]  # fmt: skip


def test_an_archive_that_was_tampered_with_is_refused_with_what_and_where() -> None:
    owner, actor = make_user(), Actor.user(make_user().id)
    furnish(owner.id)
    files = files_of(archive_of(exported(owner.id)))
    changed = {**files, "reviews.json": files["reviews.json"] + b" "}
    sent = Client().post(
        "/api/v1/imports", data=zipped(changed), content_type="application/zip",
        headers=headers(actor),
    )  # fmt: skip
    assert run_next_import()
    refused = get(f"/api/v1/imports/{sent.json()['id']}", actor).json()
    assert (refused["status"], refused["failure_code"], refused["failed_file"]) == (
        "refused", "portability.file_changed", "reviews.json",
    )  # fmt: skip


def test_no_key_no_scope_and_nothing_sent_are_refused_and_change_nothing() -> None:
    actor = Actor.user(make_user().id)
    furnish(actor.require_user())
    assert Client().get("/api/v1/exports").status_code == 401
    assert post("/api/v1/exports", actor, {}, scopes=("listings:read",)).status_code == 403
    empty = Client().post(
        "/api/v1/imports", data=b"", content_type="text/csv", headers=headers(actor)
    )
    assert (empty.status_code, empty.json()["code"]) == (422, "api.upload")
    missing = post(f"/api/v1/imports/{uuid4()}/stop", actor, {})
    assert missing.json()["code"] == "portability.import_not_found"
    assert not ShopExport.objects.exists()
    assert not ShopImport.objects.exists()
