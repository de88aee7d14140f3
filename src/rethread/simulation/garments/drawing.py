"""What a silhouette hands to the illustrator: cut pieces in the order they lie, and creases.

Data only. A piece knows its outline and which cloth it is cut from, never a colour or a pixel.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from rethread.simulation.garments.geometry import Points, mirror


@dataclass(frozen=True)
class Mark:
    """A seam, fold edge or row of stitches on a piece: shade -1 (dark) to 1 (light)."""

    path: Points
    width: float = 2.0
    shade: float = -0.35
    dash: float = 0.0
    fill: bool = False


@dataclass(frozen=True)
class Piece:
    """One panel. `lift` is how far it stands over what is under it; `grain` turns its cloth."""

    outline: Points
    cloth: str = "main"
    grain: float = 0.0
    tone: float = 1.0
    lift: float = 1.0
    marks: tuple[Mark, ...] = ()
    holes: tuple[Points, ...] = ()


@dataclass(frozen=True)
class Crease:
    """A fold in the cloth: a bent ridge from `start` to `end`; strength may be negative."""

    start: tuple[float, float]
    bend: tuple[float, float]
    end: tuple[float, float]
    width: float = 14.0
    strength: float = 0.6


@dataclass
class Drawing:
    """A whole garment in drawing units. `focus` are the places worth a close look."""

    pieces: list[Piece] = field(default_factory=list)
    creases: list[Crease] = field(default_factory=list)
    focus: list[tuple[float, float]] = field(default_factory=list)
    fades: list[tuple[float, float, float, float, float]] = field(default_factory=list)
    height: float = 1.0
    stiffness: float = 0.0

    def add(self, *pieces: Piece) -> None:
        """Lay pieces on top, in order."""
        self.pieces.extend(pieces)

    def both_sides(self, piece: Piece) -> None:
        """Lay a piece and its mirror image."""
        self.add(piece, mirrored(piece))

    def fold(self, creases: Iterable[Crease]) -> None:
        """Add creases."""
        self.creases.extend(creases)

    def bounds(self) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of all pieces."""
        every = np.concatenate([piece.outline for piece in self.pieces])
        low, high = every.min(axis=0), every.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def mirrored(piece: Piece) -> Piece:
    """Reflect a piece, its marks and its grain in the vertical axis."""
    marks = tuple(Mark(mirror(m.path), m.width, m.shade, m.dash, m.fill) for m in piece.marks)
    holes = tuple(mirror(hole) for hole in piece.holes)
    return Piece(
        mirror(piece.outline), piece.cloth, -piece.grain, piece.tone, piece.lift, marks, holes
    )
