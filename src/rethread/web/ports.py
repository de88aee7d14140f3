"""What the site asks of whoever can move a demo market; `config` installs the implementation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, get_args
from uuid import UUID

from django.utils.translation import gettext as _

from rethread.platform.kernel import NotFound

DemoRole = Literal["buyer", "seller", "staff"]
ROLES: tuple[DemoRole, ...] = ("buyer", "seller", "staff")
DemoFault = Literal["webhooks_lost", "webhooks_repeated", "provider_down", "events_dropped"]
FAULTS: tuple[DemoFault, ...] = get_args(DemoFault)


@dataclass(frozen=True, slots=True)
class FaultInForce:
    """Something that goes wrong on purpose now; `struck` is how often it did, where counted."""

    name: DemoFault
    struck: int = 0


@dataclass(frozen=True, slots=True)
class WorkerProcess:
    """The process that does background work; `started_at` is wall time."""

    pid: int
    started_at: datetime


class DemoControls(Protocol):
    """The levers of a demo: who one is, what time it is, whether a parcel has arrived."""

    def become(self, role: DemoRole) -> UUID:
        """Return the user whose eyes these are.

        Raises:
            NotFound: the demo market has not been filled yet.
        """

    def advance(self, span: timedelta) -> None:
        """Move the market's clock forward, letting every timer on the way fire in order."""

    def deliver(self, order_id: UUID) -> None:
        """Let the carrier hand a parcel over and the market learn of it.

        Raises:
            NotFound: there is no such parcel.
        """

    def lose(self, order_id: UUID) -> None:
        """Let the carrier lose a parcel and the market learn of it.

        Raises:
            NotFound: there is no such parcel.
            Conflict: it was delivered already.
        """

    def let_pass(self, span: timedelta) -> None:
        """Move the clock as `advance` does, but leave the provider's news to the worker."""

    def pay(self, pay_url: str) -> str:
        """Pay on a hosted page with a test card, as its buyer would; return the provider's word.

        Raises:
            Conflict: the provider does not take it.
        """

    def faults(self) -> Sequence[FaultInForce]:
        """Return what goes wrong on purpose now."""

    def begin_fault(self, name: DemoFault) -> None:
        """Make something go wrong until it is ended."""

    def end_fault(self, name: DemoFault) -> None:
        """Let it go right again."""

    def worker(self) -> WorkerProcess | None:
        """Return the worker, or None while there is none."""

    def kill_worker(self) -> int:
        """Kill the worker at once, as a power cut would; return its number.

        Raises:
            Conflict: no supervised worker runs, so nothing would bring it back.
        """

    def send_visitors(self) -> int:
        """Let the visitors of an earlier day come again, as if within the last 24 hours.

        Returns how many events their browsers sent.

        Raises:
            Conflict: nobody has ever visited.
        """

    def send_broken_event(self) -> None:
        """Send the door an event that breaks its contract, as a faulty page would."""


_controls: DemoControls | None = None


def install_demo_controls(controls: DemoControls | None) -> None:
    """Put the levers of this process in place; None takes them away."""
    global _controls
    _controls = controls


def demo_controls() -> DemoControls:
    """Return the levers.

    Raises:
        NotFound: this market has none.
    """
    if _controls is None:
        raise NotFound("web.no_demo", _("This market has no demo controls."))
    return _controls
