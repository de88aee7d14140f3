"""Shirts and blouses: collars, plackets, cuffs, gathered and belled sleeves."""

from __future__ import annotations

from rethread.simulation.garments.drawing import Crease, Piece
from rethread.simulation.garments.geometry import line, outline, ribbon
from rethread.simulation.garments.silhouettes.build import (
    Bench,
    button,
    flares,
    patch_pocket,
    seam,
    topstitch,
    wrinkles,
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


def point_collar(bench: Bench, body: Body, *, spread: float = 1.0, cloth: str = "main") -> None:
    """Lay a shirt collar: the stand behind, two leaves in front."""
    n, depth = body.neck, body.neck_depth
    behind = outline(
        (-n - 4, 12),
        (-n * 0.8, -26, 0.8),
        (0, -36, 1.0),
        (n * 0.8, -26, 0.8),
        (n + 4, 12),
        (n * 0.6, 22, 0.8),
        (0, 14, 1.0),
        (-n * 0.6, 22, 0.8),
    )
    bench.drawing.add(Piece(behind, cloth, lift=0.5, tone=0.96))
    tip_x, tip_y = n * (0.72 + 0.3 * spread), depth + 62
    leaf = outline(
        (n * 0.82, -27, 0.4), (n + 10, 8, 0.7), (tip_x, tip_y), (3, depth + 2), (n * 0.52, 34, 0.7)
    )
    stitch = line((n + 2, 12), (tip_x - 5, tip_y - 9), (8, depth + 3))
    bench.drawing.both_sides(Piece(leaf, cloth, 28, lift=0.8, marks=(topstitch(stitch, -0.25),)))


def placket(
    bench: Bench,
    top: float,
    bottom: float,
    *,
    width: float = 40,
    buttons: int = 6,
    cloth: str = "main",
    knob: str = "button",
) -> None:
    """Lay a button band down the front."""
    half = width / 2
    shape = outline((-half, top), (half, top), (half, bottom), (-half, bottom))
    marks = [
        topstitch(line((s * (half - 4), top), (s * (half - 4), bottom)), -0.3) for s in (-1, 1)
    ]
    bench.drawing.add(Piece(shape, cloth, lift=0.3, marks=tuple(marks)))
    gap = (bottom - top) / buttons
    for index in range(buttons):
        bench.drawing.add(button(0, top + gap * (index + 0.4), 7.5, knob))
    bench.drawing.focus.append((0.0, top + gap))


def shirt(bench: Bench) -> None:
    """Draw a shirt."""
    body = body_for(bench, ease=1.04, length=720)
    body.neck_depth, body.neck_shape, body.neck = 70, "v", 76
    if bench.is_cut("hem", "curved"):
        body.hem_shape, body.hem_drop = "curved", 6
    camp = bench.is_cut("collar", "camp")
    body.neck_depth = 132 if camp else 70
    back_of_neck(bench, body)
    length, cuff, angle = {
        "long": (560.0, 92.0, 15.0),
        "short": (230.0, 152.0, 38.0),
        "rolled": (360.0, 112.0, 24.0),
    }[bench.cut["sleeve"]]
    sleeve = Sleeve(
        bench.about(length),
        cuff,
        angle,
        band=46 if length > 300 else 0,
        band_cloth="main",
        lift=0.8,
    )
    over = lay_sleeves(bench, body, sleeve, bench.cut["pose"])
    yoke = line(
        (-body.shoulder, body.drop + 34), (0, body.drop + 44, 1.0), (body.shoulder, body.drop + 34)
    )
    bench.drawing.add(body_piece(body, seam(yoke, -0.15, 1.3)))
    denim = bench.material == "denim"
    placket(
        bench,
        body.neck_depth - 2,
        body.length + (2 if body.hem_shape == "curved" else 6),
        knob="pearl" if denim or bench.rng.random() < 0.5 else "button",
    )
    sides = {"none": (), "chest": (1,), "two": (-1, 1)}[bench.cut["pocket"]]
    for side in sides:
        x = side * body.chest * 0.5
        bench.drawing.add(patch_pocket(x, body.armhole - 34, 104, 120))
        if len(sides) == 2:
            flap = outline(
                (x - 54, body.armhole - 44),
                (x + 54, body.armhole - 44),
                (x + 54, body.armhole - 18),
                (x, body.armhole - 2),
                (x - 54, body.armhole - 18),
            )
            bench.drawing.add(Piece(flap, lift=0.5), button(x, body.armhole - 18, 6))
        bench.drawing.focus.append((x, body.armhole))
    if bench.is_cut("collar", "grandad"):
        n = body.neck
        band = line((-n, -2), (-n * 0.6, 42, 0.9), (0, 66), (n * 0.6, 42, 0.9), (n, -2))
        bench.drawing.add(Piece(ribbon(band, 26), lift=0.5), button(0, 72, 6))
    else:
        point_collar(bench, body, spread=1.3 if camp else 0.8)
    bench.drawing.add(*over)
    body_folds(bench, body, 1.1)


def blouse(bench: Bench) -> None:
    """Draw a blouse."""
    body = body_for(bench, ease=0.98, length=650)
    body.hem += 16
    body.neck_depth = 120 if bench.is_cut("collar", "v", "frill") else 62
    body.neck_shape = "v" if bench.is_cut("collar", "v", "frill") else "round"
    back_of_neck(bench, body)
    sleeve = {
        "puff": Sleeve(420, 92, 23, puff=40, band=42, band_cloth="main"),
        "bell": Sleeve(450, 210, 24, puff=-6),
        "short": Sleeve(190, 150, 44, puff=22, band=18, band_cloth="main"),
    }[bench.cut["sleeve"]]
    lay_sleeves(bench, body, sleeve, bench.cut["pose"])
    bench.drawing.add(body_piece(body))
    collar = bench.cut["collar"]
    if collar != "v":
        placket(bench, body.neck_depth, body.length + 8, width=30, buttons=7, knob="pearl")
    if collar == "bow":
        _bow(bench, body)
    elif collar == "peter-pan":
        n = body.neck
        leaf = outline(
            (n - 8, -12, 0.6),
            (n + 44, 26, 1.0),
            (n + 18, 96, 1.0),
            (48, 132, 1.0),
            (3, 66),
            (n * 0.66, 44, 0.9),
        )
        bench.drawing.both_sides(Piece(leaf, "contrast", lift=0.7))
    elif collar == "frill":
        _frill(bench, body)
    body_folds(bench, body, 1.0)
    bench.drawing.fold(flares(bench, 300, body.length, 150, body.hem, 5, 0.45))


def _bow(bench: Bench, body: Body) -> None:
    n = body.neck
    band = line((-n, -4), (-n * 0.6, 44, 1.0), (0, 68), (n * 0.6, 44, 1.0), (n, -4))
    bench.drawing.add(Piece(ribbon(band, 30), lift=0.6))
    for side in (-1, 1):
        tail = line((side * 6, 76), (side * 26, 170, 1.0), (side * bench.between(34, 70), 300))
        bench.drawing.add(Piece(ribbon(tail, 30, 52), grain=side * 10, lift=0.8))
        loop = outline(
            (0, 70),
            (side * 56, 34, 1.0),
            (side * 112, 56, 1.0),
            (side * 104, 104, 1.0),
            (side * 50, 98, 1.0),
            (0, 86),
        )
        bench.drawing.add(Piece(loop, grain=side * 70, lift=1.0))
        bench.drawing.fold(wrinkles(bench, (side * 50, 78), (10, 6), 0, 2, 70, 0.7))
    knot = outline((-16, 62, 1.0), (16, 62, 1.0), (18, 94, 1.0), (-18, 94, 1.0))
    bench.drawing.add(Piece(knot, lift=1.0))


def _frill(bench: Bench, body: Body) -> None:
    n, depth = body.neck, body.neck_depth
    for side in (-1, 1):
        edge = [(side * n, -6.0, 0.8)]
        for step in range(7):
            share = step / 6
            out = 44 + 13 * (1 if step % 2 else -1)
            edge.append((side * (n * (1 - share) + out), depth * share * 1.5 + 20, 1.0))
        inner = [(side * 6, depth * 1.55 + 20, 0.0), (side * n * 0.5, depth * 0.5, 0.5)]
        bench.drawing.add(Piece(outline(*edge, *inner), lift=0.9))
        for step in range(5):
            share = step / 5
            x, y = side * n * (1 - share), depth * share * 1.4
            bench.drawing.creases.append(
                Crease((x, y), (x + side * 20, y + 8), (x + side * 52, y + 22), 9, 0.7)
            )
