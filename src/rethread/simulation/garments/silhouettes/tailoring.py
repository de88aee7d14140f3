"""Blazers, coats and waistcoats: lapels, closings, flaps."""

from __future__ import annotations

from rethread.simulation.garments.drawing import Piece
from rethread.simulation.garments.geometry import line, outline, ribbon, shifted
from rethread.simulation.garments.silhouettes.build import (
    Bench,
    button,
    flares,
    seam,
    topstitch,
)
from rethread.simulation.garments.silhouettes.tops import body_for
from rethread.simulation.garments.silhouettes.upper import (
    Body,
    Sleeve,
    back_of_neck,
    body_folds,
    body_piece,
    lay_sleeves,
)


def lapels(bench: Bench, body: Body, *, wide: float, notch: bool = True) -> None:
    """Lay a notched collar: back collar, two lapels, their fall folded by hand."""
    n, depth = body.neck, body.neck_depth
    behind = outline(
        (-n - 2, 14),
        (-n * 0.8, -28, 0.8),
        (0, -38, 1.0),
        (n * 0.8, -28, 0.8),
        (n + 2, 14),
        (0, 24, 1.0),
    )
    bench.drawing.add(Piece(behind, lift=0.6, tone=0.97))
    top = depth * 0.34
    lapel = outline(
        (n * 0.92, 20),
        (n * 0.92 + wide * 0.62, top - 8),
        (n * 0.8 + wide, top + 2),
        (n * 0.62 + wide * 0.86, depth * 0.55, 0.6),
        (4, depth),
        (n * 0.5, depth * 0.5, 0.4),
    )
    roll = topstitch(
        line(
            (n * 0.74 + wide, top + 10), (n * 0.58 + wide * 0.84, depth * 0.55, 0.6), (8, depth - 4)
        ),
        -0.2,
    )
    bench.drawing.both_sides(Piece(lapel, grain=14, lift=0.9, marks=(roll,)))
    if notch:
        collar = outline(
            (n * 0.8, -30, 0.5),
            (n + 12, 4, 0.7),
            (n + wide * 0.52, top - 26),
            (n * 0.92 + wide * 0.4, top - 4),
            (n * 0.66, 34),
            (n * 0.66, 6, 0.5),
        )
        bench.drawing.both_sides(Piece(collar, grain=30, lift=0.8))
    bench.drawing.focus.append((n * 0.6, depth * 0.5))


def _flap_pocket(
    bench: Bench, x: float, y: float, wide: float = 124, tall: float = 40, tilt: float = 4
) -> None:
    half, lean = wide / 2, tilt if x > 0 else -tilt
    shape = outline(
        (x - half, y - lean),
        (x + half, y + lean),
        (x + half, y + lean + tall - 4, 0.4),
        (x - half, y - lean + tall - 4, 0.4),
    )
    bench.drawing.add(Piece(shape, lift=0.5))
    bench.drawing.focus.append((x, y))


def _closing(bench: Bench, body: Body, *, double: bool, count: int, radius: float) -> None:
    """Lay the front edge and its buttons."""
    shift = 56.0 if double else 0.0
    edge = line(
        (-4 - shift * 0.6, body.neck_depth),
        (-6 - shift, body.neck_depth + 60, 0.6),
        (-10 - shift, body.length + 6),
    )
    piece = bench.drawing.pieces[-1]
    bench.drawing.pieces[-1] = Piece(
        piece.outline,
        piece.cloth,
        piece.grain,
        piece.tone,
        piece.lift,
        (*piece.marks, seam(edge, -0.5, 2.6), seam(shifted(edge, 3, 0), 0.18, 2)),
    )
    gap = (body.length - body.neck_depth) * (0.17 if count > 2 else 0.2)
    for index in range(count):
        y = body.neck_depth + 14 + index * gap
        for x in (-shift, shift) if double else (4.0,):
            bench.drawing.add(
                button(x, y, radius, "wood" if bench.rng.random() < 0.02 else "button")
            )


def blazer(bench: Bench) -> None:
    """Draw a tailored jacket."""
    body = body_for(bench, ease=1.04, length=740)
    double = bench.is_cut("front", "double")
    body.neck_depth, body.neck_shape, body.neck = (250 if double else 290), "v", 74
    body.waist -= 12
    back_of_neck(bench, body)
    over = lay_sleeves(bench, body, Sleeve(bench.about(555), 96, 13, lift=1.0), bench.cut["pose"])
    dart = [line((s * body.chest * 0.52, 330), (s * body.chest * 0.5, 520)) for s in (-1, 1)]
    bench.drawing.add(body_piece(body, *(seam(path, -0.16, 1.4) for path in dart), lift=1.0))
    _closing(bench, body, double=double, count=2, radius=11)
    lapels(bench, body, wide=96 if double else 78)
    for side in (-1, 1):
        _flap_pocket(bench, side * body.hem * 0.56, body.length * 0.70)
    chest = body.chest * 0.54
    welt = outline(
        (chest - 42, body.armhole + 8),
        (chest + 40, body.armhole - 2),
        (chest + 42, body.armhole + 14),
        (chest - 40, body.armhole + 24),
    )
    bench.drawing.add(Piece(welt, lift=0.35), *over)
    body_folds(bench, body, 0.7)


