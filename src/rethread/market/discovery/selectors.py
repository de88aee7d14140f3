"""Read the plain feed: newest first, the same for everybody but for followed shops."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

import msgspec

from rethread.insight.lake.marts import query_marts
from rethread.market.catalogue.selectors import list_fresh_cards
from rethread.market.catalogue.types import ListingCard
from rethread.market.social.selectors import circle_of
from rethread.market.social.types import Circle
from rethread.platform.kernel import Actor, Invalid, business_now, new_id

from .errors import BadCursor
from .models import ListingHeat
from .rules import mixing
from .types import FeedCard, FeedPage, Interest, Source, SourceShare

LIMIT_MAX: Final = 48
WINDOW: Final = 3  # the first page is chosen from this many times its length


class _Cursor(msgspec.Struct, frozen=True, array_like=True):
    """Where the next page begins: the ranking, how many cards it has shown, from where in the
    catalogue to read on, and which cards beyond that point were shown already."""

    ranking_id: UUID
    shown_count: int
    catalogue: str
    shown: tuple[UUID, ...]


def feed_page(
    actor: Actor, cursor: str = "", limit: int = 24, *, circle: Circle | None = None
) -> FeedPage:
    """Return a page of live garments: newest first, followed shops' fresh ones mixed in.

    The first page shows at most two garments of one seller; what that holds back comes on the
    next page, which may then be longer than `limit`. Nothing is shown twice and nothing left
    out, whatever is listed or sold meanwhile; pieces of people whom the reader has blocked are
    not there. Two queries, and one more for who is signed in, unless their `circle` is given.

    Raises:
        BadCursor: the cursor is not one that was given out.
    """
    size = max(1, min(limit, LIMIT_MAX))
    circle = circle or circle_of(actor)
    if cursor:
        return _next_page(_read(cursor), circle, size)
    candidates = list_fresh_cards(limit=WINDOW * size, hidden_seller_ids=circle.blocked)
    chosen = mixing.mix(candidates.cards, followed=circle.followed, now=business_now(), limit=size)
    shown = tuple(card.id for card, _ in chosen)
    more = candidates.next_cursor is not None or len(shown) < len(candidates.cards)
    ranking_id = new_id()
    following = _Cursor(ranking_id, len(shown), "", shown) if more else None
    return _page(ranking_id, chosen, 0, following)


def _next_page(at: _Cursor, circle: Circle, size: int) -> FeedPage:
    try:
        found = list_fresh_cards(
            cursor=at.catalogue or None,
            limit=size + len(at.shown),
            hidden_seller_ids=circle.blocked,
        )
    except Invalid as error:
        raise BadCursor from error
    seen = set(at.shown)
    cards = [card for card in found.cards if card.id not in seen]
    following = None
    if found.next_cursor is not None:
        passed = {card.id for card in found.cards}
        ahead = tuple(listing_id for listing_id in at.shown if listing_id not in passed)
        count = at.shown_count + len(cards)
        following = _Cursor(at.ranking_id, count, found.next_cursor, ahead)
    sourced = [(card, mixing.source_of(card, circle.followed)) for card in cards]
    return _page(at.ranking_id, sourced, at.shown_count, following)


def _page(
    ranking_id: UUID,
    cards: Sequence[tuple[ListingCard, Source]],
    before: int,
    following: _Cursor | None,
) -> FeedPage:
    return FeedPage(
        cards=tuple(
            FeedCard(card=card, position=place, source=source)
            for place, (card, source) in enumerate(cards, start=before + 1)
        ),
        next_cursor=_write(following) if following is not None else "",
        ranking_id=ranking_id,
    )


def _write(cursor: _Cursor) -> str:
    packed = msgspec.msgpack.Encoder(uuid_format="bytes").encode(cursor)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _read(cursor: str) -> _Cursor:
    try:
        packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        read = msgspec.msgpack.decode(packed, type=_Cursor)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise BadCursor from error
    if len(read.shown) > LIMIT_MAX or read.shown_count < 0:
        raise BadCursor
    return read


_SOURCES: Final = """
SELECT shown.source, count(*), count(CASE WHEN shown.grade > 0 THEN 1 END),
    count(CASE WHEN shown.grade = 4 THEN 1 END)
FROM marts.training_set_asof AS shown
WHERE shown.source IS NOT NULL AND shown.served_at >= (
    SELECT max(served_at) FROM marts.training_set_asof
) - to_days(CAST(? AS INTEGER))
GROUP BY shown.source ORDER BY 2 DESC, 1
"""


def list_source_shares(*, days: int = 14) -> list[SourceShare]:
    """Return per source how many garments people saw of it lately, opened and bought.

    Raises:
        NotFound: the warehouse was not built yet.
    """
    return [SourceShare(*row) for row in query_marts(_SOURCES, [days])]


def interest_in(listing_ids: Iterable[UUID]) -> dict[UUID, Interest]:
    """Return how often listings were opened and bagged, zero included, as last counted.

    Counted are people who are signed in and visitors who agreed to statistics, nobody else.
    """
    found = dict.fromkeys(listing_ids, Interest(0, 0))
    rows = ListingHeat.objects.filter(listing_id__in=list(found))
    found.update({row.listing_id: Interest(row.clicks, row.bags) for row in rows})
    return found
