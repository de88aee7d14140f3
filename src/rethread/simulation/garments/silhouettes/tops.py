"""Tees, polos, vests, knits, sweatshirts and hoodies."""

from __future__ import annotations

from rethread.simulation.garments.drawing import Mark, Piece
from rethread.simulation.garments.geometry import Node, line, outline, ribbon, shifted, symmetric
from rethread.simulation.garments.silhouettes.build import (
    Bench,
    button,
    graphic_print,
    patch_pocket,
    seam,
    stud,
    topstitch,
    zip_pieces,
)
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


def body_for(bench: Bench, *, ease: float = 1.0, length: float = 700.0) -> Body:
    """Return a bodice to the department's and the fit's proportions."""
    womens = bench.womens
    body = Body(
        neck=bench.about(84 if womens else 82),
        shoulder=bench.about(196 if womens else 218) * ease,
        chest=bench.about(212 if womens else 232) * ease,
        length=bench.about(length * (0.95 if womens else 1.0), 0.05),
    )
    body.armhole = body.drop + bench.about(176)
    body.waist, body.hem = body.chest - (16 if womens else 5), body.chest + (2 if womens else 0)
    if bench.is_cut("fit", "boxy"):
        body.shoulder += 26
        body.drop += 8
        body.chest += 24
        body.waist = body.hem = body.chest + 2
        body.armhole += 16
        body.length *= 0.97
    elif bench.is_cut("fit", "slim", "cropped"):
        body.chest -= 16
        body.shoulder -= 10
        body.waist = body.chest - (24 if womens else 12)
        body.hem = body.chest - 4
        if bench.is_cut("fit", "cropped"):
            body.length *= 0.72
    return body


def _print_on(bench: Bench, body: Body) -> None:
    if bench.pattern == "graphic":
        y = body.neck_depth + 150
        bench.drawing.add(*graphic_print(bench, bench.between(-4, 4), y, bench.between(150, 200)))
        bench.drawing.focus.append((0.0, y))


def tee(bench: Bench) -> None:
    """Draw a T-shirt."""
    body = body_for(bench)
    shape = bench.cut["neck"]
    body.neck_shape = "v" if shape == "v" else "round"
    body.neck_depth = {"crew": 64.0, "v": 150.0, "scoop": 122.0}[shape]
    body.neck += {"crew": 0.0, "v": 2.0, "scoop": 16.0}[shape]
    back_of_neck(bench, body, band=20)
    length, cuff, angle = {
        "short": (190.0, 146.0, 47.0),
        "half": (290.0, 140.0, 38.0),
        "long": (560.0, 78.0, 19.0),
    }[bench.cut["sleeve"]]
    sleeve = Sleeve(bench.about(length), cuff, angle, lift=0.8, band=0 if length < 400 else 34)
    over = lay_sleeves(bench, body, sleeve, "mixed" if length > 400 else "down")
    bench.drawing.add(body_piece(body))
    neck_band(bench, body, 20)
    if bench.is_cut("pocket", "chest") and bench.pattern != "graphic":
        bench.drawing.add(patch_pocket(body.chest * 0.44, body.armhole - 20, 96, 108))
        bench.drawing.focus.append((body.chest * 0.44, body.armhole + 20))
    _print_on(bench, body)
    bench.drawing.add(*over)
    body_folds(bench, body)


def polo(bench: Bench) -> None:
    """Draw a polo shirt."""
    body = body_for(bench)
    body.neck_depth, body.neck_shape = 96, "v"
    back_of_neck(bench, body)
    short = bench.is_cut("sleeve", "short")
    sleeve = Sleeve(
        190 if short else 540,
        140 if short else 84,
        46 if short else 19,
        band=26 if short else 40,
        lift=0.8,
    )
    over = lay_sleeves(bench, body, sleeve, "mixed")
    bench.drawing.add(body_piece(body))
    bottom = body.neck_depth + 130
    placket = outline((-19, 78), (19, 78), (19, bottom), (-19, bottom))
    bench.drawing.add(
        Piece(
            placket,
            "main",
            lift=0.25,
            marks=(
                topstitch(line((14, 90), (14, bottom - 5), (-14, bottom - 5), (-14, 90)), -0.3),
            ),
        )
    )
    for y in (body.neck_depth + 22, body.neck_depth + 92):
        bench.drawing.add(button(0, y, 7, "pearl"))
    n = body.neck
    leaf = outline(
        (n - 4, -10, 0.5),
        (n + 26, 26, 0.6),
        (n - 6, 122),
        (4, body.neck_depth + 4),
        (n * 0.62, 44, 0.6),
    )
    bench.drawing.both_sides(Piece(leaf, "rib", grain=24, lift=0.7))
    bench.drawing.add(Piece(ribbon(line((-n, -6), (0, 6, 1.0), (n, -6)), 22), "rib", lift=0.5))
    bench.drawing.add(*over)
    body_folds(bench, body)


