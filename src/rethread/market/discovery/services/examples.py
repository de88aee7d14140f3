"""Examples from the warehouse: what was shown, what was known then, and what became of it.

Features are computed by the function that serves, from the versions each row names, so nothing
that came later can be in them.
"""

from __future__ import annotations

import base64
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

import numpy as np

from rethread.insight.lake.marts import query_marts

from ..rules.facts import NO_HEAT, table_of
from ..rules.features import SCHEMA, Features, compute
from ..rules.history import ACTIONS_KEPT, History, history_of
from ..types import Heat, ItemFacts, PastAction
from .known_items import microseconds

_EXAMPLES: Final = """
SELECT ranking_id, listing_id, profile_key, served_at, actions_through, listing_version,
    heat_version, grade, surface, position
FROM marts.training_set_asof
WHERE source IS DISTINCT FROM 'boosted' -- what was paid for teaches nobody's taste
ORDER BY served_at, ranking_id, position, listing_id
"""
_LISTINGS: Final = """
SELECT listing_id, listing_version, seller_key, shop_id, department, category, type, brand, size,
    size_system, condition, colours, styles, buyer_price_minor, published_at
FROM marts.listing_features WHERE published_at IS NOT NULL
"""
_ACTIONS: Final = """
SELECT profile_key, sequence, kind, acted_at, listing_id, listing_version
FROM marts.user_item_interactions ORDER BY profile_key, sequence
"""
_HEAT: Final = "SELECT listing_id, heat_version, clicks, likes, bags FROM marts.listing_heat"
_LOGGED: Final = """
SELECT ranking_id, profile_key, served_at, actions_through, listing_id, listing_version,
    heat_version, features
FROM marts.feed_ranking_item WHERE feature_schema = ? ORDER BY ranking_id, position
"""


@dataclass(frozen=True)
class Example:
    """One ranking as it was seen: a row of features and a grade per garment."""

    ranking_id: str
    served_at: datetime
    surface: str
    positions: tuple[int, ...]
    features: Features
    grades: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """How many logged rows were computed again, and how many came out otherwise."""

    rankings: int
    rows: int
    different: int
    unknown: int


class Knowledge:
    """Everything the marts say of listings and people, by the versions that rows name."""

    def __init__(self) -> None:
        """Read the served marts.

        Raises:
            NotFound: nothing was built yet.
        """
        self._items = {(row[0], row[1]): _facts(row) for row in query_marts(_LISTINGS)}
        self._heat = {
            (row[0], row[1]): Heat(row[2], row[3], row[4], row[1]) for row in query_marts(_HEAT)
        }
        self._actions: dict[str, list[PastAction]] = {}
        for key, sequence, kind, acted_at, listing_id, version in query_marts(_ACTIONS):
            item = self._items.get((listing_id, version))
            if item is not None:
                action = PastAction(
                    sequence=sequence, kind=kind, acted_us=microseconds(acted_at), item=item
                )
                self._actions.setdefault(key, []).append(action)

    def history(self, profile_key: str, through: int) -> History:
        """Return what a person had done up to an action."""
        actions = self._actions.get(profile_key, [])
        end = bisect_right(actions, through, key=lambda action: action.sequence)
        return history_of(actions[max(0, end - ACTIONS_KEPT) : end])

    def item(self, listing_id: str, version: int, heat: int) -> tuple[ItemFacts, Heat] | None:
        """Return a version of a listing with a count of the interest in it, if both are known."""
        facts = self._items.get((listing_id, version))
        warmth = self._heat.get((listing_id, heat)) if heat else NO_HEAT
        return (facts, warmth) if facts is not None and warmth is not None else None

    def journeys(self) -> Iterator[list[ItemFacts]]:
        """Yield per person the garments of their deliberate actions."""
        for actions in self._actions.values():
            yield [one.item for one in actions if one.kind in {"like", "bag", "buy"}]


def _facts(row: Sequence[Any]) -> ItemFacts:
    return ItemFacts(
        listing_id=UUID(row[0]),
        version=row[1],
        seller=row[2],
        shop=row[3],
        department=row[4] or "",
        category=row[5] or "",
        type=row[6] or "",
        brand=row[7] or "",
        size=row[8] or "",
        size_system=row[9] or "",
        condition=row[10] or "",
        colours=tuple(row[11] or ()),
        styles=tuple(row[12] or ()),
        price_minor=row[13] or 0,
        published_us=microseconds(row[14]),
    )


def examples(knowledge: Knowledge) -> list[Example]:
    """Return every ranking that was seen by somebody known, in order of time."""
    found = []
    for ranking_id, group in groupby(query_marts(_EXAMPLES), key=lambda row: row[0]):
        example = _example(knowledge, ranking_id, list(group))
        if example is not None:
            found.append(example)
    return found


def _example(
    knowledge: Knowledge, ranking_id: str, rows: Sequence[Sequence[Any]]
) -> Example | None:
    # An action that one garment's row does not know may not help the others of its ranking.
    history = knowledge.history(rows[0][2], min(row[4] for row in rows))
    known = [(row, knowledge.item(row[1], row[5], row[6])) for row in rows]
    kept = [(row, item) for row, item in known if item is not None]
    if len(kept) < 2:
        return None
    served_at = rows[0][3]
    table = table_of([item for _, item in kept])
    return Example(
        ranking_id=ranking_id,
        served_at=served_at,
        surface=rows[0][8],
        positions=tuple(row[9] for row, _ in kept),
        features=compute(table, history, microseconds(served_at)),
        grades=tuple(row[7] for row, _ in kept),
    )


def replay_logged(knowledge: Knowledge) -> Replay:
    """Compute every logged row again from the warehouse and compare it bit by bit."""
    rankings = rows = different = unknown = 0
    logged = query_marts(_LOGGED, [SCHEMA])
    for _, group in groupby(logged, key=lambda row: row[0]):
        rankings += 1
        known: list[tuple[Sequence[Any], tuple[ItemFacts, Heat]]] = []
        for row in group:
            item = knowledge.item(row[4], row[5], row[6])
            if item is None:
                unknown += 1
            else:
                known.append((row, item))
        rows += len(known)
        different += _differing(knowledge, known)
    return Replay(rankings, rows, different, unknown)


def _differing(
    knowledge: Knowledge, known: Sequence[tuple[Sequence[Any], tuple[ItemFacts, Heat]]]
) -> int:
    if not known:
        return 0
    first = known[0][0]
    history = knowledge.history(first[1], first[3])
    again = compute(table_of([item for _, item in known]), history, microseconds(first[2]))
    logged = np.stack([np.frombuffer(base64.b64decode(row[7]), "<f4") for row, _ in known])
    if logged.shape != again.shape:
        return len(known)
    return int((logged.view(np.int32) != again.view(np.int32)).any(axis=1).sum())
