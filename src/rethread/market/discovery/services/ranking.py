"""Rank everything for sale for one person at one moment: the path of serving and of evaluation.

It reads no database: who the person is, what they did and what is for sale are its arguments.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from ..rules.candidates import gather
from ..rules.cells import Cells
from ..rules.facts import ItemTable
from ..rules.features import Features, compute
from ..rules.history import History
from ..rules.ordering import Place, arrange
from ..types import ItemFacts
from .ladder import Scorer, below

NOBODY: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True)
class RankedFeed:
    """An order of candidates, with what the ranker saw of each."""

    items: ItemTable
    features: Features
    places: list[Place]
    scorer: Scorer
    allowed: int  # garments that could be shown, ranked or not

    def facts(self, place: Place) -> ItemFacts:
        """Return the garment of a place."""
        return self.items.facts[place.row]


def rank(
    table: ItemTable,
    history: History,
    *,
    at_us: int,
    scorer: Scorer,
    cells: Cells,
    rng: random.Random,
    page_size: int = 24,
    followed: Collection[str] = NOBODY,
    hidden_sellers: Collection[str] = NOBODY,
) -> RankedFeed:
    """Return the feed of a person: candidates, features, scores, order."""
    found = gather(
        table,
        history,
        at_us=at_us,
        followed=followed,
        hidden_sellers=hidden_sellers,
        cells=cells,
    )
    items = table.take(found.rows)
    features = compute(items, history, at_us)
    scores = None
    while scores is None:
        try:
            scores = scorer(features)
        except Exception:  # noqa: BLE001  # a broken model may raise anything; the next rung serves
            scorer = below(scorer)
    places = arrange(items, found.sources, scores, at_us=at_us, page_size=page_size, rng=rng)
    return RankedFeed(items, features, places, scorer, found.allowed)