def vest(bench: Bench) -> None:
    """Draw a vest top: wide straps, deep armholes."""
    body = body_for(bench, ease=0.94)
    wide = 128.0 if bench.is_cut("neck", "square") else 112.0
    depth = {"scoop": 150.0, "v": 170.0, "square": 138.0}[bench.cut["neck"]]
    strap = bench.about(40, 0.2)
    edge = wide + strap
    necks: dict[str, list[Node]] = {
        "scoop": [(0, depth, 1.2), (wide * 0.8, depth * 0.55, 1.0)],
        "v": [(0, depth), (wide * 0.55, depth * 0.5, 0.4)],
        "square": [(0, depth), (wide * 0.9, depth)],
    }
    neck = necks[bench.cut["neck"]]
    nodes = symmetric(
        *neck,
        (wide, 0),
        (edge, 14),
        (edge - 4, 120, 0.9),
        (body.chest, 226),
        (body.waist, 400, 0.9),
        (body.hem, body.length),
        (0, body.length + 8, 1.0),
    )
    inside = symmetric(
        (0, depth * 0.42, 1.0),
        (wide * 0.85, depth * 0.2, 1.0),
        (wide, 2),
        (edge, 14),
        (edge - 22, 170, 0.8),
        (0, depth + 90),
    )
    bench.drawing.add(Piece(outline(*inside), "inside", tone=0.86, lift=0.4))
    trim = [line(*neck, (wide, 0)), line((edge, 14), (edge - 4, 120, 0.9), (body.chest, 226))]
    marks = [
        topstitch(shifted(path, dx, dy), -0.3)
        for path, dx, dy in ((trim[0], 5, 8), (trim[1], -8, 3))
    ]
    marks += [Mark(m.path * [-1, 1], m.width, m.shade, m.dash) for m in marks]
    marks.append(
        topstitch(
            line(
                (-body.hem, body.length - 18),
                (0, body.length - 11, 1.0),
                (body.hem, body.length - 18),
            ),
            -0.3,
        )
    )
    bench.drawing.add(Piece(outline(*nodes), lift=0.8, marks=tuple(marks)))
    bench.drawing.focus += [(0.0, depth), (edge - 20.0, 60.0)]
    body.neck_depth = depth
    body_folds(bench, body, 0.9)


def jumper(bench: Bench) -> None:
    """Draw a jumper, its rib at neck, cuffs and hem."""
    body = body_for(bench, ease=1.04, length=650)
    shape = bench.cut["neck"]
    body.neck_depth = 160 if shape == "v" else 66
    body.neck_shape = "v" if shape == "v" else "round"
    back_of_neck(bench, body, band=30, label=shape != "roll")
    over = lay_sleeves(
        bench, body, Sleeve(bench.about(540), 98, 19, band=54, lift=1.0), bench.cut["pose"]
    )
    bench.drawing.add(body_piece(body, lift=1.0))
    hem_band(bench, body, 58)
    if shape == "roll":
        n = body.neck
        roll = outline(
            (-n - 6, 34, 0.8),
            (-n + 10, -34, 0.8),
            (0, -44, 1.0),
            (n - 10, -34, 0.8),
            (n + 6, 34, 0.8),
            (0, 76, 1.0),
        )
        fold = line((-n - 2, 8), (0, 34, 1.0), (n + 2, 8))
        bench.drawing.add(Piece(roll, "rib", lift=1.2, marks=(seam(fold, -0.25, 2),)))
    else:
        neck_band(bench, body, 34)
    bench.drawing.add(*over)
    body_folds(bench, body, 0.8)


def cardigan(bench: Bench) -> None:
    """Draw a cardigan, buttoned down the front."""
    length = {"hip": 610.0, "cropped": 470.0, "long": 800.0}[bench.cut["length"]]
    body = body_for(bench, ease=1.02, length=length)
    body.neck_depth, body.neck_shape = bench.about(190, 0.15), "v"
    back_of_neck(bench, body, band=26)
    over = lay_sleeves(bench, body, Sleeve(bench.about(530), 94, 18, band=50), bench.cut["pose"])
    bench.drawing.add(body_piece(body, lift=1.0))
    hem_band(bench, body, 50)
    bottom = body.length + 46
    edge = line((-3, body.neck_depth - 4), (-3, bottom))
    band = ribbon(line((2, body.neck_depth - 10), (2, bottom)), 40)
    bench.drawing.add(
        Piece(band, "rib", grain=90, lift=0.6, marks=(seam(shifted(edge, -16, 0), -0.3),))
    )
    neck_band(bench, body, 38)
    gap = (bottom - body.neck_depth - 40) / (4 if length < 500 else 5)
    y = body.neck_depth + 20
    cloth = "wood" if bench.rng.random() < 0.5 else "pearl"
    while y < bottom - 8:
        bench.drawing.add(button(2, y, 10, cloth))
        y += gap
    if length > 700:
        for side in (-1, 1):
            bench.drawing.add(
                patch_pocket(side * body.hem * 0.55, body.length - 230, 140, 150, point=2)
            )
    bench.drawing.focus.append((0.0, body.neck_depth + gap))
    bench.drawing.add(*over)
    body_folds(bench, body, 0.8)


