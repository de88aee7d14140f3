"""The doors that are not pages: webhooks, events, consent, demo levers, sign-in walls."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from rethread.market.payments.models import InboxEvent
from rethread.platform.events.models import DeadLetter, OutboxRow
from rethread.platform.kernel import new_id, settings, wall_now
from rethread.platform.kernel.settings import install_settings
from rethread.web import ports
from tests.market.orders.world import World
from tests.support.factories import make_live_listing, make_user

from .browsing import browser_of, text_of

AGENT = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
WALLED = ("/sell/", "/checkout/", "/orders/", "/inbox/", "/likes/", "/you/")


@contextmanager
def mode(name: str) -> Iterator[None]:
    before = settings()
    install_settings(replace(before, mode=name))
    try:
        yield
    finally:
        install_settings(before)


@pytest.mark.parametrize("path", WALLED)
def test_what_belongs_to_a_person_asks_a_stranger_to_sign_in(stranger: Client, path: str) -> None:
    response = stranger.get(path)
    assert response.status_code == 303
    assert response["Location"] == f"/accounts/login/?next={path.replace('/', '%2F')}"


@pytest.mark.parametrize("path", ["/orders/", "/inbox/", "/likes/", "/you/", "/sell/", "/"])
def test_a_page_of_somebody_signed_in_is_kept_by_no_cache(db: None, path: str) -> None:
    response = browser_of(make_user().id).get(path)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_a_forged_webhook_is_refused_and_leaves_nothing(world: World) -> None:
    response = Client().post(
        "/webhooks/stripe",
        data='{"id": "evt_forged"}',
        content_type="application/json",
        headers={"Stripe-Signature": "t=1,v1=00"},
    )
    assert response.status_code == 400
    assert InboxEvent.objects.count() == 0


def batch(**payload: object) -> str:
    event = {
        "event_id": str(new_id()),
        "name": "discovery.listing_viewed",
        "schema_version": 1,
        "occurred_at": wall_now().isoformat(),
        "payload": {"listing_id": str(uuid4()), "surface": "direct"} | payload,
    }
    return json.dumps({"sent_at": wall_now().isoformat(), "events": [event]})


def send(client: Client, body: str) -> dict[str, int]:
    response = client.post("/e/", data=body, content_type="application/json", headers=AGENT)
    assert response.status_code == 202
    found: dict[str, int] = response.json()
    return found


def test_behaviour_is_kept_only_where_the_person_agreed(stranger: Client) -> None:
    assert send(stranger, batch()) == {"accepted": 0, "rejected": 0, "duplicates": 0, "dropped": 1}
    assert OutboxRow.objects.count() == 0
    agreed = stranger.post("/consent/", {"choice": "analytics", "next": "/fees/"})
    assert agreed["Location"] == "/fees/"
    visitor = agreed.cookies["visitor"].value
    assert send(stranger, batch())["accepted"] == 1
    row = OutboxRow.objects.get()
    assert row.anonymous_id == visitor
    assert row.session_id == stranger.cookies["visit"].value
    stranger.post("/consent/", {"choice": "essential"})
    assert "visitor" not in {name for name, cookie in stranger.cookies.items() if cookie.value}
    assert send(stranger, batch())["dropped"] == 1


def test_an_event_that_breaks_its_contract_is_kept_with_the_reason(stranger: Client) -> None:
    stranger.post("/consent/", {"choice": "analytics"})
    assert send(stranger, batch(surface="the moon"))["rejected"] == 1
    assert DeadLetter.objects.get().reason == "breaks_contract"
    assert OutboxRow.objects.count() == 0


def test_what_is_no_batch_is_refused(stranger: Client) -> None:
    response = stranger.post("/e/", data="[]", content_type="application/json", headers=AGENT)
    assert response.status_code == 400


def test_consent_cannot_be_given_from_a_foreign_page(stranger: Client) -> None:
    response = stranger.post(
        "/consent/", {"choice": "analytics"}, headers={"Origin": "https://evil.example"}
    )
    assert response.status_code == 403
    assert not response.cookies


def test_nobody_is_sent_to_a_foreign_page(stranger: Client) -> None:
    response = stranger.post("/consent/", {"choice": "essential", "next": "https://evil.example/"})
    assert response["Location"] == "/"


class Levers:
    """Remembers what the demo was asked to do."""

    def __init__(self, user_id: UUID) -> None:
        self.user_id = user_id
        self.done: list[object] = []

    def become(self, role: ports.DemoRole) -> UUID:
        self.done.append(role)
        return self.user_id

    def advance(self, span: timedelta) -> None:
        self.done.append(span)

    def deliver(self, order_id: UUID) -> None:
        self.done.append(order_id)


@pytest.fixture
def levers(db: None) -> Iterator[Levers]:
    made = Levers(make_user().id)
    ports.install_demo_controls(made)
    yield made
    ports.install_demo_controls(None)


@pytest.mark.parametrize("path", ["/demo/become/", "/demo/clock/", "/demo/deliver/"])
@pytest.mark.parametrize("name", ["live", "test"])
def test_outside_of_the_demo_its_levers_do_not_exist(
    stranger: Client, levers: Levers, path: str, name: str
) -> None:
    data = {"role": "staff", "advance": "2d", "order_id": str(uuid4())}
    with mode(name):
        assert stranger.post(path, data).status_code == 404
        assert stranger.get(path).status_code == 404
        assert "Demo controls" not in text_of(stranger.get("/"))
    assert levers.done == []


def test_in_the_demo_one_becomes_somebody_and_moves_the_clock(
    stranger: Client, levers: Levers
) -> None:
    order_id = uuid4()
    with mode("demo"):
        assert "Demo controls" in text_of(stranger.get("/"))
        response = stranger.post("/demo/become/", {"role": "seller", "next": "/sell/"})
        assert response["Location"] == "/sell/"
        stranger.post("/demo/clock/", {"advance": "1h"})
        stranger.post("/demo/clock/", {"advance": "2d"})
        stranger.post("/demo/deliver/", {"order_id": str(order_id)})
        assert stranger.post("/demo/clock/", {"advance": "9y"}).status_code == 404
    assert levers.done == ["seller", timedelta(hours=1), timedelta(days=2), order_id]
    assert stranger.get("/you/").status_code == 200


def test_the_demo_strip_sets_no_cookie(stranger: Client, levers: Levers) -> None:
    with mode("demo"):
        assert not stranger.get("/").cookies


def test_hearts_work_with_and_without_a_script(db: None) -> None:
    listing, person = make_live_listing(), make_user()
    browser = browser_of(person.id)
    answer = browser.post(
        "/like/", {"listing_id": str(listing.id), "css": ""}, headers={"HX-Request": "true"}
    )
    assert 'aria-pressed="true"' in text_of(answer)
    assert str(listing.id) in text_of(browser.get("/likes/"))
    plain = browser.post("/like/", {"listing_id": str(listing.id), "next": "/likes/"})
    assert plain["Location"] == "/likes/"
    assert str(listing.id) not in text_of(browser.get("/likes/"))


def test_following_a_shop_brings_its_pieces_to_the_front_page(db: None) -> None:
    listing, person = make_live_listing(), make_user()
    browser = browser_of(person.id)
    browser.post(f"/shop/{listing.shop.handle}/follow/", {"follow": "1"})
    assert "Following" in text_of(browser.get(f"/shop/{listing.shop.handle}/"))
    browser.post(f"/shop/{listing.shop.handle}/follow/", {"follow": "0"})
    assert "Following" not in text_of(browser.get(f"/shop/{listing.shop.handle}/"))


def test_somebody_signs_up_without_a_mail_server(stranger: Client) -> None:
    from rethread.market.accounts.selectors import find_user_by_email

    response = stranger.post(
        "/accounts/signup/", {"email": "new@example.test", "password1": "correct-horse-battery"}
    )
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert find_user_by_email("new@example.test") is not None
    names = [row.name for row in OutboxRow.objects.all()]
    assert names.count("accounts.user_registered") == 1
    assert stranger.get("/you/").status_code == 200
