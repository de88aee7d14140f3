"""Being told on a screen: the switch, its column, and its end with the session."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from rethread.market.accounts.types import UserView
from rethread.market.notifications.models import PushDevice, Refusal
from rethread.platform.kernel import settings
from rethread.platform.kernel.settings import install_settings
from tests.support.factories import make_user

from .browsing import Page, browser_of, text_of

ON_ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 "
    "Mobile Safari/537.36"
)


@pytest.fixture
def person(db: None) -> Iterator[UserView]:
    before = settings()
    install_settings(replace(before, push_hosts="push.example"))
    yield make_user(display_name="Ada")
    install_settings(before)


@pytest.fixture
def browser(person: UserView) -> Client:
    return browser_of(person.id)


def give(browser: Client, endpoint: str = "https://push.example/one") -> str:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    fields = {
        "endpoint": endpoint,
        "p256dh": base64.urlsafe_b64encode(point).decode(),
        "auth": base64.urlsafe_b64encode(secrets.token_bytes(16)).decode(),
    }
    answer = browser.post("/you/screens/", fields, headers={"User-Agent": ON_ANDROID}, follow=True)
    return text_of(answer)


def test_a_screen_is_named_has_its_own_column_and_can_be_taken_away(browser: Client) -> None:
    before = text_of(browser.get("/you/notifications/"))
    assert ".push" not in before
    html = give(browser)
    assert "You are told on this screen from now on." in html
    assert "Chrome on Android" in html
    assert 'name="order_sold.push" value="1" checked' in html
    assert 'name="listing_liked.push"' not in html
    assert Page(html).inline == []
    device = PushDevice.objects.get()
    html = text_of(browser.post(f"/you/screens/{device.id}/remove/", follow=True))
    assert "You are not told there any more." in html
    assert not PushDevice.objects.exists()


def test_saving_without_the_column_refuses_nothing_that_was_not_asked(browser: Client) -> None:
    browser.post("/you/notifications/", {"start": "22", "end": "7", "order_sold.email": "1"})
    assert not Refusal.objects.filter(channel="push").exists()
    give(browser)
    chosen = {"start": "22", "end": "7", "with_push": "1", "order_sold.push": "1"}
    browser.post("/you/notifications/", chosen)
    refused = set(Refusal.objects.filter(channel="push").values_list("kind", flat=True))
    assert "order_sold" not in refused
    assert "message_received" in refused


def test_an_address_that_is_no_push_service_is_refused_in_words(browser: Client) -> None:
    html = give(browser, "https://intranet.example/hook")
    assert "Its push service is not one that we know." in html
    assert not PushDevice.objects.exists()


def test_whoever_signs_out_is_told_nothing_there_and_strangers_never(browser: Client) -> None:
    give(browser)
    assert PushDevice.objects.count() == 1
    browser.post("/accounts/logout/")
    assert PushDevice.objects.count() == 0
    assert Client().post("/you/screens/", {}).status_code == 303
    assert PushDevice.objects.count() == 0


def test_nobody_takes_away_anothers_screen(browser: Client) -> None:
    give(browser)
    device = PushDevice.objects.get()
    browser_of(make_user().id).post(f"/you/screens/{device.id}/remove/")
    assert PushDevice.objects.count() == 1


def test_the_worker_in_the_browser_shows_what_it_is_given(client: Client, db: None) -> None:
    script = text_of(client.get("/sw.js"))
    for part in ("push", "notificationclick"):
        assert f'self.addEventListener("{part}"' in script
