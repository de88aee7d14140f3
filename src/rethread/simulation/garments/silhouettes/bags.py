"""Totes, shoulder bags, crossbody bags, bucket bags and backpacks."""

from __future__ import annotations

from rethread.simulation.garments.drawing import Mark, Piece
from rethread.simulation.garments.geometry import ellipse, line, outline, ribbon
from rethread.simulation.garments.silhouettes.build import (
    Bench,
    flares,
    graphic_print,
    seam,
    stud,
    topstitch,
    wrinkles,
    zip_pieces,
)


def bag(bench: Bench) -> None:
    """Draw a bag of one of five kinds."""
    bench.drawing.height, bench.drawing.stiffness = 1.7, 0.55
    {
        "tote": _tote,
        "shoulder": _shoulder_bag,
        "crossbody": _crossbody,
        "bucket": _bucket,
        "backpack": _backpack,
    }[bench.cut["kind"]](bench)


def _tote(bench: Bench) -> None:
    wide, tall = bench.about(300), bench.about(640)
    handle = "main" if bench.material != "leather" else "tan"
    for sway, tone in ((30.0, 0.86), (0.0, 1.0)):
        y = -250.0 - sway
        strap = line(
            (-120, 40),
            (-126 + sway, y * 0.6, 0.9),
            (-60 + sway, y, 1.0),
            (60 + sway, y - 6, 1.0),
            (128 + sway, y * 0.6, 0.9),
            (120, 40),
        )
        bench.drawing.add(Piece(ribbon(strap, 34), handle, tone=tone, lift=0.9))
        if tone < 1:
            back = outline(
                (-wide + 4, -8), (0, -14, 1.0), (wide - 4, -8), (wide - 10, 60), (-wide + 10, 60)
            )
            bench.drawing.add(Piece(back, "inside", tone=0.8, lift=0.6))
            front = outline(
                (-wide, 6),
                (0, 18, 1.0),
                (wide, 6),
                (wide + 14, tall * 0.5, 0.8),
                (wide + 4, tall - 10, 0.6),
                (wide - 16, tall, 0.6),
                (0, tall + 8, 1.0),
                (-wide + 16, tall, 0.6),
                (-wide - 4, tall - 10, 0.6),
                (-wide - 14, tall * 0.5, 0.8),
            )
            top = topstitch(line((-wide, 40), (0, 52, 1.0), (wide, 40)), -0.3)
            bench.drawing.add(Piece(front, lift=1.2, marks=(top,)))
    for x in (-120, 120):
        tab = outline((x - 19, 16), (x + 19, 16), (x + 19, 110), (x - 19, 110))
        box = line(
            (x - 13, 62), (x + 13, 62), (x + 13, 104), (x - 13, 104), (x - 13, 62), (x + 13, 104)
        )
        bench.drawing.add(Piece(tab, handle, lift=0.4, marks=(topstitch(box, -0.35),)))
    bench.drawing.fold(wrinkles(bench, (0, tall * 0.5), (140, 150), 70, 8, 220, 0.6))
    if bench.material == "canvas" and bench.pattern == "plain":
        bench.drawing.add(*graphic_print(bench, 0, tall * 0.45, 230))
    bench.drawing.focus += [(120.0, 70.0), (0.0, 60.0)]


def _shoulder_bag(bench: Bench) -> None:
    strap = line((-270, 40), (-230, -190, 1.0), (0, -330, 1.0), (230, -190, 1.0), (270, 40))
    bench.drawing.add(Piece(ribbon(strap, 40), lift=1.0))
    body = outline(
        (-290, 10),
        (0, -14, 1.0),
        (290, 10),
        (330, 140, 1.0),
        (286, 300, 1.0),
        (0, 344, 1.0),
        (-286, 300, 1.0),
        (-330, 140, 1.0),
    )
    base = seam(line((-318, 220), (0, 262, 1.0), (318, 220)), -0.3, 2)
    bench.drawing.add(Piece(body, lift=1.8, marks=(base,)))
    flap = outline(
        (-292, 4),
        (0, -18, 1.0),
        (292, 4),
        (300, 60, 0.6),
        (220, 168, 1.0),
        (0, 206, 1.0),
        (-220, 168, 1.0),
        (-300, 60, 0.6),
    )
    edge = line((-288, 58), (-212, 158, 1.0), (0, 194, 1.0), (212, 158, 1.0), (288, 58))
    if bench.rng.random() < 0.6:
        bench.drawing.add(Piece(flap, lift=1.0, marks=(topstitch(edge, -0.35),)))
        bench.drawing.add(
            Piece(ellipse(0, 176, 30, 22), "brass", lift=0.7),
            Piece(ellipse(0, 176, 14, 9), "dark", lift=0.1),
        )
    else:
        bench.drawing.add(*zip_pieces((-262, 24), (262, 24)))
    for x in (-270, 270):
        bench.drawing.add(
            Piece(ellipse(x, 34, 30, 30), "brass", lift=0.7, holes=(ellipse(x, 34, 19, 19),))
        )
    bench.drawing.fold(wrinkles(bench, (0, 240), (170, 30), 20, 5, 150, 0.5))
    bench.drawing.focus += [(0.0, 170.0), (260.0, 30.0)]


