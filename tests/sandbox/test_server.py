"""The sandbox as a process: real sockets, pages, dropped connections, SIGTERM and kill -9."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import stripe

from rethread.sandbox.server import HomeInUse, hold
from rethread.sandbox.state import Sandbox, SandboxOptions
from tests.sandbox.conftest import MONDAY_NOON

SOURCE = str(Path(__file__).resolve().parents[2] / "src")
CARD = {"number": "4242 4242 4242 4242", "expiry": "12/40", "cvc": "123", "name": "Ada Lovelace"}


class Process:
    """A sandbox process of this test's own, on a free port."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.home = home
        self.url = f"http://127.0.0.1:{self.port}"
        self.http = httpx.Client(base_url=self.url, timeout=10, trust_env=False)
        self.start()

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "rethread.sandbox",
            str(self.home),
            "--port",
            str(self.port),
        ]
        self.process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": SOURCE})
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                if self.http.get("/healthz").status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError("the sandbox did not start")

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=20)

    def client(self) -> stripe.StripeClient:
        return stripe.StripeClient(
            "sk_test_local", base_addresses={"api": self.url}, max_network_retries=0
        )

    def session(self, key: str = "k") -> Any:
        price = {"currency": "gbp", "unit_amount": 5000, "product_data": {"name": "<b>Coat</b>"}}
        return self.client().v1.checkout.sessions.create(
            params={
                "mode": "payment",
                "line_items": [{"price_data": price, "quantity": 1}],
                "success_url": f"{self.url}/healthz?s={{CHECKOUT_SESSION_ID}}",
                "cancel_url": f"{self.url}/",
            },
            options={"idempotency_key": key},
        )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    running = Process(tmp_path_factory.mktemp("sandbox"))
    yield running
    running.http.close()
    if running.process.poll() is None:
        assert running.end(signal.SIGTERM) == 0


def test_a_buyer_pays_on_the_page(server: Process) -> None:
    session = server.session("page")
    page = server.http.get(session.url)
    assert page.status_code == 200
    assert "&lt;b&gt;Coat&lt;/b&gt;" in page.text
    assert "£50.00" in page.text
    assert "No money moves" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert f"form-action 'self' {server.url}" in policy
    assert "style=" not in page.text
    assert "<script" not in page.text
    paid = server.http.post(session.url, data=CARD)
    assert (paid.status_code, paid.headers["location"]) == (
        303,
        f"{server.url}/healthz?s={session.id}",
    )
    again = server.http.post(session.url, data=CARD)
    assert again.headers["location"] == paid.headers["location"]
    intent = server.client().v1.checkout.sessions.retrieve(session.id).payment_intent
    charges = server.client().v1.charges.list(params={"payment_intent": intent})
    assert [charge.amount for charge in charges.data] == [5000]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("number", "4242 4242 4242 4241", "not valid"),
        ("number", "4111 1111 1111 1111", "test cards only"),
        ("expiry", "01/20", "has passed"),
        ("cvc", "12", "3 digits"),
        ("name", " ", "name on the card"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    server: Process, field: str, value: str, said: str
) -> None:
    session = server.session("wrong")
    page = server.http.post(session.url, data={**CARD, field: value})
    assert page.status_code == 422
    error = page.text.split(f'id="{field}-error">')[1].split("</p>")[0]
    assert said in error
    assert 'value="123"' not in page.text
    assert server.client().v1.checkout.sessions.retrieve(session.id).payment_intent is None


def test_declines_and_the_challenge_on_the_page(server: Process) -> None:
    session = server.session("challenge")
    declined = server.http.post(session.url, data={**CARD, "number": "4000000000000002"})
    assert (declined.status_code, "Your card was declined." in declined.text) == (402, True)
    asked = server.http.post(session.url, data={**CARD, "number": "4000002500003155"})
    assert asked.status_code == 303
    assert "Complete authentication" in server.http.get(session.url).text
    failed = server.http.post(
        f"{session.url}/challenge", data={"answer": "fail"}, follow_redirects=True
    )
    assert "unable to authenticate" in failed.text
    server.http.post(session.url, data={**CARD, "number": "4000002500003155"})
    done = server.http.post(f"{session.url}/challenge", data={"answer": "complete"})
    assert done.headers["location"].endswith(session.id)


def test_an_expired_page_charges_nothing(server: Process) -> None:
    session = server.session("expired")
    server.client().v1.checkout.sessions.expire(session.id)
    for page in (server.http.get(session.url), server.http.post(session.url, data=CARD)):
        assert (page.status_code, "Nothing was charged" in page.text) == (410, True)


