"""Run the sandbox as a process: a threaded server, a worker that posts webhooks, a clean stop on
SIGTERM.

One process per home, held by a lock file. For loopback and test hosts; it is no public server.
"""

import fcntl
import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import httpx
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from rethread.sandbox.app import SandboxApp, create_app
from rethread.sandbox.state import SandboxOptions
from rethread.sandbox.stripe.core import StripeCore
from rethread.sandbox.stripe.webhooks import Delivery

_LISTEN_S = 0.2
_log = logging.getLogger(__name__)


class HomeInUse(RuntimeError):
    """Another sandbox runs on this home."""


class _QuietHandler(WSGIRequestHandler):
    """Log requests at debug level only, and keep connections open between them."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        _log.debug("%s %s", self.requestline, code)


@contextmanager
def hold(home: Path) -> Iterator[None]:
    """Hold the home's lock.

    Raises:
        HomeInUse: when another process holds it.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "sandbox.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise HomeInUse(f"another sandbox uses {home}") from error
        yield


class WebhookWorker(threading.Thread):
    """Post what is due, twice a second or more, until told to stop.

    Let timers happen when no request comes.
    """

    def __init__(self, core: StripeCore) -> None:
        super().__init__(name="sandbox-webhooks", daemon=True)
        self._core = core
        self._stopping = threading.Event()

    def run(self) -> None:
        with httpx.Client(timeout=httpx.Timeout(5.0, connect=1.0), trust_env=False) as client:
            while not self._stopping.is_set():
                try:
                    tried = self._core.deliver_due(lambda delivery: _post(client, delivery))
                except Exception:  # noqa: BLE001 - a worker loop and an edge go on
                    _log.exception("the webhook worker stumbled")
                    tried = 0
                if not tried:
                    self._stopping.wait(_LISTEN_S)

    def stop(self) -> None:
        """Ask the worker to end and wait for it."""
        self._stopping.set()
        self.join(timeout=10)


def _post(client: httpx.Client, delivery: Delivery) -> bool:
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": delivery.signature,
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    }
    try:
        answer = client.post(delivery.url, content=delivery.body, headers=headers)
    except httpx.HTTPError as error:
        _log.info("webhook %s to %s: %s", delivery.event_type, delivery.url, error)
        return False
    return answer.is_success


class RunningSandbox:
    """A sandbox that listens: `port` is known once made (port 0 picks a free one)."""

    def __init__(self, app: SandboxApp, host: str, port: int) -> None:
        self.app = app
        self._server: BaseWSGIServer = make_server(
            host, port, app, threaded=True, request_handler=_QuietHandler
        )
        self._worker = WebhookWorker(app.sandbox.stripe)
        self.port = int(self._server.server_port)

    def run(self) -> None:
        """Serve until `stop` is called from another thread."""
        self._worker.start()
        try:
            self._server.serve_forever(poll_interval=0.1)
        finally:
            self._worker.stop()
            self._server.server_close()
            self.app.sandbox.close()

    def stop(self) -> None:
        """End `run`; requests being answered are finished first."""
        self._server.shutdown()


def serve(host: str, port: int, home: Path, *, options: SandboxOptions | None = None) -> None:
    """Serve the sandbox in `home` until SIGTERM or SIGINT.

    Raises:
        HomeInUse: when another process serves this home.
        OSError: when the port is taken.
    """
    with hold(home):
        running = RunningSandbox(create_app(home, options=options), host, port)

        def stop(number: int, frame: FrameType | None) -> None:
            threading.Thread(target=running.stop).start()

        previous = {
            number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)
        }
        try:
            running.run()
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)
