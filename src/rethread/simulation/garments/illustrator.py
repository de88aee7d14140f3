"""Draws a garment as a photograph of a flat-lay: cloth, folds, shadow, backdrop, light, JPEG.

Deterministic by specification and pipeline version; knows no files, no listings and no people.
"""

from __future__ import annotations

import io
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from rethread.simulation.garments.backdrops import choose_backdrop, lay_backdrop
from rethread.simulation.garments.cloth import Wardrobe
from rethread.simulation.garments.drawing import Drawing, Mark, Piece
from rethread.simulation.garments.geometry import Points, Pose, cloth_waves
from rethread.simulation.garments.lighting import (
    DRAPES,
    HALF_H,
    HALF_W,
    LightMap,
    fold_light,
    room_light,
    shadow_reach,
    shine,
)
from rethread.simulation.garments.noise import film_grain
from rethread.simulation.garments.other_views import (
    back_of,
    paint_flaw,
    with_label,
    write_label,
)
from rethread.simulation.garments.silhouettes import draw_silhouette
from rethread.simulation.garments.spec import HEIGHT, WIDTH, GarmentSpec, View

Box = tuple[int, int, int, int]
_QUALITY = 88


def draw_garment(spec: GarmentSpec, view: View, words: tuple[str, ...] = ()) -> bytes:
    """Draw one view of a garment and return it as a JPEG of 960 by 1200 pixels.

    `words` are what its label says, where the label is what is shown.

    Raises:
        UnsupportedGarment: the type, cut or a colour is not one that can be drawn.
    """
    drawing = draw_silhouette(spec)
    if view == "back":
        drawing = back_of(drawing)
    label = (0.0, 0.0)
    if view == "label":
        drawing, label = with_label(drawing)
        drawing.focus = [label]
    pose = _pose(spec, drawing, view)
    picture = _Picture(spec, drawing, pose, view)
    for piece in drawing.pieces:
        picture.lay(piece)
    if view == "label":
        picture.write(label, words)
    elif view == "flaw":
        picture.spoil()
    return picture.develop()


def _pose(spec: GarmentSpec, drawing: Drawing, view: View) -> Pose:
    """Frame the garment: whole with a margin and a slight turn, or close on a telling place."""
    rng = spec.rng("pose")
    left, top, right, bottom = drawing.bounds()
    fill = float(rng.uniform(0.90, 1.0))
    fit = min(WIDTH * 0.955 / (right - left), HEIGHT * 0.92 / (bottom - top))
    degrees = float(np.clip(rng.normal(0, 3.2), -8, 8))
    waves = cloth_waves(rng, 1.0 - drawing.stiffness)
    if view in ("front", "back"):
        scale = min(fit, 1.9) * fill
        centre = ((left + right) / 2, (top + bottom) / 2)
        place = (WIDTH / 2 + rng.uniform(-14, 14), HEIGHT / 2 + rng.uniform(-16, 16))
        return Pose(scale, degrees, centre, place, waves)
    close = spec.rng(view)
    x, y = drawing.focus[int(close.integers(len(drawing.focus)))]
    centre = (x + 0.22 * ((left + right) / 2 - x), y + 0.22 * ((top + bottom) / 2 - y))
    near = 1.35 if view == "label" else 1.0
    scale = min(max(fit * 2.1, 1.75), 3.2) * near * float(close.uniform(0.95, 1.15))
    place = (WIDTH / 2 + close.uniform(-50, 50), HEIGHT * 0.46 + close.uniform(-50, 50))
    return Pose(scale, degrees + float(close.uniform(-9, 9)), centre, place, waves)


