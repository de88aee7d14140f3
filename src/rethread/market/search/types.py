"""What crosses the border of search: requests, pages, documents, and what was understood.

Frozen data only; nothing here reads a database or an index.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, NamedTuple
from uuid import UUID

from rethread.market.catalogue.types import ListingCard
from rethread.platform.kernel.money import MAX_MINOR

# What a listing's price is in the index where nobody knows a rate for its currency: it is found,
# last by price, and never where a price is asked for.
PRICE_UNKNOWN: Final = MAX_MINOR
Sort = Literal["relevance", "newest", "price_asc", "price_desc"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "price_asc", "price_desc")
FACETS: tuple[str, ...] = ("department", "type", "brand", "size", "colour", "condition")
FILTER_VALUES_MAX = 50  # per field; what is beyond is refused, not silently dropped
LIMIT_MAX = 96
UNSIZED = "unsized"  # the code of a piece that has no size, a bag for example
SIZELESS = ("one_size:one-size", UNSIZED)
FROZEN_MAX = 500  # results kept in order behind one cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the person set. Always hard: a result outside of it is never shown.

    Values are the catalogue's codes; several values of one field mean "any of these". Prices are
    what the buyer pays, fee included, in minor units of the market's currency.
    """

    departments: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    eras: tuple[str, ...] = ()
    shop_id: UUID | None = None
    price_min_minor: int | None = None
    price_max_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """One page asked for. An empty query browses; `cursor` comes from the page before."""

    query: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort = "relevance"
    cursor: str | None = None
    limit: int = 24


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many results carry a value, counted without the facet's own filter."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that the market does not know and the word searched for in its place."""

    typed: str
    used: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """Words of the query that name something of the taxonomy: ("brand", "levis", "levi's")."""

    kind: str
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class StageNote:
    """What one stage of the query path did, for the staff page that explains a query."""

    stage: str
    did: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """How the query was read.

    `corrected` is None unless a word was changed. `relaxed` names each step that was taken because
    too little was found: "price", "words" (fewer of the words must match), "filters_only"
    (nothing matched the words).
    """

    query: str = ""
    corrected: str | None = None
    corrections: tuple[Correction, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    price_min_minor: int | None = None
    price_max_minor: int | None = None
    relaxed: tuple[str, ...] = ()
    stages: tuple[StageNote, ...] = ()

    def codes(self, kind: str) -> tuple[str, ...]:
        """Return the codes understood for a kind ("brand", "colour", "type", "size" ...)."""
        return tuple(meaning.code for meaning in self.meanings if meaning.kind == kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """One page of results. `ranking_id` names the ranking that impressions belong to."""

    cards: tuple[ListingCard, ...]
    total: int
    facets: dict[str, list[FacetCount]]
    understood: Understanding
    ranking_id: UUID
    first_position: int = 1
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDocument:
    """One live listing as the index knows it.

    `brand`, `type` ... are codes used by filters and facets; `size` is the seller's own and
    `sizes` all that are equivalent to it, so that "EU 38" finds "UK 10". `words` maps a field to
    the words a person may type for it (names, synonyms, the category above).
    """

    id: UUID
    seller_id: UUID
    shop_id: UUID
    title: str
    description: str = ""
    department: str = ""
    category: str = ""
    type: str = ""
    brand: str = ""
    size: str = ""
    sizes: tuple[str, ...] = ()
    condition: str = ""
    colours: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    era: str = ""
    words: dict[str, str] = field(default_factory=dict)
    price_minor: int = 0
    published_at: datetime | None = None
    fresh_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Clause:
    """One weighted reason to rank a document higher: `term` (already analysed) in `field`.

    `kind` is "has" (a constant when the term is there), "bm25" (scaled BM25), "phrase" (the words
    of `term` next to one another) or "tag" (an exact code in a keyword field).
    """

    field: str
    term: str
    weight: float
    kind: str = "has"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineQuery:
    """A structured query.

    `words` holds, per query word, the clauses that count as that word being matched; at least
    `words_min` of them must match (0: none need to, all documents inside the filters qualify).
    `boosts` add score and never select.
    """

    words: tuple[tuple[Clause, ...], ...] = ()
    words_min: int = 1
    boosts: tuple[Clause, ...] = ()
    filters: Filters = field(default_factory=Filters)
    sort: Sort = "relevance"
    limit: int = 500
    facets: tuple[str, ...] = ()


class Hit(NamedTuple):
    """One document found; a bare tuple, because a search reads hundreds of them.

    `key` is the listing's id as a number; `seller` is a 63-bit key, equal for equal sellers. Where
    freshness ranks, `fresh_at_s` counts; newest first goes by the day of listing.
    """

    key: int
    score: float
    seller: int
    published_at_s: int
    price_minor: int
    fresh_at_s: int

    @property
    def id(self) -> UUID:
        """Return the listing's id."""
        return UUID(int=self.key)


@dataclass(frozen=True, slots=True)
class EngineResult:
    """Hits in order, how many documents match in all, and the facets asked for."""

    hits: tuple[Hit, ...]
    total: int
    facets: dict[str, list[FacetCount]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One completion: `kind` is "brand", "type" or "words"; `code` is empty for words."""

    text: str
    kind: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStatus:
    """How the index is: what the doctor and the desk show."""

    documents: int
    waiting: int
    lag_s: float
    last_commit_at: datetime | None
    rebuilding: bool
    engine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementReport:
    """Where index and catalogue differ. Rows still waiting to be indexed are not differences."""

    listings: int
    documents: int
    missing: tuple[UUID, ...] = ()
    extra: tuple[UUID, ...] = ()
    stale: tuple[UUID, ...] = ()
    waiting: int = 0

    @property
    def agrees(self) -> bool:
        """Tell whether nothing is missing, extra or stale."""
        return not (self.missing or self.extra or self.stale)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearchView:
    """A saved search as its owner reads it; `new_count` counts matches since they last looked.

    `name` is what the owner called it, "" where they gave it none.
    """

    saved_search_id: UUID
    user_id: UUID
    name: str
    query: str
    filters: Filters
    new_count: int
    saved_at: datetime
    looked_at: datetime


@dataclass(frozen=True, slots=True)
class MatchView:
    """A listing found for a saved search; `is_new` while its owner has not looked since."""

    listing_id: UUID
    matched_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class MatchPage:
    """A page of matches, latest first. `next_cursor` is empty at the end."""

    matches: tuple[MatchView, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class WornSizes:
    """What somebody wears, as codes ("uk:10", "shoe_uk:6"); `applies` presets their searches."""

    codes: tuple[str, ...] = ()
    applies: bool = False

    @property
    def preset(self) -> tuple[str, ...]:
        """Return what a search is preset to: these, and what has no size to be wrong."""
        return (*self.codes, *SIZELESS) if self.applies and self.codes else ()


@dataclass(frozen=True, slots=True)
class ListingInIndex:
    """Which version of a listing the index holds, and since when (wall time) a change waits."""

    version: int | None
    waiting_since: datetime | None
