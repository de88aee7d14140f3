"""What discovery does: remember actions, keep its table of garments true, rank feeds, train."""

from .feed import open_feed
from .ladder import ladder_status
from .recording import count_heat, note_changes, profile_key_of, record_actions
from .shelf import forget_shelf
from .training import replay, train

__all__ = [
    "count_heat",
    "forget_shelf",
    "ladder_status",
    "note_changes",
    "open_feed",
    "profile_key_of",
    "record_actions",
    "replay",
    "train",
]
