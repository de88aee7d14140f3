"""How light falls: folds become shading, edges turn, panels cast soft shadows on what they lie on.

Works at half the picture's size, as light is soft; 1.0 means the colour as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from rethread.simulation.garments.drawing import Crease
from rethread.simulation.garments.geometry import Points, Pose, lens
from rethread.simulation.garments.noise import Field, crumple
from rethread.simulation.garments.spec import HEIGHT, WIDTH

HALF_W, HALF_H = WIDTH // 2, HEIGHT // 2
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Drape:
    """How a fabric folds: amount of crumple, sharpness (blur, px), sheen and edge thickness."""

    crumple: float
    softness: float
    contrast: float
    sheen: float
    thickness: float


DRAPES: dict[str, Drape] = {
    "cotton": Drape(0.75, 2.4, 1.0, 0.0, 1.0), "linen": Drape(1.25, 1.7, 1.1, 0.0, 0.9),
    "denim": Drape(0.8, 2.2, 0.95, 0.0, 1.3), "wool": Drape(0.5, 4.0, 0.8, 0.0, 1.9),
    "cable": Drape(0.4, 4.4, 0.8, 0.0, 2.2), "ribknit": Drape(0.45, 4.0, 0.8, 0.0, 2.0),
    "tweed": Drape(0.45, 3.6, 0.8, 0.0, 1.8), "leather": Drape(0.8, 1.9, 1.15, 0.55, 1.7),
    "suede": Drape(0.5, 2.6, 0.8, 0.0, 1.5), "satin": Drape(0.9, 3.0, 1.35, 0.75, 0.7),
    "corduroy": Drape(0.6, 2.8, 0.9, 0.0, 1.5), "fleece": Drape(0.45, 4.2, 0.8, 0.0, 2.0),
    "polyester": Drape(0.85, 2.2, 1.05, 0.22, 1.0), "canvas": Drape(0.5, 2.2, 0.8, 0.0, 1.4),
    "smooth": Drape(0.3, 2.5, 0.8, 0.2, 1.2), "rib": Drape(0.4, 3.0, 0.8, 0.0, 1.4),
}  # fmt: skip


def fold_light(
    creases: list[Crease], pose: Pose, drape: Drape, stiffness: float, rng: np.random.Generator
) -> Field:
    """Return the slope towards the light of all folds over the whole picture, at half size."""
    height = _crease_height(creases, pose, drape)
    field = crumple(41 + int(rng.integers(3)) * 10)
    if rng.random() < 0.5:
        field = field[::-1]
    top, left = int(rng.integers(0, 1024 - HALF_H)), int(rng.integers(0, 1024 - HALF_W))
    loose = field[top : top + HALF_H, left : left + HALF_W]
    if pose.scale > 1.5:
        near = Image.fromarray(np.ascontiguousarray(loose[: HALF_H // 2, : HALF_W // 2]))
        large = near.resize((HALF_W, HALF_H), Image.Resampling.BICUBIC)
        loose = np.asarray(large, dtype=np.float32) * np.float32(1.6)
    height = height + loose * np.float32(7.0 * drape.crumple * (1 - stiffness))
    slope = np.zeros_like(height)
    slope[1:] += (height[1:] - height[:-1]) * 0.72
    slope[:, 1:] += (height[:, 1:] - height[:, :-1]) * 0.60
    leaning: Field = slope * np.float32(drape.contrast)
    return leaning


def _crease_height(creases: list[Crease], pose: Pose, drape: Drape) -> Field:
    image = Image.new("L", (HALF_W, HALF_H), 128)
    pen = ImageDraw.Draw(image)
    for crease in creases:
        shape = pose.apply(lens(crease.start, crease.bend, crease.end, crease.width)) / 2
        level = 128 + round(max(-1.0, min(1.0, crease.strength)) * 110)
        pen.polygon([(x, y) for x, y in shape.tolist()], fill=level)
    radius = drape.softness * min(max(pose.scale, 0.8), 2.4)
    soft = image.filter(ImageFilter.GaussianBlur(radius))
    wide = soft.filter(ImageFilter.BoxBlur(radius * 1.6))
    pair = np.asarray(soft, dtype=np.float32) * 0.55 + np.asarray(wide, dtype=np.float32) * 0.6
    return np.asarray((pair - 128 * 1.15) * 0.062, dtype=np.float32)


def shine(slope: Field, amount: float) -> Field:
    """Return the highlight a smooth fabric shows where its folds face the light."""
    facing = np.clip(1 - np.abs(slope + 0.45) * 1.9, 0, 1)
    return np.asarray(facing**2 * amount * 46, dtype=np.float32)


def shadow_reach(lift: float, scale: float) -> float:
    """Return how soft a panel's shadow on those below is, in half-size pixels."""
    return 1.0 + 1.6 * lift * scale


