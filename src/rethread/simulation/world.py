"""What a simulation needs from the house around it, beyond the market's own services.

`config` provides it: an in-process provider and carrier on simulated time, and the pump that lets
everything follow (events, handlers, timers). The population knows no more of it than people do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from rethread.platform.kernel import Actor

from .closet import Garment

PayOutcome = Literal["paid", "declined", "abandoned"]


class World(Protocol):
    """The clocks, the pump, and the doors that are not services: pay page and onboarding page."""

    def move_to(self, moment: datetime) -> None:
        """Move business time, and with it the provider's and the carrier's, to a moment."""

    def settle(self) -> None:
        """Do all that is due at this moment and all that follows from it, in a fixed order."""

    def settle_payments(self) -> None:
        """Let the market learn what the provider knows, and nothing else."""

    def refresh_search(self) -> None:
        """Bring the search index up to date."""

    def onboard(self, onboarding_url: str) -> None:
        """Fill in the provider's onboarding page as a seller would."""

    def pay(self, pay_url: str, outcome: PayOutcome) -> None:
        """Go through the provider's pay page with a card that leads to an outcome."""


class Pictures(Protocol):
    """Where the photographs of simulated garments come from."""

    def take(self, actor: Actor, garment: Garment) -> Sequence[UUID]:
        """Hand over the photos of a garment and return their ids, the cover first."""
