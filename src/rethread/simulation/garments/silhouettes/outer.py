"""Short jackets and puffers: yokes, zips, pockets and quilting."""

from __future__ import annotations

from rethread.simulation.garments.drawing import Crease, Mark, Piece
from rethread.simulation.garments.geometry import Node, line, outline, ribbon, shifted
from rethread.simulation.garments.silhouettes.build import (
    Bench,
    patch_pocket,
    seam,
    stud,
    topstitch,
    zip_pieces,
)
from rethread.simulation.garments.silhouettes.shirts import placket, point_collar
from rethread.simulation.garments.silhouettes.tailoring import lapels
from rethread.simulation.garments.silhouettes.tops import body_for
from rethread.simulation.garments.silhouettes.upper import (
    Body,
    Sleeve,
    back_of_neck,
    body_folds,
    body_piece,
    hem_band,
    lay_sleeves,
    neck_band,
)


def jacket(bench: Bench) -> None:
    """Draw a short jacket of one of four kinds."""
    {"denim": _trucker, "biker": _biker, "bomber": _bomber, "chore": _chore}[bench.cut["kind"]](
        bench
    )


def _trucker(bench: Bench) -> None:
    body = body_for(bench, ease=1.05, length=610)
    body.neck_depth, body.neck_shape = 74, "v"
    back_of_neck(bench, body)
    over = lay_sleeves(
        bench,
        body,
        Sleeve(bench.about(545), 98, 15, band=46, band_cloth="main", lift=1.0),
        bench.cut["pose"],
    )
    y = body.armhole - 66
    yoke = line((-body.shoulder, y), (-body.shoulder * 0.5, y + 8, 1.0), (0, y + 4))
    marks: list[Mark] = []
    for side in (-1, 1):
        vee = line((side * body.chest * 0.72, y + 46), (side * body.hem * 0.34, body.length))
        vee2 = line((side * body.chest * 0.30, y + 46), (side * body.hem * 0.22, body.length))
        marks += [seam(yoke * [side, 1], -0.4), topstitch((shifted(yoke, 0, 5)) * [side, 1], 0.45)]
        for path in (vee, vee2):
            marks += [seam(path, -0.3, 1.6), topstitch(shifted(path, 4, 0), 0.45)]
    bench.drawing.add(body_piece(body, *marks, lift=1.0))
    hem_band(bench, body, 48, "main")
    placket(bench, body.neck_depth, body.length + 44, width=46, buttons=6, knob="brass")
    for side in (-1, 1):
        x = side * body.chest * 0.51
        bench.drawing.add(patch_pocket(x, y + 14, 106, 118, point=28))
        flap = outline((x - 57, y), (x + 57, y), (x + 57, y + 28), (x, y + 50), (x - 57, y + 28))
        edge = line((x - 52, y + 25), (x, y + 44), (x + 52, y + 25))
        bench.drawing.add(
            Piece(flap, lift=0.5, marks=(topstitch(edge, 0.45),)), stud(x, y + 34, 7, "brass")
        )
        bench.drawing.focus.append((x, y + 30))
        bench.drawing.fades.append((x * 0.8, body.length * 0.6, 60, 150, 0.14))
    point_collar(bench, body, spread=1.2)
    bench.drawing.add(*over)
    body_folds(bench, body, 0.9)


def _chore(bench: Bench) -> None:
    body = body_for(bench, ease=1.06, length=670)
    body.neck_depth, body.neck_shape = 70, "v"
    back_of_neck(bench, body)
    over = lay_sleeves(bench, body, Sleeve(bench.about(550), 108, 15, lift=1.0), bench.cut["pose"])
    bench.drawing.add(body_piece(body, lift=1.0))
    placket(bench, body.neck_depth, body.length + 6, width=44, buttons=5, knob="wood")
    for side in (-1, 1):
        bench.drawing.add(
            patch_pocket(side * body.hem * 0.54, body.length - 210, 168, 176, point=4)
        )
    bench.drawing.add(patch_pocket(body.chest * 0.5, body.armhole - 24, 108, 118, point=4))
    bench.drawing.focus.append((body.hem * 0.5, body.length - 190))
    point_collar(bench, body, spread=1.25)
    bench.drawing.add(*over)
    body_folds(bench, body, 0.9)


def _biker(bench: Bench) -> None:
    body = body_for(bench, ease=1.0, length=600)
    body.neck_depth, body.neck_shape, body.neck = 210, "v", 78
    back_of_neck(bench, body)
    over = lay_sleeves(bench, body, Sleeve(bench.about(550), 92, 15, lift=1.1), bench.cut["pose"])
    panel = [
        seam(
            line(
                (s * body.shoulder * 0.86, 110),
                (s * body.chest * 0.6, 300, 0.8),
                (s * body.hem * 0.62, body.length),
            ),
            -0.3,
            1.8,
        )
        for s in (-1, 1)
    ]
    bench.drawing.add(body_piece(body, *panel, lift=1.0))
    bench.drawing.add(*zip_pieces((46, body.neck_depth + 4), (70, body.length)))
    lapels(bench, body, wide=112)
    for side in (-1, 1):
        x = side * body.chest * 0.58
        bench.drawing.add(
            *zip_pieces((x + side * 30, body.length * 0.62), (x - side * 20, body.length * 0.82))
        )
        bench.drawing.add(stud(side * (body.neck * 0.8 + 96), body.neck_depth * 0.34 + 14, 6))
    strap = outline(
        (-body.hem - 2, body.length - 46),
        (body.hem + 2, body.length - 46),
        (body.hem, body.length + 4),
        (-body.hem, body.length + 4),
    )
    bench.drawing.add(Piece(strap, grain=90, lift=0.6))
    buckle = outline(
        (96, body.length - 54),
        (146, body.length - 54),
        (146, body.length + 12),
        (96, body.length + 12),
    )
    hole = outline(
        (106, body.length - 44),
        (136, body.length - 44),
        (136, body.length + 2),
        (106, body.length + 2),
    )
    bench.drawing.add(Piece(buckle, "metal", lift=0.7, holes=(hole,)), *over)
    body_folds(bench, body, 0.9)


