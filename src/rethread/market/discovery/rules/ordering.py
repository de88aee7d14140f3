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
PER_CATEGORY_MAX: Final = 6  # on each dozen of places
DOZEN: Final = 12
EXPLORED_AT: Final = 5  # the sixth place of each dozen: 8.3% of all
FOLLOWED_EVERY: Final = 3  # at most every third place goes to a followed shop out of turn
FOLLOWED_FRESH_US: Final = 7 * 24 * 3600 * 1_000_000
NEW_SELLER_US: Final = 14 * 24 * 3600 * 1_000_000
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
    new = rows_of_new_sellers(items, at_us)
    best_new = [row for row in ranked if row in new]
    head = _with_new(items, head, best_new, _plainly_new(items, new, page_size))
    drawn, chance = _explored(items, set(head), new, len(explored_at), rng)
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


def rows_of_new_sellers(items: ItemTable, at_us: int) -> set[int]:
    """Return the rows of sellers whose first garment here is at most two weeks old."""
    opened: dict[int, int] = {}
    for seller, published in zip(items.sellers.tolist(), items.published_us.tolist(), strict=True):
        opened[seller] = min(opened.get(seller, published), published)
    return {
        row
        for row, seller in enumerate(items.sellers.tolist())
        if at_us - opened[seller] <= NEW_SELLER_US
    }


def _plainly_new(items: ItemTable, new: set[int], page_size: int) -> int:
    """Return how many places new sellers would have if the page were simply newest first."""
    sellers: Counter[int] = Counter()
    shown: list[int] = []
    for row in items.newest_first.tolist():
        if len(shown) == page_size:
            break
        seller = int(items.sellers[row])
        if sellers[seller] < PER_SELLER_MAX:
            sellers[seller] += 1
            shown.append(row)
    return len([row for row in shown if row in new])


def _with_new(items: ItemTable, head: list[int], best_new: list[int], due: int) -> list[int]:
    """Give new sellers the places they would have had: their best in place of others' last."""
    kept = list(head)
    sellers = Counter(int(items.sellers[row]) for row in kept)
    new = set(best_new)
    missing = due - len([row for row in kept if row in new])
    spare = [row for row in best_new if row not in kept]
    for place in range(len(kept) - 1, -1, -1):
        if missing <= 0:
            break
        if kept[place] in new:
            continue
        row = next((one for one in spare if sellers[int(items.sellers[one])] < PER_SELLER_MAX), -1)
        if row < 0:
            break
        sellers[int(items.sellers[kept[place]])] -= 1
        sellers[int(items.sellers[row])] += 1
        spare.remove(row)
        kept[place] = row
        missing -= 1
    return kept


def _explored(
    items: ItemTable, head: set[int], new: set[int], wanted: int, rng: random.Random
) -> tuple[list[int], int]:
    """Draw garments of sellers the page does not show: new sellers if there are any, else all.

    Each such seller is in the draw with one garment, the least met: the chance of each is wanted
    over sellers.
    """
    shown = {int(items.sellers[row]) for row in head}
    met = list(zip(items.heat[:, 0].tolist(), (-items.published_us).tolist(), strict=True))
    least: dict[int, int] = {}
    for row, seller in enumerate(items.sellers.tolist()):
        if seller not in shown and met[row] < met[least.setdefault(seller, row)]:
            least[seller] = row
    pool = sorted([row for row in least.values() if row in new] or least.values())
    if not pool or not wanted:
        return [], CERTAIN_PPM
    drawn = rng.sample(pool, min(wanted, len(pool)))
    return drawn, max(FLOOR_PPM, len(drawn) * CERTAIN_PPM // len(pool))


def as_rows(places: Sequence[Place]) -> Ints:
    """Return the rows of an order."""
    return np.array([place.row for place in places], np.int64)
