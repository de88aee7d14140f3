"""What can be broken in a demo, and that neither it nor the tour exists anywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

from rethread.platform.kernel import Conflict
from rethread.web import ports
from tests.support.factories import make_user
from tests.web.browsing import Page, browser_of, text_of
from tests.web.test_edges import mode

POSTED = (
    "/demo/break/fault/",
    "/demo/break/worker/",
    "/demo/break/parcel/",
    "/demo/break/event/",
    "/demo/break/visitors/",
    "/tour/again/",
    "/tour/race/do/",
)
SHOWN = ("/demo/break/", "/tour/", "/tour/search/", "/tour/race/", "/tour/sale/", "/tour/data/")


class Levers:
    """Remembers what was asked of it; one fault at a time."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.on: set[ports.DemoFault] = set()

    def faults(self) -> list[ports.FaultInForce]:
        return [ports.FaultInForce(name, 2) for name in sorted(self.on)]

    def begin_fault(self, name: ports.DemoFault) -> None:
        self.on.add(name)

    def end_fault(self, name: ports.DemoFault) -> None:
        self.on.discard(name)

    def worker(self) -> ports.WorkerProcess | None:
        return ports.WorkerProcess(4321, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))

    def kill_worker(self) -> int:
        self.done.append("kill")
        return 4321

    def lose(self, order_id: object) -> None:
        self.done.append(order_id)

    def send_visitors(self) -> int:
        self.done.append("visitors")
        return 12

    def send_broken_event(self) -> None:
        self.done.append("event")


@pytest.fixture
def levers(db: None) -> Iterator[Levers]:
    made = Levers()
    ports.install_demo_controls(made)  # type: ignore[arg-type]  # only what these pages ask for
    yield made
    ports.install_demo_controls(None)


@pytest.mark.parametrize("path", [*POSTED, *SHOWN])
@pytest.mark.parametrize("name", ["live", "test"])
def test_outside_of_the_demo_neither_levers_nor_tour_exist(
    stranger: Client, levers: Levers, path: str, name: str
) -> None:
    data = {"name": "provider_down", "do": "begin", "action": "race", "order_id": str(uuid4())}
    with mode(name):
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, data).status_code == 404
    assert (levers.done, levers.on) == ([], set())


@pytest.mark.parametrize("fault", ports.FAULTS)
def test_a_fault_says_that_it_is_in_force_and_ends(
    stranger: Client, levers: Levers, fault: ports.DemoFault
) -> None:
    with mode("demo"):
        assert "in force" not in text_of(stranger.get("/demo/break/"))
        stranger.post("/demo/break/fault/", {"name": fault, "do": "begin"})
        html = text_of(stranger.get("/demo/break/"))
        assert html.count("in force") == 1
        assert "struck 2 times" in html
        assert Page(html).inline == []
        stranger.post("/demo/break/fault/", {"name": fault, "do": "end"})
        assert "in force" not in text_of(stranger.get("/demo/break/"))


@pytest.mark.parametrize(
    "data", [{"name": "gravity", "do": "begin"}, {"name": "provider_down", "do": "maybe"}, {}]
)
def test_an_unknown_fault_is_none(stranger: Client, levers: Levers, data: dict[str, str]) -> None:
    with mode("demo"):
        assert stranger.post("/demo/break/fault/", data).status_code == 404
    assert levers.on == set()


def test_the_worker_is_killed_and_a_broken_event_sent(stranger: Client, levers: Levers) -> None:
    with mode("demo"):
        assert "4321" in text_of(stranger.get("/demo/break/"))
        assert "Worker 4321 was killed" in text_of(
            stranger.post("/demo/break/worker/", follow=True)
        )
        stranger.post("/demo/break/event/")
        came = stranger.post("/demo/break/visitors/", follow=True)
    assert "Their browsers sent 12 events." in text_of(came)
    assert levers.done == ["kill", "event", "visitors"]


def test_nobody_loses_a_parcel_that_is_not_theirs(levers: Levers) -> None:
    with mode("demo"):
        path, data = "/demo/break/parcel/", {"order_id": str(uuid4())}
        assert browser_of(make_user().id).post(path, data).status_code == 404
        assert Client().post(path, data).status_code == 404
    assert levers.done == []


def test_a_sandbox_that_does_not_answer_is_said_plainly(
    stranger: Client, levers: Levers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> list[ports.FaultInForce]:
        raise Conflict("demo.sandbox_down", "The sandbox does not answer.")

    monkeypatch.setattr(levers, "faults", down)
    with mode("demo"):
        response = stranger.get("/demo/break/")
    assert response.status_code == 200
    assert "The sandbox does not answer." in text_of(response)


def test_a_step_that_does_not_exist_or_comes_too_early_does_no_harm(
    stranger: Client, levers: Levers
) -> None:
    with mode("demo"):
        assert stranger.post("/tour/race/do/", {"action": "fly"}).status_code == 404
        assert stranger.post("/tour/nowhere/do/", {"action": "race"}).status_code == 404
        early = stranger.post("/tour/race/do/", {"action": "pay"}, follow=True)
        assert early.status_code == 200
        assert "taken in another window" in text_of(early)
    assert levers.on == set()


def test_a_forged_or_foreign_memory_of_the_tour_is_forgotten(
    stranger: Client, levers: Levers
) -> None:
    stranger.cookies["tour"] = "eyJyYWNlIjp7ImRvbmUiOnRydWV9fQ:forged"
    with mode("demo"):
        html = text_of(stranger.get("/tour/"))
    assert "Begin" in html
    assert "(done)" not in html
