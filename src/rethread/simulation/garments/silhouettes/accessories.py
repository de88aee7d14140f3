"""Bags, caps, beanies, scarves and belts."""

from __future__ import annotations

import numpy as np

from rethread.simulation.garments.drawing import Crease, Mark, Piece
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
    {"tote": _tote, "shoulder": _shoulder_bag, "crossbody": _crossbody, "bucket": _bucket,
     "backpack": _backpack}[bench.cut["kind"]](bench)  # fmt: skip


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
            front = outline((-wide, 6), (0, 18, 1.0), (wide, 6), (wide + 14, tall * 0.5, 0.8), (wide + 4, tall - 10, 0.6),
                            (wide - 16, tall, 0.6), (0, tall + 8, 1.0), (-wide + 16, tall, 0.6), (-wide - 4, tall - 10, 0.6), (-wide - 14, tall * 0.5, 0.8))  # fmt: skip
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
    body = outline((-232, 20), (-110, 66, 1.0), (0, 76, 1.0), (110, 66, 1.0), (232, 20), (262, 300, 0.8), (236, 470, 0.7), (120, 512, 1.0),
                   (0, 520, 1.0), (-120, 512, 1.0), (-236, 470, 0.7), (-262, 300, 0.8))  # fmt: skip
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
    body = outline((-250, 110, 0.9), (-190, 16, 0.9), (0, -10, 1.0), (190, 16, 0.9), (250, 110, 0.9), (282, 420, 0.8), (268, 640, 0.6), (230, 680, 0.8),
                   (0, 690, 1.0), (-230, 680, 0.8), (-268, 640, 0.6), (-282, 420, 0.8))  # fmt: skip
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


def cap(bench: Bench) -> None:
    """Draw a cap or a bucket hat."""
    bench.drawing.height, bench.drawing.stiffness = 1.8, 0.6
    if bench.is_cut("kind", "bucket"):
        _bucket_hat(bench)
        return
    crown = outline(
        (-300, 150, 0.5),
        (-316, 0, 0.9),
        (-210, -190, 1.0),
        (0, -262, 1.0),
        (210, -190, 1.0),
        (316, 0, 0.9),
        (300, 150, 0.5),
        (0, 96, 1.0),
    )
    panels = [
        seam(line((0, -258), (s * 104, -80, 0.9), (s * 134, 122)), -0.32, 2.2) for s in (-1, 1)
    ]
    stitches = [topstitch(m.path + [dx, 0], -0.3) for m in panels for dx in (-7, 7)]
    bench.drawing.add(Piece(crown, lift=1.8, marks=(*panels, *stitches)))
    peak = outline(
        (-292, 118, 0.8),
        (0, 74, 1.0),
        (292, 118, 0.8),
        (330, 220, 1.0),
        (210, 318, 1.0),
        (0, 352, 1.0),
        (-210, 318, 1.0),
        (-330, 220, 1.0),
    )
    rows = tuple(
        topstitch(
            line(
                (-292 - 4 * n, 142 + n * 32, 0.8),
                (0, 100 + n * 44, 1.0),
                (292 + 4 * n, 142 + n * 32, 0.8),
            ),
            -0.28,
        )
        for n in range(5)
    )
    cloth = "contrast" if bench.pattern == "graphic" or bench.rng.random() < 0.25 else "main"
    bench.drawing.add(Piece(peak, cloth, lift=1.3, marks=rows))
    bench.drawing.add(Piece(ellipse(0, -262, 24, 13), lift=0.7))
    for side in (-1, 1):
        eye = ellipse(side * 176, -60, 11, 11)
        bench.drawing.add(Piece(eye, "dark", lift=0.2, holes=(ellipse(side * 176, -60, 5, 5),)))
    bench.drawing.add(*graphic_print(bench, 0, -40, 118 if bench.pattern == "graphic" else 74))
    bench.drawing.fold([Crease((-200, 236), (0, 200), (200, 236), 60, 0.5)])
    bench.drawing.focus += [(0.0, -20.0), (160.0, 200.0)]


def _bucket_hat(bench: Bench) -> None:
    brim = outline(
        (-250, 60, 0.8),
        (-360, 230, 1.0),
        (-200, 306, 1.0),
        (0, 324, 1.0),
        (200, 306, 1.0),
        (360, 230, 1.0),
        (250, 60, 0.8),
    )
    rows = tuple(
        topstitch(
            line(
                (-262 - n * 22, 100 + n * 34, 0.8),
                (0, 180 + n * 34, 1.2),
                (262 + n * 22, 100 + n * 34, 0.8),
            ),
            -0.28,
        )
        for n in range(4)
    )
    bench.drawing.add(Piece(brim, lift=1.6, marks=rows))
    crown = outline(
        (-258, 84, 0.6),
        (-206, -150, 0.8),
        (-130, -206, 0.9),
        (0, -222, 1.0),
        (130, -206, 0.9),
        (206, -150, 0.8),
        (258, 84, 0.6),
        (0, 146, 1.0),
    )
    side = seam(line((-204, -146), (0, -110, 1.0), (204, -146)), -0.32, 2.2)
    bench.drawing.add(Piece(crown, lift=1.2, marks=(side, topstitch(side.path + [0, 8], -0.3))))
    for x in (-18, 18):
        bench.drawing.add(stud(170 + x, 10, 6))
    bench.drawing.fold(wrinkles(bench, (0, 20), (120, 60), 80, 5, 130, 0.5))
    bench.drawing.focus += [(150.0, 20.0), (0.0, 220.0)]


