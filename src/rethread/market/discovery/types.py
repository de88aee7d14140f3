"""What discovery shows to the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from rethread.market.catalogue.types import ListingCard

Source = Literal["fresh", "popular", "followed_shop", "similar", "together", "explore", "boosted"]
SOURCES: tuple[Source, ...] = (  # kept orders count in this order: add at the end
    "fresh", "popular", "followed_shop", "similar", "together", "explore", "boosted",
)  # fmt: skip
ActionKind = Literal["view", "click", "like", "unlike", "bag", "buy"]
Rung = Literal["trees", "rules", "popular", "newest"]
LADDER: tuple[Rung, ...] = ("trees", "rules", "popular", "newest")
FeedOrder = Literal["for_you", "newest", "following"]


@dataclass(frozen=True, slots=True)
class Why:
    """The action that moved a card most: what was done, with which listing, how it is called."""

    kind: ActionKind
    listing_id: UUID
    title: str = ""


@dataclass(frozen=True, slots=True)
class FeedCard:
    """A card of the feed, where it stands and what put it there.

    `propensity_ppm` is the chance, in millionths, that the ranking would show it on this page;
    None where nothing was ranked for a person. `why` is the action without which it would stand
    lower, if there is one.
    """

    card: ListingCard
    position: int
    source: Source
    propensity_ppm: int | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A page of the feed. Impressions cite `ranking_id`; `next_cursor` is empty at the end.

    `rung` says which step of the ladder ordered it: "newest" is the plain order of time.
    """

    cards: tuple[FeedCard, ...]
    next_cursor: str
    ranking_id: UUID
    rung: Rung = "newest"


@dataclass(frozen=True, slots=True)
class Interest:
    """How often a listing was opened and put in a bag."""

    opened: int
    bagged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """All that ranking may know of one version of a listing; the same from shelf and warehouse.

    Codes of the catalogue, empty where there is none; the price is what a buyer pays.
    """

    listing_id: UUID
    version: int
    seller: str
    shop: str
    department: str
    category: str
    type: str
    brand: str
    size: str
    size_system: str
    condition: str
    colours: tuple[str, ...]
    styles: tuple[str, ...]
    price_minor: int
    published_us: int


@dataclass(frozen=True, slots=True)
class Heat:
    """Interest in a listing: so often it was opened, liked, put into a bag, by its latest count."""

    clicks: int = 0
    likes: int = 0
    bags: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAction:
    """One thing a person did with one version of a listing."""

    sequence: int
    kind: ActionKind
    acted_us: int
    item: ItemFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """What is written down about a model when it is saved, and checked when it is loaded."""

    model_id: str
    feature_schema: int
    features: tuple[str, ...]
    sha256: str
    trained_at: datetime
    warehouse_built_at: str
    loaded_through: str
    rankings: int
    rows: int
    rankings_held_out: int
    metrics: dict[str, dict[str, float]]
    importance: dict[str, float]
    params: dict[str, float | int | str]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStatus:
    """Which rung serves now and why not a higher one; the card of the model in place, if any."""

    rung: Rung
    reason: str
    card: ModelCard | None
    serves_model: bool


@dataclass(frozen=True, slots=True)
class SourceShare:
    """How many garments of one source people saw, opened and bought."""

    source: Source
    seen: int
    opened: int
    bought: int
