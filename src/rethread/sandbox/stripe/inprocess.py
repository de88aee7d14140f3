"""The sandbox behind the official SDK, in the same process and without sockets.

For simulations and tests: seeded ids, a clock of the caller's, a state in memory. It adds nothing
to the protocol:
requests pass through the same core as a server's.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import stripe

from rethread.sandbox.clock import VirtualClock
from rethread.sandbox.faults import FaultPlan
from rethread.sandbox.identifiers import Identifiers
from rethread.sandbox.store import Store
from rethread.sandbox.stripe.core import StripeCore
from rethread.sandbox.stripe.options import StripeOptions
from rethread.sandbox.wire import ConnectionDropped, Request


def create_core(
    *,
    clock: Callable[[], float],
    seed: int | None = None,
    path: Path | None = None,
    options: StripeOptions | None = None,
) -> StripeCore:
    """Make a provider for one process: in memory, or in a file that need not survive a power cut.

    `clock` returns the seconds since 1970 that the provider takes for now; with `seed` every id
    repeats.
    """
    store = Store(path, durable=False)
    return StripeCore(
        store,
        VirtualClock(clock),
        options=options,
        ids=Identifiers(seed),
        faults=FaultPlan(seed or 0),
    )


class InProcessHTTPClient(stripe.HTTPClient):
    """Hand to `stripe.StripeClient(http_client=...)`.

    A dropped connection becomes `APIConnectionError`.
    """

    name = "rethread-sandbox"

    def __init__(self, core: StripeCore) -> None:
        super().__init__()
        self.core = core

    def request(  # type: ignore[override]  # the SDK's own clients leave out its private `_usage`
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        """Answer one request of the SDK."""
        parts = urlsplit(url)
        body = post_data.encode() if isinstance(post_data, str) else post_data or b""
        lowered = {name.lower(): value for name, value in (headers or {}).items()}
        request = Request(method.upper(), parts.path, parts.query, body, lowered)
        try:
            response = self.core.handle(request)
        except ConnectionDropped as error:
            message = "Unexpected error communicating with Stripe: the connection was closed."
            raise stripe.APIConnectionError(  # type: ignore[no-untyped-call]  # the SDK leaves it so
                message, should_retry=True
            ) from error
        return response.body.decode(), response.status, _Headers(response.headers)

    def close(self) -> None:
        """Close nothing: the core belongs to whoever made it."""


class _Headers(dict[str, str]):
    """Response headers found in any case, as the SDK expects of a client."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__({name.lower(): value for name, value in headers.items()})

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and super().__contains__(name.lower())

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)
