"""Jeans, trousers, joggers, leggings and shorts."""

from __future__ import annotations

from dataclasses import dataclass

from rethread.simulation.garments.drawing import Crease, Mark, Piece
from rethread.simulation.garments.geometry import line, outline, ribbon, shifted
from rethread.simulation.garments.silhouettes.build import (
    Bench,
    button,
    seam,
    stud,
    topstitch,
    wrinkles,
)


@dataclass
class Legs:
    """Measures of a pair of legs, in drawing units."""

    waist: float = 168.0
    hip: float = 222.0
    rise: float = 268.0
    length: float = 1010.0
    thigh: float = 208.0
    knee: float = 158.0
    hem: float = 140.0
    spread: float = 24.0


_SHAPES = {
    "straight": (206, 164, 150, 26),
    "wide": (226, 226, 238, 20),
    "skinny": (188, 126, 96, 30),
    "flare": (194, 138, 218, 26),
    "tapered": (218, 170, 112, 26),
    "cuffed": (216, 176, 118, 28),
}


def _legs_for(bench: Bench, shape: str) -> Legs:
    thigh, knee, hem, spread = _SHAPES[shape]
    legs = Legs(thigh=thigh, knee=bench.about(knee), hem=bench.about(hem), spread=spread)
    if bench.womens:
        legs.waist, legs.hip = 152, 216
    if bench.is_cut("rise", "high"):
        legs.rise += 26
        legs.waist -= 6
    if bench.is_cut("lay", "crossed"):
        legs.spread = -46.0
    legs.length = bench.about(legs.length)
    return legs


def leg_panel(bench: Bench, legs: Legs, side: int, *marks: Mark, lift: float = 0.9) -> Piece:
    """Return one leg from the waist down; sides overlap a little at the crotch."""
    knee_y, end = legs.rise + (legs.length - legs.rise) * 0.45, legs.length
    tilt = legs.spread + bench.between(-8, 8)
    outer_knee = legs.hip - 14 + tilt * 0.4
    inner_knee = outer_knee - legs.knee
    inner_hem = max(outer_knee - legs.knee / 2 - legs.hem / 2 + tilt * 0.5, tilt - 30)
    outer_hem = inner_hem + legs.hem
    shape = outline(
        (-6, 6),
        (legs.waist, 0),
        (legs.hip - 4, legs.rise * 0.55, 0.9),
        (legs.hip, legs.rise, 0.8),
        (outer_knee, knee_y, 0.9),
        (outer_hem, end),
        ((outer_hem + inner_hem) / 2, end + 7, 1.0),
        (inner_hem, end),
        (inner_knee, knee_y, 0.9),
        (14, legs.rise + 44, 0.6),
        (2, legs.rise),
    )
    out = line(
        (legs.hip - 12, legs.rise * 0.7), (outer_knee - 9, knee_y, 0.9), (outer_hem - 8, end)
    )
    hem = line((inner_hem, end - 22), (outer_hem, end - 22))
    own = (seam(out, -0.22, 1.5), topstitch(hem, -0.3), *marks)
    mid = (inner_knee + outer_knee) / 2
    _leg_folds(bench, legs, side, mid, knee_y, (inner_hem + outer_hem) / 2)
    points = shape * [side, 1]
    flipped = tuple(Mark(m.path * [side, 1], m.width, m.shade, m.dash, m.fill) for m in own)
    if side < 0:
        points = points[::-1]
    return Piece(points, grain=side * -2.0, lift=lift, marks=flipped)


def _leg_folds(
    bench: Bench, legs: Legs, side: int, knee_x: float, knee_y: float, hem_x: float
) -> None:
    rng = bench.rng
    creases = []
    for reach in (0.5, 0.8, 1.05):
        y = legs.rise - 8 + rng.uniform(-16, 10)
        end_x = legs.hip * reach * 0.9
        creases.append(
            Crease(
                (side * 10, y),
                (side * end_x * 0.5, y - 8 + 18 * reach),
                (side * end_x, y - 34 + rng.uniform(0, 80)),
                14,
                0.7,
            )
        )
    bench.drawing.fold(creases)
    bench.drawing.fold(
        wrinkles(bench, (side * knee_x, knee_y), (26, 50), 12 * side, 5, legs.knee * 0.75, 0.65)
    )
    bench.drawing.fold(
        wrinkles(bench, (side * hem_x, legs.length - 70), (20, 34), 8, 3, legs.hem * 0.7, 0.6)
    )
    mid = (legs.rise + knee_y) / 2
    bench.drawing.fold(wrinkles(bench, (side * legs.hip * 0.55, mid), (30, 70), 84, 2, 200, 0.45))


