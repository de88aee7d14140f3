"""The registry of models: a folder each with model.txt, card.json and cells.json, and one pointer.

A model is refused when its features are not those of this version, when its file is not the one
that its card describes, or when it cannot be read; then the next rung of the ladder serves.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec
from django.utils.translation import gettext as _

from rethread.platform.kernel import settings

from ..ports import Refusal, TrainedRanker, TrainedTrees, install_model_store
from ..rules.cells import NO_CELLS, Cells
from ..rules.features import FEATURES, SCHEMA, Features
from ..types import ModelCard

POINTER: Final = "in_place.txt"
KEPT: Final = 5
_Seen = tuple[str, tuple[int, int] | None, tuple[int, int] | None]


class ModelFolder:
    """Models under one folder; a change of its files is seen at the next request."""

    def __init__(self, root: Path) -> None:
        """Remember the folder; nothing is read before first use."""
        self.root = root
        self._lock = threading.Lock()
        self._seen: _Seen | None = None
        self._current: TrainedRanker | Refusal | None = None
        self._cells: Cells = NO_CELLS

    def current(self) -> TrainedRanker | Refusal | None:
        """Return the model in place, why it is refused, or None where there is none."""
        self._look()
        return self._current

    def cells(self) -> Cells:
        """Return the cells that came with the model in place."""
        self._look()
        return self._cells

    def fit(
        self, features: Features, grades: Sequence[int], groups: Sequence[int], seed: int
    ) -> TrainedTrees:
        """Train trees."""
        from .lightgbm_trees import Trees  # a second of importing, only where there are trees

        return Trees.fit(features, grades, groups, seed)

    def put_in_place(self, trees: TrainedTrees, card: ModelCard, cells: Cells) -> None:
        """Save a model and let the pointer name it; the pointer moves last and at once."""
        from .lightgbm_trees import Trees

        assert isinstance(trees, Trees)
        folder = self.root / card.model_id
        folder.mkdir(parents=True)
        (folder / "model.txt").write_text(trees.text())
        (folder / "cells.json").write_bytes(msgspec.json.encode(cells))
        card_text = msgspec.json.format(msgspec.json.encode(card), indent=1)
        (folder / "card.json").write_bytes(card_text)
        fresh = self.root / (POINTER + ".new")
        fresh.write_text(card.model_id)
        os.replace(fresh, self.root / POINTER)

    def _look(self) -> None:
        pointer = self.root / POINTER
        try:
            model_id = pointer.read_text().strip()
        except FileNotFoundError:
            model_id = ""
        folder = self.root / model_id
        seen = (model_id, _stamp(folder / "model.txt"), _stamp(folder / "card.json"))
        if seen == self._seen:
            return
        with self._lock:
            self._current, self._cells = _read(folder) if model_id else (None, NO_CELLS)
            self._seen = seen


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size


def _read(folder: Path) -> tuple[TrainedRanker | Refusal, Cells]:
    try:
        card = msgspec.json.decode((folder / "card.json").read_bytes(), type=ModelCard)
    except (OSError, msgspec.MsgspecError):
        return Refusal(_("The model in place has no readable card.")), NO_CELLS
    if card.feature_schema != SCHEMA or card.features != FEATURES:
        text = _("The model knows features of version %(old)d, this market has version %(new)d.")
        return Refusal(text % {"old": card.feature_schema, "new": SCHEMA}, card), NO_CELLS
    import lightgbm  # a second of importing, only where there is a model

    from .lightgbm_trees import ServedTrees, Trees

    try:
        text = (folder / "model.txt").read_text()
        cells = msgspec.json.decode(
            (folder / "cells.json").read_bytes(), type=dict[str, dict[str, int]]
        )
        if hashlib.sha256(text.encode()).hexdigest() != card.sha256:
            return Refusal(
                _("The model\N{RIGHT SINGLE QUOTATION MARK}s file was changed."), card
            ), {}
        return ServedTrees(Trees.load(folder / "model.txt"), card), cells
    except FileNotFoundError:
        return Refusal(_("The model\N{RIGHT SINGLE QUOTATION MARK}s file is missing."), card), {}
    except (OSError, msgspec.MsgspecError, lightgbm.basic.LightGBMError):
        refusal = Refusal(_("The model\N{RIGHT SINGLE QUOTATION MARK}s file cannot be read."), card)
        return refusal, NO_CELLS


@lru_cache(maxsize=8)
def _folder_at(root: Path) -> ModelFolder:
    return ModelFolder(root)


def install_defaults() -> None:
    """Keep models in the market's home, read on first use."""
    install_model_store(lambda: _folder_at(settings().home / "ranking"))
