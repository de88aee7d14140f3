"""How a pair of shoes is laid: one shoe drawn twice, turned and moved into place."""

from __future__ import annotations

from collections.abc import Callable

from rethread.simulation.garments.drawing import Crease, Drawing, Mark, Piece
from rethread.simulation.garments.geometry import Points, line, turned
from rethread.simulation.garments.silhouettes.build import (
    Bench,
)

Shoe = Callable[[Bench, Drawing], None]
"""Draws one shoe into an empty drawing."""


def pair(bench: Bench, shoe: Shoe, *, dx: float, dy: float, tilt: float = 7.0) -> None:
    """Lay the far shoe, then the near one a little lower and turned a little."""
    for step in (0, 1):
        own = Drawing()
        shoe(bench, own)
        turn = bench.between(-tilt, tilt)
        if step == 0 and bench.is_cut("lay", "offset"):
            turn -= 16
        place(bench.drawing, own, turn, (dx * (1 - step), -dy * (1 - step)))
    bench.drawing.height, bench.drawing.stiffness = 1.9, 0.75


def place(drawing: Drawing, own: Drawing, turn: float, shift: tuple[float, float]) -> None:
    def moved(points: Points) -> Points:
        return turned(points, turn) + shift

    for p in own.pieces:
        marks = tuple(Mark(moved(m.path), m.width, m.shade, m.dash, m.fill) for m in p.marks)
        drawing.add(
            Piece(
                moved(p.outline),
                p.cloth,
                p.grain + turn,
                p.tone,
                p.lift,
                marks,
                tuple(moved(hole) for hole in p.holes),
            )
        )
    for x, y in own.focus:
        spot = turned(line((x, y), (x, y)), turn)[0] + shift
        drawing.focus.append((float(spot[0]), float(spot[1])))
    for c in own.creases:
        ends = turned(line(c.start, c.bend, c.end), turn)
        a, b, d = ends[0] + shift, ends[len(ends) // 2] + shift, ends[-1] + shift
        drawing.creases.append(
            Crease((a[0], a[1]), (b[0], b[1]), (d[0], d[1]), c.width, c.strength)
        )