def test_a_seller_is_onboarded_on_the_page(server: Process) -> None:
    v1 = server.client().v1
    account = v1.accounts.create(
        params={"type": "express", "capabilities": {"transfers": {"requested": True}}}
    )
    link = v1.account_links.create(
        params={
            "account": account.id,
            "type": "account_onboarding",
            "return_url": f"{server.url}/healthz",
            "refresh_url": f"{server.url}/again",
        }
    )
    typed = {"country": "GB", "legal_name": "Ada Lovelace", "day": "1", "month": "2"}
    typed |= {"year": "2020", "sort_code": "10-88-00", "bank_number": "00012345"}
    refused = server.http.post(link.url, data=typed)
    assert (refused.status_code, "18 or older" in refused.text) == (422, True)
    assert v1.accounts.retrieve(account.id).payouts_enabled is False
    done = server.http.post(link.url, data={**typed, "year": "1990"})
    assert done.headers["location"] == f"{server.url}/healthz"
    stored: Any = v1.accounts.retrieve(account.id)
    assert (stored.payouts_enabled, stored.capabilities.transfers) == (True, "active")
    assert stored.requirements.currently_due == []
    assert stored.external_accounts.data[0].last4 == "2345"
    assert server.http.get(link.url).headers["location"] == f"{server.url}/again"


def test_a_dropped_connection_is_dropped(server: Process) -> None:
    fault = {"kind": "apply_then_drop", "operation": "POST /v1/checkout/sessions"}
    assert server.http.post("/_control/faults", json=fault).status_code == 200
    with pytest.raises(stripe.APIConnectionError):
        server.session("dropped")
    found = server.session("dropped")
    assert found.last_response.headers["Idempotent-Replayed"] == "true"


def test_controls_refuse_nonsense(server: Process) -> None:
    for path, body in (
        ("/_control/clock", {"offset_s": "soon"}),
        ("/_control/clock", {}),
        ("/_control/faults", {"kind": "gremlins"}),
        ("/_control/faults", {"kind": "delay", "probability": 2}),
        ("/_control/pay", {"session": "x", "card": "4111111111111111"}),
    ):
        assert server.http.post(path, json=body).status_code == 400
    assert server.http.get("/_control/nothing").status_code == 404
    assert server.http.get("/_control/state").json()["faults"][0]["struck"] == 1


def test_the_carrier_answers_over_http(server: Process) -> None:
    asked = {"key": "p1", "from_postcode": "N1 9GU", "to_postcode": "EH1 1YZ", "parcel": "small"}
    label = server.http.post("/carrier/labels", json=asked).json()
    number = label["tracking_no"]
    drawn = server.http.get(label["label_url"])
    assert (drawn.headers["content-type"], number in drawn.text) == ("image/svg+xml", True)
    server.http.post("/carrier/hand_over", json={"tracking_no": number})
    assert server.http.get(f"/carrier/tracking/{number}").json()["status"] == "accepted"
    server.http.post(f"/_control/parcels/{number}/deliver")
    assert server.http.get(f"/carrier/tracking/{number}").json()["status"] == "delivered"
    assert server.http.post("/carrier/labels", content=b"{").status_code == 400


def test_nothing_acknowledged_is_lost_by_kill_9(tmp_path: Path) -> None:
    running = Process(tmp_path / "home")
    session = running.session("before")
    running.http.post("/_control/pay", json={"session": session.id})
    running.http.post("/_control/clock", json={"offset_s": 6 * 86_400})
    running.end(signal.SIGKILL)
    running.start()
    clock = running.http.get("/_control/clock").json()
    assert clock["offset_s"] == 6 * 86_400
    client = running.client()
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"
    assert client.v1.balance.retrieve().available[0].amount == 4905
    assert running.end(signal.SIGTERM) == 0
    running.http.close()


def test_one_home_has_one_server(tmp_path: Path) -> None:
    with hold(tmp_path), pytest.raises(HomeInUse), hold(tmp_path):
        pass


def test_a_simulation_goes_on_as_a_server(tmp_path: Path) -> None:
    sandbox = Sandbox(None, SandboxOptions(seed=5), wall=lambda: MONDAY_NOON)
    sandbox.carrier.create_label(key="k", from_postcode="N1", to_postcode="E1", parcel="small")
    sandbox.save_to(tmp_path / "home")
    went_on = Sandbox(tmp_path / "home")
    assert abs(went_on.clock.now() - MONDAY_NOON) <= 5
    assert went_on.store.db.execute("SELECT COUNT(*) FROM parcels").fetchone() == (1,)
    with pytest.raises(FileExistsError):
        sandbox.save_to(tmp_path / "home")
    went_on.close()
    sandbox.close()
