"""What is printed or woven on the cloth: stripes, checks, dots, flowers, spots.

Each draws a flat square in two or three colours; texture, folds and light come later.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from rethread.simulation.garments.geometry import ellipse, turned
from rethread.simulation.garments.noise import band_noise
from rethread.simulation.garments.palette import RGB, lightness, mix

_ALIASES = {
    "striped": "striped",
    "stripe": "striped",
    "checked": "checked",
    "check": "checked",
    "dots": "polka-dot",
    "spotted": "polka-dot",
    "colour-block": "colour-block",
}


def pattern_slug(pattern: str) -> str:
    """Normalise a pattern's name; those without a drawing of their own are plain."""
    slug = pattern.strip().lower().replace(" ", "-").replace("_", "-")
    return _ALIASES.get(slug, slug)


def draw_pattern(
    pattern: str, side: int, ground: RGB, figure: RGB, scale: float, rng: np.random.Generator
) -> Image.Image | None:
    """Return the pattern as a square of `side` pixels, or None where the cloth is plain."""
    draw = _PATTERNS.get(pattern_slug(pattern))
    return None if draw is None else draw(side, ground, figure, scale, rng)


def _two_tone(share: np.ndarray, ground: RGB, figure: RGB) -> Image.Image:
    mask = Image.fromarray(np.clip(share * 255, 0, 255).astype(np.uint8))
    size = mask.size
    return Image.composite(Image.new("RGB", size, figure), Image.new("RGB", size, ground), mask)


def _stripes(
    side: int, ground: RGB, figure: RGB, scale: float, rng: np.random.Generator
) -> Image.Image:
    period, share = ((46.0, 0.32), (30.0, 0.4), (86.0, 0.5), (22.0, 0.16), (64.0, 0.22))[
        int(rng.integers(5))
    ]
    at = np.arange(side) / (period * scale) % 1.0
    edge = np.clip((share - at) * period * scale + 0.5, 0, 1) * np.clip(
        at * period * scale + 0.5, 0, 1
    )
    band = np.asarray(np.broadcast_to(edge[:, None], (side, side)))
    return _two_tone(np.ascontiguousarray(band), ground, figure)


def _upright_stripes(
    side: int, ground: RGB, figure: RGB, scale: float, rng: np.random.Generator
) -> Image.Image:
    """Pinstripes, ticking or an even butcher's stripe, running up and down."""
    period, share = ((26.0, 0.09), (17.0, 0.2), (30.0, 0.5), (40.0, 0.07))[int(rng.integers(4))]
    at = np.arange(side) / (period * scale) % 1.0
    edge = np.clip((share - at) * period * scale + 0.5, 0, 1) * 0.9
    band = np.ascontiguousarray(np.broadcast_to(edge[None, :], (side, side)))
    return _two_tone(band, ground, figure)


def _checks(
    side: int, ground: RGB, figure: RGB, scale: float, rng: np.random.Generator
) -> Image.Image:
    kind = int(rng.integers(3))
    period = (34.0, 124.0, 96.0)[kind] * scale
    at = np.arange(side) / period % 1.0
    if kind == 0:
        bars = (at < 0.5) * 0.5
    else:
        bars = (
            (at < 0.34) * 0.36
            + (np.abs(at - 0.17) < 0.02) * 0.5 * (kind - 1)
            + (np.abs(at - 0.67) < 0.022) * 0.62
        )
    cloth = bars[:, None] + bars[None, :]
    square = _two_tone(cloth, ground, figure)
    if kind == 2:
        line = (np.abs(at - 0.8) < 0.012) * 0.75
        glint = mix(figure, (226, 178, 92), 0.75)
        mask = Image.fromarray((np.maximum(line[:, None], line[None, :]) * 255).astype(np.uint8))
        square.paste(Image.new("RGB", square.size, glint), (0, 0), mask)
    return square


def _dots(
    side: int, ground: RGB, figure: RGB, scale: float, rng: np.random.Generator
) -> Image.Image:
    pitch, radius = ((44.0, 9.0), (30.0, 5.0), (68.0, 18.0))[int(rng.integers(3))]
    pitch, radius = pitch * scale, radius * scale
    image = Image.new("L", (side * 2, side * 2), 0)
    pen = ImageDraw.Draw(image)
    for row in range(int(side / pitch * 2) + 2):
        for column in range(int(side / pitch) + 2):
            x, y = (column + 0.5 * (row % 2)) * pitch * 2, row * pitch
            pen.ellipse((x - 2 * radius, y - 2 * radius, x + 2 * radius, y + 2 * radius), fill=255)
    square = Image.new("RGB", (side, side), ground)
    square.paste(Image.new("RGB", (side, side), figure), (0, 0), image.reduce(2))
    return square


def _flowers(
    side: int, ground: RGB, figure: RGB, scale: float, rng: np.random.Generator
) -> Image.Image:
    """Scatter blossoms and leaves on a jittered grid, so that none touch in a row."""
    big = float(rng.choice([0.62, 0.85, 1.2])) * scale
    pitch = 62.0 * big
    leaf = mix(mix(figure, (86, 108, 74), 0.75), ground, 0.1)
    blush = mix(figure, (214, 142, 118), 0.55)
    heart = (222, 178, 84) if lightness(figure) > 0.35 else mix(figure, (255, 240, 210), 0.8)
    image = Image.new("RGB", (side, side), ground)
    pen = ImageDraw.Draw(image)
    for row in range(int(side / pitch) + 2):
        for column in range(int(side / pitch) + 2):
            x = (column + 0.5 * (row % 2) + rng.uniform(-0.22, 0.22)) * pitch
            y = (row + rng.uniform(-0.22, 0.22)) * pitch
            turn = float(rng.uniform(0, 360))
            size = big * float(rng.uniform(0.7, 1.15))
            petal = figure if rng.random() < 0.62 else blush
            _leaves(pen, x, y, size, turn, leaf)
            _blossom(pen, x, y, size, turn, petal, heart)
    return image


