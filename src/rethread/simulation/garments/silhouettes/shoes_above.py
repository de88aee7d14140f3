"""Shoes seen from above: a pair side by side, the left mirrored from the right."""

from __future__ import annotations

from rethread.simulation.garments.drawing import Drawing, Mark, Piece
from rethread.simulation.garments.geometry import Points, ellipse, line, outline, ribbon
from rethread.simulation.garments.silhouettes.build import (
    Bench,
    stud,
    topstitch,
)
from rethread.simulation.garments.silhouettes.pairs import Shoe, place


def _sole_shape(width: float, length: float) -> Points:
    """The outline of a foot from above, heel at the bottom, a right foot."""
    w, n = width, length
    return outline(
        (0, -n * 0.5, 1.0),
        (w * 0.42, -n * 0.42, 1.0),
        (w * 0.52, -n * 0.2, 1.0),
        (w * 0.40, n * 0.12, 1.0),
        (w * 0.38, n * 0.38, 1.0),
        (0, n * 0.5, 1.2),
        (-w * 0.36, n * 0.38, 1.0),
        (-w * 0.33, n * 0.1, 1.0),
        (-w * 0.48, -n * 0.18, 1.0),
        (-w * 0.38, -n * 0.42, 1.0),
    )


def pair_above(bench: Bench, shoe: Shoe) -> None:
    for side in (-1, 1):
        own = Drawing()
        shoe(bench, own)
        if side < 0:
            for index, p in enumerate(own.pieces):
                own.pieces[index] = _reflected(p)
        shift = (side * 168.0, bench.between(-26, 26))
        place(bench.drawing, own, side * -bench.between(1, 9), shift)
    bench.drawing.height, bench.drawing.stiffness = 1.7, 0.75


def _reflected(p: Piece) -> Piece:
    flip = [-1, 1]
    marks = tuple(Mark(m.path * flip, m.width, m.shade, m.dash, m.fill) for m in p.marks)
    return Piece(
        (p.outline * flip)[::-1],
        p.cloth,
        -p.grain,
        p.tone,
        p.lift,
        marks,
        tuple(hole * flip for hole in p.holes),
    )


def _laces_above(d: Drawing) -> None:
    """Lay the eyelet rows, six rungs of lace and a bow."""
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


def trainer_above(bench: Bench, d: Drawing) -> None:
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
    _laces_above(d)
    d.focus += [(0.0, -60.0), (0.0, 200.0)]


def loafer_above(bench: Bench, d: Drawing) -> None:
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
    pair_above(bench, _sandal)


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
