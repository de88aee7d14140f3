"""The feed of shops that somebody follows: all of it, newest first, and nothing else."""

from __future__ import annotations

from uuid import UUID

from rethread.market.catalogue.selectors import list_cards_of_shops
from rethread.market.social.types import Circle
from rethread.platform.kernel import Invalid, new_id

from ..errors import BadCursor
from ..types import FeedCard, FeedPage

PREFIX = "f"


def following_page(circle: Circle, cursor: str, size: int) -> FeedPage:
    """Return a page of what followed shops have for sale; people blocked since are left out.

    Raises:
        BadCursor: the cursor is not one that was given out.
    """
    ranking_id, shown, place = _read(cursor) if cursor else (new_id(), 0, "")
    try:
        found = list_cards_of_shops(shop_ids=circle.followed, cursor=place or None, limit=size)
    except Invalid as error:
        raise BadCursor from error
    cards = [card for card in found.cards if card.seller_id not in circle.blocked]
    following = ""
    if found.next_cursor is not None:
        following = f"{PREFIX}.{ranking_id.hex}.{shown + len(cards)}.{found.next_cursor}"
    return FeedPage(
        cards=tuple(
            FeedCard(card=card, position=at, source="followed_shop")
            for at, card in enumerate(cards, start=shown + 1)
        ),
        next_cursor=following,
        ranking_id=ranking_id,
    )


def _read(cursor: str) -> tuple[UUID, int, str]:
    try:
        _, ranking_id, shown, place = cursor.split(".", 3)
        return UUID(ranking_id), max(int(shown), 0), place
    except ValueError as error:
        raise BadCursor from error