def waistband(
    bench: Bench, legs: Legs, *, tall: float = 46, cloth: str = "main", loops: bool = True
) -> None:
    w = legs.waist
    behind = outline((-w + 6, -tall + 4), (0, -tall + 16, 1.0), (w - 6, -tall + 4), (w, 0), (-w, 0))
    bench.drawing.add(Piece(behind, "inside", tone=0.84, lift=0.3))
    band = outline(
        (-w + 3, -tall),
        (-w * 0.5, -tall + 19, 1.0),
        (0, -tall + 24, 1.0),
        (w * 0.5, -tall + 19, 1.0),
        (w - 3, -tall),
        (w + 2, 6),
        (0, 22, 1.0),
        (-w - 2, 6),
    )
    low = line((-w, 2), (0, 17, 1.0), (w, 2))
    high = line((-w, -tall + 6), (0, -tall + 30, 1.0), (w, -tall + 6))
    marks = (
        () if cloth == "rib" else (topstitch(low, _thread(bench)), topstitch(high, _thread(bench)))
    )
    bench.drawing.add(Piece(band, cloth, grain=90 if cloth == "main" else 0, lift=0.5, marks=marks))
    if loops:
        for x in (-w * 0.62, w * 0.62):
            y = -tall + 12
            bench.drawing.add(
                Piece(
                    outline((x - 8, y), (x + 8, y), (x + 8, y + tall), (x - 8, y + tall)), lift=0.5
                )
            )
    bench.drawing.focus.append((0.0, 40.0))


def _thread(bench: Bench) -> float:
    return 0.55 if bench.material == "denim" else -0.28


def _jean_fittings(bench: Bench, legs: Legs) -> None:
    """Lay scoop pockets with rivets, the fly's J stitch, the button."""
    corner = legs.waist + (legs.hip - legs.waist) * 0.68
    for side in (-1, 1):
        scoop = line(
            (side * legs.waist * 0.50, 14),
            (side * legs.waist * 0.62, 78, 1.0),
            (side * corner, 104),
        )
        bag = outline(
            (side * legs.waist * 0.50, 14),
            (side * legs.waist * 0.62, 78, 1.0),
            (side * corner, 106),
            (side * legs.waist, 12),
        )
        stitch = topstitch(shifted(scoop, -side * 6, 5), _thread(bench))
        bench.drawing.add(Piece(bag, lift=0.12, tone=0.94))
        bench.drawing.add(Piece(ribbon(scoop, 13, side=-0.8 * side), lift=0.35, marks=(stitch,)))
        bench.drawing.add(
            stud(side * legs.waist * 0.52, 24, 4.5, "brass"),
            stud(side * (corner - 16), 98, 4.5, "brass"),
        )
    fly = line((38, 22), (38, legs.rise - 90), (20, legs.rise - 34, 1.0), (2, legs.rise - 20))
    flap = outline(
        (-4, 20),
        (46, 20),
        (46, legs.rise - 92, 0.4),
        (24, legs.rise - 26, 0.8),
        (-4, legs.rise - 14),
    )
    bench.drawing.add(
        Piece(
            flap,
            lift=0.2,
            marks=(topstitch(fly, _thread(bench)), topstitch(shifted(fly, -6, 0), _thread(bench))),
        )
    )
    bench.drawing.focus.append((legs.waist * 0.6, 60.0))


def jeans(bench: Bench) -> None:
    """Draw jeans, faded where jeans fade."""
    legs = _legs_for(bench, bench.cut["leg"])
    if bench.is_cut("hem", "cropped"):
        legs.length *= 0.9
    inseam = topstitch(
        line((22, legs.rise + 50), (legs.hip - legs.knee + 12, legs.rise + 330, 0.8)), 0.5
    )
    for side in (-1, 1):
        bench.drawing.add(leg_panel(bench, legs, side, inseam))
    if bench.is_cut("hem", "turn-up"):
        _turn_ups(bench)
    _jean_fittings(bench, legs)
    waistband(bench, legs)
    bench.drawing.add(button(4, -4, 11, "brass"))
    wear = bench.between(0.06, 0.26)
    for side in (-1, 1):
        x = side * legs.hip * 0.55
        bench.drawing.fades += [
            (x, legs.rise + 120, 52, 190, wear),
            (x, legs.rise + 340, 40, 90, wear * 0.8),
        ]


def _turn_ups(bench: Bench) -> None:
    for index in (-2, -1):
        leg = bench.drawing.pieces[index]
        low = leg.outline[leg.outline[:, 1] > leg.outline[:, 1].max() - 12]
        left, right, y = float(low[:, 0].min()), float(low[:, 0].max()), float(low[:, 1].max())
        cuff = outline(
            (left - 5, y - 62), (right + 5, y - 62), (right + 4, y + 4), (left - 4, y + 4)
        )
        bench.drawing.pieces.insert(
            len(bench.drawing.pieces) + index + 1 if index == -2 else len(bench.drawing.pieces),
            Piece(cuff, "tone", lift=0.7, grain=90),
        )


