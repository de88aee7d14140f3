"""The body, neck and sleeves that tees, knits, shirts, jackets, coats and dresses share."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from rethread.simulation.garments.drawing import Crease, Mark, Piece, mirrored
from rethread.simulation.garments.geometry import (
    Node,
    Points,
    ellipse,
    line,
    outline,
    ribbon,
    symmetric,
)
from rethread.simulation.garments.silhouettes.build import (
    Bench,
    neck_label,
    seam,
    topstitch,
    wrinkles,
)


@dataclass
class Body:
    """The measures of a bodice, halves where symmetric, in drawing units."""

    neck: float = 82.0
    shoulder: float = 214.0
    drop: float = 52.0
    armhole: float = 232.0
    chest: float = 226.0
    waist: float = 222.0
    hem: float = 226.0
    length: float = 650.0
    neck_depth: float = 66.0
    neck_shape: str = "round"
    hem_drop: float = 8.0
    hem_shape: str = "straight"

    def neckline(self) -> list[Node]:
        """Return the front neckline from the middle to the right shoulder, middle first."""
        if self.neck_shape == "v":
            return [
                (0, self.neck_depth),
                (self.neck * 0.62, self.neck_depth * 0.36, 0.5),
                (self.neck, 0),
            ]
        if self.neck_shape == "square":
            return [(0, self.neck_depth), (self.neck * 0.86, self.neck_depth), (self.neck, 0)]
        return [
            (0, self.neck_depth, 1.25),
            (self.neck * 0.74, self.neck_depth * 0.62, 1.0),
            (self.neck, 0),
        ]

    def half(self) -> list[Node]:
        """Return the right half of the body from neck to hem."""
        middle = (self.armhole + self.length) / 2
        nodes: list[Node] = [
            *self.neckline(),
            (self.shoulder, self.drop),
            (self.shoulder - 14, (self.drop + self.armhole) / 2 + 12, 0.9),
            (self.chest, self.armhole),
            (self.waist, middle, 0.9),
        ]
        if self.hem_shape == "curved":
            return [
                *nodes,
                (self.hem - 4, self.length - 62, 0.7),
                (self.hem * 0.55, self.length, 1.0),
                (0, self.length + self.hem_drop, 1.0),
            ]
        return [*nodes, (self.hem, self.length), (0, self.length + self.hem_drop, 1.0)]

    def outline(self) -> Points:
        """Return the whole body outline."""
        return outline(*symmetric(*self.half()))

    def side_at(self, y: float) -> float:
        """Return the half width at a height below the armhole."""
        share = (y - self.armhole) / (self.length - self.armhole)
        return float(np.interp(share, [0, 0.5, 1], [self.chest, self.waist, self.hem]))


@dataclass
class Sleeve:
    """One sleeve: length along its top, widths, and how it lies (degrees out from hanging)."""

    length: float = 520.0
    cuff: float = 88.0
    angle: float = 20.0
    bend: float = 0.0
    puff: float = 0.0
    band: float = 0.0
    band_cloth: str = "rib"
    cloth: str = "main"
    lift: float = 1.0


def body_piece(body: Body, *marks: Mark, cloth: str = "main", lift: float = 0.8) -> Piece:
    """Return the front of the body with its armhole and hem seams."""
    armhole = line(
        (body.shoulder, body.drop),
        (body.shoulder - 14, (body.drop + body.armhole) / 2 + 12, 0.9),
        (body.chest, body.armhole),
    )
    inset = armhole - np.array([6.0, 0.0])
    seams = [seam(inset, -0.2, 1.4), seam(inset * np.array([-1, 1]), -0.2, 1.4)]
    if body.hem_shape == "straight":
        rise = body.length - 20
        wide = body.side_at(rise) + 4
        hem = line((-wide, rise), (0, rise + body.hem_drop, 1.0), (wide, rise))
        seams.append(topstitch(hem, -0.28, 1.3, 4))
    return Piece(body.outline(), cloth, lift=lift, marks=(*seams, *marks))


def back_of_neck(bench: Bench, body: Body, *, label: bool = True, band: float = 0.0) -> None:
    """Lay the inside of the back that shows through the neck opening, with its label."""
    rise = 14.0
    n, depth = body.neck, body.neck_depth
    inside = outline(
        (-n - 6, 4),
        (-n * 0.5, rise * 0.8, 1.0),
        (0, rise, 1.0),
        (n * 0.5, rise * 0.8, 1.0),
        (n + 6, 4),
        (n * 0.9, depth + 40),
        (0, depth + 60),
        (-n * 0.9, depth + 40),
    )
    bench.drawing.add(Piece(inside, "inside", tone=0.86, lift=0.3))
    if band:
        back = line(
            (-n, 0), (-n * 0.5, rise * 0.8, 1.0), (0, rise, 1.0), (n * 0.5, rise * 0.8, 1.0), (n, 0)
        )
        bench.drawing.add(Piece(ribbon(back, band * 0.85, side=-0.6), "rib", tone=0.9, lift=0.3))
    if label:
        bench.drawing.add(*neck_label(bench.between(-3, 3), rise + band * 0.45, n * 0.62))
    bench.drawing.focus.append((0.0, depth * 0.55))


def neck_band(bench: Bench, body: Body, width: float, cloth: str = "rib") -> None:
    """Lay the ribbed band round the front of the neck."""
    right = body.neckline()
    left: list[Node] = [(-node[0], *node[1:]) for node in reversed(right[1:])]
    path = line(*left, *right)
    bench.drawing.add(
        Piece(ribbon(path, width, side=0.7), cloth, lift=0.35, marks=(seam(path, -0.12, 1.2),))
    )


def lay_sleeves(bench: Bench, body: Body, sleeve: Sleeve, pose: str = "down") -> list[Piece]:
    """Lay both sleeves as the pose says and return forearms to be laid over the body later."""
    over: list[Piece] = []
    for side in (1, -1):
        own = _posed(bench, sleeve, pose, side)
        pieces, creases, forearm = _sleeve(bench, body, own)
        for piece in pieces:
            bench.drawing.add(piece if side == 1 else mirrored(piece))
        over += [piece if side == 1 else mirrored(piece) for piece in forearm]
        bench.drawing.fold(creases if side == 1 else [_flip(crease) for crease in creases])
    return over


def _posed(bench: Bench, sleeve: Sleeve, pose: str, side: int) -> Sleeve:
    angle, bend = sleeve.angle + bench.between(-3.5, 3.5), 0.0
    if sleeve.length > 330:
        if pose == "out":
            angle += 11
        elif pose == "folded" or (pose == "mixed" and side == 1):
            angle, bend = angle + 6, bench.between(118, 138)
        elif pose == "mixed":
            angle += bench.between(-4, 10)
    return Sleeve(
        sleeve.length,
        sleeve.cuff,
        angle,
        bend,
        sleeve.puff,
        sleeve.band,
        sleeve.band_cloth,
        sleeve.cloth,
        sleeve.lift,
    )


def _way(angle: float) -> tuple[Points, Points]:
    radians = math.radians(angle)
    along = np.array([math.sin(radians), math.cos(radians)])
    return along, np.array([-along[1], along[0]])


def _sleeve(
    bench: Bench, body: Body, sleeve: Sleeve
) -> tuple[list[Piece], list[Crease], list[Piece]]:
    top = np.array([body.shoulder, body.drop])
    pit = np.array([body.chest, body.armhole])
    along, across = _way(sleeve.angle)
    reach = sleeve.length * (0.52 if sleeve.bend else 1.0)
    bicep = abs(float((pit - top) @ across)) * 0.94
    end_width = sleeve.cuff if not sleeve.bend else (bicep + sleeve.cuff) / 2
    end = top + along * reach + across * (6 if sleeve.bend else 8)
    low = end + across * end_width
    mid = top + along * reach * 0.5 - across * (4 + sleeve.puff)
    mid_low = (pit + low) / 2 + across * sleeve.puff * 0.4 - along * 4
    cap = top + along * 34 - across * (5 + sleeve.puff * 0.5)
    tip: list[Node] = [(*end, 0.0), (*low, 0.0)]
    if sleeve.bend:
        knob = (end + low) / 2 + along * end_width * 0.42
        tip = [(*end, 0.8), (*knob, 1.1), (*low, 0.8)]
    shape = outline(
        (top[0] - 40, top[1] - 14),
        (top[0] - 6, top[1] - 3, 0.6),
        (*cap, 0.9),
        (*mid, 1.0),
        *tip,
        (*mid_low, 1.0),
        (*pit, 0.0),
        (pit[0] - 36, pit[1] - 20),
    )
    marks: list[Mark] = []
    grain = sleeve.angle
    pieces = []
    if not sleeve.bend:
        if sleeve.band:
            pieces = [_cuff(end, low, along, sleeve)]
        else:
            hem = line((*(end - along * 15),), (*(low - along * 15),))
            marks.append(topstitch(hem, -0.28, 1.3, 4))
    main = Piece(shape, sleeve.cloth, grain, lift=sleeve.lift, marks=tuple(marks))
    creases = _sleeve_creases(bench, top, pit, (end + low) / 2, sleeve)
    forearm: list[Piece] = []
    if sleeve.bend:
        forearm = _forearm(bench, (end + low) / 2, end_width, sleeve)
    return [main, *pieces], creases, forearm


def _cuff(end: Points, low: Points, along: Points, sleeve: Sleeve) -> Piece:
    tuck = (low - end) * 0.06
    a, b = end + tuck * 0.4, low - tuck * 0.4
    c, d = low - tuck * 1.3 + along * sleeve.band, end + tuck * 1.3 + along * sleeve.band
    shape = outline(
        (*a,),
        (*b,),
        (*((b + c) / 2 + tuck * 0.2), 0.7),
        (*c,),
        (*((c + d) / 2 + along * 3), 1.0),
        (*d,),
        (*((a + d) / 2 - tuck * 0.2), 0.7),
    )
    angle = math.degrees(math.atan2(along[0], along[1]))
    join = seam(line((*a,), (*b,)), -0.4, 2.0)
    return Piece(shape, sleeve.band_cloth, angle, lift=0.5, marks=(join,))


def _forearm(bench: Bench, elbow: Points, width: float, sleeve: Sleeve) -> list[Piece]:
    """Return the lower sleeve, folded back over the body from the elbow."""
    along, across = _way(sleeve.angle - sleeve.bend)
    length = sleeve.length * 0.5
    start, end = elbow - along * width * 0.16, elbow + along * length
    hw, hc = width / 2, sleeve.cuff / 2
    shape = outline(
        (*(start - across * hw * 0.96), 0.8),
        (*((start + end) / 2 - across * (hw + hc) / 2), 0.9),
        (*(end - across * hc), 0.0),
        (*(end + across * hc), 0.0),
        (*((start + end) / 2 + across * (hw + hc) / 2), 0.9),
        (*(start + across * hw * 0.96), 0.8),
        (*(start - along * hw * 0.42), 1.0),
    )
    pieces = [Piece(shape, sleeve.cloth, sleeve.angle - sleeve.bend, lift=1.3)]
    if sleeve.band:
        pieces.append(_cuff(end - across * hc, end + across * hc, along, sleeve))
    heading = 90 - (sleeve.angle - sleeve.bend) + 90
    for crease in wrinkles(
        bench, (float(elbow[0]), float(elbow[1])), (12, 12), -heading, 3, 90, 0.7
    ):
        bench.drawing.creases.append(crease)
    return pieces


def _sleeve_creases(
    bench: Bench, top: Points, pit: Points, end: Points, sleeve: Sleeve
) -> list[Crease]:
    """Return folds from the armpit and short ones across the elbow."""
    rng = bench.rng
    creases = []
    base = (top + pit) / 2
    for share in (0.14, 0.3):
        a = pit + (end - base) * share * 0.4
        b = base + (end - base) * (share + 0.22) + (top - pit) * 0.25
        bend = (a + b) / 2 + rng.normal(0, 8, 2)
        creases.append(Crease((a[0], a[1]), (bend[0], bend[1]), (b[0], b[1]), 15, 0.75))
    if sleeve.length > 330:
        for _ in range(5):
            share = float(rng.uniform(0.42, 0.9))
            mid = base + (end - base) * share
            across = (pit - top) * 0.30 * rng.uniform(0.7, 1.2)
            lean = (end - base) * rng.uniform(-0.07, 0.07)
            a, b = mid - across + lean, mid + across - lean
            force = float(rng.choice([0.7, -0.55]) * rng.uniform(0.6, 1.0))
            creases.append(Crease((a[0], a[1]), (mid[0] + 6, mid[1] + 10), (b[0], b[1]), 12, force))
    return creases


def _flip(crease: Crease) -> Crease:
    return Crease(
        (-crease.start[0], crease.start[1]),
        (-crease.bend[0], crease.bend[1]),
        (-crease.end[0], crease.end[1]),
        crease.width,
        crease.strength,
    )


def body_folds(bench: Bench, body: Body, amount: float = 1.0) -> None:
    """Add what a worn, once-folded body shows: armpit drags, soft diagonals, hem ripples."""
    rng = bench.rng
    creases = []
    for side in (-1, 1):
        for reach in (0.55, 0.8):
            start = (side * (body.chest - 8), body.armhole + 12)
            end = (side * body.chest * rng.uniform(0.1, 0.4), body.armhole + 120 * reach + 30)
            bend = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 - 16)
            creases.append(Crease(start, bend, end, 17, 0.6 * amount * rng.uniform(0.6, 1.1)))
    bench.drawing.fold(creases)
    low = body.length - (body.length - body.armhole) * 0.35
    middle = (body.armhole + body.length) / 2
    fold = bench.drawing.fold
    fold(wrinkles(bench, (body.waist * 0.45, middle), (60, 70), 62, 3, 210, 0.5 * amount))
    fold(wrinkles(bench, (-body.waist * 0.45, middle), (60, 70), 118, 3, 210, 0.5 * amount))
    fold(wrinkles(bench, (0, low + 60), (body.hem * 0.5, 40), 92, 4, 150, 0.5 * amount))
    if rng.random() < 0.5:
        y = middle + rng.uniform(-40, 40)
        fold([Crease((-body.waist, y), (0, y + 5), (body.waist, y - 4), 7, 0.45)])


def hem_band(bench: Bench, body: Body, tall: float, cloth: str = "rib") -> None:
    """Lay a ribbed band below the hem, drawn in a little."""
    h, y = body.hem, body.length - 4
    shape = outline(
        (-h + 2, y),
        (0, y + body.hem_drop, 1.0),
        (h - 2, y),
        (h - 6, y + tall * 0.6, 0.8),
        (h - 13, y + tall),
        (0, y + tall + body.hem_drop, 1.0),
        (-h + 13, y + tall),
        (-h + 6, y + tall * 0.6, 0.8),
    )
    join = line((-h + 2, y + 1), (0, y + body.hem_drop + 1, 1.0), (h - 2, y + 1))
    bench.drawing.add(Piece(shape, cloth, lift=0.5, marks=(seam(join, -0.4, 2.2),)))
    bench.drawing.focus.append((h * 0.5, y))


def disc(x: float, y: float, radius: float, cloth: str) -> Piece:
    """Return a small round fitting."""
    return Piece(ellipse(x, y, radius, radius), cloth, lift=0.5)
