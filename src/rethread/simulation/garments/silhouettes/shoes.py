"""Trainers, heels and loafers, a pair at a time, from the side."""

from __future__ import annotations

from rethread.simulation.garments.drawing import Crease, Drawing, Piece
from rethread.simulation.garments.geometry import Points, ellipse, line, outline, ribbon
from rethread.simulation.garments.silhouettes.build import Bench, seam, stud, topstitch
from rethread.simulation.garments.silhouettes.pairs import pair
from rethread.simulation.garments.silhouettes.shoes_above import (
    loafer_above,
    pair_above,
    trainer_above,
)


def trainers(bench: Bench) -> None:
    """Draw a pair of trainers."""
    if bench.is_cut("lay", "top"):
        pair_above(bench, trainer_above)
        return
    kind = bench.cut["kind"]
    pair(bench, lambda b, d: _trainer(b, d, kind), dx=-70, dy=330 if kind != "high-top" else 390)


def _trainer(bench: Bench, d: Drawing, kind: str) -> None:
    """A trainer from the side, its toe to the right, about 640 long."""
    high = kind == "high-top"
    top = -290.0 if high else -176.0
    d.add(
        Piece(
            outline(
                (-236, top + 24), (-120, top + 20, 0.8), (-60, top + 30), (-40, -90), (-230, -90)
            ),
            "inside",
            tone=0.7,
            lift=0.6,
        )
    )
    tongue = outline(
        (-92, top + 30), (-66, top - 34, 0.8), (-20, top - 22, 1.0), (62, -96), (10, -70)
    )
    d.add(Piece(tongue, "main", tone=0.94, lift=0.6))
    upper = outline(
        (-292, 44),
        (-300, -40, 0.8),
        (-272, -110, 0.6),
        (-262, top + 14, 0.7),
        (-244, top, 0.9),
        (-170, top + 44, 1.1),
        (-88, top + 26, 0.8),
        (-66, top + 22, 0.8),
        (62, -92, 0.5),
        (170, -66, 0.9),
        (276, -34, 1.0),
        (316, 18, 1.0),
        (306, 50),
    )
    d.add(Piece(upper, "main", lift=1.0))
    toe = outline(
        (132, 46), (138, -30, 0.8), (168, -66, 0.6), (272, -36, 1.0), (316, 18, 1.0), (306, 50)
    )
    d.add(
        Piece(
            toe,
            "main",
            tone=1.03,
            lift=0.25,
            marks=(topstitch(line((143, 40), (149, -28, 0.8), (174, -58)), -0.35),),
        )
    )
    _trainer_trim(bench, d, kind)
    _trainer_laces(d, top, 7 if high else 5)
    _trainer_sole(bench, d, kind)
    d.focus += [(-10.0, -120.0), (230.0, 0.0), (-240.0, -30.0)]
    d.fold(
        [
            Crease((96, -60), (110, -20), (104, 26), 10, 0.5),
            Crease((126, -58), (142, -20), (134, 24), 9, -0.4),
        ]
    )


