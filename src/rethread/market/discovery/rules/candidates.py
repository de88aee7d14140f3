"""Which garments are ranked at all: a few hundred from several sources, none that may not be shown.

Pure: it looks through a table of everything for sale and says where it found each candidate.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ..types import Source
from .cells import Cells, wide_cells_of
from .facts import Codes, Ints, ItemTable, number_of, numbers_given
from .history import UNIT, History, weights

CANDIDATES_MAX: Final = 500
# Which sources name candidates, the most telling first, and how many each may name.
SHARES: Final[dict[Source, int]] = {
    "followed_shop": 60, "similar": 220, "together": 80, "popular": 90, "fresh": 150,
}  # fmt: skip
_WORTH: Final = (3, 1, 4, 3, 0, 2, 0, 1, 1, 1, 2, 2, 2)
_Mask = npt.NDArray[np.bool_]
Scores = Ints | Codes


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows of the table, the source that found each, and how many might have been shown."""

    rows: Ints
    sources: tuple[Source, ...]
    allowed: int = 0


def gather(
    table: ItemTable,
    history: History,
    *,
    at_us: int,
    followed: Collection[str],
    hidden_sellers: Collection[str],
    cells: Cells,
) -> Candidates:
    """Return up to 500 candidates; own garments and those of blocked people are not among them."""
    allowed = ~np.isin(table.sellers, [number_of(f"seller:{one}") for one in hidden_sellers])
    if not allowed.any():
        return Candidates(np.zeros(0, np.int64), ())
    found: dict[int, Source] = {}
    for source, scores in _scores(table, history, at_us, followed, cells).items():
        for row in _best(scores, allowed, SHARES[source]):
            found.setdefault(int(row), source)
    for row in table.newest_first:
        if len(found) >= CANDIDATES_MAX:
            break
        if allowed[row]:
            found.setdefault(int(row), "fresh")
    rows = list(found)[:CANDIDATES_MAX]
    sources = tuple(found[row] for row in rows)
    return Candidates(np.array(rows, np.int64), sources, int(allowed.sum()))


def _best(scores: Scores, allowed: _Mask, wanted: int) -> Ints:
    """Return the rows with the highest positive scores, the best first; ties by row."""
    if not scores.any():
        return np.zeros(0, np.int64)
    values = scores if allowed.all() else np.where(allowed, scores, 0)
    least = np.partition(values, len(values) - wanted)[-wanted] if len(values) > wanted else 0
    if least > 0:
        over = np.nonzero(values > least)[0]
        rows = np.concatenate([over, np.nonzero(values == least)[0][: wanted - len(over)]])
    else:
        rows = np.nonzero(values > 0)[0]
    return rows[np.lexsort((rows, -values[rows]))]


def _scores(
    table: ItemTable, history: History, at_us: int, followed: Collection[str], cells: Cells
) -> Mapping[Source, Scores]:
    age_h = at_us - table.published_us  # in place from here on: fresh memory is what costs
    np.maximum(age_h, 0, out=age_h)
    age_h //= 3_600_000_000
    fresh = 1 + age_h
    np.floor_divide(1_000_000, fresh, out=fresh)
    scores: dict[Source, Scores] = {}
    if followed:
        shops = [number_of(f"shop:{one}") for one in followed]
        scores["followed_shop"] = np.where(np.isin(table.shops, shops), fresh, 0)
    if len(history):
        scores["similar"] = _similar(table, history, at_us)
        scores["together"] = _together(table, history, cells)
    age_h += 72
    scores["popular"] = table.interest * 1_000_000
    scores["popular"] //= age_h
    scores["fresh"] = fresh
    return scores


def _similar(table: ItemTable, history: History, at_us: int) -> Scores:
    """Score garments by what they have in common with those of the last actions.

    Column by column, in 32 bits: at most fifty actions of weight eighteen on thirteen columns.
    """
    lasting, lately, meant = weights(history, at_us)
    known = np.zeros(numbers_given() + 1, np.int32)
    weight = ((lasting + lately + meant) // UNIT).astype(np.int32)
    np.add.at(known, history.codes.ravel(), np.repeat(weight, history.codes.shape[1]))
    known[0] = 0
    scores = np.zeros(len(table), np.int32)
    for worth, codes in zip(_WORTH, table.codes_by_column, strict=True):
        if worth:
            scores += (known * np.int32(worth)).take(codes)
    return scores


def _together(table: ItemTable, history: History, cells: Cells) -> Ints:
    """Score garments in cells that people who dealt with the last garments' cells also chose."""
    wanted: dict[int, int] = {}
    for action in history.actions[:12]:
        for cell in wide_cells_of(action.item):
            for other, worth in cells.get(cell, {}).items():
                number = number_of(f"cell:{other}")
                wanted[number] = wanted.get(number, 0) + worth
    scores = np.zeros(len(table), np.int64)
    if not wanted:
        return scores
    lookup = np.zeros(numbers_given() + 1, np.int64)
    for number, worth in wanted.items():
        lookup[number] = worth
    for column in range(table.cells.shape[1]):
        scores = np.maximum(scores, lookup[table.cells[:, column]])
    return scores
