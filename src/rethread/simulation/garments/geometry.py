"""Curves and placement: turns a few hand-chosen nodes into smooth outlines lying on the picture.

Pure array work in drawing units (roughly pixels of a garment that fills the frame).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Node = tuple[float, float] | tuple[float, float, float]
"""A corner (x, y) or a smooth point (x, y, tension), tension 1 being natural."""

_STEPS = np.linspace(0.0, 1.0, 11)[:-1, None]


def outline(*nodes: Node) -> Points:
    """Return a closed outline through the nodes, curved wherever a node is smooth."""
    return _trace(nodes, closed=True)


def line(*nodes: Node) -> Points:
    """Return an open line through the nodes, curved wherever a node is smooth."""
    return _trace(nodes, closed=False)


def _trace(nodes: Sequence[Node], *, closed: bool) -> Points:
    where = np.array([node[:2] for node in nodes], dtype=np.float64)
    tension = [node[2] if len(node) == 3 else 0.0 for node in nodes]
    count = len(nodes)
    pieces = []
    for start in range(count if closed else count - 1):
        end = (start + 1) % count
        p0, p1 = where[start], where[end]
        reach = float(np.hypot(*(p1 - p0))) * 0.36
        c0 = p0 + _tangent(where, start, closed) * reach * tension[start]
        c1 = p1 - _tangent(where, end, closed) * reach * tension[end]
        rest = 1.0 - _STEPS
        curve = (
            rest**3 * p0 + 3 * rest**2 * _STEPS * c0 + 3 * rest * _STEPS**2 * c1 + _STEPS**3 * p1
        )
        pieces.append(curve)
    if not closed:
        pieces.append(where[-1:])
    return np.concatenate(pieces)


def _tangent(where: Points, index: int, closed: bool) -> Points:
    count = len(where)
    before, after = index - 1, index + 1
    if not closed:
        before, after = max(before, 0), min(after, count - 1)
    along: Points = where[after % count] - where[before % count]
    return along / (float(np.hypot(along[0], along[1])) or 1.0)


def mirror(points: Points) -> Points:
    """Reflect in the vertical axis, keeping the order of travel."""
    flipped: Points = points[::-1] * np.array([-1.0, 1.0])
    return flipped


def symmetric(*nodes: Node) -> tuple[Node, ...]:
    """Continue the right half of an outline (from top to bottom) with its mirror image."""
    left: list[Node] = []
    for node in reversed(nodes):
        if abs(node[0]) > 1e-6:
            left.append((-node[0], *node[1:]))
    return (*nodes, *left)


def ribbon(path: Points, width: float, end_width: float | None = None, side: float = 0.0) -> Points:
    """Give a line a width: straps, bands, laces, creases. `side` -1..1 moves it off the line."""
    step = np.gradient(path, axis=0)
    length = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-6)
    normal = np.stack([-step[:, 1], step[:, 0]], axis=1) / length[:, None]
    last = width if end_width is None else end_width
    half = np.linspace(width, last, len(path))[:, None] / 2
    left: Points = path + normal * half * (1 + side)
    right: Points = path - normal * half * (1 - side)
    return np.concatenate([left, right[::-1]])


def lens(
    start: Sequence[float], bend: Sequence[float], end: Sequence[float], width: float
) -> Points:
    """Return a thin leaf tapering at both ends along a bent line: the shape of a crease."""
    path = line((start[0], start[1]), (bend[0], bend[1], 1.0), (end[0], end[1]))
    taper = np.sin(np.linspace(0.0, np.pi, len(path)))[:, None]
    step = np.gradient(path, axis=0)
    length = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-6)
    normal = np.stack([-step[:, 1], step[:, 0]], axis=1) / length[:, None]
    half = normal * taper * width / 2
    return np.concatenate([path + half, (path - half)[::-1]])


def ellipse(x: float, y: float, rx: float, ry: float, turn: float = 0.0) -> Points:
    """Return an ellipse, turned by degrees."""
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    flat = np.stack([np.cos(angle) * rx, np.sin(angle) * ry], axis=1)
    return shifted(turned(flat, turn), x, y)


def turned(points: Points, degrees: float, about: tuple[float, float] = (0.0, 0.0)) -> Points:
    """Rotate points by degrees (clockwise on the picture) about a centre."""
    angle = np.deg2rad(degrees)
    matrix = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    centre = np.array(about)
    moved: Points = (points - centre) @ matrix + centre
    return moved


def shifted(points: Points, dx: float, dy: float) -> Points:
    """Move points."""
    moved: Points = points + np.array([dx, dy])
    return moved


@dataclass(frozen=True)
class Pose:
    """Where and how the garment lies: zoom, turn, place on the picture, and cloth wobble."""

    scale: float
    degrees: float
    centre: tuple[float, float]
    place: tuple[float, float]
    waves: NDArray[np.float64] = field(repr=False)

    def apply(self, points: Points) -> Points:
        """Carry drawing units onto the picture."""
        bent = points + self._wobble(points)
        moved = turned(bent - np.array(self.centre), self.degrees) * self.scale
        return shifted(moved, *self.place)

    def _wobble(self, points: Points) -> Points:
        phase = points @ self.waves[:, :2].T + self.waves[:, 2]
        sway = np.sin(phase)
        shift: Points = np.stack([sway @ self.waves[:, 3], sway @ self.waves[:, 4]], axis=1)
        return shift


def cloth_waves(rng: np.random.Generator, amount: float) -> NDArray[np.float64]:
    """Choose the slow waves that keep a hand-laid garment from being symmetric.

    One row each: kx, ky, phase, push in x, push in y.
    """
    lengths = np.array([900.0, 520.0, 330.0, 190.0, 90.0])
    sizes = np.array([7.0, 4.5, 2.8, 1.5, 0.7]) * amount
    heading = rng.uniform(0, 2 * np.pi, 5)
    push = rng.uniform(0, 2 * np.pi, 5)
    rate = 2 * np.pi / lengths
    return np.stack(
        [
            rate * np.cos(heading),
            rate * np.sin(heading),
            rng.uniform(0, 6.3, 5),
            sizes * np.cos(push),
            sizes * np.sin(push),
        ],
        axis=1,
    )
