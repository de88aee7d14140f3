"""The features of a garment for a person: one function, for serving, training and replay alike.

Everything is sums of whole numbers and single divisions, so the same facts give the same bits
whatever else is ranked beside them. Refuses to look at anything but its arguments.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from .facts import Ints, ItemTable, numbers_given
from .history import STRENGTH, UNIT, History, weights

Floats = npt.NDArray[np.float64]
Features = npt.NDArray[np.float32]

SCHEMA: Final = 1  # raise it whenever a name or a meaning below changes
_SHARES: Final = (
    "department", "category", "type", "brand", "condition", "size", "system", "band", "colour",
    "style", "size_in_system",
)  # fmt: skip
_PROFILES: Final = ("lasting", "lately", "meant")
_OTHERS: Final = (
    "closest", "price", "price_above", "price_apart", "freshness_day", "freshness_week", "clicks",
    "likes", "bags", "like_rate", "actions", "meant_actions", "met_before",
)  # fmt: skip
FEATURES: Final = (*(f"{p}_{name}" for p in _PROFILES for name in _SHARES), *_OTHERS)
DOUBT: Final = 4 * UNIT
DAY_US: Final = 24 * 3600 * 1_000_000
# What two garments of one kind have in common, in points: their likeness is the sum.
_POINTS: Final = (3, 2, 5, 3, 1, 2, 1, 2, 2, 1, 2, 1, 1)


def compute(
    items: ItemTable, history: History, at_us: int, without: Ints | None = None
) -> Features:
    """Return one row of `FEATURES` per garment, for a person with a history, at a moment.

    `without` names per garment an action to leave out (-1: none), as if it had never happened.
    """
    out = np.zeros((len(items), len(FEATURES)), np.float64)
    if not len(items):
        return out.astype(np.float32)
    age_us = np.maximum(at_us - items.published_us, 0)
    if len(history):
        profiles = weights(history, at_us)
        for place, weight in enumerate(profiles):
            first = place * len(_SHARES)
            out[:, first : first + len(_SHARES)] = _shares(items, history, weight, without)
        _personal(out, items, history, profiles[0], without)
    clicks, likes, bags = (items.heat[:, n] for n in range(3))
    _put(out, "price", items.log_price / 1000)
    _put(out, "freshness_day", DAY_US / (DAY_US + age_us))
    _put(out, "freshness_week", 7 * DAY_US / (7 * DAY_US + age_us))
    _put(out, "clicks", clicks / (clicks + 10))
    _put(out, "likes", likes / (likes + 5))
    _put(out, "bags", bags / (bags + 2))
    _put(out, "like_rate", (likes + 1) / (clicks + 5))
    return out.astype(np.float32)


def _put(out: Floats, name: str, values: npt.NDArray[np.generic] | Floats) -> None:
    out[:, FEATURES.index(name)] = values


def _shares(items: ItemTable, history: History, weight: Ints, without: Ints | None) -> Floats:
    """Return, per kind of fact, which share of the weight lies on garments that agree in it.

    A like's worth of doubt stands in every denominator: three that agree say more than one.
    """
    table = np.zeros(numbers_given() + 1, np.int64)
    np.add.at(table, history.codes.ravel(), np.repeat(weight, history.codes.shape[1]))
    table[0] = 0
    sums = table[items.codes]
    total = np.full(len(items), weight.sum(), np.int64)
    if without is not None:
        gone = np.where(without >= 0, weight[without], 0)
        sums -= gone[:, None] * _in_common(items, history, without)
        total -= gone
    blocks = np.empty((len(items), 11), np.float64)
    blocks[:, :8] = sums[:, :8]
    blocks[:, 8] = sums[:, 8] + sums[:, 9]
    blocks[:, 9] = sums[:, 10] + sums[:, 11] + sums[:, 12]
    blocks[:, :10] /= (total + DOUBT)[:, None]
    blocks[:, 10] = sums[:, 5] / (sums[:, 6] + DOUBT)
    return blocks


def _in_common(items: ItemTable, history: History, action: Ints) -> Ints:
    """Count per column how often the row's code is among the codes of one action's garment."""
    theirs = history.codes[action]
    found = np.zeros(items.codes.shape, np.int64)
    for column in range(theirs.shape[1]):
        found += (items.codes == theirs[:, column : column + 1]) & (items.codes > 0)
    return found


def likeness(items: ItemTable, history: History) -> Ints:
    """Return how alike each garment is to the garment of each action, in points (n x actions)."""
    points = np.zeros((len(items), len(history)), np.int64)
    for column, worth in enumerate(_POINTS):
        mine, theirs = items.codes[:, column], history.codes[:, column]
        points += worth * ((mine[:, None] == theirs[None, :]) & (mine[:, None] > 0))
    return points


def _personal(
    out: Floats, items: ItemTable, history: History, lasting: Ints, without: Ints | None
) -> None:
    points = likeness(items, history)
    counts = np.full(len(items), len(history), np.int64)
    is_meant = (history.strength >= 4).astype(np.int64)
    meant = np.full(len(items), is_meant.sum(), np.int64)
    prices = np.full(len(items), (lasting * history.log_price).sum(), np.int64)
    total = np.full(len(items), lasting.sum(), np.int64)
    if without is not None:
        rows = np.nonzero(without >= 0)[0]
        gone = without[rows]
        points[rows, gone] = 0
        counts[rows] -= 1
        meant[rows] -= is_meant[gone]
        prices[rows] -= lasting[gone] * history.log_price[gone]
        total[rows] -= lasting[gone]
    _put(out, "closest", points.max(axis=1) / sum(_POINTS))
    above = (items.log_price - prices / np.maximum(total, 1)) / 1000
    above = np.where(total > 0, above, 0.0)
    _put(out, "price_above", above)
    _put(out, "price_apart", np.abs(above))
    _put(out, "actions", counts / 50)
    _put(out, "meant_actions", meant / (meant + 5))
    _put(out, "met_before", _met(items, history, without) / STRENGTH["buy"])


def _met(items: ItemTable, history: History, without: Ints | None) -> Ints:
    """Return the strongest thing that was done with each very garment."""
    same = items.ids[:, None] == history.ids[None, :]
    if without is not None:
        rows = np.nonzero(without >= 0)[0]
        same[rows, without[rows]] = False
    strongest: Ints = np.where(same, history.strength[None, :], 0).max(axis=1)
    return strongest


def column(features: Features, name: str) -> Floats:
    """Return one feature of every row."""
    return features[:, FEATURES.index(name)].astype(np.float64)


__all__ = ["DAY_US", "FEATURES", "SCHEMA", "UNIT", "Features", "column", "compute", "likeness"]
