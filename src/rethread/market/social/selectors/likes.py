"""Read likes and follows, in bulk wherever a page shows many."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor, Invalid
from rethread.platform.kernel.fetching import select

from ..models import Follow, Like
from ..types import CheaperLike, Circle, LikePage, LikeView

PAGE_MAX = 100
_CIRCLE = """
SELECT shop_id, true FROM social_follow WHERE user_id = %s
UNION ALL SELECT blocked_id, false FROM social_block WHERE blocker_id = %s
"""
_APART = """
SELECT blocked_id FROM social_block WHERE blocker_id = %(person)s AND blocked_id = ANY(%(others)s)
UNION SELECT blocker_id FROM social_block
WHERE blocked_id = %(person)s AND blocker_id = ANY(%(others)s)
"""


def liked_ids(user_id: UUID | None, listing_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these listings a person likes; nobody likes nothing (no query)."""
    wanted = set(listing_ids)
    if user_id is None or not wanted:
        return set()
    rows = Like.objects.filter(user_id=user_id, listing_id__in=wanted)
    return set(rows.values_list("listing_id", flat=True))


def like_counts(listing_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many people like each of these listings, zero included."""
    counts = dict.fromkeys(listing_ids, 0)
    rows = Like.objects.filter(listing_id__in=list(counts)).values_list("listing_id")
    counts.update(dict(rows.annotate(Count("id"))))
    return counts


def likers_of(listing_id: UUID, limit: int) -> tuple[UUID, ...]:
    """Return who likes a listing, latest first, at most `limit` of them."""
    rows = Like.objects.filter(listing_id=listing_id).order_by("-id")
    return tuple(rows.values_list("user_id", flat=True)[:limit])


def list_liked(actor: Actor, cursor: str = "", limit: int = 24) -> LikePage:
    """Return a page of what the actor likes, latest first.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    rows = Like.objects.filter(user_id=actor.require_user()).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=_cursor_id(cursor))
    size = max(1, min(limit, PAGE_MAX))
    found = list(rows.values_list("id", "listing_id")[: size + 1])
    following = str(found[size - 1][0]) if len(found) > size else ""
    return LikePage(
        listing_ids=tuple(listing_id for _, listing_id in found[:size]), next_cursor=following
    )


def _cursor_id(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError as error:
        raise Invalid("social.bad_cursor", _("This page address is not valid.")) from error


def apart_from(person_id: UUID, others: Iterable[UUID]) -> set[UUID]:
    """Return which of these people have a block between them and a person, whoever made it."""
    found = select(_APART, {"person": person_id, "others": list(others)})
    return {row[0] for row in found}


def followed_shop_ids(user_id: UUID | None) -> set[UUID]:
    """Return the shops that a person follows; nobody follows none (no query)."""
    if user_id is None:
        return set()
    found = select("SELECT shop_id FROM social_follow WHERE user_id = %s", [user_id])
    return {row[0] for row in found}


def circle_of(actor: Actor) -> Circle:
    """Return whom an actor follows and has blocked, in one query; nobody has none (no query)."""
    if actor.user_id is None:
        return Circle()
    with connection.cursor() as cursor:
        cursor.execute(_CIRCLE, [actor.user_id, actor.user_id])
        rows = cursor.fetchall()
    return Circle(
        followed=frozenset(one for one, followed in rows if followed),
        blocked=frozenset(one for one, followed in rows if not followed),
    )


def follower_counts(shop_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many people follow each of these shops, zero included."""
    counts = dict.fromkeys(shop_ids, 0)
    rows = Follow.objects.filter(shop_id__in=list(counts)).values_list("shop_id")
    counts.update(dict(rows.annotate(Count("id"))))
    return counts


def list_cheaper_likes(actor: Actor, limit: int = 12) -> tuple[CheaperLike, ...]:
    """Return what the actor likes and was told of as cheaper, the latest drop first."""
    found = select(
        "SELECT listing_id, dropped_from_minor, dropped_at FROM social_like "
        "WHERE user_id = %s AND dropped_at IS NOT NULL "
        "ORDER BY dropped_at DESC, id DESC LIMIT %s",
        [actor.require_user(), max(1, min(limit, PAGE_MAX))],
    )
    return tuple(CheaperLike(*row) for row in found)


def likes_by_ids(like_ids: Iterable[UUID]) -> dict[UUID, LikeView]:
    """Return who likes what, by like, for whoever tells people; taken back ones are absent."""
    found = select(
        "SELECT id, user_id, listing_id FROM social_like WHERE id = ANY(%s)", [list(like_ids)]
    )
    return {row[0]: LikeView(*row) for row in found}