def _bomber(bench: Bench) -> None:
    body = body_for(bench, ease=1.1, length=620)
    body.neck_depth = 60
    back_of_neck(bench, body, band=30)
    over = lay_sleeves(
        bench,
        body,
        Sleeve(bench.about(545), 112, 18, puff=12, band=56, lift=1.2),
        bench.cut["pose"],
    )
    bench.drawing.add(body_piece(body, lift=1.1))
    hem_band(bench, body, 58)
    neck_band(bench, body, 44)
    bench.drawing.add(*zip_pieces((0, body.neck_depth - 10), (0, body.length + 52)))
    for side in (-1, 1):
        slit = line(
            (side * body.hem * 0.42, body.length - 190), (side * body.hem * 0.7, body.length - 70)
        )
        bench.drawing.add(
            Piece(ribbon(slit, 22), grain=side * 24, lift=0.4),
            stud(float(slit[5, 0]), float(slit[5, 1]), 5),
        )
    bench.drawing.focus.append((0.0, 80.0))
    bench.drawing.add(*over)
    body_folds(bench, body, 1.0)


def puffer(bench: Bench) -> None:
    """Draw a down jacket: sewn channels, each a soft roll with puckers at its seams."""
    length = {"hip": 690.0, "cropped": 560.0, "long": 930.0}[bench.cut["length"]]
    body = body_for(bench, ease=1.12, length=length)
    body.neck_depth = 52
    hood = bench.is_cut("collar", "hood")
    drawing = bench.drawing
    if hood:
        crown = outline(
            (-118, 44, 0.8),
            (-132, -60, 1.0),
            (-70, -150, 1.0),
            (0, -166, 1.0),
            (70, -150, 1.0),
            (132, -60, 1.0),
            (118, 44, 0.8),
            (0, 90, 1.0),
        )
        drawing.add(Piece(crown, lift=1.6))
    lay_sleeves(
        bench,
        body,
        Sleeve(bench.about(560), 122, 17, puff=16, band=34, lift=1.8),
        bench.cut["pose"],
    )
    drawing.add(Piece(body.outline(), "main", lift=1.9))
    top, step = body.drop + 62, 82.0
    y = top
    while y < body.length - 34:
        _channel(bench, body, y, min(step, body.length - y))
        y += step
    _puffer_collar(bench, body, hood=hood)
    drawing.add(*zip_pieces((0, -30 if not hood else 74), (0, body.length + 2)))
    for side in (-1, 1):
        drawing.add(
            *zip_pieces(
                (side * body.hem * 0.60, body.length * 0.66),
                (side * body.hem * 0.74, body.length * 0.84),
            )
        )
    drawing.focus += [(0.0, 60.0), (body.chest * 0.5, body.armhole + 80)]


def _puffer_collar(bench: Bench, body: Body, *, hood: bool) -> None:
    n = body.neck
    stand = outline(
        (-n - 14, 40, 0.8),
        (-n, -46, 0.8),
        (0, -58, 1.0),
        (n, -46, 0.8),
        (n + 14, 40, 0.8),
        (0, 84, 1.0),
    )
    if not hood:
        bench.drawing.add(Piece(stand, lift=1.4))
    else:
        bench.drawing.add(
            Piece(
                outline(
                    (-70, 30, 1.0),
                    (-60, -60, 1.0),
                    (0, -96, 1.0),
                    (60, -60, 1.0),
                    (70, 30, 1.0),
                    (0, 76, 1.0),
                ),
                "inside",
                tone=0.7,
                lift=0.2,
            )
        )


def _channel(bench: Bench, body: Body, y: float, tall: float) -> None:
    half = body.side_at(y) if y > body.armhole else body.shoulder - 6
    shape: list[Node] = [
        (-half - 3, y + 2),
        (0, y + 10, 1.0),
        (half + 3, y + 2),
        (half + 9, y + tall * 0.55, 1.0),
        (half + 2, y + tall + 3),
        (0, y + tall + 11, 1.0),
        (-half - 2, y + tall + 3),
        (-half - 9, y + tall * 0.55, 1.0),
    ]
    bench.drawing.add(Piece(outline(*shape), lift=1.5))
    for _ in range(13):
        x = bench.between(-half + 10, half - 10)
        drop = bench.between(20, 44)
        lean = bench.between(-8, 8)
        start = y + 6 if bench.rng.random() < 0.55 else y + tall - drop
        bench.drawing.creases.append(
            Crease(
                (x, start),
                (x + lean, start + drop / 2),
                (x + lean, start + drop),
                9,
                bench.between(-0.8, 0.8),
            )
        )
