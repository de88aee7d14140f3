"""Skirts, and the skirts of dresses: flared, pleated, straight, tiered, buttoned."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from rethread.simulation.garments.drawing import Crease, Mark, Piece
from rethread.simulation.garments.geometry import line, outline, shifted
from rethread.simulation.garments.silhouettes.build import (
    Bench,
    button,
    flares,
    seam,
    topstitch,
    wrinkles,
)
from rethread.simulation.garments.silhouettes.lower import Legs, waistband


def skirt(bench: Bench) -> None:
    """Draw a skirt."""
    length = {"mini": 470.0, "midi": 800.0, "maxi": 1020.0}[bench.cut["length"]]
    length = bench.about(length)
    shape = bench.cut["shape"]
    half = {"a-line": 300.0, "pleated": 330.0, "pencil": 186.0, "tiered": 330.0, "button": 290.0}[
        shape
    ]
    half *= {"mini": 0.92, "midi": 1.0, "maxi": 1.12}[bench.cut["length"]]
    waist = 150.0
    legs = Legs(waist=waist)
    skirt_panel(bench, 0, length, waist, half, shape)
    if shape == "button":
        for index in range(6 if length > 500 else 4):
            bench.drawing.add(
                button(0, 40 + index * (length - 90) / (5.4 if length > 500 else 3.4), 11)
            )
    waistband(bench, legs, tall=44, loops=False)
    if shape in ("a-line", "pencil") and bench.material == "denim":
        bench.drawing.add(button(2, -2, 10, "brass"))


def skirt_panel(
    bench: Bench, top: float, end: float, waist: float, half: float, shape: str
) -> None:
    """Lay the skirt itself between two heights, with its folds, pleats or tiers."""
    hip = top + min(220.0, (end - top) * 0.45)
    hip_half = max(waist + 62, (waist + half) / 2 - 10) if shape != "pencil" else 206.0
    drop = 34 if shape != "pencil" else 8
    edge = outline(
        (0, top + 14, 1.0),
        (waist, top),
        (hip_half, hip, 0.8),
        (half, end),
        (half * 0.5, end + drop * 0.8, 1.0),
        (0, end + drop, 1.0),
        (-half * 0.5, end + drop * 0.8, 1.0),
        (-half, end),
        (-hip_half, hip, 0.8),
        (-waist, top),
    )
    hem = line((-half + 3, end - 16), (0, end + drop - 16, 1.0), (half - 3, end - 16))
    marks = [topstitch(hem, -0.26)]
    if shape == "pleated":
        marks += _pleats(bench, top, end + drop, waist, half)
    if shape == "button":
        marks += [topstitch(line((s * 24, top + 14), (s * 26, end + drop)), -0.28) for s in (-1, 1)]
    bench.drawing.add(Piece(edge, lift=0.9, marks=tuple(marks)))
    if shape == "tiered":
        _tiers(bench, top, end, waist, half, drop)
    elif shape == "pencil":
        bench.drawing.fold(wrinkles(bench, (0, (hip + end) / 2), (80, 120), 20, 7, 150, 0.5))
    elif shape != "pleated":
        bench.drawing.fold(flares(bench, top + 30, end, waist, half, 9, 0.75))
    bench.drawing.focus += [(half * 0.6, end - 40), (0.0, top + 60)]


def _pleats(bench: Bench, top: float, end: float, waist: float, half: float) -> list[Mark]:
    marks = []
    count = 15
    for index in range(1, count):
        at = index / count * 2 - 1
        path = line(
            (at * waist, top + 10),
            (at * (waist + half) / 2 * 1.02, (top + end) / 2, 0.8),
            (at * half, end),
        )
        marks.append(seam(path, -0.42, 2.6))
        for step in (1, 2, 3):
            marks.append(seam(shifted(path, -step * 4.0, 0), 0.17 - 0.045 * step, 4.0))
        marks.append(seam(shifted(path, 5, 0), -0.14, 7.0))
    return marks


def _tiers(bench: Bench, top: float, end: float, waist: float, half: float, drop: float) -> None:
    levels = np.linspace(top, end, 4)
    for y0, y1 in pairwise(levels[1:].tolist()):
        w0 = waist + (half - waist) * (y0 - top) / (end - top) + 6
        w1 = waist + (half - waist) * (y1 - top) / (end - top) + 18
        sag = drop * (y0 - top) / (end - top)
        tier = outline(
            (-w0, y0),
            (0, y0 + sag, 1.0),
            (w0, y0),
            (w1, y1),
            (w1 * 0.5, y1 + sag + 8, 1.0),
            (0, y1 + sag + 12, 1.0),
            (-w1 * 0.5, y1 + sag + 8, 1.0),
            (-w1, y1),
        )
        bench.drawing.add(Piece(tier, lift=0.7))
        for _ in range(16):
            x = bench.between(-w0, w0)
            long = bench.between(40, (y1 - y0) * 0.8)
            fan = x * w1 / w0
            bench.drawing.creases.append(
                Crease(
                    (x, y0 + sag * 0.8),
                    ((x + fan) / 2, y0 + long / 2),
                    (fan, y0 + long),
                    12,
                    bench.between(-0.7, 0.8),
                )
            )
