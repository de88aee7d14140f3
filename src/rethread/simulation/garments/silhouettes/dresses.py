"""Dresses, jumpsuits and swimsuits: a bodice joined to a skirt or to legs."""

from __future__ import annotations

from rethread.simulation.garments.drawing import Mark, Piece
from rethread.simulation.garments.geometry import line, outline, ribbon, shifted, symmetric
from rethread.simulation.garments.silhouettes.build import (
    Bench,
    button,
    neck_label,
    seam,
    topstitch,
    wrinkles,
)
from rethread.simulation.garments.silhouettes.lower import Legs, leg_panel
from rethread.simulation.garments.silhouettes.shirts import placket, point_collar
from rethread.simulation.garments.silhouettes.skirts import skirt_panel
from rethread.simulation.garments.silhouettes.upper import (
    Body,
    Sleeve,
    back_of_neck,
    body_folds,
    body_piece,
    lay_sleeves,
    neck_band,
)


def _sleeve(bench: Bench) -> Sleeve | None:
    return {
        "none": None,
        "short": Sleeve(150, 128, 46, lift=0.8),
        "puff": Sleeve(170, 120, 40, puff=36, band=20, band_cloth="main", lift=0.9),
        "long": Sleeve(500, 80, 15, puff=10, band=32, band_cloth="main", lift=0.9),
    }[bench.cut["sleeve"]]


def _bodice(bench: Bench, waist_y: float, neck: str) -> Body:
    """Lay sleeves and a sleeved bodice down to the waist."""
    body = Body(
        neck=84, shoulder=184, drop=46, armhole=206, chest=196, waist=176, hem=158, length=waist_y
    )
    body.neck_shape = {"v": "v", "wrap": "v", "collar": "v", "square": "square"}.get(neck, "round")
    body.neck_depth = {"v": 190.0, "wrap": 230.0, "square": 130.0, "crew": 62.0, "collar": 74.0}[
        neck
    ]
    if neck == "square":
        body.neck = 106
    sleeve = _sleeve(bench)
    if sleeve is None:
        body.shoulder = 158
    back_of_neck(bench, body)
    if sleeve is not None:
        lay_sleeves(bench, body, sleeve, "mixed" if sleeve.length > 300 else "down")
    bench.drawing.add(body_piece(body, lift=0.8))
    if neck == "crew":
        neck_band(bench, body, 14, "main")
    elif neck == "collar":
        placket(bench, body.neck_depth, waist_y, width=34, buttons=4)
        point_collar(bench, body, spread=1.0)
    elif neck == "wrap":
        _wrap(bench, body)
    return body


def _wrap(bench: Bench, body: Body) -> None:
    n = body.neck
    over = outline(
        (-n, 0),
        (-body.shoulder + 20, body.drop - 6),
        (-body.shoulder - 4, 130, 0.8),
        (-body.chest, body.armhole),
        (-body.hem, body.length),
        (body.hem, body.length),
        (body.hem * 0.9, body.length - 60),
        (0, body.neck_depth + 10, 0.5),
        (-n * 0.62, 80, 0.4),
    )
    edge = line(
        (-n + 6, 2),
        (-n * 0.62 + 7, 80, 0.4),
        (4, body.neck_depth + 4, 0.5),
        (body.hem * 0.88, body.length - 64),
    )
    bench.drawing.add(Piece(over, lift=0.6, marks=(topstitch(edge, -0.25),)))
    tie = line(
        (body.hem - 6, body.length - 18),
        (body.hem + 30, body.length + 70, 1.0),
        (body.hem - 4, body.length + 230),
    )
    bench.drawing.add(Piece(ribbon(tie, 24, 34), grain=8, lift=0.8))


def _strap_top(bench: Bench, waist_y: float, hem: float) -> None:
    """Lay a camisole bodice hanging from two thin straps."""
    for side in (-1, 1):
        strap = line(
            (side * 92, 150), (side * 104, 70, 1.0), (side * (84 + bench.between(-8, 8)), -6)
        )
        bench.drawing.add(Piece(ribbon(strap, 13), lift=0.5))
    inside = outline((-120, 150), (0, 120, 1.0), (120, 150), (150, 240), (-150, 240))
    bench.drawing.add(Piece(inside, "inside", tone=0.86, lift=0.3), *neck_label(0, 138, 44))
    bust = outline(
        *symmetric(
            (0, 206, 0.6),
            (52, 172, 0.9),
            (96, 138),
            (134, 190, 0.8),
            (176, 232),
            (hem + 8, (waist_y + 232) / 2, 0.9),
            (hem, waist_y),
            (0, waist_y + 6, 1.0),
        )
    )
    trim = line((-96, 144), (-52, 178, 0.9), (0, 212, 0.6), (52, 178, 0.9), (96, 144))
    bench.drawing.add(Piece(bust, lift=0.8, marks=(topstitch(trim, -0.25),)))
    bench.drawing.focus.append((40.0, 170.0))
    bench.drawing.fold(wrinkles(bench, (0, 300), (70, 40), 80, 6, 110, 0.5))


