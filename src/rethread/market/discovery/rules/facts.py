"""Facts of garments as whole numbers, so that every sum of a feature is exact in any order.

A code ("type:jeans") gets a number of this process on first sight; only equality of numbers ever
matters, so two processes that number differently compute the same features.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Final
from uuid import UUID

import numpy as np
import numpy.typing as npt

from ..types import Heat, ItemFacts
from .cells import band_of, wide_cells_of

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Column = npt.NDArray[Any]

COLUMNS: Final = (
    "department", "category", "type", "brand", "condition", "size", "system", "band",
    "colour", "colour", "style", "style", "style",
)  # fmt: skip
NO_HEAT: Final = Heat()
MENDED_MAX: Final = 50  # so many new rows find their places one by one; more are sorted anew
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


def number_of_id(listing_id: UUID) -> int:
    """Return an id as a number that fits a column: what is random in it, 62 bits of a UUIDv7."""
    return listing_id.int & 0x7FFF_FFFF_FFFF_FFFF


@dataclass(frozen=True)
class ItemTable:
    """Garments as columns: one row each, in no particular order. Never changed once made."""

    facts: tuple[ItemFacts, ...]
    ids: Ints
    codes: Codes
    log_price: Ints
    published_us: Ints
    heat: Ints
    heat_versions: Ints
    sellers: Ints
    shops: Ints
    cells: Codes

    def __len__(self) -> int:
        return len(self.facts)

    @cached_property
    def newest_first(self) -> Ints:
        """Return the rows by time of publication, the latest first; ties by id."""
        return np.lexsort((self.ids, -self.published_us)).astype(np.int64)

    @cached_property
    def codes_by_column(self) -> Codes:
        """Return the codes a row per column, side by side in memory: scanned twice as fast."""
        return np.ascontiguousarray(self.codes.T)

    @cached_property
    def interest(self) -> Ints:
        """Return one number for how much people wanted each garment."""
        return self.heat @ np.array([1, 4, 6], np.int64)

    def find(self, listing_id: UUID) -> int:
        """Return the row of a listing, or -1 where it is not here."""
        for row in np.nonzero(self.ids == number_of_id(listing_id))[0]:
            if self.facts[row].listing_id == listing_id:
                return int(row)
        return -1

    def take(self, rows: Sequence[int] | Ints) -> ItemTable:
        """Return a table of some rows; a row may be taken more than once."""
        picked = np.asarray(rows, dtype=np.int64)
        return self._of(tuple(self.facts[row] for row in picked), lambda column: column[picked])

    def changed(self, *, without: set[UUID], plus: Sequence[tuple[ItemFacts, Heat]]) -> ItemTable:
        """Return the table without some listings and with others.

        What is in both keeps its row and costs a copy of the columns that differ; an order that
        was laid out already is mended, not laid out again. A table of 100,000 changes at every
        like of anybody, and the next feed waits for it.
        """
        known = [(self.find(one.listing_id), (one, heat)) for one, heat in plus]
        table = self._renewed([(row, item) for row, item in known if row >= 0])
        gone = without - {one.listing_id for one, _ in plus}
        table = table._removed(sorted({table.find(one) for one in gone} - {-1}))
        return table._added([item for row, item in known if row < 0])

    def _of(self, facts: tuple[ItemFacts, ...], make: Callable[[Column], Column]) -> ItemTable:
        columns: dict[str, Any] = {name: make(getattr(self, name)) for name in _COLUMNS}
        return ItemTable(facts=facts, **columns)

    def _renewed(self, items: Sequence[tuple[int, tuple[ItemFacts, Heat]]]) -> ItemTable:
        if not items:
            return self
        rows = np.array([row for row, _ in items], np.int64)
        news = table_of([item for _, item in items])
        columns: dict[str, Any] = {
            name: _overwritten(getattr(self, name), rows, getattr(news, name)) for name in _COLUMNS
        }
        facts = list(self.facts)
        for row, one in zip(rows, news.facts, strict=True):
            facts[row] = one
        table = ItemTable(facts=tuple(facts), **columns)
        if table.published_us is self.published_us:
            table._keep(self, "newest_first")
        if table.codes is self.codes:
            table._keep(self, "codes_by_column")
        return table

    def _removed(self, rows: Sequence[int]) -> ItemTable:
        if not rows:
            return self
        gone = np.array(rows, np.int64)
        facts = list(self.facts)
        for row in reversed(rows):
            del facts[row]
        table = self._of(tuple(facts), lambda column: np.delete(column, gone, axis=0))
        if "newest_first" in self.__dict__:
            order = self.newest_first[~np.isin(self.newest_first, gone)]
            table.__dict__["newest_first"] = order - np.searchsorted(gone, order)
        return table

    def _added(self, items: Sequence[tuple[ItemFacts, Heat]]) -> ItemTable:
        if not items:
            return self
        more = table_of(items)
        columns: dict[str, Any] = {
            name: np.concatenate([getattr(self, name), getattr(more, name)]) for name in _COLUMNS
        }
        table = ItemTable(facts=(*self.facts, *more.facts), **columns)
        if "newest_first" in self.__dict__ and len(items) <= MENDED_MAX:
            order = self.newest_first
            for row in range(len(self), len(table)):
                order = table._inserted(order, row)
            table.__dict__["newest_first"] = order
        return table

    def _inserted(self, order: Ints, row: int) -> Ints:
        """Return an order by time with one more row at its place; ties by id."""
        times = -self.published_us[order]
        first = int(np.searchsorted(times, -self.published_us[row], "left"))
        last = int(np.searchsorted(times, -self.published_us[row], "right"))
        at = first + int(np.searchsorted(self.ids[order[first:last]], self.ids[row]))
        return np.insert(order, at, row)

    def _keep(self, other: ItemTable, name: str) -> None:
        """Take over what another table has laid out already, where it is the same here."""
        if name in other.__dict__:
            self.__dict__[name] = other.__dict__[name]


_COLUMNS: Final = tuple(one.name for one in fields(ItemTable) if one.name != "facts")


def _overwritten(column: Column, rows: Ints, values: Column) -> Column:
    """Return a column with some rows replaced; the very same one where they were so already."""
    if np.array_equal(column[rows], values):
        return column
    mended = column.copy()
    mended[rows] = values
    return mended


def table_of(items: Sequence[tuple[ItemFacts, Heat]]) -> ItemTable:
    """Lay garments and the interest in them out as columns."""
    facts = tuple(one for one, _ in items)
    heats = [heat for _, heat in items]
    return ItemTable(
        facts=facts,
        ids=np.array([number_of_id(one.listing_id) for one in facts], np.int64),
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
    )
