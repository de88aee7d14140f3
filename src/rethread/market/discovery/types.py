"""What discovery shows to the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from rethread.market.catalogue.types import ListingCard

Source = Literal["fresh", "followed_shop"]


@dataclass(frozen=True, slots=True)
class FeedCard:
    """A card of the feed, where it stands, and why: "fresh" or "followed_shop"."""

    card: ListingCard
    position: int
    source: Source


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A page of the feed. Impressions cite `ranking_id`; `next_cursor` is empty at the end."""

    cards: tuple[FeedCard, ...]
    next_cursor: str
    ranking_id: UUID
