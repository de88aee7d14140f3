"""Chelsea, laced, tall and heeled boots, from the side."""

from __future__ import annotations

from rethread.simulation.garments.drawing import Drawing, Piece
from rethread.simulation.garments.geometry import line, outline, ribbon
from rethread.simulation.garments.silhouettes.build import Bench, seam, stud, topstitch, wrinkles
from rethread.simulation.garments.silhouettes.pairs import pair


def boots(bench: Bench) -> None:
    """Draw a pair of boots."""
    kind = bench.cut["kind"]
    tall = kind == "tall"
    pair(
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
    upper = outline(
        (-246, 44 - lift),
        (-256, -60 - lift, 0.9),
        (-226, -170, 0.8),
        (-224, tall + 40, 0.5),
        (-220, tall),
        (-136, tall + 14, 1.0),
        (-44, tall + 2),
        (-34, tall + 60, 0.5),
        (-34, -190, 0.7),
        (6, -112, 0.9),
        (126, -66, 0.9),
        (222, -26, 1.0),
        (262, 30, 1.0),
        (254, 50),
        (60, 50),
        (-60, arch, 0.8),
    )
    toe = seam(line((96, 50), (82, 0, 0.8), (104, -70)), -0.28, 2)
    stitch = topstitch(line((103, 48), (90, 0, 0.8), (110, -66)), -0.3)
    d.add(Piece(upper, "main", lift=1.1, marks=(toe, stitch)))
    if kind == "chelsea":
        _gusset(d, tall)
    elif kind == "lace":
        _boot_laces(d, tall)
    else:
        d.add(Piece(ribbon(line((-150, tall + 30), (-150, 40 - lift)), 5), "dark", lift=0.2))
    _boot_sole(d, kind)
    d.fold(wrinkles(bench, (-20, -120), (50, 26), 35, 5, 120, 0.7))
    d.fold(wrinkles(bench, (-130, -150), (30, 40), 8, 3, 130, 0.55))
    if kind == "tall":
        d.fold(wrinkles(bench, (-130, -330), (20, 120), 12, 6, 150, 0.6))
    d.focus += [(140.0, -20.0), (-130.0, tall + 100)]


def _gusset(d: Drawing, tall: float) -> None:
    """Lay the elastic side and the pull tab."""
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


def _boot_sole(d: Drawing, kind: str) -> None:
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