def beanie(bench: Bench) -> None:
    """Draw a ribbed beanie, with or without a bobble."""
    bench.drawing.height, bench.drawing.stiffness = 1.5, 0.4
    if bench.is_cut("kind", "bobble"):
        angles = np.linspace(0, 2 * np.pi, 46, endpoint=False)
        reach = 92 + bench.rng.uniform(-9, 9, 46)
        fluff = np.stack([np.cos(angles) * reach, np.sin(angles) * reach - 330], axis=1)
        bench.drawing.add(Piece(fluff, "contrast", lift=2.0))
        bench.drawing.fold(wrinkles(bench, (0, -330), (34, 34), 60, 16, 34, 0.8))
    crown = outline(
        (-270, 130),
        (-282, 0, 0.9),
        (-214, -190, 1.0),
        (-60, -290, 1.0),
        (60, -290, 1.0),
        (214, -190, 1.0),
        (282, 0, 0.9),
        (270, 130),
    )
    decreases = tuple(
        seam(line((s * 14, -284), (s * 100, -150, 1.0), (s * 120, -40)), -0.2, 2.2) for s in (-1, 1)
    )
    bench.drawing.add(Piece(crown, lift=1.5, marks=decreases))
    cuff = outline(
        (-288, 96, 0.5),
        (0, 72, 1.0),
        (288, 96, 0.5),
        (294, 250, 0.6),
        (0, 276, 1.0),
        (-294, 250, 0.6),
    )
    bench.drawing.add(Piece(cuff, "rib", lift=1.4))
    tab = outline((120, 140), (206, 134), (208, 200), (122, 206))
    bench.drawing.add(
        Piece(tab, "label", lift=0.4, marks=(seam(line((142, 171), (188, 168)), -0.6, 4),))
    )
    bench.drawing.focus += [(150.0, 160.0), (0.0, 60.0)]


def scarf(bench: Bench) -> None:
    """Draw a scarf: folded or draped, with its fringe."""
    bench.drawing.height = 1.3
    {"folded": _folded_scarf, "drape": _draped_scarf}[bench.cut["lay"]](bench)


def _fringe(
    bench: Bench, a: tuple[float, float], b: tuple[float, float], down: tuple[float, float]
) -> None:
    count = 15
    for index in range(count):
        share = (index + 0.5) / count
        x, y = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
        sway = bench.between(-9, 9)
        path = line(
            (x, y - 4),
            (x + down[0] / 2 - sway, y + down[1] / 2, 1.0),
            (x + down[0] + sway, y + down[1]),
        )
        bench.drawing.add(Piece(ribbon(path, 10, 6), lift=0.35, grain=index * 7.0))


def _folded_scarf(bench: Bench) -> None:
    for level in range(3):
        w, y = 236 - level * 12, 40 - level * 22
        layer = outline(
            (-w, -320 + y, 0.3),
            (0, -330 + y, 1.0),
            (w, -320 + y, 0.3),
            (w + 6, 280 + y, 0.4),
            (0, 292 + y, 1.0),
            (-w - 6, 280 + y, 0.4),
        )
        if level == 2:
            _fringe(bench, (-w, 276 + y), (w, 276 + y), (0, 84))
        bench.drawing.add(Piece(layer, grain=(0, 3, 0)[level], lift=1.3))
    bench.drawing.fold(wrinkles(bench, (0, -40), (110, 160), 84, 7, 260, 0.6))
    bench.drawing.focus += [(60.0, 230.0), (160.0, -260.0)]


def _draped_scarf(bench: Bench) -> None:
    path = line(
        (-230, -430),
        (-120, -160, 1.1),
        (150, -40, 1.1),
        (170, 190, 1.1),
        (-60, 330, 1.0),
        (-90, 520),
    )
    _fringe(bench, (-190, 508), (10, 512), (-6, 84))
    _fringe(bench, (-330, -420), (-140, -432), (0, -80))
    bench.drawing.add(Piece(ribbon(path, 200, 200), grain=18, lift=1.3))
    bench.drawing.fold(wrinkles(bench, (120, 30), (60, 120), 60, 7, 240, 0.8))
    bench.drawing.fold(wrinkles(bench, (-130, -260), (30, 80), 62, 4, 220, 0.7))
    bench.drawing.focus += [(-90.0, 440.0), (150.0, 60.0)]


def belt(bench: Bench) -> None:
    """Draw a belt, coiled, its buckle at the front."""
    bench.drawing.height, bench.drawing.stiffness = 1.6, 0.9
    angle = np.linspace(-0.4, 4.3 * np.pi, 190)
    reach = 116 + 17.5 * angle
    path = np.stack([np.cos(angle) * reach, np.sin(angle) * reach * 0.94], axis=1)
    edge = Mark(path + [0, 0], 1.5, -0.25, 6)
    bench.drawing.add(Piece(ribbon(path, 52), lift=1.4, marks=(edge,)))
    x, y = float(path[-1, 0]), float(path[-1, 1])
    for step in range(5):
        at = path[-26 - step * 5]
        bench.drawing.add(Piece(ellipse(float(at[0]), float(at[1]), 5, 5), "ink", lift=0.1))
    frame = outline(
        (x - 48, y - 66, 0.5), (x + 48, y - 66, 0.5), (x + 48, y + 66, 0.5), (x - 48, y + 66, 0.5)
    )
    hole = outline(
        (x - 34, y - 50, 0.4), (x + 34, y - 50, 0.4), (x + 34, y + 50, 0.4), (x - 34, y + 50, 0.4)
    )
    bench.drawing.add(Piece(frame, "brass", lift=1.0, holes=(hole,)))
    bench.drawing.add(Piece(ribbon(line((x, y - 52), (x + 4, y + 62)), 11), "brass", lift=0.6))
    bench.drawing.focus += [(x, y)]
