"""Writes of social: likes and follows, conversations, blocks."""

from .blocks import block_person, unblock_person
from .conversations import mark_read, send_message, start_conversation
from .likes import follow_shop, like_listing, toggle_like, unfollow_shop, unlike_listing

__all__ = [
    "block_person",
    "follow_shop",
    "like_listing",
    "mark_read",
    "send_message",
    "start_conversation",
    "toggle_like",
    "unblock_person",
    "unfollow_shop",
    "unlike_listing",
]
