"""The sandbox as a WSGI application: provider API, hosted pages, carrier, controls on one port.

It only finds whose request it is. Dropped connections are really dropped where the server lets one
do that.
"""

import logging
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request as WSGIRequest

from rethread.sandbox import control
from rethread.sandbox.carrier import routes as carrier_routes
from rethread.sandbox.pages import onboard, pay
from rethread.sandbox.pages.render import STYLESHEET, html_page, part, stylesheet
from rethread.sandbox.state import Sandbox, SandboxOptions
from rethread.sandbox.wire import ConnectionDropped, Request, Response, json_response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_BODY_MAX = 1_000_000
_log = logging.getLogger(__name__)


class SandboxApp:
    """Serve a sandbox; `sandbox` is its state, for whoever runs workers on it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        try:
            response = self._respond(WSGIRequest(environ))
        except ConnectionDropped:
            _hang_up(environ)
            response = Response(502, b"", {"Connection": "close"})
        headers = {**response.headers, "Content-Length": str(len(response.body))}
        start_response(f"{response.status} {_reason(response.status)}", list(headers.items()))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [response.body]

    def _respond(self, incoming: WSGIRequest) -> Response:
        if (incoming.content_length or 0) > _BODY_MAX:
            return json_response({"error": {"message": "The request is too large."}}, 413)
        request = Request(
            "GET" if incoming.method == "HEAD" else incoming.method,
            incoming.path,
            incoming.query_string.decode("latin-1"),
            incoming.get_data(),
            {name.lower(): value for name, value in incoming.headers.items()},
        )
        for prefix, answer in self._answers().items():
            if request.path.startswith(prefix):
                return self._guarded(answer, request)
        if request.path == STYLESHEET:
            headers = {"Content-Type": "text/css; charset=utf-8", "Cache-Control": "max-age=300"}
            return Response(200, stylesheet(), headers)
        if request.path == "/healthz":
            return json_response({"ok": True, "now": self.sandbox.clock.now()})
        return _index(200 if request.path == "/" else 404)

    def _answers(self) -> dict[str, Callable[[Request], Response]]:
        box = self.sandbox
        return {
            "/v1/": box.stripe.handle,
            "/pay/": lambda request: pay.handle(box.stripe, request),
            "/onboard/": lambda request: onboard.handle(box.stripe, request),
            "/carrier/": lambda request: carrier_routes.handle(box.carrier, box.faults, request),
            "/_control/": lambda request: control.handle(box, request),
        }

    @staticmethod
    def _guarded(answer: Callable[[Request], Response], request: Request) -> Response:
        """Turn a defect of the sandbox into a plain 500 and a log entry.

        Nothing of it was committed.
        """
        try:
            return answer(request)
        except ConnectionDropped:
            raise
        except Exception:  # noqa: BLE001 - a worker loop and an edge go on
            _log.exception("the sandbox failed at %s %s", request.method, request.path)
            error = {"type": "api_error", "message": "The sandbox failed; its log says why."}
            return json_response({"error": error}, 500)


def _hang_up(environ: "WSGIEnvironment") -> None:
    connection: Any = environ.get("werkzeug.socket")
    if isinstance(connection, socket.socket):
        connection.shutdown(socket.SHUT_RDWR)


def _reason(status: int) -> str:
    return "OK" if status == 200 else "See Other" if status == 303 else "Answer"


def _index(status: int) -> Response:
    heading = "Rethread sandbox" if status == 200 else "Nothing here"
    text = (
        "A local payment provider and a local carrier. The API is under /v1, the carrier under"
        " /carrier, the controls under /_control."
    )
    body = part("message", heading=heading, text=text, link="")
    return html_page(heading, body, status=status)


def create_app(home: Path | None, *, options: SandboxOptions | None = None) -> SandboxApp:
    """Return the WSGI application on the state in `home`, made when there is none."""
    return SandboxApp(Sandbox(home, options))