def _trainer_trim(bench: Bench, d: Drawing, kind: str) -> None:
    """Lay the vents, the heel counter and the side stripes or panel."""
    for index in range(5):
        d.add(stud(206 + 15 * (index % 3), -28 + 9 * (index // 2), 3, "ink"))
    heel = outline((-296, 44), (-302, -40, 0.8), (-274, -112, 0.6), (-214, -104, 0.8), (-186, 44))
    d.add(Piece(heel, "contrast", lift=0.3))
    if kind == "runner":
        for step in range(3):
            x = -120.0 + step * 46
            d.add(
                Piece(
                    outline((x, 46), (x + 78, -80), (x + 104, -74), (x + 28, 46)),
                    "contrast",
                    lift=0.2,
                )
            )
    else:
        band = outline((-150, 46), (-90, -38, 0.8), (60, -64), (36, 0, 0.8), (70, 46))
        d.add(
            Piece(
                band,
                "contrast" if bench.pattern == "colour-block" else "main",
                tone=0.97,
                lift=0.3,
                marks=(topstitch(line((-142, 40), (-86, -32, 0.8), (54, -57)), -0.35),),
            )
        )


def _trainer_laces(d: Drawing, top: float, count: int) -> None:
    """Lay the eyelet row and the laces, their ends loose."""
    eyes = outline(
        (-84, top + 20, 0.5), (64, -92, 0.4), (88, -66), (54, -46), (-62, top + 84), (-92, top + 58)
    )
    d.add(Piece(eyes, "main", tone=0.95, lift=0.4))
    for index in range(count):
        share = (index + 0.4) / count
        x, y = -72 + 132 * share, top + 44 + (-84 - top - 44) * share
        d.add(stud(x + 6, y + 16, 5.5, "metal"))
        lace = line((x + 4, y + 15), (x + 22, y - 16, 1.0), (x + 44, y - 22))
        d.add(Piece(ribbon(lace, 13), "cord", lift=0.5))
    for end in ((-120.0, top + 110.0), (-22.0, top + 118.0)):
        lace = line((-40, top + 48), ((end[0] - 40) / 2, end[1] - 60, 1.0), end)
        d.add(Piece(ribbon(lace, 10), "cord", lift=0.5))


def _trainer_sole(bench: Bench, d: Drawing, kind: str) -> None:
    gum = "gum" if bench.rng.random() < 0.3 else "sole"
    if kind == "runner":
        sole = outline(
            (-322, 60),
            (-306, 24, 0.8),
            (-60, 46, 1.0),
            (120, 40, 1.0),
            (318, 14, 0.8),
            (336, 40, 0.8),
            (300, 92, 0.8),
            (120, 104, 1.0),
            (-290, 108, 0.6),
            (-326, 90, 0.8),
        )
    else:
        sole = outline(
            (-310, 36, 0.4),
            (0, 44, 0.6),
            (306, 30, 0.5),
            (330, 44, 0.8),
            (320, 88, 0.7),
            (296, 100, 0.5),
            (-296, 102, 0.5),
            (-314, 90, 0.7),
        )
    marks = (
        seam(line((-306, 54), (0, 61, 1.0), (322, 50)), -0.22, 2),
        seam(line((-304, 88), (310, 86)), -0.3, 3),
    )
    d.add(Piece(sole, "sole" if kind == "court" else gum, lift=0.9, marks=marks))


def heels(bench: Bench) -> None:
    """Draw a pair of heeled shoes."""
    kind = bench.cut["kind"]
    pair(bench, lambda b, d: _heel(b, d, kind), dx=-80, dy=320, tilt=5)


def _heel_upper(d: Drawing, back: float, *, slingback: bool) -> Points:
    """Return the upper's outline, laying the strap of a slingback first."""
    if slingback:
        strap = line((-30, -52), (-150, -150, 1.0), (-252, -196, 1.0), (-272, -150))
        d.add(Piece(ribbon(strap, 20), lift=0.6))
        return outline(
            (-64, -20),
            (-30, -76, 0.8),
            (40, -50, 1.0),
            (120, 0, 0.6),
            (210, 16, 0.8),
            (336, 82, 0.5),
            (330, 92),
            (120, 92, 0.8),
            (0, 50, 0.8),
        )
    return outline(
        (-272, -96),
        (-280, -180, 0.8),
        (-258, back, 0.9),
        (-200, -160, 1.0),
        (-80, -62, 1.0),
        (40, -14, 0.8),
        (100, -8, 0.8),
        (206, 18, 0.8),
        (336, 82, 0.5),
        (330, 92),
        (120, 92, 0.8),
        (0, 54, 0.9),
        (-150, -58, 0.8),
    )


def _heel(bench: Bench, d: Drawing, kind: str) -> None:
    """A court shoe from the side: pointed toe right, heel left."""
    back = -236.0
    inner = outline(
        (-250, back, 0.6), (-150, -150, 1.0), (60, -20, 0.8), (90, 0), (-40, 20), (-230, -120)
    )
    d.add(Piece(inner, "tan", tone=0.86, lift=0.5))
    if kind == "block":
        heel = outline((-270, -110), (-176, -70, 0.5), (-178, 96), (-262, 96))
    else:
        heel = outline(
            (-268, -110, 0.5),
            (-170, -66, 0.9),
            (-222, 10, 1.0),
            (-236, 98),
            (-256, 98),
            (-262, 0, 1.0),
        )
    d.add(Piece(heel, "main" if bench.material != "satin" else "dark", tone=0.93, lift=0.9))
    body = _heel_upper(d, back, slingback=kind == "slingback")
    d.add(Piece(body, "main", lift=1.0))
    sole = outline(
        (-272, -110),
        (-150, -66, 0.9),
        (0, 48, 0.9),
        (120, 86, 0.8),
        (332, 86),
        (336, 98),
        (116, 100, 0.8),
        (-10, 62, 0.9),
        (-160, -50, 0.9),
        (-272, -92),
    )
    d.add(Piece(sole, "tan" if kind != "block" else "ink", lift=0.4))
    d.fold([Crease((60, 4), (130, 20), (250, 56), 16, 0.8)])
    d.focus += [(220.0, 50.0), (-220.0, -140.0)]


def loafers(bench: Bench) -> None:
    """Draw a pair of loafers."""
    if bench.is_cut("lay", "top"):
        pair_above(bench, loafer_above)
        return
    pair(bench, _loafer, dx=-70, dy=300)


def _loafer(bench: Bench, d: Drawing) -> None:
    d.add(
        Piece(outline((-262, -130), (-60, -110), (30, -60), (-240, -40)), "tan", tone=0.7, lift=0.4)
    )
    upper = outline(
        (-276, 46),
        (-288, -60, 0.8),
        (-266, -146, 0.9),
        (-190, -112, 1.0),
        (-60, -92, 0.8),
        (-10, -134, 0.9),
        (60, -112, 0.9),
        (180, -66, 1.0),
        (276, -14, 1.0),
        (300, 34, 0.9),
        (292, 50),
    )
    d.add(Piece(upper, "main", lift=1.1))
    apron = line((-20, -40), (110, -52, 0.9), (236, -18, 1.0), (284, 10))
    d.add(Piece(ribbon(apron, 9), "main", tone=0.9, lift=0.5))
    strap = outline((-20, -134, 0.6), (34, -124, 0.6), (26, 30), (-40, 30))
    d.add(
        Piece(
            strap,
            "main",
            lift=0.5,
            marks=(
                topstitch(line((-14, -126), (-33, 26)), -0.3),
                topstitch(line((28, -118), (20, 26)), -0.3),
            ),
        )
    )
    if bench.is_cut("kind", "penny"):
        d.add(Piece(ellipse(2, -86, 12, 20), "ink", lift=0.0))
    sole = outline(
        (-286, 42),
        (296, 40),
        (306, 54, 0.6),
        (292, 72),
        (-60, 74),
        (-84, 72),
        (-90, 94),
        (-280, 96),
        (-292, 78, 0.5),
    )
    d.add(Piece(sole, "black-sole", lift=0.7, marks=(topstitch(line((-280, 50), (290, 48)), 0.4),)))
    d.fold([Crease((120, -70), (140, -20), (126, 30), 10, 0.5)])
    d.focus += [(40.0, -60.0), (200.0, -10.0)]