def dress(bench: Bench) -> None:
    """Draw a dress."""
    waist_y = bench.about(400)
    end = {"mini": 790.0, "midi": 1040.0, "maxi": 1240.0}[bench.cut["length"]]
    shape = bench.cut["skirt"]
    half = {"a-line": 316.0, "slip": 232.0, "tiered": 330.0}[shape] * (0.9 if end < 800 else 1.0)
    panel = {"a-line": "a-line", "slip": "slip", "tiered": "tiered"}[shape]
    skirt_panel(bench, waist_y - 6, bench.about(end), 158, half, panel)
    if bench.is_cut("neck", "strap"):
        _strap_top(bench, waist_y, 158)
    else:
        body_folds(bench, _bodice(bench, waist_y, bench.cut["neck"]), 0.7)
    if shape != "slip":
        band = line((-160, waist_y), (0, waist_y + 9, 1.0), (160, waist_y))
        bench.drawing.add(Piece(ribbon(band, 24), grain=90, lift=0.3))
    if bench.is_cut("neck", "collar"):
        for index in range(5):
            bench.drawing.add(button(0, waist_y + 60 + index * 84, 8))
    bench.drawing.fold(wrinkles(bench, (0, waist_y + 26), (90, 14), 88, 7, 80, 0.6))


def jumpsuit(bench: Bench) -> None:
    """Draw a jumpsuit: a bodice on wide legs."""
    waist_y = 360.0
    body_start = len(bench.drawing.pieces)
    legs = Legs(waist=158, hip=214, rise=240, length=820, knee=188, hem=196, spread=18)
    for side in (-1, 1):
        bench.drawing.add(leg_panel(bench, legs, side))
    _drop(bench, body_start, waist_y)
    body = _bodice(bench, waist_y + 4, bench.cut["neck"])
    band = line((-162, waist_y), (0, waist_y + 9, 1.0), (162, waist_y))
    bench.drawing.add(Piece(ribbon(band, 40), grain=90, lift=0.6))
    tie = line((10, waist_y + 6), (34, waist_y + 90, 1.0), (20, waist_y + 180))
    bench.drawing.add(Piece(ribbon(tie, 26), lift=0.7), button(0, waist_y + 4, 10))
    body_folds(bench, body, 0.7)


def _drop(bench: Bench, start: int, by: float) -> None:
    """Move the pieces, creases and places laid so far down, to make room above."""
    drawing = bench.drawing
    for index in range(start, len(drawing.pieces)):
        p = drawing.pieces[index]
        marks = tuple(
            Mark(shifted(m.path, 0, by), m.width, m.shade, m.dash, m.fill) for m in p.marks
        )
        drawing.pieces[index] = Piece(
            shifted(p.outline, 0, by), p.cloth, p.grain, p.tone, p.lift, marks
        )
    for index, c in enumerate(drawing.creases):
        drawing.creases[index] = type(c)(
            (c.start[0], c.start[1] + by),
            (c.bend[0], c.bend[1] + by),
            (c.end[0], c.end[1] + by),
            c.width,
            c.strength,
        )
    drawing.focus = [(x, y + by) for x, y in drawing.focus]


def swimsuit(bench: Bench) -> None:
    """Draw a one-piece swimsuit."""
    depth = 210.0 if bench.is_cut("neck", "scoop") else 270.0
    tension = 1.2 if bench.is_cut("neck", "scoop") else 0.0
    inside = outline(
        *symmetric((0, 130, 1.0), (80, 80, 0.8), (92, 4), (122, 8), (118, 200), (0, depth + 60))
    )
    bench.drawing.add(Piece(inside, "inside", tone=0.84, lift=0.4))
    bench.drawing.add(*neck_label(0, 136, 44))
    front = outline(
        *symmetric(
            (0, depth, tension),
            (74, depth * 0.62, 0.9),
            (90, 2),
            (124, 8),
            (118, 130, 0.9),
            (164, 230, 0.8),
            (136, 400, 0.9),
            (176, 560, 0.7),
            (120, 640, 0.9),
            (46, 724),
            (0, 734, 0.8),
        )
    )
    trim = topstitch(line((-70, 724 - 30), (-116, 630, 0.9), (-166, 562)), -0.3)
    other = Mark(trim.path * [-1, 1], trim.width, trim.shade, trim.dash)
    bench.drawing.add(
        Piece(
            front,
            lift=0.8,
            marks=(trim, other, seam(line((-130, 400), (0, 410, 1.0), (130, 400)), -0.1)),
        )
    )
    bench.drawing.focus += [(0.0, depth), (100.0, 60.0)]
    bench.drawing.fold(wrinkles(bench, (0, 420), (60, 120), 10, 8, 150, 0.5))
