"""When a listing may be refreshed, and what that is worth. Pure: the pages, the service and tests.

A refresh never makes a listing new: `published_at` stays, and newest first does not see it. It is
for what got better, once in 30 days, and where freshness ranks the listing then counts as put up a
week before: behind everything that is new this week, ahead of what nobody touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal

Improvement = Literal["price", "photos", "description", "measures"]
REST: Final = timedelta(days=30)
BEHIND: Final = timedelta(days=7)
PRICE_PERCENT_MIN: Final = 5
WORDS_CHARS_MIN: Final = 40  # that a description grew by: a sentence, not a full stop

State = Mapping[str, Any]


def next_refresh_at(published_at: datetime, refreshed_at: datetime | None) -> datetime:
    """Return from when on a listing may be refreshed: it rests after being listed or refreshed."""
    return max(published_at, refreshed_at or published_at) + REST


def fresh_at(published_at: datetime, refreshed_at: datetime | None) -> datetime:
    """Return the day a listing counts as listed on where freshness ranks."""
    return max(published_at, refreshed_at - BEHIND) if refreshed_at else published_at


def state_at(now: State, edits: Sequence[Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    """Return what a listing said before `edits`, which are oldest first: their first "before"."""
    then = dict(now)
    for edit in reversed(edits):
        then.update({str(change["field"]): change["before"] for change in edit})
    return then


def improvements(then: State, now: State) -> tuple[Improvement, ...]:
    """Return what got better between two states of a listing, as its edits tell it.

    Judged over the whole time at once: a price that was raised and lowered again is not lower.
    """
    better: list[Improvement] = []
    if _lower(then.get("price_minor"), now.get("price_minor")):
        better.append("price")
    shown, shows = then.get("photos") or [], now.get("photos") or []
    if set(shows) - set(shown) and len(shows) >= len(shown):
        better.append("photos")
    words = len(now.get("description") or "") - len(then.get("description") or "")
    if words >= WORDS_CHARS_MIN:
        better.append("description")
    if set(now.get("measures") or ()) - set(then.get("measures") or ()):
        better.append("measures")
    return tuple(better)


def _lower(then: int | None, now: int | None) -> bool:
    return bool(then and now and now * 100 <= then * (100 - PRICE_PERCENT_MIN))