def _leaves(
    pen: ImageDraw.ImageDraw, x: float, y: float, size: float, turn: float, colour: RGB
) -> None:
    for angle in (40.0, 165.0):
        leaf = turned(ellipse(24 * size, 0, 11 * size, 4 * size), turn + angle)
        pen.polygon([(px + x, py + y) for px, py in leaf.tolist()], fill=colour)


def _blossom(
    pen: ImageDraw.ImageDraw, x: float, y: float, size: float, turn: float, colour: RGB, heart: RGB
) -> None:
    for petal in range(5):
        shape = turned(ellipse(9 * size, 0, 8.5 * size, 6 * size), turn + petal * 72)
        tint = mix(colour, (255, 250, 240), 0.10 * (petal % 2))
        pen.polygon([(px + x, py + y) for px, py in shape.tolist()], fill=tint)
    r = 3.6 * size
    pen.ellipse((x - r, y - r, x + r, y + r), fill=heart)


def _spots(
    side: int, ground: RGB, figure: RGB, scale: float, rng: np.random.Generator
) -> Image.Image:
    """Leopard: broken dark rings round warmer hearts, from two thresholds of one noise."""
    size = 512
    warm = mix(ground, (196, 146, 92), 0.72)
    dark = mix((48, 36, 30), ground, 0.08)
    cell = band_noise(size, int(rng.integers(1 << 30)), 7 * scale, 8.5 * scale, 13 * scale)
    breaks = band_noise(size, 31, 5 * scale, 5 * scale)
    ring = np.clip(1 - np.abs(cell - 0.95) / 0.33, 0, 1) * (breaks > -0.55)
    heart = np.clip((cell - 0.95) * 6, 0, 1)
    base = np.empty((size, size, 3), dtype=np.float32)
    base[:] = warm
    for share, colour in (
        (heart, mix(warm, (128, 82, 46), 0.6)),
        (np.clip(ring * 3.5, 0, 1), dark),
    ):
        base += (np.array(colour, dtype=np.float32) - base) * share[..., None]
    times = -(-side // size)
    tiled = np.tile(base.astype(np.uint8), (times, times, 1))[:side, :side]
    return Image.fromarray(np.ascontiguousarray(tiled))


def _blocks(
    side: int, ground: RGB, figure: RGB, scale: float, rng: np.random.Generator
) -> Image.Image:
    image = Image.new("RGB", (side, side), ground)
    pen = ImageDraw.Draw(image)
    top = side * 0.5 - float(rng.uniform(10, 90)) * scale
    pen.rectangle((0, 0, side, top), fill=figure)
    if rng.random() < 0.5:
        pen.rectangle((0, top, side, top + 46 * scale), fill=mix(figure, ground, 0.5))
    return image


def _fair_isle(
    side: int, ground: RGB, figure: RGB, scale: float, rng: np.random.Generator
) -> Image.Image:
    """Bands of small stitched figures, on a grid of stitches as knitting has."""
    cell = max(4, round(7 * scale))
    count = side // cell + 1
    rows, columns = np.mgrid[0:count, 0:count]
    band = rows % 22
    zigzag = np.abs((columns % 12) - 6)
    diamond = (np.abs(band - 5) + np.abs((columns % 10) - 5)) % 4 == 0
    figure_on = ((band < 11) & diamond) | ((band > 12) & (band < 20) & (zigzag == band - 13))
    figure_on |= (band == 11) | ((band == 21) & (columns % 2 == 0))
    mask = Image.fromarray((figure_on * 255).astype(np.uint8)).resize(
        (count * cell, count * cell), Image.Resampling.NEAREST
    )
    share = np.asarray(mask, dtype=np.float32)[:side, :side] / 255
    return _two_tone(share, ground, figure)


def _tie_dye(
    side: int, ground: RGB, figure: RGB, scale: float, rng: np.random.Generator
) -> Image.Image:
    small = 256
    rows, columns = np.mgrid[0:small, 0:small].astype(np.float32) / small - 0.5
    radius = np.hypot(rows, columns)
    angle = np.arctan2(rows, columns)
    blur = band_noise(small, int(rng.integers(1 << 30)), 5, 5)
    swirl = np.sin(angle * 3 + radius * 26 / scale + blur * 0.55)
    share = np.clip(0.5 + swirl * 0.75 + blur * 0.12, 0, 1)
    return _two_tone(share, ground, figure).resize((side, side), Image.Resampling.BICUBIC)


_PATTERNS: dict[str, Callable[[int, RGB, RGB, float, np.random.Generator], Image.Image]] = {
    "striped": _stripes,
    "pinstripe": _upright_stripes,
    "checked": _checks,
    "polka-dot": _dots,
    "floral": _flowers,
    "animal": _spots,
    "colour-block": _blocks,
    "fair-isle": _fair_isle,
    "tie-dye": _tie_dye,
}
