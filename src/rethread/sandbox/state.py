"""The whole sandbox as one value: provider and carrier on one store, one clock, one fault plan.

Whether a server or a simulation holds it makes no difference to it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rethread.sandbox.carrier.core import CarrierCore
from rethread.sandbox.clock import VirtualClock
from rethread.sandbox.faults import FaultPlan
from rethread.sandbox.identifiers import Identifiers
from rethread.sandbox.store import Store
from rethread.sandbox.stripe.core import StripeCore
from rethread.sandbox.stripe.options import StripeOptions

STATE_FILE = "sandbox.sqlite3"


@dataclass(frozen=True, slots=True)
class WebhookTarget:
    """An address that gets events, all or those named, signed with a secret of both sides."""

    url: str
    secret: str
    events: tuple[str, ...] = ("*",)


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """What whoever starts the sandbox decides."""

    stripe: StripeOptions = field(default_factory=StripeOptions)
    webhooks: tuple[WebhookTarget, ...] = ()
    seed: int | None = None
    durable: bool = True


class Sandbox:
    """Provider, carrier, clock and faults together.

    `home` None keeps everything in memory. `wall` is the clock that the virtual one is an offset
    from: the system's, or a simulation's business clock.
    """

    def __init__(
        self,
        home: Path | None,
        options: SandboxOptions | None = None,
        *,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.options = options or SandboxOptions()
        if home is not None:
            home.mkdir(parents=True, exist_ok=True)
        path = None if home is None else home / STATE_FILE
        self.store = Store(path, durable=self.options.durable)
        self.clock = VirtualClock(wall, int(self.store.get_meta("offset_s") or 0))
        self.faults = FaultPlan(self.options.seed or 0)
        ids = Identifiers(self.options.seed)
        self.stripe = StripeCore(
            self.store, self.clock, options=self.options.stripe, ids=ids, faults=self.faults
        )
        self.carrier = CarrierCore(self.store, self.clock, ids)
        for target in self.options.webhooks:
            self.stripe.ensure_webhook_endpoint(target.url, target.secret, target.events)

    def save_to(self, home: Path) -> None:
        """Write the state into an empty home.

        Where a server goes on from it at the present virtual second.
        """
        self.stripe.save_to(home / STATE_FILE)

    def close(self) -> None:
        """Close the state."""
        self.store.close()
