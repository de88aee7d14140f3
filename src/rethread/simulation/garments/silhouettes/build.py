"""What every silhouette starts from: the cut, the department's proportions and small fittings.

Drawing units: the wearer's left is the picture's right; y grows downwards from the shoulder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rethread.simulation.garments.drawing import Crease, Drawing, Mark, Piece
from rethread.simulation.garments.geometry import (
    Points,
    ellipse,
    line,
    outline,
    ribbon,
    shifted,
    turned,
)


@dataclass
class Bench:
    """One garment in the making."""

    type: str
    cut: dict[str, str]
    department: str
    pattern: str
    material: str
    rng: np.random.Generator
    drawing: Drawing

    def is_cut(self, slot: str, *options: str) -> bool:
        """Say whether a slot of the cut is one of the options."""
        return self.cut.get(slot) in options

    def about(self, value: float, spread: float = 0.04) -> float:
        """Return a measure varied a little, as no two garments are cut alike."""
        return float(value * self.rng.uniform(1 - spread, 1 + spread))

    def between(self, low: float, high: float) -> float:
        """Return a number in a range."""
        return float(self.rng.uniform(low, high))

    @property
    def womens(self) -> bool:
        """Say whether the cut is shaped at the waist."""
        return self.department == "women"


def button(x: float, y: float, radius: float = 7.0, cloth: str = "button") -> Piece:
    """Return a sewn button with its four holes."""
    holes = tuple(
        Mark(
            ellipse(x + dx * radius * 0.28, y + dy * radius * 0.28, radius * 0.13, radius * 0.13),
            shade=-0.7,
            fill=True,
        )
        for dx in (-1, 1)
        for dy in (-1, 1)
    )
    rim = Mark(ellipse(x, y, radius * 0.72, radius * 0.72), 1.0, -0.22)
    return Piece(ellipse(x, y, radius, radius), cloth, lift=0.55, marks=(rim, *holes))


def stud(x: float, y: float, radius: float = 5.0, cloth: str = "metal") -> Piece:
    """Return a metal rivet, snap or eyelet."""
    shine = Mark(
        ellipse(x - radius * 0.3, y - radius * 0.3, radius * 0.35, radius * 0.3),
        shade=0.5,
        fill=True,
    )
    return Piece(ellipse(x, y, radius, radius), cloth, lift=0.4, marks=(shine,))


def seam(path: Points, shade: float = -0.4, width: float = 2.0) -> Mark:
    """Return a plain seam: a thin shadow line."""
    return Mark(path, width, shade)


def topstitch(path: Points, shade: float = 0.4, width: float = 1.5, dash: float = 5.0) -> Mark:
    """Return a visible row of stitches."""
    return Mark(path, width, shade, dash)


def zip_pieces(top: tuple[float, float], end: tuple[float, float]) -> list[Piece]:
    """Return a zip: tape, teeth and pull."""
    path = line(top, end)
    teeth = Mark(path, 6.0, 0.35, 2.2)
    tape = Piece(ribbon(path, 15), "ink", lift=0.2, marks=(Mark(path, 8.0, 0.5), teeth))
    x, y = top
    pull = Piece(
        outline((x - 5, y + 2), (x + 5, y + 2), (x + 6, y + 32, 0.6), (x - 6, y + 32, 0.6)),
        "metal",
        lift=0.6,
    )
    return [tape, pull]


def neck_label(x: float, y: float, width: float = 54.0) -> list[Piece]:
    """Return a woven label with a line of lettering too small to read, and its size tab."""
    half, tall = width / 2, width * 0.52
    word = [
        Mark(
            line(
                (x - half * 0.6 + step * width * 0.105, y + tall * 0.34),
                (x - half * 0.6 + step * width * 0.105, y + tall * 0.62),
            ),
            2.4,
            -0.62,
        )
        for step in range(7)
    ]
    rule = Mark(line((x - half * 0.6, y + tall * 0.8), (x + half * 0.6, y + tall * 0.8)), 1.2, -0.5)
    label = Piece(
        outline((x - half, y), (x + half, y), (x + half, y + tall), (x - half, y + tall)),
        "label",
        lift=0.35,
        marks=(*word, rule, topstitch(line((x - half, y + 3), (x + half, y + 3)), -0.35)),
    )
    tab = Piece(
        outline(
            (x - 9, y + tall - 2),
            (x + 9, y + tall - 2),
            (x + 9, y + tall + 14),
            (x - 9, y + tall + 14),
        ),
        "label",
        lift=0.2,
        marks=(Mark(ellipse(x, y + tall + 6, 3, 4), 1.6, -0.6),),
    )
    return [tab, label]


def patch_pocket(
    x: float, y: float, wide: float, tall: float, *, point: float = 10.0, cloth: str = "main"
) -> Piece:
    """Return a sewn-on pocket, its top edge at y, with its own stitching."""
    half = wide / 2
    shape = outline(
        (x - half, y),
        (x + half, y),
        (x + half, y + tall - point),
        (x, y + tall),
        (x - half, y + tall - point),
    )
    inner = line(
        (x - half + 5, y + 4),
        (x - half + 5, y + tall - point - 2),
        (x, y + tall - 6),
        (x + half - 5, y + tall - point - 2),
        (x + half - 5, y + 4),
    )
    hem = line((x - half, y + 16), (x + half, y + 16))
    return Piece(shape, cloth, lift=0.3, marks=(topstitch(inner, -0.3), seam(hem, -0.3, 1.4)))


def wrinkles(
    bench: Bench,
    centre: tuple[float, float],
    spread: tuple[float, float],
    heading: float,
    count: int,
    length: float,
    strength: float = 0.6,
) -> Iterator[Crease]:
    """Yield creases scattered about a place, running roughly along a heading in degrees."""
    rng = bench.rng
    for _ in range(count):
        x = centre[0] + rng.normal(0, spread[0])
        y = centre[1] + rng.normal(0, spread[1])
        reach = length * rng.uniform(0.6, 1.35) / 2
        ends = np.array(
            [
                [-reach, 0.0],
                [rng.uniform(-0.2, 0.2) * reach, rng.normal(0, reach * 0.24)],
                [reach, 0.0],
            ]
        )
        (a, b), (c, d), (e, f) = (
            turned(ends, heading + rng.normal(0, 11)) + np.array([x, y])
        ).tolist()
        force = strength * rng.uniform(0.5, 1.15) * (1 if rng.random() < 0.7 else -0.8)
        yield Crease((a, b), (c, d), (e, f), float(rng.uniform(7, 20)), float(force))


def flares(
    bench: Bench,
    top: float,
    bottom: float,
    half_top: float,
    half_bottom: float,
    count: int,
    strength: float = 0.7,
) -> Iterator[Crease]:
    """Yield the long folds of a skirt, opening from its waist to its hem."""
    rng = bench.rng
    for index in range(count):
        at = (index + 0.5 + rng.uniform(-0.32, 0.32)) / count * 2 - 1
        start = top + (bottom - top) * rng.uniform(0.0, 0.25)
        sway = rng.uniform(-14, 14)
        yield Crease(
            (at * half_top, start),
            (at * (half_top + half_bottom) / 2 + sway, (start + bottom) / 2),
            (at * half_bottom, bottom + rng.uniform(20, 90)),
            float(rng.uniform(16, 34)),
            float(strength * rng.uniform(0.5, 1.1) * (1 if index % 3 else -0.9)),
        )


def graphic_print(bench: Bench, x: float, y: float, size: float) -> list[Piece]:
    """Return a chest print: a sun over waves, a mountain, a bloom, an arch or set lines."""
    draw = (_sun_and_sea, _mountain, _bloom, _arches, _lettering)[int(bench.rng.integers(5))]
    return [
        Piece(
            shifted(p.outline * size, x, y),
            p.cloth,
            lift=0.0,
            holes=tuple(shifted(hole * size, x, y) for hole in p.holes),
        )
        for p in draw(bench)
    ]


def _sun_and_sea(bench: Bench) -> list[Piece]:
    pieces = [Piece(ellipse(0, 0, 0.42, 0.42), "print2")]
    for row in range(4):
        y = 0.16 + row * 0.13
        wave = line((-0.6, y), (-0.3, y - 0.06, 1.0), (0, y, 1.0), (0.3, y + 0.06, 1.0), (0.6, y))
        pieces.append(Piece(ribbon(wave, 0.055), "print"))
    return pieces


def _mountain(bench: Bench) -> list[Piece]:
    peak = outline((-0.42, 0.3), (-0.1, -0.22), (0.06, 0.0), (0.18, -0.1), (0.42, 0.3))
    ring = Piece(ellipse(0, 0, 0.55, 0.55), "print", holes=(ellipse(0, 0, 0.51, 0.51),))
    return [ring, Piece(peak, "print"), Piece(ellipse(0.2, -0.26, 0.1, 0.1), "print2")]


def _bloom(bench: Bench) -> list[Piece]:
    petals = [
        Piece(turned(ellipse(0.3, 0, 0.25, 0.13), 45 * n), "print" if n % 2 else "print3")
        for n in range(8)
    ]
    return [*petals, Piece(ellipse(0, 0, 0.12, 0.12), "print2")]


def _arches(bench: Bench) -> list[Piece]:
    pieces = []
    for step, cloth in enumerate(("print", "print2", "print3")):
        r = 0.56 - step * 0.15
        path = line((-r, 0.35), (-r, 0, 1.0), (0, -r, 1.0), (r, 0, 1.0), (r, 0.35))
        pieces.append(Piece(ribbon(path, 0.1), cloth))
    return pieces


def _lettering(bench: Bench) -> list[Piece]:
    """Return collegiate block shapes that read as a word from afar and say nothing."""
    pieces = []
    count = int(bench.rng.integers(4, 7))
    half, tall = 1.25 / count * 0.38, 0.2
    for index in range(count):
        at = (index + 0.5) / count * 2 - 1
        block = outline((-half, -tall), (half, -tall), (half, tall), (-half, tall))
        rise, open_ = ((-0.35, 0.3), (0.0, 0.62), (0.38, 0.28))[int(bench.rng.integers(3))]
        hole = ellipse(0, rise * tall, half * 0.42, tall * open_)
        shape, gap = (shifted(turned(p, -at * 10), at * 0.62, 0.1 * at * at) for p in (block, hole))
        pieces.append(Piece(shape, "print", holes=(gap,)))
    for y in (0.48, 0.62):
        pieces.append(Piece(ribbon(line((-0.5, y), (0.5, y)), 0.04), "print2"))
    return pieces
