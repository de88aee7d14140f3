"""What a garment to be drawn is: the frozen specification, its seed and the pipeline version.

It refuses to know anything of listings, people or files: same specification, same bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

import numpy as np

PIPELINE = "garments-1"
"""Part of every cache key: raise it whenever a drawing would come out differently."""

WIDTH = 960
HEIGHT = 1200

View = Literal["front", "back", "detail", "label", "flaw"]


class UnsupportedGarment(ValueError):
    """Say that a specification names a type, colour or cut the illustrator cannot draw."""


@dataclass(frozen=True, slots=True)
class GarmentSpec:
    """Describe one garment fully enough to draw it twice and get the same picture.

    `cut` is what `vary_cut` returns: `slot=option` pairs joined by commas; a missing slot
    takes the first option of its type. `colour2` may be empty.
    """

    type: str
    department: str
    colour: str
    colour2: str
    pattern: str
    material: str
    style: str
    cut: str
    seed: int

    def cache_key(self, view: View, words: tuple[str, ...] = ()) -> str:
        """Name this drawing for a cache: a digest of the spec, the view, its words and the
        pipeline."""
        parts = (
            PIPELINE,
            self.type,
            self.department,
            self.colour,
            self.colour2,
            self.pattern,
            self.material,
            self.style,
            self.cut,
            str(self.seed),
            view,
            *words,
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]

    def rng(self, purpose: str) -> np.random.Generator:
        """Return a generator for one purpose, so that a draw elsewhere moves nothing here."""
        text = f"{PIPELINE}|{self.seed}|{self.type}|{self.cut}|{purpose}"
        digest = hashlib.sha256(text.encode()).digest()
        return np.random.default_rng(int.from_bytes(digest[:8], "big"))
