"""What search does for others: perform a search, suggest, keep its index true."""

from .alerts import forget_old_matches, next_untold_at, tell_matches
from .indexing import (
    index_status,
    listing_in_index,
    mark_dirty,
    rebuild_index,
    run_indexer,
    settle_index,
    verify_index,
)
from .own_sizes import set_own_sizes, sizes_known
from .performing import perform_search, suggest
from .saving import (
    SAVED_MAX,
    look_at_saved_search,
    remove_saved_search,
    rename_saved_search,
    save_search,
)

__all__ = [
    "SAVED_MAX",
    "forget_old_matches",
    "index_status",
    "listing_in_index",
    "look_at_saved_search",
    "mark_dirty",
    "next_untold_at",
    "perform_search",
    "rebuild_index",
    "remove_saved_search",
    "rename_saved_search",
    "run_indexer",
    "save_search",
    "set_own_sizes",
    "settle_index",
    "sizes_known",
    "suggest",
    "tell_matches",
    "verify_index",
]
