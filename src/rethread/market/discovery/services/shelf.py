"""Everything for sale as one table in this process, kept true by the rows of what changed.

Every change of a listing writes a row in its own transaction. A refresh reads the rows of
transactions that were not over at the last one, so nothing is missed however they interleave.
What is shown is checked against the catalogue all the same.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import connection

from rethread.market.catalogue.selectors import listing_documents, searchable_listing_versions
from rethread.platform.kernel import wall_now

from ..models import ListingChange, ListingHeat
from ..rules.facts import NO_HEAT, ItemTable, table_of
from ..types import Heat, ItemFacts
from .known_items import facts_of

READ_ANEW_S: Final = 600.0
CHANGES_KEPT: Final = timedelta(hours=1)
_CHUNK: Final = 2_000
_CHANGES = (
    "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, change.id, change.listing_id "
    "FROM (SELECT 1) AS one LEFT JOIN discovery_listingchange AS change "
    "ON change.transaction_id >= %s"
)
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Shelf:
    database: str
    table: ItemTable
    through: int  # transactions below this one are wholly in the table
    seen: frozenset[int]  # changes of later ones that are in it too
    read_at: float


_shelf: _Shelf | None = None


def current_table() -> ItemTable:
    """Return everything for sale; one query, and more only for what changed."""
    global _shelf
    shelf = _shelf
    if shelf is not None and _lock.locked() and shelf.database == _database():
        return shelf.table  # another thread is reading what changed
    with _lock:
        shelf = _shelf
        shelf = _read_all() if shelf is None or _is_old(shelf) else _read_changes(shelf)
        _shelf = shelf
        return shelf.table


def forget_shelf() -> None:
    """Read everything anew at the next use; a simulation or a test that starts over calls it."""
    global _shelf
    _shelf = None


def known_facts(listing_ids: Iterable[UUID]) -> dict[UUID, ItemFacts]:
    """Return the facts of those of these listings that are in the table already; no query."""
    shelf = _shelf
    if shelf is None or shelf.database != _database():
        return {}
    rows = {one: shelf.table.find(one) for one in listing_ids}
    return {one: shelf.table.facts[row] for one, row in rows.items() if row >= 0}


def forget_old_changes() -> int:
    """Delete the rows that every process has read long since; return how many."""
    return ListingChange.objects.filter(changed_at__lt=wall_now() - CHANGES_KEPT).delete()[0]


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def _is_old(shelf: _Shelf) -> bool:
    return shelf.database != _database() or time.monotonic() - shelf.read_at > READ_ANEW_S


def _read_all() -> _Shelf:
    through = _changes_since(2**62)[0]
    ids = [listing_id for listing_id, _ in searchable_listing_versions()]
    items = []
    for start in range(0, len(ids), _CHUNK):
        items += _items(ids[start : start + _CHUNK])
    return _Shelf(_database(), table_of(items), through, frozenset(), time.monotonic())


def _read_changes(shelf: _Shelf) -> _Shelf:
    through, changes = _changes_since(shelf.through)
    fresh = {change: one for change, one in changes.items() if change not in shelf.seen}
    table = shelf.table
    if fresh:
        changed = set(fresh.values())
        table = table.changed(without=changed, plus=_items(changed))
    return _Shelf(shelf.database, table, through, frozenset(changes), shelf.read_at)


def _changes_since(transaction_id: int) -> tuple[int, dict[int, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, [transaction_id])
        rows = cursor.fetchall()
    return int(rows[0][0]), {change: one for _, change, one in rows if change is not None}


def _items(listing_ids: Iterable[UUID]) -> list[tuple[ItemFacts, Heat]]:
    documents = listing_documents(listing_ids)
    live = {found.id: found for found in documents.values() if found.searchable}
    heat = {
        row.listing_id: Heat(row.clicks, row.likes, row.bags, row.version)
        for row in ListingHeat.objects.filter(listing_id__in=list(live))
    }
    return [(facts_of(live[one]), heat.get(one, NO_HEAT)) for one in sorted(live)]
