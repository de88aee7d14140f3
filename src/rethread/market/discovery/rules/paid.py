"""Places that are paid for: few, never the first, drawn evenly, and only for what fits the person.

Only candidates of the person's own ranking can have one, and only from beyond the page: what stands
there by itself is nobody's advertisement.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from .facts import ItemTable
from .ordering import CERTAIN_PPM, PER_SELLER_MAX, Place, rows_of_new_sellers

PAID_EVERY: Final = 8  # the eighth place of each eight


def with_paid(
    items: ItemTable,
    places: Sequence[Place],
    paid: Collection[int],
    *,
    at_us: int,
    page_size: int,
    rng: random.Random,
) -> list[Place]:
    """Return an order with rows of `paid` drawn into the paid places of its first page.

    They push out the page's last garments, but none that is explored or of a new seller: what those
    are promised is not for sale.
    """
    page, beyond = list(places[:page_size]), list(places[page_size:])
    drawn, chance = _draw(items, page, beyond, paid, _pushable(items, page, at_us), rng)
    if not drawn:
        return list(places)
    pushed = _pushable(items, page, at_us)[-len(drawn) :]
    kept = [place for place in page if place not in pushed]
    for number, row in enumerate(drawn, start=1):
        kept.insert(number * PAID_EVERY - 1, Place(row, "boosted", chance))
    taken = set(drawn)
    return kept + pushed + [place for place in beyond if place.row not in taken]


def _pushable(items: ItemTable, page: Sequence[Place], at_us: int) -> list[Place]:
    new = rows_of_new_sellers(items, at_us)
    return [place for place in page if place.source != "explore" and place.row not in new]


def _draw(
    items: ItemTable,
    page: Sequence[Place],
    beyond: Sequence[Place],
    paid: Collection[int],
    pushable: Sequence[Place],
    rng: random.Random,
) -> tuple[list[int], int]:
    """Draw one garment per seller who is not on the page too often; return each one's chance."""
    sellers = Counter(int(items.sellers[place.row]) for place in page)
    best: dict[int, int] = {}
    for place in beyond:
        seller = int(items.sellers[place.row])
        if place.row in paid and sellers[seller] < PER_SELLER_MAX:
            best.setdefault(seller, place.row)
    wanted = min(len(page) // PAID_EVERY, len(pushable), len(best))
    if not wanted:
        return [], CERTAIN_PPM
    drawn = rng.sample(sorted(best.values()), wanted)
    return drawn, wanted * CERTAIN_PPM // len(best)
