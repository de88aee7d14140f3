"""The stops in the order in which they are visited; a stop that is not listed does not exist."""

from __future__ import annotations

from . import credit, data, help, race, sale, search, taste
from .stop import Stop

STOPS: tuple[Stop, ...] = (
    taste.STOP,
    search.STOP,
    race.STOP,
    sale.STOP,
    help.STOP,
    data.STOP,
    credit.STOP,
)


def find_stop(slug: str) -> tuple[int, Stop] | None:
    """Return a stop and its place, counted from 1."""
    found = ((place, stop) for place, stop in enumerate(STOPS, 1) if stop.slug == slug)
    return next(found, None)
