"""Caps, beanies, scarves and belts."""

from __future__ import annotations

import numpy as np

from rethread.simulation.garments.drawing import Crease, Mark, Piece
from rethread.simulation.garments.geometry import ellipse, line, outline, ribbon, shifted
from rethread.simulation.garments.silhouettes.build import (
    Bench,
    graphic_print,
    seam,
    stud,
    topstitch,
    wrinkles,
)


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
    stitches = [topstitch(shifted(m.path, dx, 0), -0.3) for m in panels for dx in (-7, 7)]
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
    bench.drawing.add(
        Piece(crown, lift=1.2, marks=(side, topstitch(shifted(side.path, 0, 8), -0.3)))
    )
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
    edge = Mark(shifted(path, 0, 0), 1.5, -0.25, 6)
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
