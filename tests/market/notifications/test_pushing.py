"""What a screen shows: only its browser can read it, nobody is shown it twice, a browser that is
gone is forgotten, and the server calls nobody but push services."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import http_ece  # type: ignore[import-untyped]  # none shipped
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02  # type: ignore[import-untyped]  # none shipped

from rethread.market.notifications.adapters.web_push import WebPush
from rethread.market.notifications.errors import InvalidDevice
from rethread.market.notifications.models import PushDevice, QueuedLetter
from rethread.market.notifications.ports import install_post
from rethread.market.notifications.rules.devices import is_known_service
from rethread.market.notifications.selectors import list_devices, list_notices
from rethread.market.notifications.services import (
    add_device,
    forget_devices_of_session,
    notify,
    read_all,
    remove_device,
    send_due_letters,
    set_wish,
)
from rethread.platform.kernel import Actor, new_id, settings
from rethread.platform.kernel.clock import business_clock
from rethread.platform.kernel.settings import install_settings
from rethread.platform.vault.vapid import push_public_key
from rethread.web.letters import SiteLetters
from tests.support.factories import make_user

from .conftest import Post

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
HOSTS = "fcm.googleapis.com,notify.windows.com,http://127.0.0.1:9000"


@dataclass
class Browser:
    """A browser with keys of its own, which reads what its push service was given."""

    endpoint: str = field(
        default_factory=lambda: f"https://fcm.googleapis.com/send/{secrets.token_hex(8)}"
    )
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def p256dh(self) -> str:
        point = self.private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return _text(point)

    def given_to(self, person: Any, session_key: str = "session") -> Any:
        return add_device(
            actor=Actor.user(person.id),
            endpoint=self.endpoint,
            p256dh=self.p256dh,
            auth=_text(self.secret),
            name="Chrome on  Android",
            session_key=session_key,
        )

    def read(self, request: httpx.Request) -> dict[str, str]:
        said = http_ece.decrypt(
            request.content, private_key=self.private, auth_secret=self.secret, version="aes128gcm"
        )
        found: dict[str, str] = json.loads(said)
        return found


@dataclass
class Service:
    """A push service that keeps what it is given and answers as told."""

    asked: list[httpx.Request] = field(default_factory=list)
    status: dict[str, int] = field(default_factory=dict)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return httpx.Response(self.status.get(str(request.url), 201))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.fixture
def service(post: Post) -> Iterator[Service]:
    before = settings()
    install_settings(replace(before, push_hosts=HOSTS))
    found = Service()
    install_post(writer=SiteLetters(), postman=post, pusher=WebPush(httpx.MockTransport(found)))
    yield found
    install_settings(before)


def tell(person: Any, kind: str = "order_sold", at: datetime = NOON, key: str = "one") -> None:
    with business_clock(lambda: at):
        notify(
            actor=Actor.system("tests"),
            kind=kind,
            people=[person.id],
            subject_id=new_id(),
            key=key,
            facts={"title": "Blue coat & scarf", "amount_minor": 1250, "currency": "GBP"},
        )


def pushes() -> list[tuple[str, str]]:
    rows = QueuedLetter.objects.filter(channel="push").order_by("id")
    return list(rows.values_list("state", "problem"))


def test_only_the_browser_reads_what_is_shown_and_the_service_knows_who_sent_it(
    service: Service, post: Post
) -> None:
    person, browser = make_user(), Browser()
    browser.given_to(person)
    tell(person)
    tell(person)
    send_due_letters(NOON, 10)
    send_due_letters(NOON + timedelta(hours=1), 10)
    (request,) = service.asked
    assert (str(request.url), pushes()) == (browser.endpoint, [("sent", "")])
    said = browser.read(request)
    (notice,) = list_notices(Actor.user(person.id)).notices
    assert "Blue coat & scarf" in said["title"]
    assert (said["path"], said["tag"]) == (f"/orders/{notice.subject_id}/", notice.notice_id.hex)
    assert request.headers["topic"] == said["tag"]
    assert b"Blue coat" not in request.content
    assert Vapid02.verify(request.headers["authorization"])
    signed, key = request.headers["authorization"].removeprefix("vapid ").split(",")
    assert key == f"k={push_public_key()}"
    claims = json.loads(_bytes(signed.split(".")[1]))
    assert claims["aud"] == "https://fcm.googleapis.com"
    assert len(post.taken) == 1
    assert list_devices(Actor.user(person.id))[0].name == "Chrome on Android"


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_whoever_has_no_browser_here_is_sent_no_push(service: Service, post: Post) -> None:
    tell(make_user())
    send_due_letters(NOON, 10)
    assert (service.asked, pushes(), len(post.taken)) == ([], [], 1)


def test_a_browser_that_is_gone_is_forgotten_and_the_others_are_told(service: Service) -> None:
    person, gone, there = make_user(), Browser(), Browser()
    gone.given_to(person)
    there.given_to(person, "another")
    service.status[gone.endpoint] = 410
    tell(person)
    send_due_letters(NOON, 10)
    assert pushes() == [("sent", "")]
    assert [row.endpoint for row in PushDevice.objects.all()] == [there.endpoint]
    service.status[there.endpoint] = 404
    tell(person, key="two")
    send_due_letters(NOON, 10)
    assert sorted(pushes()) == [("gave_up", "the browser is gone"), ("sent", "")]
    assert not PushDevice.objects.exists()


def test_a_service_that_is_down_is_asked_again_and_nothing_is_shown_twice(
    service: Service,
) -> None:
    person, browser = make_user(), Browser()
    browser.given_to(person)
    service.status[browser.endpoint] = 503
    tell(person)
    send_due_letters(NOON, 10)
    assert pushes() == [("waiting", "push service: 503")]
    del service.status[browser.endpoint]
    send_due_letters(NOON, 10)
    assert len(service.asked) == 1  # it waits first
    send_due_letters(NOON + timedelta(minutes=1), 10)
    assert pushes() == [("sent", "")]
    tags = [request.headers["topic"] for request in service.asked]
    assert len(tags) == 2
    assert len(set(tags)) == 1
    assert PushDevice.objects.get().reached_at is not None


def test_quiet_hours_refusals_and_reading_hold_for_screens_too(service: Service) -> None:
    person, browser = make_user(), Browser()
    browser.given_to(person)
    actor = Actor.user(person.id)
    tell(person, at=NIGHT)
    send_due_letters(NIGHT, 10)
    assert (service.asked, pushes()) == ([], [("waiting", "")])
    read_all(actor=actor, up_to=list_notices(actor).notices[0].notice_id)
    send_due_letters(NIGHT + timedelta(hours=8), 10)
    assert (service.asked, pushes()) == ([], [("skipped", "read before")])
    assert set_wish(actor=actor, kind="order_sold", channel="push", wanted=False)
    tell(person, key="two")
    assert len(pushes()) == 1
    tell(person, kind="listing_liked", key="three")  # these wait for the evening's letter
    assert len(pushes()) == 1


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/send/a",
        "https://fcm.googleapis.com.evil.example/send/a",
        "https://evilfcm.googleapis.com@127.0.0.1/send/a",
        "https://fcm.googleapis.com:8443/send/a",
        "https://127.0.0.1/send/a",
        "http://127.0.0.1:9001/send/a",
        "https://[::1",
        "file:///etc/passwd",
        "",
        "https://fcm.googleapis.com/" + "a" * 1000,
    ],
)
def test_the_server_is_not_led_to_call_anybody_else(service: Service, endpoint: str) -> None:
    person = make_user()
    with pytest.raises(InvalidDevice) as refused:
        Browser(endpoint=endpoint).given_to(person)
    assert refused.value.code == "notifications.invalid_device"
    assert not PushDevice.objects.exists()


def test_subdomains_and_a_service_of_ones_own_are_known() -> None:
    assert is_known_service("https://wns2-par02p.notify.windows.com/w/?token=a", HOSTS)
    assert is_known_service("http://127.0.0.1:9000/send/a", HOSTS)


@pytest.mark.parametrize(("p256dh", "auth"), [("AAAA", ""), ("", "AAAA"), ("????", "????")])
def test_keys_that_are_none_are_refused(service: Service, p256dh: str, auth: str) -> None:
    browser = Browser()
    with pytest.raises(InvalidDevice):
        add_device(
            actor=Actor.user(make_user().id),
            endpoint=browser.endpoint,
            p256dh=p256dh or browser.p256dh,
            auth=auth or _text(browser.secret),
            name="",
            session_key="session",
        )
    assert not PushDevice.objects.exists()


def test_a_browser_belongs_to_whoever_gave_it_last_and_ends_with_the_session(
    service: Service,
) -> None:
    ada, bo, browser = make_user(), make_user(), Browser()
    first = browser.given_to(ada, "of ada")
    assert browser.given_to(bo, "of bo") == first
    assert (list_devices(Actor.user(ada.id)), len(list_devices(Actor.user(bo.id)))) == ((), 1)
    assert not remove_device(actor=Actor.user(ada.id), device_id=first)
    assert (forget_devices_of_session("of ada"), forget_devices_of_session("of bo")) == (0, 1)


def test_a_person_has_ten_browsers_and_the_oldest_goes(service: Service) -> None:
    person, browsers = make_user(), [Browser() for _ in range(11)]
    for minute, browser in enumerate(browsers):
        with business_clock(lambda at=NOON + timedelta(minutes=minute): at):
            browser.given_to(person)
    kept = set(PushDevice.objects.values_list("endpoint", flat=True))
    assert kept == {browser.endpoint for browser in browsers[1:]}
