"""What a person did lately, as columns: likes that were taken back are gone from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np

from ..types import ActionKind, PastAction
from .facts import COLUMNS, Codes, Ints, codes_of, log_price_milli, number_of_id

ACTIONS_KEPT: Final = 50
# How much each kind of action says. A purchase says most of taste, a look least.
STRENGTH: Final[dict[ActionKind, int]] = {
    "view": 1, "click": 1, "like": 4, "unlike": 0, "bag": 5, "buy": 6,
}  # fmt: skip
DELIBERATE: Final = 4  # from this strength on an action was meant
UNIT: Final = 1024
WEEK_US: Final = 7 * 24 * 3600 * 1_000_000
HOURS_US: Final = 2 * 3600 * 1_000_000


@dataclass(frozen=True)
class History:
    """The last actions of a person, the latest first, and what they were done with."""

    actions: tuple[PastAction, ...]
    ids: Ints
    codes: Codes
    log_price: Ints
    strength: Ints
    acted_us: Ints

    def __len__(self) -> int:
        return len(self.actions)

    def without(self, at: int) -> History:
        """Return the history as if one of its actions had never happened."""
        return history_of([one for n, one in enumerate(self.actions) if n != at])


def standing(actions: Sequence[PastAction]) -> tuple[PastAction, ...]:
    """Return the actions that still stand, the latest first, at most fifty.

    A like that was taken back later does not stand, nor does the taking back itself.
    """
    kept: list[PastAction] = []
    undone: set[UUID] = set()
    for action in sorted(actions, key=lambda one: -one.sequence)[:ACTIONS_KEPT]:
        if action.kind == "unlike":
            undone.add(action.item.listing_id)
        elif action.kind != "like" or action.item.listing_id not in undone:
            kept.append(action)
        else:
            undone.discard(action.item.listing_id)
    return tuple(kept)


def history_of(actions: Sequence[PastAction]) -> History:
    """Lay a person's actions out as columns."""
    kept = standing(actions)
    return History(
        actions=kept,
        ids=np.array([number_of_id(one.item.listing_id) for one in kept], np.int64),
        codes=np.array([codes_of(one.item) for one in kept], np.int32).reshape(-1, len(COLUMNS)),
        log_price=np.array([log_price_milli(one.item.price_minor) for one in kept], np.int64),
        strength=np.array([STRENGTH[one.kind] for one in kept], np.int64),
        acted_us=np.array([one.acted_us for one in kept], np.int64),
    )


def weights(history: History, at_us: int) -> tuple[Ints, Ints, Ints]:
    """Return how much each action counts: over weeks, in the last hours, and if it was meant.

    Whole numbers, each action's its own: taking one away changes no other's.
    """
    age = np.maximum(at_us - history.acted_us, 0)
    lasting = history.strength * UNIT * WEEK_US // (WEEK_US + age)
    lately = history.strength * UNIT * HOURS_US // (HOURS_US + age)
    meant = np.where(history.strength >= DELIBERATE, history.strength * UNIT, 0)
    return lasting, lately, meant
