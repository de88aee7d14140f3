"""From scores to an order: no seller and no category too often, a share for the unknown.

Explored places go to garments that the ranking left out, one per seller, drawn evenly, so the
chance of each is known exactly; everything else is shown for certain.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..types import Source
from .facts import Ints, ItemTable
from .features import Floats

PER_SELLER_MAX: Final = 2  # on one page
PER_CATEGORY_MAX: Final = 4  # on each dozen of places
DOZEN: Final = 12
EXPLORED_AT: Final = 5  # the sixth place of each dozen: 8.3% of all
FOLLOWED_EVERY: Final = 3  # at most every third place goes to a followed shop out of turn
FOLLOWED_FRESH_US: Final = 7 * 24 * 3600 * 1_000_000
NEW_SELLER_US: Final = 21 * 24 * 3600 * 1_000_000
CERTAIN_PPM: Final = 1_000_000
FLOOR_PPM: Final = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """One place of an order: the candidate's row among the candidates, and its chance."""

    row: int
    source: Source
    propensity_ppm: int


@dataclass(slots=True)
class _Page:
    """What is counted while one page is filled."""

    sellers: Counter[int]
    categories: Counter[int]

    def takes(self, seller: int, category: int) -> bool:
        return (
            self.sellers[seller] < PER_SELLER_MAX and self.categories[category] < PER_CATEGORY_MAX
        )

    def add(self, seller: int, category: int) -> None:
        self.sellers[seller] += 1
        self.categories[category] += 1


def arrange(
    items: ItemTable,
    sources: Sequence[Source],
    scores: Floats,
    *,
    at_us: int,
    page_size: int,
    rng: random.Random,
) -> list[Place]:
    """Order candidates: the best score first within the limits, some places explored.

    The first page is chosen with every limit; what it holds back follows by score alone.
    """
    ranked = [int(row) for row in np.lexsort((np.arange(len(scores)), -scores))]
    followed = _fresh_followed(items, sources, ranked, at_us)
    explored_at = [n for n in range(page_size) if n % DOZEN == EXPLORED_AT]
    head = _head(items, ranked, followed, page_size - len(explored_at))
    drawn, chance = _explored(items, set(head), at_us, len(explored_at), rng)
    explored = iter(drawn)
    places: list[Place] = []
    rest = iter(head)
    for n in range(page_size):
        row = next(explored, None) if n in explored_at else None
        if row is not None:
            places.append(Place(row, "explore", chance))
        elif (row := next(rest, None)) is not None:
            places.append(Place(row, sources[row], CERTAIN_PPM))
    shown = {place.row for place in places}
    places += [Place(row, sources[row], CERTAIN_PPM) for row in ranked if row not in shown]
    return places


def _fresh_followed(
    items: ItemTable, sources: Sequence[Source], ranked: Sequence[int], at_us: int
) -> list[int]:
    return [
        row
        for row in ranked
        if sources[row] == "followed_shop"
        and at_us - int(items.published_us[row]) <= FOLLOWED_FRESH_US
    ]


def _head(items: ItemTable, ranked: list[int], followed: list[int], wanted: int) -> list[int]:
    head: list[int] = []
    taken: set[int] = set()
    page = _Page(Counter(), Counter())

    def first(rows: list[int]) -> int | None:
        for row in rows:
            if row not in taken and page.takes(int(items.sellers[row]), int(items.codes[row, 1])):
                return row
        return None

    while len(head) < wanted:
        if len(head) % DOZEN == 0:
            page.categories.clear()
        turn = len(head) % FOLLOWED_EVERY == FOLLOWED_EVERY - 1
        row = first(followed) if turn else None
        row = first(ranked) if row is None else row
        if row is None and page.categories:
            page.categories.clear()  # better one kind again than a page that ends early
            row = first(ranked)
        if row is None:
            break
        head.append(row)
        taken.add(row)
        page.add(int(items.sellers[row]), int(items.codes[row, 1]))
    return head


def _explored(
    items: ItemTable, head: set[int], at_us: int, wanted: int, rng: random.Random
) -> tuple[list[int], int]:
    """Draw garments of sellers the page does not show: new sellers if there are any, else all.

    Each such seller is in the draw with one garment, the least met: the chance of each is wanted
    over sellers.
    """
    shown = {int(items.sellers[row]) for row in head}
    least: dict[int, int] = {}
    opened: dict[int, int] = {}
    for row, seller in enumerate(items.sellers.tolist()):
        published = int(items.published_us[row])
        opened[seller] = min(opened.get(seller, published), published)
        if seller in shown:
            continue
        at = least.setdefault(seller, row)
        if _met(items, row) < _met(items, at):
            least[seller] = row
    new = [row for seller, row in least.items() if at_us - opened[seller] <= NEW_SELLER_US]
    pool = sorted(new or least.values())
    if not pool or not wanted:
        return [], CERTAIN_PPM
    drawn = rng.sample(pool, min(wanted, len(pool)))
    return drawn, max(FLOOR_PPM, len(drawn) * CERTAIN_PPM // len(pool))


def _met(items: ItemTable, row: int) -> tuple[int, int]:
    return int(items.heat[row, 0]), -int(items.published_us[row])


def as_rows(places: Sequence[Place]) -> Ints:
    """Return the rows of an order."""
    return np.array([place.row for place in places], np.int64)
