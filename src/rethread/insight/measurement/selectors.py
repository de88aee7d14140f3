"""Reads what measurement needs from the marts that are served, and from the unconsented counts.

It computes nothing: paths, spend and counts as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rethread.insight.lake.marts import find_served, query_marts
from rethread.platform.events.ingestion import unconsented_since
from rethread.platform.kernel import NotFound, business_now, settings

from .attribution import Paths
from .events import LANDING_RECORDED
from .rules.channels import CHANNELS

COUNTED_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class PathsRead:
    """Paths with at least one touch, and the purchases that have none on record."""

    paths: Paths
    purchases_untouched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingCounts:
    """Landings of the last days of the business clock, with consent and without."""

    days: int
    recorded: int
    unconsented: int

    @property
    def unconsented_share(self) -> float:
        """Return which share of all landings left no trace but a count."""
        total = self.recorded + self.unconsented
        return self.unconsented / total if total else 0.0


def read_paths(*, until: datetime | None = None) -> PathsRead:
    """Return the paths of the served marts; with `until`, of purchases no later than that.

    Raises:
        NotFound: nothing was built yet, or a build from before measurement is served.
    """
    require_marts()
    rows = query_marts(
        """
        SELECT channels, ages_s, is_converted FROM marts.fct_conversion_path
        WHERE $until IS NULL OR purchased_at IS NULL OR purchased_at <= $until
        ORDER BY path_id
        """,
        {"until": until},
    )
    known = [(names or (), ages or (), bought) for names, ages, bought in rows]
    return PathsRead(
        paths=Paths.of(known, CHANNELS),
        purchases_untouched=sum(bought and not names for names, _, bought in known),
    )


def read_spend() -> dict[str, int]:
    """Return what each channel cost in minor units of the market's currency.

    Raises:
        NotFound: nothing was built yet.
    """
    require_marts()
    rows = query_marts(
        "SELECT channel, CAST(sum(amount_minor) AS BIGINT) FROM marts.fct_spend "
        "WHERE currency = ? GROUP BY channel",
        [settings().currency],
    )
    return dict(rows)


def read_landing_counts(*, days: int = COUNTED_DAYS) -> LandingCounts:
    """Return how many landings were recorded and how many merely counted.

    Raises:
        NotFound: nothing was built yet.
    """
    require_marts()
    since = business_now() - timedelta(days=days)
    ((recorded,),) = query_marts(
        "SELECT count(*) FROM marts.fct_event WHERE event_name = ? AND occurred_at >= ?",
        [LANDING_RECORDED.name, since],
    )
    return LandingCounts(
        days=days,
        recorded=recorded,
        unconsented=unconsented_since(LANDING_RECORDED.name, since),
    )


def require_marts() -> None:
    """Refuse a build from before these marts existed: another one is on its way.

    Raises:
        NotFound: there is no build, or an older one.
    """
    if find_served() is None:
        raise NotFound("lake.no_warehouse", "The warehouse has not been built yet.")
    rows = query_marts(
        "SELECT count(*) FROM information_schema.tables "
        "WHERE table_name IN ('fct_conversion_path', 'fct_spend', 'fct_experiment_outcome')"
    )
    if rows != [(3,)]:
        raise NotFound(
            "measurement.old_warehouse",
            "The warehouse was built before measurement came; build it anew.",
        )
