"""What search does for others: perform a search, suggest, keep its index true."""

from .indexing import (
    index_status,
    mark_dirty,
    rebuild_index,
    run_indexer,
    settle_index,
    verify_index,
)
from .performing import perform_search, suggest

__all__ = [
    "index_status",
    "mark_dirty",
    "perform_search",
    "rebuild_index",
    "run_indexer",
    "settle_index",
    "suggest",
    "verify_index",
]
