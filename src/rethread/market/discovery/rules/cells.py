"""Cells of garments (brand x type x size x price band) and which cells go together.

Each garment sells once, so what people chose together is counted between cells, not garments. A
cell of all four is narrow; the same without the brand, and without size and price, is wide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ..types import ItemFacts

BANDS_MINOR: Final = (600, 1000, 1500, 2200, 3200, 4800, 7500, 12000)
Cells = Mapping[str, Mapping[str, int]]
PARTNERS_MAX: Final = 12
SEEN_MIN: Final = 2  # once may be chance
NO_CELLS: Final[Cells] = {}


def band_of(price_minor: int) -> int:
    """Return which band of prices a price lies in, from 0."""
    return sum(price_minor >= edge for edge in BANDS_MINOR)


def wide_cells_of(facts: ItemFacts) -> tuple[str, str, str]:
    """Return the cells a garment lies in: the narrow one first, then two wider ones."""
    band = band_of(facts.price_minor)
    return (
        f"{facts.brand}|{facts.type}|{facts.size}|{band}",
        f"|{facts.type}|{facts.size}|{band}",
        f"{facts.brand}|{facts.type}||",
    )


def count_together(journeys: Iterable[Sequence[ItemFacts]]) -> dict[str, dict[str, int]]:
    """Count which cells appear in one person's deliberate actions, and keep the telling pairs.

    The worth of a pair is its count above what chance would give, in thousandths of the rarer
    cell's count: popular cells go with everything and say little.
    """
    alone: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    people = 0
    for journey in journeys:
        people += 1
        cells = sorted({cell for facts in journey for cell in wide_cells_of(facts)})
        alone.update(cells)
        pairs.update((one, other) for one in cells for other in cells if one != other)
    partners: dict[str, list[tuple[int, str]]] = {}
    for (one, other), seen in pairs.items():
        surplus = seen - alone[one] * alone[other] / max(people, 1)
        if seen >= SEEN_MIN and surplus > 0:
            worth = int(1000 * surplus / min(alone[one], alone[other]))
            partners.setdefault(one, []).append((worth, other))
    return {
        one: {other: worth for worth, other in sorted(found, reverse=True)[:PARTNERS_MAX] if worth}
        for one, found in sorted(partners.items())
    }