def _crossbody(bench: Bench) -> None:
    strap = line(
        (-236, 40),
        (-330, -200, 1.0),
        (-150, -470, 1.0),
        (130, -420, 1.0),
        (190, -230, 1.0),
        (330, -90, 1.0),
        (236, 40),
    )
    bench.drawing.add(Piece(ribbon(strap, 20), lift=0.8))
    body = outline(
        (-250, 10, 0.4),
        (250, 10, 0.4),
        (264, 40, 0.5),
        (258, 320, 0.6),
        (220, 352, 0.6),
        (-220, 352, 0.6),
        (-258, 320, 0.6),
        (-264, 40, 0.5),
    )
    bench.drawing.add(Piece(body, lift=1.8))
    flap = outline(
        (-256, 4, 0.4),
        (0, -10, 1.0),
        (256, 4, 0.4),
        (262, 150, 0.7),
        (180, 228, 0.9),
        (-180, 228, 0.9),
        (-262, 150, 0.7),
    )
    edge = line((-250, 146), (-174, 217, 0.9), (174, 217, 0.9), (250, 146))
    bench.drawing.add(Piece(flap, lift=1.0, marks=(topstitch(edge, -0.35),)))
    clasp = outline((-34, 196), (34, 196), (34, 258, 0.5), (-34, 258, 0.5))
    bench.drawing.add(
        Piece(clasp, "brass", lift=0.7),
        Piece(outline((-16, 214), (16, 214), (16, 240), (-16, 240)), "dark", lift=0.1),
    )
    for x in (-236, 236):
        bench.drawing.add(
            Piece(ellipse(x, 30, 24, 24), "brass", lift=0.7, holes=(ellipse(x, 30, 15, 15),))
        )
    bench.drawing.focus += [(0.0, 210.0), (-236.0, 40.0)]


def _bucket(bench: Bench) -> None:
    strap = line((-200, 30), (-250, -220, 1.0), (-40, -400, 1.0), (190, -260, 1.0), (200, 30))
    bench.drawing.add(
        Piece(ribbon(strap, 34), "tan" if bench.material == "canvas" else "main", lift=0.9)
    )
    bench.drawing.add(Piece(ellipse(0, 20, 226, 56), "inside", tone=0.62, lift=0.6))
    body = outline(
        (-232, 20),
        (-110, 66, 1.0),
        (0, 76, 1.0),
        (110, 66, 1.0),
        (232, 20),
        (262, 300, 0.8),
        (236, 470, 0.7),
        (120, 512, 1.0),
        (0, 520, 1.0),
        (-120, 512, 1.0),
        (-236, 470, 0.7),
        (-262, 300, 0.8),
    )
    base = seam(line((-248, 420), (0, 474, 1.0), (248, 420)), -0.35, 2.4)
    bench.drawing.add(Piece(body, lift=1.7, marks=(base,)))
    for x in (-170, -90, 90, 170):
        bench.drawing.add(stud(x, 112 - abs(x) * 0.12, 9, "brass"))
    cord = line((-176, 92), (-90, 112, 1.0), (0, 120, 1.0), (90, 112, 1.0), (176, 92))
    bench.drawing.add(Piece(ribbon(cord, 12), "tan", lift=0.5))
    for side in (-1, 1):
        tail = line((side * 6, 120), (side * 50, 190, 1.0), (side * 30, 300))
        bench.drawing.add(Piece(ribbon(tail, 11), "tan", lift=0.6))
    bench.drawing.fold(flares(bench, 60, 330, 150, 180, 7, 0.7))
    bench.drawing.focus += [(0.0, 110.0), (150.0, 100.0)]


def _backpack(bench: Bench) -> None:
    for side in (-1, 1):
        strap = line(
            (side * 130, 10), (side * 330, 160, 1.0), (side * 330, 460, 1.0), (side * 220, 600)
        )
        bench.drawing.add(Piece(ribbon(strap, 60, 40), tone=0.86, lift=0.9))
    loop = line((-60, 10), (-44, -70, 1.0), (44, -70, 1.0), (60, 10))
    bench.drawing.add(Piece(ribbon(loop, 26), lift=0.8))
    body = outline(
        (-250, 110, 0.9),
        (-190, 16, 0.9),
        (0, -10, 1.0),
        (190, 16, 0.9),
        (250, 110, 0.9),
        (282, 420, 0.8),
        (268, 640, 0.6),
        (230, 680, 0.8),
        (0, 690, 1.0),
        (-230, 680, 0.8),
        (-268, 640, 0.6),
        (-282, 420, 0.8),
    )
    bench.drawing.add(Piece(body, lift=1.9))
    arch = line((-256, 300), (-232, 110, 0.9), (0, 40, 1.1), (232, 110, 0.9), (256, 300))
    bench.drawing.add(Piece(ribbon(arch, 15), "ink", lift=0.2, marks=(Mark(arch, 6, 0.5),)))
    pocket = outline(
        (-190, 370, 0.5),
        (190, 370, 0.5),
        (204, 600, 0.6),
        (170, 642, 0.7),
        (-170, 642, 0.7),
        (-204, 600, 0.6),
    )
    bench.drawing.add(Piece(pocket, "main", lift=1.0), *zip_pieces((-182, 400), (182, 400)))
    bench.drawing.add(
        Piece(
            outline((-50, 210), (50, 210), (50, 276), (-50, 276)),
            "patch",
            lift=0.4,
            marks=(seam(line((-28, 243), (28, 243)), -0.4, 4),),
        )
    )
    bench.drawing.fold(wrinkles(bench, (0, 240), (130, 90), 60, 6, 170, 0.6))
    bench.drawing.focus += [(0.0, 380.0), (0.0, 240.0)]
