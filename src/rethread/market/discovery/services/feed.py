"""Open somebody's feed: ranked for a person, plain newest first for who is unknown or asks so.

A ranked order is kept, so that its pages show nothing twice and lose nothing; beyond it, what is
left comes newest first. What the ranker saw of the head is an event.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from django.db import transaction

from rethread.market.catalogue.selectors import cards_by_ids, list_fresh_cards
from rethread.market.catalogue.types import ListingCard
from rethread.market.social.selectors import circle_of
from rethread.market.social.types import Circle
from rethread.platform.events.emit import EventContext
from rethread.platform.kernel import Actor, Invalid, business_now, new_id
from rethread.platform.kernel.fetching import insert

from ..errors import BadCursor
from ..events import emit_feed_ranked
from ..models import Ranking
from ..ports import known_cells, ladder_top
from ..rules import mixing
from ..rules.explaining import moving_actions
from ..rules.features import SCHEMA
from ..rules.history import History, history_of
from ..rules.ordering import CERTAIN_PPM, Place, as_rows
from ..selectors import LIMIT_MAX, feed_page
from ..types import SOURCES, FeedCard, FeedOrder, FeedPage, Rung, Source, Why
from . import following
from .known_items import microseconds
from .ladder import scorer
from .paying import note_paid, paid_for
from .ranking import RankedFeed, rank
from .recording import past_actions, profile_key_of
from .shelf import current_table

LOGGED_MAX: Final = 48
SLACK: Final = 6  # ranked beyond a page, in case some were just sold
_RANKED: Final = "r"


@dataclass(frozen=True, slots=True)
class _At:
    """Where a ranked feed goes on: within its order, or in what is left, newest first."""

    ranking_id: UUID
    offset: int
    shown: int
    catalogue: str = ""


def open_feed(
    *,
    actor: Actor,
    visitor_id: str | None = None,
    cursor: str = "",
    limit: int = 24,
    order: FeedOrder = "for_you",
    context: EventContext | None = None,
    circle: Circle | None = None,
) -> FeedPage:
    """Return a page of live garments for somebody.

    A person, or a visitor who agreed to statistics, gets a feed ranked by what they did up to this
    very moment. Everybody else, and whoever asks for it, gets the newest first. `circle` spares
    the query to a caller who has just read whom they follow and have blocked.

    Raises:
        BadCursor: the cursor is not one that was given out.
    """
    size = max(1, min(limit, LIMIT_MAX))
    key = profile_key_of(actor.user_id, visitor_id)
    if cursor.startswith(following.PREFIX + ".") or (order == "following" and not cursor):
        return following.following_page(circle or circle_of(actor), cursor, size)
    if cursor.startswith(_RANKED + "."):
        return _next_page(_read(cursor), key, actor, size, circle or circle_of(actor))
    if cursor or order == "newest" or key is None or ladder_top() == "newest":
        return feed_page(actor, cursor, limit, circle=circle)
    return _first_page(actor, key, size, context, circle or circle_of(actor))


def _first_page(
    actor: Actor,
    key: str,
    size: int,
    context: EventContext | None,
    circle: Circle,
) -> FeedPage:
    now = business_now()
    ranking_id = new_id()
    actions = past_actions(key)
    history = history_of(actions)
    ranking = rank(
        current_table(),
        history,
        at_us=microseconds(now),
        scorer=scorer(),
        cells=known_cells(),
        rng=random.Random(ranking_id.int),  # noqa: S311  # drawn again by whoever checks it
        page_size=size,
        followed={str(shop) for shop in circle.followed},
        hidden_sellers={str(one) for one in _hidden_from(actor, circle)},
    )
    ranked, offers = paid_for(ranking, ranking_id, at_us=microseconds(now), page_size=size)
    tried = ranked.places[: size + SLACK]
    whys = _whys(ranked, history, tried, now)
    titled = {why.listing_id for why in whys if why is not None}
    ids = [ranked.facts(place).listing_id for place in tried]
    cards = cards_by_ids([*ids, *titled])
    shown = [
        FeedCard(cards[one], 0, place.source, place.propensity_ppm, _titled(why, cards))
        for one, place, why in zip(ids, tried, whys, strict=True)
        if one in cards and cards[one].available
    ][:size]
    passed = _passed(ids, shown, size)
    with transaction.atomic():
        note_paid(key, ranking_id, shown, offers)
        _keep(ranking_id, key, ranked, now)
        _tell(ranking_id, key, ranked, actions[0].sequence if actions else 0, actor, now, context)
    onwards = _At(ranking_id, passed, len(shown))
    more = passed < len(ranked.places) or ranked.allowed > len(ranked.places)
    return _page(shown, onwards, ranked.scorer.rung, before=0, more=more)


def _hidden_from(actor: Actor, circle: Circle) -> set[UUID]:
    return {actor.user_id, *circle.blocked} if actor.user_id is not None else set()


def _whys(
    ranked: RankedFeed, history: History, places: Sequence[Place], now: datetime
) -> list[Why | None]:
    if ranked.scorer.rung == "popular" or not len(history):
        return [None] * len(places)
    items = ranked.items.take(as_rows(places))
    moved = moving_actions(items, history, microseconds(now), ranked.scorer)
    actions = history.actions
    return [
        Why(actions[at].kind, actions[at].item.listing_id)
        if at >= 0 and place.source not in {"explore", "boosted"}
        else None
        for place, at in zip(places, moved, strict=True)
    ]


def _titled(why: Why | None, cards: dict[UUID, ListingCard]) -> Why | None:
    """Return the reason with the name of its garment; what was removed has none to show."""
    if why is None or why.listing_id not in cards:
        return None
    return replace(why, title=cards[why.listing_id].title)


def _passed(ids: Sequence[UUID], shown: Sequence[FeedCard], size: int) -> int:
    """Return how many places of the order are behind the page, the vanished ones included."""
    if len(shown) < size:
        return len(ids)
    return ids.index(shown[-1].card.id) + 1


def _keep(ranking_id: UUID, key: str, ranked: RankedFeed, now: datetime) -> None:
    order = b"".join(
        ranked.facts(place).listing_id.bytes + bytes([SOURCES.index(place.source)])
        for place in ranked.places
    )
    insert(
        Ranking(
            id=ranking_id,
            profile_key=key,
            order=order,
            rung=ranked.scorer.rung,
            more_than_ranked=ranked.allowed > len(ranked.places),
            served_at=now,
        )
    )


def _unpack(order: bytes) -> list[tuple[UUID, Source]]:
    step = 17  # sixteen bytes of the id, one of the source
    return [
        (UUID(bytes=order[n : n + 16]), SOURCES[order[n + 16]]) for n in range(0, len(order), step)
    ]


def _tell(
    ranking_id: UUID,
    key: str,
    ranked: RankedFeed,
    actions_through: int,
    actor: Actor,
    now: datetime,
    context: EventContext | None,
) -> None:
    head = ranked.places[:LOGGED_MAX]
    emit_feed_ranked(
        actor=actor,
        occurred_at=now,
        context=context,
        ranking_id=ranking_id,
        profile_key=key,
        rung=ranked.scorer.rung if ranked.scorer.rung != "newest" else "popular",
        model_id=ranked.scorer.model_id,
        feature_schema=SCHEMA,
        actions_through=actions_through,
        candidates=len(ranked.places),
        listing_ids=[str(ranked.facts(place).listing_id) for place in head],
        listing_versions=[str(ranked.facts(place).version) for place in head],
        heat_versions=[str(ranked.items.heat_versions[place.row]) for place in head],
        sources=[place.source for place in head],
        propensities_ppm=[str(place.propensity_ppm) for place in head],
        features=[
            base64.b64encode(ranked.features[place.row].astype("<f4").tobytes()).decode()
            for place in head
        ],
    )


def _next_page(at: _At, key: str | None, actor: Actor, size: int, circle: Circle) -> FeedPage:
    kept = Ranking.objects.filter(pk=at.ranking_id, profile_key=key or "").first()
    if kept is None:
        return feed_page(
            actor, "", size, circle=circle
        )  # forgotten, or somebody else's: begin again, plainly
    order = _unpack(bytes(kept.order))
    if at.offset >= len(order):
        return _rest(at, {listing_id for listing_id, _ in order}, actor, size, circle)
    shown: list[FeedCard] = []
    hidden = _hidden_from(actor, circle)
    offset = at.offset
    while offset < len(order) and len(shown) < size:
        batch = order[offset : offset + size - len(shown)]
        cards = cards_by_ids([listing_id for listing_id, _ in batch])
        shown += [
            FeedCard(cards[one], 0, source, CERTAIN_PPM)
            for one, source in batch
            if one in cards and cards[one].available and cards[one].seller_id not in hidden
        ]
        offset += len(batch)
    following = replace(at, offset=offset, shown=at.shown + len(shown))
    rung = cast(Rung, kept.rung)
    more = offset < len(order) or kept.more_than_ranked
    return _page(shown, following, rung, before=at.shown, more=more)


def _rest(at: _At, ranked: set[UUID], actor: Actor, size: int, circle: Circle) -> FeedPage:
    hidden = _hidden_from(actor, circle)
    shown: list[FeedCard] = []
    cursor: str | None = at.catalogue
    while len(shown) < size and cursor is not None:
        try:
            found = list_fresh_cards(cursor=cursor or None, limit=size)
        except Invalid as error:
            raise BadCursor from error
        shown += [
            FeedCard(card, 0, mixing.source_of(card, circle.followed))
            for card in found.cards
            if card.id not in ranked and card.seller_id not in hidden
        ]
        cursor = found.next_cursor
    following = replace(at, shown=at.shown + len(shown), catalogue=cursor or "")
    return _page(shown, following, "newest", before=at.shown, more=cursor is not None)


def _page(
    cards: Sequence[FeedCard], following: _At, rung: Rung, *, before: int, more: bool
) -> FeedPage:
    return FeedPage(
        cards=tuple(
            replace(card, position=place) for place, card in enumerate(cards, start=before + 1)
        ),
        next_cursor=_write(following) if more else "",
        ranking_id=following.ranking_id,
        rung=rung,
    )


def _write(at: _At) -> str:
    return f"{_RANKED}.{at.ranking_id.hex}.{at.offset}.{at.shown}.{at.catalogue}"


def _read(cursor: str) -> _At:
    try:
        _, ranking_id, offset, shown, catalogue = cursor.split(".", 4)
        at = _At(UUID(ranking_id), int(offset), int(shown), catalogue)
    except ValueError as error:
        raise BadCursor from error
    if at.offset < 0 or at.shown < 0:
        raise BadCursor
    return at
