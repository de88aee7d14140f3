"""Reads of social, in bulk wherever a page shows many."""

from .conversations import (
    access_conversation,
    count_flagged,
    count_unread,
    find_conversation,
    list_conversations,
    list_messages,
    messages_around,
    messages_by_ids,
)
from .likes import (
    circle_of,
    followed_shop_ids,
    follower_counts,
    like_counts,
    liked_ids,
    likes_by_ids,
    list_cheaper_likes,
    list_liked,
)

__all__ = [
    "access_conversation",
    "circle_of",
    "count_flagged",
    "count_unread",
    "find_conversation",
    "followed_shop_ids",
    "follower_counts",
    "like_counts",
    "liked_ids",
    "likes_by_ids",
    "list_cheaper_likes",
    "list_conversations",
    "list_liked",
    "list_messages",
    "messages_around",
    "messages_by_ids",
]
