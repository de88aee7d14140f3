"""What the site asks of whoever can move a demo market; `config` installs the implementation."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, Protocol
from uuid import UUID

from rethread.platform.kernel import NotFound

DemoRole = Literal["buyer", "seller", "staff"]
ROLES: tuple[DemoRole, ...] = ("buyer", "seller", "staff")


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
        raise NotFound("web.no_demo", "This market has no demo controls.")
    return _controls
