"""Open pages hear what is for them, once, and what they missed; nobody else hears anything."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from rethread.platform.live.hub import (
    PER_PERSON_MAX,
    REMEMBERED,
    WAITING_MAX,
    Hub,
    HubFull,
    Line,
    Signal,
    signal_of,
)
from rethread.platform.live.listening import Ear
from rethread.platform.live.server import LiveOptions, LiveServer
from rethread.platform.live.signalling import (
    PEOPLE_MAX,
    PostgresSignaller,
    _text,
    install_signaller,
    signal,
)
from rethread.platform.live.tickets import AGE_MAX_S, BadTicket, make_ticket, read_ticket

KEY = "key-of-a-test"
ADA, BO = uuid4(), uuid4()


def news(to: UUID, number: int) -> Signal:
    return Signal(f"n{number}", frozenset({to}), "message", str(number))


def drained(line: Line) -> list[str]:
    found = []
    while not line.waiting.empty():
        one = line.waiting.get_nowait()
        found.append(one.topic if one and one.topic == "resync" else one.about if one else "end")
    return found


def in_loop(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    def run() -> None:
        asyncio.run(test())

    run.__name__ = test.__name__
    return run


@in_loop
async def test_a_page_hears_what_is_for_its_reader_and_nothing_else() -> None:
    hub = Hub(lines_max=10)
    ada, bo = hub.join(ADA), hub.join(BO)
    hub.hear(news(ADA, 1))
    hub.hear(Signal("x", frozenset({ADA, BO}), "message", "both"))
    assert (drained(ada), drained(bo)) == (["1", "both"], ["both"])
    hub.leave(ada)
    hub.leave(ada)
    hub.hear(news(ADA, 2))
    assert drained(ada) == []
    assert len(hub) == 1


@in_loop
async def test_a_page_that_comes_again_hears_what_it_missed_once() -> None:
    hub = Hub(lines_max=10)
    began = hub.newest
    for number in range(4):
        hub.hear(news(ADA if number % 2 else BO, number))
    assert drained(hub.join(ADA, "n0")) == ["1", "3"]
    assert drained(hub.join(ADA, "n3")) == []
    assert drained(hub.join(ADA, began)) == ["1", "3"]


@in_loop
async def test_where_it_is_not_certain_what_was_missed_the_page_looks_for_itself() -> None:
    hub = Hub(lines_max=10)
    assert drained(hub.join(ADA, "of-another-life")) == ["resync"]
    hub.hear(news(ADA, 0))
    for number in range(1, REMEMBERED + 1):
        hub.hear(news(BO, number))
    assert drained(hub.join(ADA, "n0")) == ["resync"]
    line = hub.join(ADA)
    hub.forget()
    assert drained(line) == ["resync"]


@in_loop
async def test_a_page_too_far_behind_is_told_to_look_for_itself() -> None:
    hub = Hub(lines_max=10)
    line = hub.join(ADA)
    for number in range(WAITING_MAX + 2):
        hub.hear(news(ADA, number))
    assert drained(line) == ["resync", str(WAITING_MAX), str(WAITING_MAX + 1)]
    hub.hear(news(ADA, 99))
    assert line.waiting.qsize() == 1


@in_loop
async def test_lines_are_bounded_for_a_person_and_for_the_process() -> None:
    hub = Hub(lines_max=PER_PERSON_MAX + 1)
    lines = [hub.join(ADA) for _ in range(PER_PERSON_MAX)]
    hub.join(ADA)
    assert drained(lines[0]) == ["end"]
    assert len(hub) == PER_PERSON_MAX
    hub.join(BO)
    with pytest.raises(HubFull):
        hub.join(uuid4())
    assert len(hub) == PER_PERSON_MAX + 1
    hub.close()
    assert len(hub) == 0


def test_what_is_no_signal_is_refused() -> None:
    for text in ("", "{}", "[]", '{"to": 3}', '{"to": ["x"], "id": "1"}', "null"):
        with pytest.raises(ValueError):  # noqa: PT011  # whatever was said
            signal_of(text)


def test_a_ticket_says_whose_it_is_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = make_ticket(ADA, key=KEY)
    assert read_ticket(ticket, key=KEY) == ADA
    for broken in ("", ticket[:-1], ticket.replace(ADA.hex, BO.hex)):
        with pytest.raises(BadTicket):
            read_ticket(broken, key=KEY)
    with pytest.raises(BadTicket):
        read_ticket(ticket, key="another")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + AGE_MAX_S + 2)
    with pytest.raises(BadTicket):
        read_ticket(ticket, key=KEY)


class Browser:
    """Speaks ASGI to the server, as Granian does."""

    def __init__(self, server: LiveServer) -> None:
        self.server = server
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.gone = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    async def _receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self.sent.put(dict(message))

    def ask(self, path: str, query: str = "", **headers: str) -> None:
        scope = {
            "type": "http", "method": "GET", "path": path, "query_string": query.encode(),
            "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
        }  # fmt: skip
        self.task = asyncio.create_task(self.server(scope, self._receive, self._send))

    async def start(self) -> tuple[int, dict[str, str]]:
        message = await asyncio.wait_for(self.sent.get(), 10)
        return message["status"], {k.decode(): v.decode() for k, v in message["headers"]}

    async def text(self) -> str:
        return str((await asyncio.wait_for(self.sent.get(), 10))["body"].decode())

    async def leave(self) -> None:
        self.gone.set()
        assert self.task is not None
        await asyncio.wait_for(self.task, 10)


def server(lines: int = 5) -> LiveServer:
    url = os.environ["DATABASE_URL"]
    return LiveServer(
        LiveOptions(secret_key=KEY, database_url=url, hosts={"localhost"}, connections_max=lines)
    )


@in_loop
async def test_a_stream_says_ready_then_news_and_lets_go_of_who_leaves() -> None:
    live = server()
    browser = Browser(live)
    ticket = make_ticket(ADA, key=KEY)
    browser.ask("/live/stream", f"ticket={ticket}", origin="http://localhost:8000")
    status, headers = await browser.start()
    assert (status, headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert headers["access-control-allow-origin"] == "http://localhost:8000"
    assert await browser.text() == "retry: 2000\n\n"
    assert await browser.text() == f"id: {live.hub.newest}\nevent: ready\ndata: {{}}\n\n"
    live.hub.hear(news(ADA, 7))
    assert await browser.text() == (
        'id: n7\nevent: news\ndata: {"topic":"message","about":"7"}\n\n'
    )
    await browser.leave()
    assert len(live.hub) == 0
    again = Browser(live)
    live.hub.hear(news(ADA, 8))
    again.ask("/stream", f"ticket={ticket}&last=n7")
    await again.start()
    await again.text()
    assert '"about":"8"' in await again.text()
    await again.leave()


@in_loop
async def test_a_stranger_another_site_and_one_too_many_are_refused() -> None:
    live = server(lines=1)
    ticket = make_ticket(ADA, key=KEY)
    for query, origin, expected in (
        ("ticket=x", "http://localhost:1", 401),
        ("", "http://localhost:1", 401),
        (f"ticket={ticket}", "http://evil.example", 403),
    ):
        browser = Browser(live)
        browser.ask("/stream", query, origin=origin)
        assert (await browser.start())[0] == expected
        assert len(live.hub) == 0
    first, second = Browser(live), Browser(live)
    first.ask("/stream", f"ticket={ticket}")
    await first.start()
    second.ask("/stream", f"ticket={make_ticket(BO, key=KEY)}")
    assert (await second.start())[0] == 503
    await first.leave()
    other = Browser(live)
    other.ask("/healthz")
    assert (await other.start())[0] == 503
    nowhere = Browser(live)
    nowhere.ask("/")
    assert (await nowhere.start())[0] == 404


class Carrier:
    def __init__(self) -> None:
        self.sent: list[tuple[list[UUID], str, UUID | None]] = []

    def send(self, people: Any, topic: str, about: UUID | None) -> None:
        self.sent.append((list(people), topic, about))


@pytest.mark.django_db(transaction=True)
def test_a_signal_is_sent_after_the_commit_and_not_for_what_was_rolled_back() -> None:
    carrier = Carrier()
    install_signaller(carrier)
    with transaction.atomic():
        signal([ADA], topic="activity")
        signal([], topic="activity")
        assert carrier.sent == []
    assert carrier.sent == [([ADA], "activity", None)]
    with transaction.atomic():
        signal([ADA], topic="message", about=BO)
        transaction.set_rollback(True)
    assert len(carrier.sent) == 1


@pytest.mark.django_db(transaction=True)
def test_postgresql_carries_signals_to_who_listens() -> None:
    url = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])

    async def listen() -> Signal | None:
        hub = Hub(lines_max=1)
        ear = Ear(hub, url)
        line = hub.join(ADA)
        task = asyncio.create_task(ear.listen_for_ever())
        said = await asyncio.wait_for(line.waiting.get(), 20)
        assert said is not None
        assert said.topic == "resync"
        people = [ADA, *(uuid4() for _ in range(PEOPLE_MAX))]
        await asyncio.to_thread(_send, people)
        heard = await asyncio.wait_for(line.waiting.get(), 20)
        task.cancel()
        return heard

    heard = asyncio.run(listen())
    assert heard is not None
    assert (heard.topic, heard.about) == ("message", str(BO))


def _send(people: list[UUID]) -> None:
    PostgresSignaller().send(people, "message", BO)
    connection.close()


def test_a_signal_fits_into_what_postgresql_takes() -> None:
    text = _text([uuid4() for _ in range(PEOPLE_MAX)], "message", uuid4())
    assert len(text.encode()) < 8000
    assert len(json.loads(text)["to"]) == PEOPLE_MAX
