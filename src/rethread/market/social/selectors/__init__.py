"""Reads of social, in bulk wherever a page shows many."""

from .conversations import (
    access_conversation,
    access_message_photo,
    count_flagged,
    count_unread,
    find_conversation,
    find_message_parties,
    list_conversations,
    list_messages,
    list_newer_messages,
    messages_around,
    messages_by_ids,
)
from .likes import (
    apart_from,
    circle_of,
    followed_shop_ids,
    follower_counts,
    like_counts,
    liked_ids,
    likers_of,
    list_liked,
)

__all__ = [
    "access_conversation",
    "access_message_photo",
    "apart_from",
    "circle_of",
    "count_flagged",
    "count_unread",
    "find_conversation",
    "find_message_parties",
    "followed_shop_ids",
    "follower_counts",
    "like_counts",
    "liked_ids",
    "likers_of",
    "list_conversations",
    "list_liked",
    "list_messages",
    "list_newer_messages",
    "messages_around",
    "messages_by_ids",
]
