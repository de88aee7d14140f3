"""Writes of social: likes and follows, conversations, blocks."""

from .blocks import block_person, unblock_person
from .conversations import mark_read, send_message, start_conversation
from .likes import follow_shop, like_listing, toggle_like, unfollow_shop, unlike_listing
from .price_drops import next_drop_at, note_price, tell_price_drops

__all__ = [
    "block_person",
    "follow_shop",
    "like_listing",
    "mark_read",
    "next_drop_at",
    "note_price",
    "send_message",
    "start_conversation",
    "tell_price_drops",
    "toggle_like",
    "unblock_person",
    "unfollow_shop",
    "unlike_listing",
]
