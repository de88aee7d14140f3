"""Which action moved a garment most: found by leaving it out and scoring again, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from .facts import ItemTable
from .features import Features, Floats, compute, likeness
from .history import History, weights

TRIED: Final = 3  # per garment: the likeliest actions, by likeness and weight
Score = Callable[[Features], Floats]


def moving_actions(items: ItemTable, history: History, at_us: int, score: Score) -> list[int]:
    """Return per garment the place in the history of the action whose absence costs it most.

    -1 where leaving none of the likeliest out would lower the score.
    """
    moved = [-1] * len(items)
    if not len(items) or not len(history):
        return moved
    lasting, lately, meant = weights(history, at_us)
    likely = likeness(items, history) * (lasting + lately + meant)
    tried = min(TRIED, len(history))
    actions = np.argsort(-likely, axis=1, kind="stable")[:, :tried]
    rows = np.repeat(np.arange(len(items)), tried)
    repeated = items.take(np.concatenate([np.arange(len(items)), rows]))
    left_out = np.concatenate([np.full(len(items), -1), actions.ravel()]).astype(np.int64)
    scores = score(compute(repeated, history, at_us, left_out))
    drops = scores[: len(items), None] - scores[len(items) :].reshape(len(items), tried)
    best = drops.argmax(axis=1)
    for row, place in enumerate(best):
        if drops[row, place] > 0:
            moved[row] = int(actions[row, place])
    return moved
