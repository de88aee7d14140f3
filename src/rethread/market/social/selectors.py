"""Read likes and follows, in bulk wherever a page shows many."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from rethread.platform.kernel import Actor

from .types import LikePage


def liked_ids(user_id: UUID | None, listing_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these listings a person likes; nobody likes nothing (no query)."""
    raise NotImplementedError


def like_counts(listing_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many people like each of these listings, zero included."""
    raise NotImplementedError


def list_liked(actor: Actor, cursor: str = "", limit: int = 24) -> LikePage:
    """Return a page of what the actor likes, latest first."""
    raise NotImplementedError


def followed_shop_ids(user_id: UUID | None) -> set[UUID]:
    """Return the shops that a person follows."""
    raise NotImplementedError


def follower_counts(shop_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many people follow each of these shops, zero included."""
    raise NotImplementedError
