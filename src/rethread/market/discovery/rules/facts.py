"""Facts of garments as whole numbers, so that every sum of a feature is exact in any order.

A code ("type:jeans") gets a number of this process on first sight; only equality of numbers ever
matters, so two processes that number differently compute the same features.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from uuid import UUID

import numpy as np
import numpy.typing as npt

from ..types import Heat, ItemFacts
from .cells import band_of, wide_cells_of

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]

COLUMNS: Final = (
    "department", "category", "type", "brand", "condition", "size", "system", "band",
    "colour", "colour", "style", "style", "style",
)  # fmt: skip
NO_HEAT: Final = Heat()
_numbers: dict[str, int] = {"": 0}
_lock = threading.Lock()


def number_of(code: str) -> int:
    """Return the number of a code in this process; 0 stands for none."""
    found = _numbers.get(code)
    if found is None:
        with _lock:
            found = _numbers.setdefault(code, len(_numbers))
    return found


def numbers_given() -> int:
    """Return how many numbers were given so far; a table of that length holds every code."""
    return len(_numbers)


def log_price_milli(price_minor: int) -> int:
    """Return the natural logarithm of a price in thousandths, a whole number."""
    return round(1000 * math.log(max(price_minor, 1)))


def codes_of(facts: ItemFacts) -> list[int]:
    """Return the numbers of a garment's codes, in the order of `COLUMNS`."""
    size = f"size:{facts.size_system}:{facts.size}" if facts.size else ""
    named = {
        "department": facts.department,
        "category": facts.category,
        "type": facts.type,
        "brand": facts.brand,
        "condition": facts.condition,
        "system": facts.size_system,
    }
    codes = {name: number_of(f"{name}:{code}" if code else "") for name, code in named.items()}
    codes["size"] = number_of(size)
    codes["band"] = number_of(f"band:{band_of(facts.price_minor)}")
    colours = [number_of(f"colour:{one}") for one in facts.colours[:2]]
    styles = [number_of(f"style:{one}") for one in facts.styles[:3]]
    single = [codes[name] for name in COLUMNS[:8]]
    return [*single, *colours, *[0] * (2 - len(colours)), *styles, *[0] * (3 - len(styles))]


@dataclass(frozen=True)
class ItemTable:
    """Garments as columns: one row each, in no particular order. Never changed once made."""

    facts: tuple[ItemFacts, ...]
    codes: Codes
    log_price: Ints
    published_us: Ints
    heat: Ints
    heat_versions: Ints
    sellers: Ints
    shops: Ints
    cells: Codes
    rows: dict[UUID, list[int]] = field(repr=False)

    def __len__(self) -> int:
        return len(self.facts)

    @cached_property
    def newest_first(self) -> Ints:
        """Return the rows by time of publication, the latest first; ties by id."""
        ids = np.array([facts.listing_id.int & 0x7FFFFFFFFFFFFFFF for facts in self.facts])
        return np.lexsort((ids, -self.published_us)) if len(self) else np.zeros(0, np.int64)

    @cached_property
    def codes_by_column(self) -> Codes:
        """Return the codes a row per column, side by side in memory: scanned twice as fast."""
        return np.ascontiguousarray(self.codes.T)

    def take(self, rows: Sequence[int] | Ints) -> ItemTable:
        """Return a table of some rows; a row may be taken more than once."""
        picked = np.asarray(rows, dtype=np.int64)
        facts = tuple(self.facts[row] for row in picked)
        return ItemTable(
            facts=facts,
            codes=self.codes[picked],
            log_price=self.log_price[picked],
            published_us=self.published_us[picked],
            heat=self.heat[picked],
            heat_versions=self.heat_versions[picked],
            sellers=self.sellers[picked],
            shops=self.shops[picked],
            cells=self.cells[picked],
            rows=_rows_of(facts),
        )

    def changed(self, *, without: set[UUID], plus: Sequence[tuple[ItemFacts, Heat]]) -> ItemTable:
        """Return the table without some listings and with others at its end."""
        kept = [row for row, facts in enumerate(self.facts) if facts.listing_id not in without]
        rest = self.take(kept) if len(kept) < len(self) else self
        more = table_of(plus)
        facts = (*rest.facts, *more.facts)
        return ItemTable(
            facts=facts,
            codes=np.concatenate([rest.codes, more.codes]),
            log_price=np.concatenate([rest.log_price, more.log_price]),
            published_us=np.concatenate([rest.published_us, more.published_us]),
            heat=np.concatenate([rest.heat, more.heat]),
            heat_versions=np.concatenate([rest.heat_versions, more.heat_versions]),
            sellers=np.concatenate([rest.sellers, more.sellers]),
            shops=np.concatenate([rest.shops, more.shops]),
            cells=np.concatenate([rest.cells, more.cells]),
            rows=_rows_of(facts),
        )


def _rows_of(facts: Iterable[ItemFacts]) -> dict[UUID, list[int]]:
    rows: dict[UUID, list[int]] = {}
    for row, one in enumerate(facts):
        rows.setdefault(one.listing_id, []).append(row)
    return rows


def table_of(items: Sequence[tuple[ItemFacts, Heat]]) -> ItemTable:
    """Lay garments and the interest in them out as columns."""
    facts = tuple(one for one, _ in items)
    heats = [heat for _, heat in items]
    return ItemTable(
        facts=facts,
        codes=np.array([codes_of(one) for one in facts], np.int32).reshape(-1, len(COLUMNS)),
        log_price=np.array([log_price_milli(one.price_minor) for one in facts], np.int64),
        published_us=np.array([one.published_us for one in facts], np.int64),
        heat=np.array([(h.clicks, h.likes, h.bags) for h in heats], np.int64).reshape(-1, 3),
        heat_versions=np.array([h.version for h in heats], np.int64),
        sellers=np.array([number_of(f"seller:{one.seller}") for one in facts], np.int64),
        shops=np.array([number_of(f"shop:{one.shop}") for one in facts], np.int64),
        cells=np.array(
            [[number_of(f"cell:{cell}") for cell in wide_cells_of(one)] for one in facts], np.int32
        ).reshape(-1, 3),
        rows=_rows_of(facts),
    )