def sweatshirt(bench: Bench) -> None:
    """Draw a sweatshirt."""
    body = body_for(bench, ease=1.06, length=640)
    shape = bench.cut["neck"]
    body.neck_depth = 64
    back_of_neck(bench, body, band=26)
    over = lay_sleeves(bench, body, Sleeve(bench.about(540), 104, 21, band=56), bench.cut["pose"])
    notch = outline((-20, 74), (20, 74), (0, 116))
    bench.drawing.add(body_piece(body))
    hem_band(bench, body, 60)
    if shape == "crew":
        bench.drawing.add(Piece(notch, "rib", lift=0.1))
        neck_band(bench, body, 30)
    elif shape == "quarter-zip":
        bench.drawing.add(*zip_pieces((0, body.neck_depth - 10), (0, body.neck_depth + 150)))
        neck_band(bench, body, 52)
    else:
        _flat_collar(bench, body)
    if shape == "crew":
        _print_on(bench, body)
    bench.drawing.add(*over)
    body_folds(bench, body)


def _flat_collar(bench: Bench, body: Body) -> None:
    n = body.neck
    leaf = outline(
        (n - 6, -10, 0.5),
        (n + 34, 30, 0.6),
        (n + 4, 136),
        (2, body.neck_depth + 10),
        (n * 0.6, 40, 0.6),
    )
    bench.drawing.both_sides(Piece(leaf, "contrast", grain=20, lift=0.8))


def hoodie(bench: Bench) -> None:
    """Draw a hoodie with its hood laid flat above, kangaroo pocket and cords."""
    body = body_for(bench, ease=1.06, length=650)
    body.neck_depth, body.neck = 84, 100
    n = body.neck
    hood = outline(
        (-n - 26, 36, 0.8),
        (-n - 30, -70, 1.0),
        (-70, -158, 1.0),
        (0, -172, 1.0),
        (70, -158, 1.0),
        (n + 30, -70, 1.0),
        (n + 26, 36, 0.8),
        (0, 110, 1.0),
    )
    ridge = seam(line((0, -170), (0, -60)), -0.25, 1.8)
    over = lay_sleeves(bench, body, Sleeve(bench.about(550), 106, 21, band=56), bench.cut["pose"])
    bench.drawing.add(Piece(hood, lift=1.2, marks=(ridge,)))
    bench.drawing.add(body_piece(body))
    hem_band(bench, body, 60)
    _hood_opening(bench, n)
    _kangaroo(bench, body)
    if bench.is_cut("front", "zip"):
        bench.drawing.add(*zip_pieces((0, 112), (0, body.length + 54)))
    else:
        _print_on(bench, body)
    for side in (-1, 1):
        end = bench.between(210, 280)
        cord = line(
            (side * 34, 96), (side * (40 + bench.between(0, 14)), 170, 1.0), (side * 38, end)
        )
        bench.drawing.add(Piece(ribbon(cord, 7), "cord", lift=0.5), stud(side * 34, 98, 6))
        bench.drawing.add(Piece(ribbon(shifted(cord[-3:], 0, 4), 9), "metal", lift=0.5))
    bench.drawing.focus.append((0.0, 110.0))
    bench.drawing.add(*over)
    body_folds(bench, body)


def _hood_opening(bench: Bench, n: float) -> None:
    inner = outline(
        (-n + 6, 20, 0.8),
        (-n + 4, -40, 1.0),
        (-46, -104, 1.0),
        (0, -112, 1.0),
        (46, -104, 1.0),
        (n - 4, -40, 1.0),
        (n - 6, 20, 0.8),
        (30, 92, 0.8),
        (0, 104),
        (-30, 92, 0.8),
    )
    front = outline(
        (-n - 28, 34, 0.8),
        (-n - 20, -50, 1.0),
        (-60, -126, 1.0),
        (0, -138, 1.0),
        (60, -126, 1.0),
        (n + 20, -50, 1.0),
        (n + 28, 34, 0.8),
        (n - 26, 110, 0.8),
        (0, 136),
        (-n + 26, 110, 0.8),
    )
    bench.drawing.add(Piece(front, lift=0.9, marks=(topstitch(inner * [1.09, 1.07], -0.3),)))
    bench.drawing.add(Piece(inner, "inside", tone=0.78, lift=0.1))


def _kangaroo(bench: Bench, body: Body) -> None:
    wide, top = body.hem * 0.66, body.length - 205
    shape = outline(
        (-wide * 0.62, top),
        (wide * 0.62, top),
        (wide, top + 120),
        (wide, body.length),
        (-wide, body.length),
        (-wide, top + 120),
    )
    marks = [
        topstitch(line((s * wide * 0.58, top + 6), (s * (wide - 12), top + 118)), -0.3)
        for s in (-1, 1)
    ]
    bench.drawing.add(Piece(shape, lift=0.4, marks=tuple(marks)))
    bench.drawing.focus.append((wide * 0.7, top + 60))
