"""Like, unlike, follow, unfollow. Each is idempotent, and told once when it changed something."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction

from rethread.market.accounts.selectors import shops_by_ids
from rethread.market.accounts.types import ShopSummary
from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.catalogue.types import ListingCard
from rethread.platform.kernel import Actor, business_now, new_id
from rethread.platform.vault.services import pseudonym_for

from ..errors import CannotFollowOneself, ListingNotLikeable, ShopNotFound
from ..events import (
    emit_listing_liked,
    emit_listing_unliked,
    emit_shop_followed,
    emit_shop_unfollowed,
)
from ..models import Follow, Like
from ..types import Heart

_LIKE = (
    "INSERT INTO social_like (id, user_id, listing_id, liked_at, known_price_minor) "
    "VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (user_id, listing_id) DO NOTHING"
)
_FOLLOW = (
    "INSERT INTO social_follow (id, user_id, shop_id, followed_at) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (user_id, shop_id) DO NOTHING"
)
PUBLIC = frozenset({"live", "reserved", "sold"})


def like_listing(*, actor: Actor, listing_id: UUID) -> bool:
    """Like a garment and return whether that was new. One's own may be liked too.

    Raises:
        ListingNotLikeable: there is no such public listing.
    """
    user_id = actor.require_user()
    card = _card(listing_id)
    with transaction.atomic():
        return _like(actor, user_id, listing_id, card)


def unlike_listing(*, actor: Actor, listing_id: UUID) -> bool:
    """Take a like back and return whether there was one."""
    user_id = actor.require_user()
    card = _card(listing_id)
    with transaction.atomic():
        return _unlike(actor, user_id, listing_id, card)


def toggle_like(*, actor: Actor, listing_id: UUID) -> Heart:
    """Like a garment, or take the like back if there is one; return how it stands now.

    What a heart does when it is touched, in as few statements as there can be: the next feed waits
    for them.

    Raises:
        ListingNotLikeable: there is no such public listing, and no like of it to take back.
    """
    user_id = actor.require_user()
    card = _card(listing_id)
    with transaction.atomic():
        liked = not _unlike(actor, user_id, listing_id, card)
        if liked:
            _like(actor, user_id, listing_id, card)
    return Heart(title=card.title if card is not None else "", liked=liked)


def _like(actor: Actor, user_id: UUID, listing_id: UUID, card: ListingCard | None) -> bool:
    if card is None or card.status not in PUBLIC:
        raise ListingNotLikeable
    made = _once(_LIKE, user_id, listing_id, card.buyer_price.amount_minor)
    if made:
        emit_listing_liked(
            actor=actor,
            listing_id=listing_id,
            liker_key=pseudonym_for(user_id),
            seller_key=pseudonym_for(card.seller_id),
        )
    return made


def _unlike(actor: Actor, user_id: UUID, listing_id: UUID, card: ListingCard | None) -> bool:
    gone, _ = Like.objects.filter(user_id=user_id, listing_id=listing_id).delete()
    if gone and card is not None:
        emit_listing_unliked(
            actor=actor,
            listing_id=listing_id,
            liker_key=pseudonym_for(user_id),
            seller_key=pseudonym_for(card.seller_id),
        )
    return gone > 0


def _once(statement: str, user_id: UUID, what: UUID, *more: int) -> bool:
    """Write a row unless there is one, and tell whether it is new."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [new_id(), user_id, what, business_now(), *more])
        return bool(cursor.rowcount)


def _card(listing_id: UUID) -> ListingCard | None:
    return cards_by_ids([listing_id]).get(listing_id)


def follow_shop(*, actor: Actor, shop_id: UUID) -> bool:
    """Follow a shop and return whether that was new.

    Raises:
        ShopNotFound: there is no such shop.
        CannotFollowOneself: it is the actor's own.
    """
    user_id = actor.require_user()
    shop = _shop(shop_id)
    if shop.owner_id == user_id:
        raise CannotFollowOneself
    with transaction.atomic():
        made = _once(_FOLLOW, user_id, shop_id)
        if made:
            emit_shop_followed(
                actor=actor,
                shop_id=shop_id,
                follower_key=pseudonym_for(user_id),
                seller_key=pseudonym_for(shop.owner_id),
            )
    return made


def unfollow_shop(*, actor: Actor, shop_id: UUID) -> bool:
    """Stop following a shop and return whether the actor did.

    Raises:
        ShopNotFound: there is no such shop.
    """
    user_id = actor.require_user()
    shop = _shop(shop_id)
    with transaction.atomic():
        gone, _ = Follow.objects.filter(user_id=user_id, shop_id=shop_id).delete()
        if gone:
            emit_shop_unfollowed(
                actor=actor,
                shop_id=shop_id,
                follower_key=pseudonym_for(user_id),
                seller_key=pseudonym_for(shop.owner_id),
            )
    return gone > 0


def _shop(shop_id: UUID) -> ShopSummary:
    shop = shops_by_ids([shop_id]).get(shop_id)
    if shop is None:
        raise ShopNotFound
    return shop