class _Picture:
    """The picture being made: colours at full size, light at half size."""

    def __init__(self, spec: GarmentSpec, drawing: Drawing, pose: Pose, view: View) -> None:
        self._spec = spec
        self._pose = pose
        self._drawing = drawing
        self._rng = spec.rng(f"picture-{view}")
        self._wardrobe = Wardrobe(
            spec, 1 if view in ("front", "back") else 2, pose.scale, _largest(drawing, pose)
        )
        self._drape = DRAPES[self._wardrobe.material]
        slope = fold_light(
            drawing.creases, pose, self._drape, drawing.stiffness, spec.rng(f"folds-{view}")
        )
        self._slope = slope
        self._map = LightMap(slope)
        backdrop = choose_backdrop(self._wardrobe.seen_colour, spec.rng("backdrop"))
        self._colours = lay_backdrop(backdrop, 1.0 if view in ("front", "back") else 1.5, self._rng)
        shapes = [pose.apply(piece.outline) for piece in drawing.pieces if piece.lift > 0]
        reach = drawing.height * (0.75 + 0.25 * self._drape.thickness) * max(pose.scale, 0.8)
        self._map.ground_shadow(shapes, reach, 0.95)
        self._cover = Image.new("L", (HALF_W, HALF_H), 0)

    def lay(self, piece: Piece) -> None:
        """Lay one piece on the picture, colour and light together."""
        shape = self._pose.apply(piece.outline)
        lift = piece.lift * self._drape.thickness
        soft = shadow_reach(lift, self._pose.scale)
        box = _even_box(shape, round(6 * soft) if piece.lift > 0 else 2)
        if box is None:
            return
        mask = self._mask(shape, piece, box)
        tile = self._wardrobe.cut(piece, box, self._pose)
        if piece.marks:
            tile = self._stitch(tile, piece.marks, box)
        self._colours.paste(tile, box[:2], mask)
        left, top, right, bottom = (edge // 2 for edge in box)
        small = mask.reduce(2)
        self._cover.paste(255, (left, top), small)
        self._map.lay((left, top, right, bottom), small, lift, piece.tone, self._pose.scale)

    def _mask(self, shape: Points, piece: Piece, box: Box) -> Image.Image:
        left, top, right, bottom = box
        mask = Image.new("L", ((right - left) * 2, (bottom - top) * 2), 0)
        pen = ImageDraw.Draw(mask)
        pen.polygon(_flat((shape - (left, top)) * 2), fill=255)
        for hole in piece.holes:
            pen.polygon(_flat((self._pose.apply(hole) - (left, top)) * 2), fill=0)
        return mask.reduce(2)

    def _stitch(self, tile: Image.Image, marks: tuple[Mark, ...], box: Box) -> Image.Image:
        left, top, right, bottom = box
        ink = Image.new("L", ((right - left) * 2, (bottom - top) * 2), 128)
        pen = ImageDraw.Draw(ink)
        for mark in marks:
            path = (self._pose.apply(mark.path) - (left, top)) * 2
            level = 128 + round(mark.shade * 100)
            width = max(1, round(mark.width * 2 * self._pose.scale))
            if mark.fill:
                pen.polygon(_flat(path), fill=level)
            elif mark.dash:
                for dash in _dashes(path, mark.dash * 2 * self._pose.scale):
                    pen.line(dash, fill=level, width=width)
            else:
                pen.line(_flat(path), fill=level, width=width, joint="curve")
        share = np.asarray(ink.reduce(2), dtype=np.uint16)[..., None]
        seen = (np.asarray(tile, dtype=np.uint16) * share) >> 7
        return Image.fromarray(np.minimum(seen, 255).astype(np.uint8))

    def write(self, at: tuple[float, float], words: tuple[str, ...]) -> None:
        """Write on a label."""
        write_label(self._colours, self._pose, at, words)

    def spoil(self) -> None:
        """Show what is wrong with it."""
        paint_flaw(self._colours, self._spec)

    def develop(self) -> bytes:
        """Put light on the colours, add sheen and grain, and encode."""
        for x, y, rx, ry, amount in self._drawing.fades:
            centre = self._pose.apply(np.array([[x, y]]))[0] / 2
            size = self._pose.scale / 2
            self._map.fade((float(centre[0]), float(centre[1])), rx * size, ry * size, amount)
        room = Image.fromarray(room_light(self._rng)).resize((HALF_W, HALF_H))
        light = self._map.light * np.asarray(room, dtype=np.float32)
        seen = np.asarray(self._colours, dtype=np.uint16) * _grown(light * 128)[..., None]
        seen >>= 7
        picture = seen.view(np.int16)
        if self._drape.sheen:
            cover = np.asarray(self._cover, dtype=np.float32) / 255
            glow = _grown(shine(self._slope, self._drape.sheen) * cover)
            picture += glow.astype(np.int16)[..., None]
        top, left = (int(n) for n in self._rng.integers(0, 200, 2))
        picture += film_grain()[top : top + HEIGHT, left : left + WIDTH, None]
        image = Image.fromarray(np.clip(picture, 0, 255, out=picture).astype(np.uint8))
        out = io.BytesIO()
        image.save(out, "JPEG", quality=_QUALITY)
        return out.getvalue()


def _grown(half: NDArray[np.floating[Any]]) -> np.ndarray:
    small = Image.fromarray(np.clip(half, 0, 255).astype(np.uint8))
    return np.asarray(small.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR), dtype=np.uint16)


def _largest(drawing: Drawing, pose: Pose) -> float:
    """Return the diagonal of the largest panel seen, which the cloth must cover when turned."""
    boxes = (
        _even_box(pose.apply(piece.outline), 60)
        for piece in drawing.pieces
        if piece.cloth == "main"
    )
    return max(
        (math.hypot(box[2] - box[0], box[3] - box[1]) for box in boxes if box is not None),
        default=0.0,
    )


def _even_box(shape: Points, margin: int) -> Box | None:
    """Return the piece's box on the picture, on even pixels so that half size lines up."""
    low, high = shape.min(axis=0) - margin, shape.max(axis=0) + margin
    left, top = (max(0, int(edge) // 2 * 2) for edge in low)
    right = min(WIDTH, (int(high[0]) // 2 + 1) * 2)
    bottom = min(HEIGHT, (int(high[1]) // 2 + 1) * 2)
    if right - left < 2 or bottom - top < 2:
        return None
    return left, top, right, bottom


def _flat(points: Points) -> list[tuple[float, float]]:
    return [(x, y) for x, y in points.tolist()]


def _dashes(path: Points, length: float) -> list[list[tuple[float, float]]]:
    """Cut a line into stitches with gaps two thirds as long."""
    steps = np.hypot(*np.diff(path, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    starts = np.arange(0.0, along[-1], max(length, 2.0) * 1.67)
    ends = np.minimum(starts + length, along[-1])
    x0, y0 = np.interp(starts, along, path[:, 0]), np.interp(starts, along, path[:, 1])
    x1, y1 = np.interp(ends, along, path[:, 0]), np.interp(ends, along, path[:, 1])
    return [[(a, b), (c, d)] for a, b, c, d in np.stack([x0, y0, x1, y1], axis=1).tolist()]