def coat(bench: Bench) -> None:
    """Draw a wool coat."""
    length = {"knee": 900.0, "long": 1040.0, "hip": 740.0}[bench.cut["length"]]
    body = body_for(bench, ease=1.06, length=length)
    front = bench.cut["front"]
    body.neck_depth, body.neck_shape, body.neck = (300 if front != "single" else 230), "v", 80
    body.hem += 34
    back_of_neck(bench, body)
    sleeve = Sleeve(bench.about(580), 110, 12, lift=1.1, band=0)
    over = lay_sleeves(bench, body, sleeve, bench.cut["pose"])
    bench.drawing.add(body_piece(body, lift=1.2))
    _closing(bench, body, double=front == "double", count=0 if front == "wrap" else 3, radius=14)
    lapels(bench, body, wide=112 if front != "single" else 84, notch=front != "wrap")
    for side in (-1, 1):
        _flap_pocket(bench, side * body.hem * 0.56, body.armhole + 270, 130, 34, 12)
    if front == "wrap":
        _belt(bench, body, body.armhole + 210)
    bench.drawing.add(*over)
    body_folds(bench, body, 0.7)
    bench.drawing.fold(flares(bench, body.armhole + 240, body.length, 180, body.hem, 5, 0.5))


def _belt(bench: Bench, body: Body, y: float) -> None:
    half = body.side_at(y) + 5
    band = line((-half, y), (0, y + 10, 1.0), (half, y))
    bench.drawing.add(Piece(ribbon(band, 52), grain=90, lift=0.8))
    for end, sway in ((250, -30), (200, 40)):
        tail = line((-20, y + 6), (-24 + sway * 0.6, y + end * 0.5, 1.0), (-16 + sway, y + end))
        bench.drawing.add(Piece(ribbon(tail, 46), lift=0.9))
    knot = outline((-52, y - 24, 1.0), (10, y - 28, 1.0), (14, y + 40, 1.0), (-50, y + 36, 1.0))
    bench.drawing.add(Piece(knot, grain=40, lift=1.0))


def waistcoat(bench: Bench) -> None:
    """Draw a waistcoat: deep V, points at the hem, a lining behind."""
    body = body_for(bench, ease=0.92, length=560)
    knit = bench.is_cut("front", "knit")
    n, depth, w, length = 80.0, 250.0, body.waist - 8, body.length
    behind = outline(
        (-n, 0),
        (0, 16, 1.0),
        (n, 0),
        (170, 26),
        (150, 150, 0.9),
        (body.chest, 236),
        (w, 400, 0.8),
        (w, length - 30),
        (-w, length - 30),
        (-w, 400, 0.8),
        (-body.chest, 236),
        (-150, 150, 0.9),
        (-170, 26),
    )
    bench.drawing.add(Piece(behind, "rib" if knit else "lining", tone=0.8, lift=0.6))
    left = outline(
        (-n, 0),
        (-170, 26),
        (-150, 150, 0.9),
        (-body.chest, 236),
        (-w, 400, 0.8),
        (-w - 4, length - 26),
        (-62, length + 36),
        (14, length - 34),
        (14, depth),
        (-n * 0.5, depth * 0.45, 0.4),
    )
    trim = topstitch(line((-n + 6, 2), (-n * 0.5 + 7, depth * 0.45, 0.4), (8, depth)), -0.25)
    piece = Piece(left, lift=0.8, marks=(trim,))
    bench.drawing.both_sides(piece)
    for index in range(5):
        bench.drawing.add(button(0, depth + 20 + index * (length - depth - 60) / 4.3, 9))
    for side in (-1, 1):
        x = side * w * 0.55
        welt = outline(
            (x - 46, length * 0.7 + 6 * side),
            (x + 46, length * 0.7 - 6 * side),
            (x + 46, length * 0.7 + 22 - 6 * side),
            (x - 46, length * 0.7 + 22 + 6 * side),
        )
        bench.drawing.add(Piece(welt, lift=0.35))
    bench.drawing.focus += [(0.0, depth + 20), (w * 0.5, length * 0.7)]
    body_folds(bench, body, 0.6)
