"""The process that holds pages open: an ASGI application with `/stream` and `/healthz`.

It knows neither the site nor its tables: a ticket says who asks, a signal says for whom it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from .hub import Hub, HubFull, Line
from .listening import Ear
from .tickets import BadTicket, read_ticket

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
HEARTBEAT_S: Final = 15.0
LIFE_S: Final = (600.0, 900.0)  # then the page comes again with a new ticket, if it still may
RETRY_MS: Final = 2000


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """What the process needs to know. `hosts` are those whose pages may connect."""

    secret_key: str
    database_url: str
    hosts: Collection[str]
    connections_max: int


class LiveServer:
    """The ASGI application."""

    def __init__(self, options: LiveOptions) -> None:
        """Open nothing yet; `lifespan` does."""
        self._options = options
        self.hub = Hub(lines_max=options.connections_max)
        self.ear = Ear(self.hub, options.database_url)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one connection, or live as long as the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        listening: asyncio.Task[None] | None = None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                listening = asyncio.create_task(self.ear.listen_for_ever())
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                self.hub.close()
                if listening is not None:
                    listening.cancel()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        path = str(scope["path"]).rstrip("/")
        if scope["method"] not in {"GET", "HEAD"}:
            await _say(send, 405, "Only GET.")
        elif path.endswith("/healthz"):
            up = self.ear.listening
            await _say(send, 200 if up else 503, "ok" if up else "nobody listens")
        elif path.endswith("/stream"):
            await self._stream(scope, receive, send)
        else:
            await _say(send, 404, "There is nothing here.")

    async def _stream(self, scope: Message, receive: Receive, send: Send) -> None:
        asked = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        query = parse_qs(scope["query_string"].decode())
        origin = asked.get("origin", "")
        if origin and urlsplit(origin).hostname not in self._options.hosts:
            await _say(send, 403, "Not from there.")
            return
        cors = _allowing(origin)
        try:
            ticket = query.get("ticket", [""])[0]
            person_id = read_ticket(ticket, key=self._options.secret_key)
            last = asked.get("last-event-id") or query.get("last", [""])[0]
            line = self.hub.join(person_id, last[:64])
        except BadTicket:
            await _say(send, 401, "This ticket is not valid any more.", cors)
        except HubFull:
            await _say(send, 503, "Full.", [*cors, (b"retry-after", b"30")])
        else:
            await self._hold(line, receive, send, cors)

    async def _hold(self, line: Line, receive: Receive, send: Send, cors: Headers) -> None:
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await _begin(send, 200, "text/event-stream", [*cors, (b"x-accel-buffering", b"no")])
            await _write(send, f"retry: {RETRY_MS}\n\n")
            if line.waiting.empty():
                await _write(send, f"id: {self.hub.newest}\nevent: ready\ndata: {{}}\n\n")
            await self._pass_on(line, gone, send)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except OSError:
            pass  # the page went away while it was written to
        finally:
            self.hub.leave(line)
            gone.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await gone

    async def _pass_on(self, line: Line, gone: asyncio.Task[None], send: Send) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + random.uniform(*LIFE_S)  # noqa: S311  # spreads when pages come again
        while loop.time() < end and not gone.done():
            waiting = asyncio.create_task(line.waiting.get())
            await asyncio.wait(
                {waiting, gone}, timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED
            )
            if not waiting.done():
                waiting.cancel()
                await _write(send, ":\n\n")
                continue
            signal = waiting.result()
            if signal is None:
                return
            await _write(send, signal.text())


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _allowing(origin: str) -> Headers:
    if not origin:
        return []
    return [(b"access-control-allow-origin", origin.encode()), (b"vary", b"origin")]


async def _begin(send: Send, status: int, kind: str, more: Headers) -> None:
    headers = [
        (b"content-type", f"{kind}; charset=utf-8".encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *more,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _say(send: Send, status: int, text: str, more: Headers | None = None) -> None:
    await _begin(send, status, "text/plain", more or [])
    await send({"type": "http.response.body", "body": text.encode(), "more_body": False})
