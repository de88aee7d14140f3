"""What discovery asks of others: a trained ranker, whom not to show, how high the ladder goes.

Each has a harmless default: no model, nobody hidden, the whole ladder, no place that is paid for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from .rules.cells import NO_CELLS, Cells
from .rules.features import Features, Floats
from .types import ModelCard, Rung


class TrainedRanker(Protocol):
    """A model that is loaded and fits the features of this version."""

    @property
    def card(self) -> ModelCard:
        """Return what was written down about it."""
        ...

    def score(self, features: Features) -> Floats:
        """Return one score per row; higher is better."""
        ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the model that lies there is not served."""

    reason: str
    card: ModelCard | None = None


class ModelStore(Protocol):
    """Where models are kept; at most one of them is in place."""

    def current(self) -> TrainedRanker | Refusal | None:
        """Return the model in place, why it is refused, or None where there is none."""
        ...

    def cells(self) -> Cells:
        """Return the cells that came with the model in place; none without one."""
        ...

    def fit(
        self, features: Features, grades: Sequence[int], groups: Sequence[int], seed: int
    ) -> TrainedTrees:
        """Train trees; rows of one group stand together, `groups` are their sizes."""
        ...

    def put_in_place(self, trees: TrainedTrees, card: ModelCard, cells: Cells) -> None:
        """Save a model with its card and serve it from now on."""
        ...


class PaidPlaces(Protocol):
    """Who has paid for places. Discovery decides what fits and where; it knows no money."""

    def offered(self, listing_ids: Sequence[UUID]) -> Mapping[UUID, UUID]:
        """Return which of these listings may have a paid place now, each with what pays for it."""
        ...

    def shown(
        self, *, viewer_key: str, ranking_id: UUID, places: Sequence[tuple[UUID, UUID, int]]
    ) -> None:
        """Note that (what pays, listing, position) was shown to somebody."""
        ...


class TrainedTrees(Protocol):
    """Trees that were just trained and are not saved yet."""

    @property
    def params(self) -> Mapping[str, float | int | str]:
        """Return what they were trained with."""
        ...

    def score(self, features: Features) -> Floats:
        """Return one score per row."""
        ...

    def sha256(self) -> str:
        """Return the digest of what would be saved."""
        ...

    def importance(self) -> dict[str, float]:
        """Return each feature's share of the gain."""
        ...


_store: Callable[[], ModelStore] | None = None
_top: Rung = "trees"
_paid_places: PaidPlaces | None = None


def install_paid_places(book: PaidPlaces | None) -> None:
    """Set who knows which places are paid for."""
    global _paid_places
    _paid_places = book


def paid_places() -> PaidPlaces | None:
    """Return who knows which places are paid for, if anybody."""
    return _paid_places


def install_model_store(store: Callable[[], ModelStore] | None) -> None:
    """Set where this process finds its model."""
    global _store
    _store = store


def model_store() -> ModelStore | None:
    """Return where this process finds its model, if anywhere."""
    return _store() if _store is not None else None


def install_ladder_top(top: Rung) -> None:
    """Cap the ladder in this process, so that simulated markets can be compared."""
    global _top
    _top = top


def ladder_top() -> Rung:
    """Return the highest rung that this process may serve from."""
    return _top


def known_cells() -> Cells:
    """Return which cells go together, as far as a model taught it."""
    store = model_store()
    return store.cells() if store is not None else NO_CELLS
