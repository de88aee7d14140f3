"""Reads a judged set: items.csv, queries.csv, judgements.csv in one folder. Copies nothing."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

csv.field_size_limit(sys.maxsize)

FIELDS = (
    "title", "description", "category", "subcategory", "type", "department", "brand", "colour",
    "colour2", "pattern", "material", "style", "era", "condition", "size",
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One row of items.csv."""

    id: str
    fields: dict[str, str]
    price_minor: int

    def text(self) -> str:
        """Return every word of the item, as the baselines index it."""
        return " ".join(self.fields.get(name, "") for name in FIELDS)


@dataclass(frozen=True)
class JudgedQuery:
    """One row of queries.csv with its judgements."""

    id: str
    text: str
    filters: dict[str, Any]
    grades: dict[str, int]


@dataclass(frozen=True)
class JudgedSet:
    """A whole folder."""

    name: str
    items: list[Item]
    queries: list[JudgedQuery]


def key_of(item_id: str) -> UUID:
    """Give an item of any id an id of the index's kind."""
    return uuid5(NAMESPACE_URL, item_id)


def load(folder: Path) -> JudgedSet:
    """Read a judged set."""
    grades: dict[str, dict[str, int]] = {}
    for row in _rows(folder / "judgements.csv"):
        grades.setdefault(row["query_id"], {})[row["item_id"]] = int(float(row["grade"]))
    items = [_item(row) for row in _rows(folder / "items.csv")]
    queries = [
        JudgedQuery(
            row["query_id"],
            row["query"],
            json.loads(row.get("filters") or "{}"),
            grades.get(row["query_id"], {}),
        )
        for row in _rows(folder / "queries.csv")
    ]
    return JudgedSet(folder.name, items, queries)


def _item(row: dict[str, str]) -> Item:
    price = row.get("price") or "0"
    fields = {name: row[name] for name in FIELDS if row.get(name)}
    return Item(row["item_id"], fields, int(Decimal(price) * 100))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def passes(item: Item, filters: dict[str, Any]) -> bool:
    """Tell whether an item is inside a query's filters; the baselines filter with this."""
    for name, wanted in filters.items():
        if name == "price_max":
            if item.price_minor > Decimal(str(wanted)) * 100:
                return False
        elif name == "price_min":
            if item.price_minor < Decimal(str(wanted)) * 100:
                return False
        else:
            allowed = wanted if isinstance(wanted, list) else [wanted]
            have = {item.fields.get(name, "")}
            if name == "colour":
                have.add(item.fields.get("colour2", ""))
            if not have & {str(value) for value in allowed}:
                return False
    return True