class LightMap:
    """The light over the picture as pieces are laid one upon the other."""

    def __init__(self, slope: Field) -> None:
        self.light = np.ones((HALF_H, HALF_W), dtype=np.float32)
        self._folded = (1 - 0.30 * np.tanh(slope * 0.85)).astype(np.float32)
        self._folded -= 0.05 * np.tanh(np.abs(slope))

    def ground_shadow(self, shapes: list[Points], reach: float, depth: float) -> None:
        """Darken the backdrop under the garment: a tight contact shadow and a wide soft one."""
        image = Image.new("L", (HALF_W // 2, HALF_H // 2), 0)
        pen = ImageDraw.Draw(image)
        for shape in shapes:
            pen.polygon([(x, y) for x, y in (shape / 4).tolist()], fill=255)
        near = image.filter(ImageFilter.GaussianBlur(1.3 * reach))
        far = image.filter(ImageFilter.GaussianBlur(7.5 * reach))
        tight, wide = (np.asarray(blur, dtype=np.float32) for blur in (near, far))
        shift = 1.6 * reach
        total = 0.34 * _moved(tight, round(shift * 0.8), round(shift))
        total += 0.30 * _moved(wide, round(shift * 2.4), round(shift * 3))
        whole = Image.fromarray(np.clip(total, 0, 255).astype(np.uint8)).resize(
            (HALF_W, HALF_H), Image.Resampling.BILINEAR
        )
        self.light *= 1 - np.asarray(whole, dtype=np.float32) * np.float32(depth / 255)

    def lay(self, box: Box, mask: Image.Image, lift: float, tone: float, scale: float) -> None:
        """Lay one piece: its shadow on what is below, then its own rounded, folded surface."""
        left, top, right, bottom = box
        area = (slice(top, bottom), slice(left, right))
        inside = np.asarray(mask, dtype=np.float32) / 255
        under = self.light[area]
        folded = self._folded[area]
        if lift <= 0:
            under += (folded * tone - under) * inside
            return
        reach = shadow_reach(lift, scale)
        soft = mask.filter(ImageFilter.BoxBlur(1.5 * reach))
        blurred = np.asarray(soft, dtype=np.float32) / np.float32(255)
        step = max(1, round(0.8 * reach))
        cast = _moved(blurred, step, step)
        under *= 1 - min(0.16 + 0.17 * lift, 0.5) * cast
        turn = blurred - cast
        rounded = folded * (tone * (1 + min(0.10 + 0.10 * lift, 0.34) * turn))
        rounded *= 1 - 0.20 * (1 - blurred)
        under += (rounded - under) * inside

    def fade(self, centre: tuple[float, float], rx: float, ry: float, amount: float) -> None:
        """Lighten a soft oval: where denim wears pale."""
        rows = ((np.arange(HALF_H, dtype=np.float32) - centre[1]) / max(ry, 1))[:, None]
        columns = ((np.arange(HALF_W, dtype=np.float32) - centre[0]) / max(rx, 1))[None, :]
        self.light *= 1 + amount * np.exp(-(rows**2) - columns**2)


def _moved(field: NDArray[np.floating[Any]], dx: int, dy: int) -> NDArray[np.floating[Any]]:
    """Move a field right and down; what comes in repeats its edge, as shapes run out of view."""
    moved = field[np.maximum(np.arange(field.shape[0]) - dy, 0)]
    return moved[:, np.maximum(np.arange(field.shape[1]) - dx, 0)]


def room_light(rng: np.random.Generator) -> Field:
    """Return daylight from one side, a slight vignette and, now and then, a window's bars."""
    small_h, small_w = 150, 120
    rows = np.linspace(-1, 1, small_h, dtype=np.float32)[:, None]
    columns = np.linspace(-1, 1, small_w, dtype=np.float32)[None, :]
    angle = rng.uniform(-2.6, -1.7)
    side = columns * np.float32(np.cos(angle)) + rows * np.float32(np.sin(angle))
    light = 1.055 + rng.uniform(0.03, 0.085) * side - 0.05 * (rows**2 + columns**2)
    if rng.random() < 0.2:
        light = light * _window(rows, columns, rng)
    return light.astype(np.float32)


def _window(rows: Field, columns: Field, rng: np.random.Generator) -> Field:
    """A patch of sun through panes, its edges soft, falling slantwise."""
    lean = rng.uniform(0.35, 0.7) * rng.choice([-1, 1])
    u = columns + lean * rows + rng.uniform(-0.3, 0.3)
    v = rows - 0.25 * lean * columns + rng.uniform(-0.2, 0.2)
    pane = 1 / (1 + np.exp((np.abs(u) - 0.72) * 16)) / (1 + np.exp((np.abs(v) - 0.95) * 12))
    bars = 1 - 0.75 * np.exp(-((u / 0.055) ** 2)) - 0.6 * np.exp(-(((v - 0.05) / 0.06) ** 2))
    sun = pane * np.clip(bars, 0, 1)
    field: Field = (0.90 + 0.17 * sun).astype(np.float32)
    return field
