"""Like, unlike, follow, unfollow. Each is idempotent and says so once."""

from __future__ import annotations

from uuid import UUID

from rethread.platform.kernel import Actor


def like_listing(*, actor: Actor, listing_id: UUID) -> bool:
    """Like a garment and return whether that was new.

    Raises:
        ListingNotLikeable: there is no such public listing.
    """
    raise NotImplementedError


def unlike_listing(*, actor: Actor, listing_id: UUID) -> bool:
    """Take a like back and return whether there was one."""
    raise NotImplementedError


def follow_shop(*, actor: Actor, shop_id: UUID) -> bool:
    """Follow a shop and return whether that was new.

    Raises:
        ShopNotFound: there is no such shop.
        CannotFollowOneself: it is the actor's own.
    """
    raise NotImplementedError


def unfollow_shop(*, actor: Actor, shop_id: UUID) -> bool:
    """Stop following a shop and return whether the actor did."""
    raise NotImplementedError
