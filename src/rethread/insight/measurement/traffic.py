"""How many people a test could have: who comes through a channel or sees a variant in a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from rethread.insight.lake.marts import query_marts
from rethread.platform.kernel import business_now

from .selectors import require_marts

WEEKS = 4
WINDOW_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Units a week over the last four weeks, and the rate of what a test would look at."""

    units_a_week: float
    rate: float


def channel_traffic(channel: str) -> Traffic:
    """Return people a week who come through a channel, and the share who buy within 30 days.

    Raises:
        NotFound: nothing was built yet.
    """
    require_marts()
    since = business_now() - timedelta(weeks=WEEKS)
    ((people, buyers, lately),) = query_marts(
        """
        WITH touched AS (
            SELECT person_key, min(touched_at) AS first_at, max(touched_at) AS last_at
            FROM marts.fct_touchpoint WHERE channel = $channel GROUP BY person_key
        ),
        bought AS (
            SELECT DISTINCT touched.person_key FROM touched
            JOIN marts.fct_order AS orders ON orders.buyer_key = touched.person_key
                AND orders.placed_at >= touched.first_at
                AND orders.placed_at < touched.first_at + to_days($window)
        )
        SELECT count(*), count(bought.person_key), count(*) FILTER (touched.last_at >= $since)
        FROM touched LEFT JOIN bought ON bought.person_key = touched.person_key
        """,
        {"channel": channel, "window": WINDOW_DAYS, "since": since},
    )
    return Traffic(units_a_week=lately / WEEKS, rate=buyers / people if people else 0.0)


def exposure_traffic(experiment_key: str, rate: float) -> Traffic:
    """Return units a week that an experiment sees, with the planned rate of its metric.

    Raises:
        NotFound: nothing was built yet.
    """
    require_marts()
    since = business_now() - timedelta(weeks=WEEKS)
    ((units,),) = query_marts(
        "SELECT count(*) FROM marts.fct_experiment_exposure "
        "WHERE experiment_key = ? AND last_exposed_at >= ?",
        [experiment_key, since],
    )
    return Traffic(units_a_week=units / WEEKS, rate=rate)
