"""Trainers, boots, heels, loafers and sandals, a pair at a time, from the side or from above."""

from __future__ import annotations

from collections.abc import Callable

from rethread.simulation.garments.drawing import Crease, Drawing, Mark, Piece
from rethread.simulation.garments.geometry import Points, ellipse, line, outline, ribbon, turned
from rethread.simulation.garments.silhouettes.build import Bench, seam, stud, topstitch, wrinkles

_Shoe = Callable[[Bench, Drawing], None]


def _pair(bench: Bench, shoe: _Shoe, *, dx: float, dy: float, tilt: float = 7.0) -> None:
    """Lay the far shoe, then the near one a little lower and turned a little."""
    for step in (0, 1):
        own = Drawing()
        shoe(bench, own)
        turn = bench.between(-tilt, tilt)
        if step == 0 and bench.is_cut("lay", "offset"):
            turn -= 16
        _place(bench.drawing, own, turn, (dx * (1 - step), -dy * (1 - step)))
    bench.drawing.height, bench.drawing.stiffness = 1.9, 0.75


def _place(drawing: Drawing, own: Drawing, turn: float, shift: tuple[float, float]) -> None:
    def moved(points: Points) -> Points:
        return turned(points, turn) + shift

    for p in own.pieces:
        marks = tuple(Mark(moved(m.path), m.width, m.shade, m.dash, m.fill) for m in p.marks)
        drawing.add(Piece(moved(p.outline), p.cloth, p.grain + turn, p.tone, p.lift, marks,
                          tuple(moved(hole) for hole in p.holes)))  # fmt: skip
    for x, y in own.focus:
        spot = turned(line((x, y), (x, y)), turn)[0] + shift
        drawing.focus.append((float(spot[0]), float(spot[1])))
    for c in own.creases:
        ends = turned(line(c.start, c.bend, c.end), turn)
        a, b, d = ends[0] + shift, ends[len(ends) // 2] + shift, ends[-1] + shift
        drawing.creases.append(
            Crease((a[0], a[1]), (b[0], b[1]), (d[0], d[1]), c.width, c.strength)
        )


def trainers(bench: Bench) -> None:
    """Draw a pair of trainers."""
    if bench.is_cut("lay", "top"):
        _pair_above(bench, _trainer_above)
        return
    kind = bench.cut["kind"]
    _pair(bench, lambda b, d: _trainer(b, d, kind), dx=-70, dy=330 if kind != "high-top" else 390)


def _trainer(bench: Bench, d: Drawing, kind: str) -> None:
    """A trainer from the side, its toe to the right, about 640 long."""
    high = kind == "high-top"
    top = -290.0 if high else -176.0
    d.add(Piece(outline((-236, top + 24), (-120, top + 20, 0.8), (-60, top + 30), (-40, -90), (-230, -90)),
                "inside", tone=0.7, lift=0.6))  # fmt: skip
    tongue = outline(
        (-92, top + 30), (-66, top - 34, 0.8), (-20, top - 22, 1.0), (62, -96), (10, -70)
    )
    d.add(Piece(tongue, "main", tone=0.94, lift=0.6))
    upper = outline((-292, 44), (-300, -40, 0.8), (-272, -110, 0.6), (-262, top + 14, 0.7), (-244, top, 0.9),
                    (-170, top + 44, 1.1), (-88, top + 26, 0.8), (-66, top + 22, 0.8), (62, -92, 0.5),
                    (170, -66, 0.9), (276, -34, 1.0), (316, 18, 1.0), (306, 50))  # fmt: skip
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
    for index in range(5):
        d.add(stud(206 + 15 * (index % 3), -28 + 9 * (index // 2), 3, "ink"))
    heel = outline((-296, 44), (-302, -40, 0.8), (-274, -112, 0.6), (-214, -104, 0.8), (-186, 44))
    d.add(Piece(heel, "contrast", lift=0.3))
    if kind == "runner":
        for step in range(3):
            x = -120 + step * 46
            d.add(
                Piece(
                    outline((x, 46), (x + 78, -80), (x + 104, -74), (x + 28, 46)),
                    "contrast",
                    lift=0.2,
                )
            )
    else:
        band = outline((-150, 46), (-90, -38, 0.8), (60, -64), (36, 0, 0.8), (70, 46))
        d.add(Piece(band, "contrast" if bench.pattern == "colour-block" else "main", tone=0.97, lift=0.3,
                    marks=(topstitch(line((-142, 40), (-86, -32, 0.8), (54, -57)), -0.35),)))  # fmt: skip
    eyes = outline(
        (-84, top + 20, 0.5), (64, -92, 0.4), (88, -66), (54, -46), (-62, top + 84), (-92, top + 58)
    )
    d.add(Piece(eyes, "main", tone=0.95, lift=0.4))
    count = 7 if high else 5
    for index in range(count):
        share = (index + 0.4) / count
        x, y = -72 + 132 * share, top + 44 + (-84 - top - 44) * share
        d.add(stud(x + 6, y + 16, 5.5, "metal"))
        lace = line((x + 4, y + 15), (x + 22, y - 16, 1.0), (x + 44, y - 22))
        d.add(Piece(ribbon(lace, 13), "cord", lift=0.5))
    for end in ((-120.0, top + 110.0), (-22.0, top + 118.0)):
        lace = line((-40, top + 48), ((end[0] - 40) / 2, end[1] - 60, 1.0), end)
        d.add(Piece(ribbon(lace, 10), "cord", lift=0.5))
    _trainer_sole(bench, d, kind)
    d.focus += [(-10.0, -120.0), (230.0, 0.0), (-240.0, -30.0)]
    d.fold(
        [
            Crease((96, -60), (110, -20), (104, 26), 10, 0.5),
            Crease((126, -58), (142, -20), (134, 24), 9, -0.4),
        ]
    )


def _trainer_sole(bench: Bench, d: Drawing, kind: str) -> None:
    gum = "gum" if bench.rng.random() < 0.3 else "sole"
    if kind == "runner":
        sole = outline((-322, 60), (-306, 24, 0.8), (-60, 46, 1.0), (120, 40, 1.0), (318, 14, 0.8), (336, 40, 0.8),
                       (300, 92, 0.8), (120, 104, 1.0), (-290, 108, 0.6), (-326, 90, 0.8))  # fmt: skip
    else:
        sole = outline((-310, 36, 0.4), (0, 44, 0.6), (306, 30, 0.5), (330, 44, 0.8), (320, 88, 0.7), (296, 100, 0.5),
                       (-296, 102, 0.5), (-314, 90, 0.7))  # fmt: skip
    marks = (
        seam(line((-306, 54), (0, 61, 1.0), (322, 50)), -0.22, 2),
        seam(line((-304, 88), (310, 86)), -0.3, 3),
    )
    d.add(Piece(sole, "sole" if kind == "court" else gum, lift=0.9, marks=marks))


def _sole_shape(width: float, length: float) -> Points:
    """The outline of a foot from above, heel at the bottom, a right foot."""
    w, n = width, length
    return outline((0, -n * 0.5, 1.0), (w * 0.42, -n * 0.42, 1.0), (w * 0.52, -n * 0.2, 1.0), (w * 0.40, n * 0.12, 1.0),
                   (w * 0.38, n * 0.38, 1.0), (0, n * 0.5, 1.2), (-w * 0.36, n * 0.38, 1.0), (-w * 0.33, n * 0.1, 1.0),
                   (-w * 0.48, -n * 0.18, 1.0), (-w * 0.38, -n * 0.42, 1.0))  # fmt: skip


def _pair_above(bench: Bench, shoe: _Shoe) -> None:
    for side in (-1, 1):
        own = Drawing()
        shoe(bench, own)
        if side < 0:
            for index, p in enumerate(own.pieces):
                own.pieces[index] = _reflected(p)
        shift = (side * 168.0, bench.between(-26, 26))
        _place(bench.drawing, own, side * -bench.between(1, 9), shift)
    bench.drawing.height, bench.drawing.stiffness = 1.7, 0.75


def _reflected(p: Piece) -> Piece:
    flip = [-1, 1]
    marks = tuple(Mark(m.path * flip, m.width, m.shade, m.dash, m.fill) for m in p.marks)
    return Piece((p.outline * flip)[::-1], p.cloth, -p.grain, p.tone, p.lift, marks,
                 tuple(hole * flip for hole in p.holes))  # fmt: skip


def _trainer_above(bench: Bench, d: Drawing) -> None:
    d.add(Piece(_sole_shape(272, 724), "sole", lift=1.0))
    d.add(Piece(_sole_shape(244, 690), "main", lift=0.8))
    opening = outline(
        (0, 10, 0.8), (62, 60, 0.8), (74, 200, 1.0), (0, 310, 1.2), (-74, 200, 1.0), (-62, 60, 0.8)
    )
    d.add(Piece(opening, "inside", tone=0.66, lift=0.2))
    insole = outline(
        (0, 120, 1.0),
        (52, 160, 1.0),
        (50, 240, 1.0),
        (0, 296, 1.0),
        (-50, 240, 1.0),
        (-52, 160, 1.0),
    )
    d.add(Piece(insole, "label", tone=0.84, lift=0.1))
    heel = outline(
        (-64, 270, 0.6),
        (0, 318, 1.0),
        (64, 270, 0.6),
        (70, 316, 0.6),
        (0, 346, 1.0),
        (-70, 316, 0.6),
    )
    d.add(Piece(heel, "contrast", lift=0.5))
    toe = outline(
        (-100, -168, 0.6),
        (0, -196, 1.0),
        (104, -170, 0.6),
        (88, -290, 1.0),
        (0, -338, 1.0),
        (-84, -290, 1.0),
    )
    d.add(
        Piece(
            toe,
            "main",
            tone=1.03,
            lift=0.25,
            marks=(topstitch(line((-94, -176, 0.6), (0, -204, 1.0), (98, -178, 0.6)), -0.35),),
        )
    )
    tongue = outline((-46, -150), (46, -150), (52, 40, 0.8), (0, 62, 1.0), (-52, 40, 0.8))
    d.add(Piece(tongue, "main", tone=0.93, lift=0.6))
    for side in (-1, 1):
        eyes = outline(
            (side * 34, -158), (side * 78, -150, 0.6), (side * 92, 40, 0.6), (side * 46, 46)
        )
        d.add(Piece(eyes if side > 0 else eyes[::-1], "main", tone=0.97, lift=0.4))
    for index in range(6):
        y = -136 + index * 34
        for side in (-1, 1):
            d.add(stud(side * 56, y, 5, "metal"))
        d.add(Piece(ribbon(line((-54, y), (0, y - 5, 1.0), (54, y)), 15), "cord", lift=0.5))
    for side in (-1, 1):
        loop = outline(
            (0, 36),
            (side * 58, 8, 1.0),
            (side * 104, 46, 1.0),
            (side * 70, 84, 1.0),
            (side * 10, 46),
        )
        hole = outline(
            (side * 20, 38), (side * 58, 22, 1.0), (side * 88, 46, 1.0), (side * 66, 68, 1.0)
        )
        d.add(Piece(loop, "cord", lift=0.6, holes=(hole,)))
        d.add(
            Piece(
                ribbon(line((0, 40), (side * 40, 100, 1.0), (side * 30, 150)), 9), "cord", lift=0.5
            )
        )
    d.focus += [(0.0, -60.0), (0.0, 200.0)]


def boots(bench: Bench) -> None:
    """Draw a pair of boots."""
    kind = bench.cut["kind"]
    tall = kind == "tall"
    _pair(
        bench,
        lambda b, d: _boot(b, d, kind),
        dx=-150 if tall else -90,
        dy=70 if tall else 300,
        tilt=4,
    )


def _boot(bench: Bench, d: Drawing, kind: str) -> None:
    """A boot from the side, its toe to the right."""
    tall = {"chelsea": -330.0, "lace": -370.0, "tall": -680.0, "heeled": -390.0}[kind]
    lift = 46.0 if kind == "heeled" else 0.0
    arch = 40.0 - lift * 0.2
    d.add(
        Piece(
            outline((-214, tall + 16), (-60, tall + 22), (-60, tall + 60), (-214, tall + 60)),
            "inside",
            tone=0.65,
            lift=0.4,
        )
    )
    upper = outline((-246, 44 - lift), (-256, -60 - lift, 0.9), (-226, -170, 0.8), (-224, tall + 40, 0.5), (-220, tall),
                    (-136, tall + 14, 1.0), (-44, tall + 2), (-34, tall + 60, 0.5), (-34, -190, 0.7), (6, -112, 0.9), (126, -66, 0.9),
                    (222, -26, 1.0), (262, 30, 1.0), (254, 50), (60, 50), (-60, arch, 0.8))  # fmt: skip
    d.add(Piece(upper, "main", lift=1.1))
    if kind == "chelsea":
        gusset = outline(
            (-164, tall + 12),
            (-92, tall + 12),
            (-98, -150, 0.8),
            (-128, -108, 0.9),
            (-158, -150, 0.8),
        )
        d.add(Piece(gusset, "rib", tone=0.72, lift=0.2))
        pull = outline(
            (-236, tall - 34, 0.8), (-206, tall - 34, 0.8), (-208, tall + 40), (-234, tall + 40)
        )
        d.add(Piece(pull, "dark", lift=0.6))
    elif kind == "lace":
        _boot_laces(d, tall)
    else:
        d.add(Piece(ribbon(line((-150, tall + 30), (-150, 40 - lift)), 5), "dark", lift=0.2))
    toe = seam(line((96, 50), (82, 0, 0.8), (104, -70)), -0.28, 2)
    d.pieces[1] = Piece(
        upper,
        "main",
        lift=1.1,
        marks=(toe, topstitch(line((103, 48), (90, 0, 0.8), (110, -66)), -0.3)),
    )
    sole_cloth = "gum" if kind == "lace" else "black-sole"
    if kind == "heeled":
        d.add(
            Piece(
                outline((-250, 30), (-140, 36, 0.5), (-156, 112), (-236, 112)),
                "black-sole",
                lift=0.8,
            )
        )
        d.add(
            Piece(
                outline(
                    (-252, -10),
                    (-130, 24, 0.8),
                    (40, 52, 0.8),
                    (262, 34),
                    (266, 52, 0.6),
                    (60, 68, 0.8),
                    (-120, 44, 0.8),
                    (-252, 36),
                ),
                "black-sole",
                lift=0.5,
            )
        )
    else:
        sole = outline(
            (-258, 42),
            (262, 40),
            (276, 58, 0.7),
            (258, 82, 0.6),
            (20, 84),
            (-40, 72),
            (-76, 72),
            (-84, 96),
            (-250, 98),
            (-264, 80, 0.5),
        )
        d.add(
            Piece(sole, sole_cloth, lift=0.8, marks=(topstitch(line((-252, 52), (262, 50)), 0.35),))
        )
    d.fold(wrinkles(bench, (-20, -120), (50, 26), 35, 5, 120, 0.7))
    d.fold(wrinkles(bench, (-130, -150), (30, 40), 8, 3, 130, 0.55))
    if kind == "tall":
        d.fold(wrinkles(bench, (-130, -330), (20, 120), 12, 6, 150, 0.6))
    d.focus += [(140.0, -20.0), (-130.0, tall + 100)]


def _boot_laces(d: Drawing, tall: float) -> None:
    flap = outline(
        (-92, tall + 4),
        (-44, tall + 2),
        (-32, -190, 0.6),
        (10, -110, 0.8),
        (66, -84),
        (20, -52, 0.8),
        (-70, -150, 0.8),
    )
    d.add(
        Piece(
            flap,
            "main",
            tone=0.95,
            lift=0.4,
            marks=(topstitch(line((-86, tall + 10), (-64, -150, 0.8), (18, -60)), 0.3),),
        )
    )
    for index in range(8):
        share = index / 7
        x = -64 + (0 if share < 0.6 else (share - 0.6) * 170)
        y = tall + 30 + (-90 - tall - 30) * share
        d.add(stud(x, y, 6, "brass"))
        d.add(
            Piece(ribbon(line((x, y), (x + 18, y - 4, 1.0), (x + 40, y - 12)), 11), "tan", lift=0.5)
        )


def heels(bench: Bench) -> None:
    """Draw a pair of heeled shoes."""
    kind = bench.cut["kind"]
    _pair(bench, lambda b, d: _heel(b, d, kind), dx=-80, dy=320, tilt=5)


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
    if kind == "slingback":
        strap = line((-30, -52), (-150, -150, 1.0), (-252, -196, 1.0), (-272, -150))
        d.add(Piece(ribbon(strap, 20), lift=0.6))
        body = outline(
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
    else:
        body = outline((-272, -96), (-280, -180, 0.8), (-258, back, 0.9), (-200, -160, 1.0), (-80, -62, 1.0), (40, -14, 0.8),
                       (100, -8, 0.8), (206, 18, 0.8), (336, 82, 0.5), (330, 92), (120, 92, 0.8), (0, 54, 0.9), (-150, -58, 0.8))  # fmt: skip
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
        _pair_above(bench, _loafer_above)
        return
    _pair(bench, _loafer, dx=-70, dy=300)


def _loafer(bench: Bench, d: Drawing) -> None:
    d.add(
        Piece(outline((-262, -130), (-60, -110), (30, -60), (-240, -40)), "tan", tone=0.7, lift=0.4)
    )
    upper = outline((-276, 46), (-288, -60, 0.8), (-266, -146, 0.9), (-190, -112, 1.0), (-60, -92, 0.8), (-10, -134, 0.9), (60, -112, 0.9),
                    (180, -66, 1.0), (276, -14, 1.0), (300, 34, 0.9), (292, 50))  # fmt: skip
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


def _loafer_above(bench: Bench, d: Drawing) -> None:
    d.add(
        Piece(_sole_shape(246, 700), "black-sole", lift=1.0),
        Piece(_sole_shape(230, 680), "main", lift=0.9),
    )
    opening = outline(
        (0, -40, 0.8),
        (70, -10, 0.9),
        (78, 190, 1.0),
        (0, 312, 1.2),
        (-78, 190, 1.0),
        (-70, -10, 0.9),
    )
    d.add(Piece(opening, "tan", tone=0.72, lift=0.2))
    insole = outline(
        (0, 80, 1.0),
        (58, 120, 1.0),
        (58, 220, 1.0),
        (0, 292, 1.0),
        (-58, 220, 1.0),
        (-58, 120, 1.0),
    )
    d.add(Piece(insole, "tan", tone=1.0, lift=0.15))
    rim = line((-84, -60), (-88, -200, 0.9), (0, -292, 1.2), (88, -200, 0.9), (84, -60))
    d.add(Piece(ribbon(rim, 12), "main", tone=0.88, lift=0.6))
    strap = outline(
        (-116, -96, 0.3),
        (0, -120, 1.0),
        (116, -96, 0.3),
        (114, -36, 0.3),
        (0, -54, 1.0),
        (-114, -36, 0.3),
    )
    d.add(
        Piece(
            strap,
            "main",
            lift=0.7,
            marks=(topstitch(line((-110, -88), (0, -112, 1.0), (110, -88)), -0.3),),
        )
    )
    if bench.is_cut("kind", "penny"):
        d.add(Piece(ellipse(0, -84, 28, 10), "ink", lift=0.0))
    d.focus += [(0.0, -90.0), (0.0, 180.0)]


def sandals(bench: Bench) -> None:
    """Draw a pair of sandals from above."""
    _pair_above(bench, _sandal)


def _sandal(bench: Bench, d: Drawing) -> None:
    d.add(
        Piece(_sole_shape(270, 716), "black-sole", lift=1.0),
        Piece(_sole_shape(254, 698), "tan", lift=0.4),
    )
    d.add(Piece(_sole_shape(226, 664), "tan", tone=0.93, lift=0.15))
    if bench.is_cut("kind", "slide"):
        for y in (-190.0, -74.0):
            band = outline(
                (-138, y),
                (0, y - 34, 1.0),
                (146, y),
                (136, y + 92),
                (0, y + 60, 1.0),
                (-128, y + 92),
            )
            d.add(
                Piece(
                    band,
                    "main",
                    lift=1.2,
                    marks=(topstitch(line((-134, y + 9), (0, y - 25, 1.0), (142, y + 9)), -0.3),),
                )
            )
            d.add(Piece(ribbon(line((80, y + 2), (80, y + 70)), 34), "brass", lift=0.6))
    else:
        for y, tilt in ((-220.0, 20.0), (-140.0, -26.0), (130.0, 6.0)):
            d.add(
                Piece(
                    ribbon(line((-124, y + tilt), (0, y - 18, 1.0), (132, y - tilt)), 30),
                    "main",
                    lift=1.0,
                )
            )
        d.add(
            Piece(ribbon(line((0, -240), (8, -60, 1.0), (0, 120)), 26), "main", lift=1.0),
            stud(112, 128, 12, "brass"),
        )
    d.focus += [(0.0, -140.0), (40.0, -60.0)]