def trousers(bench: Bench) -> None:
    """Draw trousers: creased, pleated, or with cargo pockets."""
    legs = _legs_for(bench, bench.cut["leg"])
    front = bench.cut["front"]
    press = seam(
        line(
            (legs.hip * 0.5, 60), (legs.hip * 0.53, legs.rise + 300), (legs.hip * 0.56, legs.length)
        ),
        0.2,
        2.4,
    )
    pleat = seam(line((legs.waist * 0.52, 16), (legs.hip * 0.5, 150)), -0.42, 2.4)
    extra = {"pleats": (press, pleat), "flat": (press,), "cargo": ()}[front]
    for side in (-1, 1):
        bench.drawing.add(leg_panel(bench, legs, side, *extra))
    for side in (-1, 1):
        slash = line((side * legs.waist * 0.8, 12), (side * (legs.hip - 8), 150))
        bench.drawing.add(Piece(ribbon(slash, 11), lift=0.3))
        if front == "cargo":
            x, y = side * (legs.hip - 82), legs.rise + 190
            box = outline((x - 54, y), (x + 54, y), (x + 52, y + 146), (x - 52, y + 146))
            flap = outline((x - 57, y - 10), (x + 57, y - 10), (x + 57, y + 38), (x - 57, y + 38))
            bench.drawing.add(Piece(box, lift=0.7), Piece(flap, lift=0.6), stud(x, y + 24, 6))
    fly = outline(
        (-3, 18),
        (34, 18),
        (34, legs.rise - 90, 0.4),
        (16, legs.rise - 30, 0.8),
        (-3, legs.rise - 20),
    )
    bench.drawing.add(Piece(fly, lift=0.2))
    waistband(bench, legs, tall=44)
    bench.drawing.add(button(6, -2, 8))


def joggers(bench: Bench) -> None:
    """Draw joggers: elastic waist, cord, ribbed ankles."""
    legs = _legs_for(bench, "cuffed")
    for side in (-1, 1):
        piece = leg_panel(bench, legs, side)
        low = piece.outline[piece.outline[:, 1] > legs.length - 3]
        left, right = float(low[:, 0].min()), float(low[:, 0].max())
        y = legs.length - 6
        cuff = outline((left + 4, y), (right - 4, y), (right - 16, y + 62), (left + 16, y + 62))
        bench.drawing.add(piece, Piece(cuff, "rib", lift=0.5))
        slash = line((side * legs.waist * 0.86, 18), (side * (legs.hip - 12), 160))
        bench.drawing.add(Piece(ribbon(slash, 12), lift=0.35))
    waistband(bench, legs, tall=54, cloth="rib", loops=False)
    _cords(bench)


def _cords(bench: Bench) -> None:
    for side in (-1, 1):
        cord = line(
            (side * 14, 2),
            (side * 34, 60, 1.0),
            (side * 22, 110, 1.0),
            (side * bench.between(26, 50), 170),
        )
        bench.drawing.add(stud(side * 14, 0, 5), Piece(ribbon(cord, 7), "cord", lift=0.5))


def leggings(bench: Bench) -> None:
    """Draw leggings."""
    legs = _legs_for(bench, "skinny")
    legs.waist, legs.hip, legs.spread = 140, 178, 26
    legs.thigh, legs.knee, legs.hem = 150, 112, 84
    if bench.is_cut("length", "capri"):
        legs.length *= 0.76
    for side in (-1, 1):
        bench.drawing.add(leg_panel(bench, legs, side))
    waistband(bench, legs, tall=84, loops=False)


def shorts(bench: Bench) -> None:
    """Draw shorts."""
    kind = bench.cut["kind"]
    legs = Legs(hem=bench.about(232), knee=232, spread=30, hip=228, length=bench.about(500, 0.12))
    legs.knee = 226
    if bench.is_cut("leg", "straight"):
        legs.hem, legs.knee = 206, 212
    for side in (-1, 1):
        bench.drawing.add(_short_leg(bench, legs, side))
    if kind == "denim":
        _jean_fittings(bench, legs)
    if kind == "drawstring":
        waistband(bench, legs, tall=52, loops=False)
        _cords(bench)
    else:
        waistband(bench, legs)
        bench.drawing.add(button(4, -4, 10, "brass" if kind == "denim" else "button"))


def _short_leg(bench: Bench, legs: Legs, side: int) -> Piece:
    end, out = legs.length, legs.hip + 34
    nodes = outline(
        (-6, 6),
        (legs.waist, 0),
        (legs.hip - 6, legs.rise * 0.5, 0.9),
        (out, end - 6),
        (out - legs.hem * 0.5, end + 10, 1.0),
        (out - legs.hem, end + 8),
        (4, legs.rise + 4),
    )
    hem = line((out - legs.hem - 10, end - 22), (out + 4, end - 34))
    drawing = bench.drawing
    drawing.fold(
        wrinkles(bench, (side * legs.hip * 0.5, legs.rise + 40), (40, 50), 70, 5, 160, 0.6)
    )
    for reach in (0.6, 0.9):
        drawing.creases.append(
            Crease(
                (side * 8, legs.rise - 6),
                (side * 70, legs.rise - 10),
                (side * legs.hip * reach, legs.rise - 50 + 70 * reach),
                14,
                0.7,
            )
        )
    drawing.focus.append((side * legs.hip * 0.6, end - 60))
    points = nodes * [side, 1]
    mark = topstitch(hem * [side, 1], _thread(bench))
    return Piece(points if side > 0 else points[::-1], grain=-3.0 * side, lift=0.9, marks=(mark,))
