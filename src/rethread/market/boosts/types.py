"""What boosts show to the rest of the house: frozen values, no models."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from rethread.market.catalogue.types import ListingCard
from rethread.platform.kernel import Money

BoostStatus = Literal["running", "paused", "ended"]
EndReason = Literal["time", "cap", "sold", "gone", "stopped"]
FreeReason = Literal[
    "own", "repeated", "window_over", "ended", "paused", "unavailable", "day_cap", "cap", "owed",
]  # fmt: skip
Surface = Literal["feed", "search"]


@dataclass(frozen=True, slots=True)
class ClickLine:
    """One click on a place that was paid for: when and where it was shown, and what it cost.

    `free_because` says why it cost nothing; it is None where it did cost something.
    """

    shown_at: datetime
    surface: Surface
    position: int
    clicked_at: datetime
    price: Money
    free_because: FreeReason | None


@dataclass(frozen=True, slots=True)
class DayLine:
    """What a day's clicks cost; `settled_at` is when that was written down as owed."""

    day: date
    clicks: int
    amount: Money
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class BoostView:
    """A boost as its seller sees it. `shown` counts the places it had, paid for or not."""

    id: UUID
    listing_id: UUID
    seller_id: UUID
    status: BoostStatus
    click_price: Money
    day_cap: Money
    cap: Money
    spent: Money
    clicks: int
    shown: int
    started_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    end_reason: EndReason | None
    spent_today: Money

    @property
    def resting_today(self) -> bool:
        """Tell whether what may be spent today has been spent."""
        return self.status == "running" and (self.spent_today + self.click_price) > self.day_cap


@dataclass(frozen=True, slots=True)
class BoostTrail:
    """A boost with its days and its clicks, the latest first; `more` clicks are not listed."""

    boost: BoostView
    days: tuple[DayLine, ...]
    clicks: tuple[ClickLine, ...]
    free: int
    more: int


@dataclass(frozen=True, slots=True)
class BoostAccount:
    """What a seller owes for boosts: written down already, and from clicks of days to settle."""

    owed: Money
    unsettled: Money
    owed_max: Money

    @property
    def in_all(self) -> Money:
        """Return both together."""
        return self.owed + self.unsettled


@dataclass(frozen=True, slots=True)
class PlacedCards:
    """A page of results with the places that were paid for.

    `boosted` are the listings that stand where they do because of a boost; `propensity_ppm` is the
    chance of each to be drawn for this page, in millionths.
    """

    cards: tuple[ListingCard, ...]
    boosted: frozenset[UUID] = frozenset()
    propensity_ppm: int = 0
