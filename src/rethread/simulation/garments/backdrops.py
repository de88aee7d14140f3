"""What the garment lies on: bed linen, boards, terrazzo, plaster, rug, concrete, paper.

Each is drawn once per process, larger than the picture, and cropped or turned over for variety.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from rethread.simulation.garments.geometry import lens
from rethread.simulation.garments.noise import Field, band_noise, crumple
from rethread.simulation.garments.palette import RGB, lightness, mix
from rethread.simulation.garments.spec import HEIGHT, WIDTH

_SLACK = 80
_BASE_W, _BASE_H = WIDTH + _SLACK, HEIGHT + _SLACK


def choose_backdrop(garment: RGB, rng: np.random.Generator) -> str:
    """Pick a backdrop against which the garment stands out, by lightness and by hue."""
    own = np.array(garment, dtype=np.float64)
    weights = []
    for name, (colour, likely) in _TONES.items():
        apart = float(np.abs(own - np.array(colour)).mean()) / 255
        far = abs(lightness(garment) - lightness(colour))
        weights.append(likely * min(apart + far, 0.75) ** 1.6 if far > 0.13 else 0.0)
        assert name in _DRAW
    share = np.array(weights) / sum(weights)
    return list(_TONES)[int(rng.choice(len(share), p=share))]


def lay_backdrop(name: str, zoom: float, rng: np.random.Generator) -> Image.Image:
    """Return a picture-sized crop of the named backdrop; closer views show less of it."""
    base = _backdrop(name)
    if rng.random() < 0.5:
        base = base.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    reach = 1.0 / min(zoom, 1.7)
    wide, tall = int(WIDTH * reach), int(HEIGHT * reach)
    left = int(rng.integers(0, _BASE_W - wide + 1))
    top = int(rng.integers(0, _BASE_H - tall + 1))
    crop = base.crop((left, top, left + wide, top + tall))
    if reach < 1:
        return crop.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    return crop


@lru_cache(maxsize=32)
def _backdrop(name: str) -> Image.Image:
    image = _DRAW[name]()
    assert image.size == (_BASE_W, _BASE_H)
    return image


def _cover(tile: Field) -> Field:
    times_y = -(-_BASE_H // tile.shape[0])
    times_x = -(-_BASE_W // tile.shape[1])
    whole: Field = np.tile(tile, (times_y, times_x))[:_BASE_H, :_BASE_W]
    return whole


def _tinted(colour: RGB, shade: Field, warmth: Field | float = 0.0) -> Image.Image:
    base = np.array(colour, dtype=np.float32)
    picture = base * (1 + shade)[..., None]
    if not isinstance(warmth, float):
        picture = picture + warmth[..., None] * np.array([5.0, 0.5, -5.0], dtype=np.float32)
    return Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))


def _sheet(colour: RGB, seed: int, depth: float) -> Image.Image:
    """A slept-in sheet: soft hills lit from the upper left, with a linen weave."""
    hills = band_noise(1536, seed, 80, 110)
    height = 20 * hills + 1.5 * np.tile(crumple(seed), (2, 2))[:1536, :1536] + _rumples(seed)
    relief = -(np.gradient(height, axis=0) * 0.75 + np.gradient(height, axis=1) * 0.66)
    weave = band_noise(512, 3, 0.6, 11) + band_noise(512, 4, 11, 0.6)
    shade = np.tanh(_cover(relief.astype(np.float32)) * depth) * 0.17 + _cover(weave) * 0.009
    return _tinted(colour, shade.astype(np.float32), _cover(hills) * -0.5)


def _rumples(seed: int) -> Field:
    """A few long creases across a sheet, as pulling it straight leaves."""
    rng = np.random.default_rng(seed)
    image = Image.new("L", (768, 768), 0)
    pen = ImageDraw.Draw(image)
    heading = rng.uniform(15, 65)
    for _ in range(26):
        x, y, reach = *rng.uniform(-60, 830, 2), rng.uniform(90, 330)
        way = np.deg2rad(heading + rng.normal(0, 16))
        dx, dy = np.cos(way) * reach, np.sin(way) * reach
        bend = (x + rng.normal(0, 30), y + rng.normal(0, 30))
        shape = lens((x - dx, y - dy), bend, (x + dx, y + dy), rng.uniform(9, 26))
        pen.polygon([(px, py) for px, py in shape.tolist()], fill=int(rng.integers(110, 255)))
    soft = image.filter(ImageFilter.GaussianBlur(4.5)).resize((1536, 1536))
    return np.asarray(soft, dtype=np.float32) * 0.085


def _boards(light: RGB, dark: RGB, seed: int, *, herring: bool = False) -> Image.Image:
    """Planks: long grain, a few growth rings, each board a little different, dark joints."""
    rng = np.random.default_rng(seed)
    grain = band_noise(1536, seed, 46, 0.9)
    rings = band_noise(1536, seed + 5, 190, 15)
    figure = np.sin(rings * 7.0) * 0.4 + grain * 0.55
    width = 178
    picture = np.empty((_BASE_H, _BASE_W, 3), dtype=np.float32)
    low, high = np.array(dark, dtype=np.float32), np.array(light, dtype=np.float32)
    for top in range(0, _BASE_H, width):
        rows = min(width, _BASE_H - top)
        left = -int(rng.integers(0, 500))
        while left < _BASE_W:
            long = int(rng.integers(620, 1100))
            y, x = int(rng.integers(0, 1536 - width)), int(rng.integers(0, 300))
            start, end = max(left, 0), min(left + long, _BASE_W)
            if end > start:
                board = figure[y : y + rows, x : x + end - start]
                share = np.clip(0.52 + 0.17 * board + rng.uniform(-0.13, 0.13), 0, 1)[..., None]
                picture[top : top + rows, start:end] = low + (high - low) * share
                picture[top : top + rows, max(end - 2, 0) : end] *= 0.62
            left += long
        picture[top : top + 2] *= 0.55
        picture[top + 2 : top + 4] *= 1.06
    image = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    if herring:
        return image.resize((_BASE_H, _BASE_W)).transpose(Image.Transpose.ROTATE_90)
    return image


def _terrazzo(ground: RGB, chips: tuple[RGB, ...], seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (_BASE_W * 2, _BASE_H * 2), ground)
    pen = ImageDraw.Draw(image)
    for _ in range(1500):
        x, y = rng.uniform(0, _BASE_W * 2), rng.uniform(0, _BASE_H * 2)
        size = float(rng.choice([7, 11, 17, 27, 42], p=[0.3, 0.3, 0.22, 0.13, 0.05]))
        corners = int(rng.integers(4, 8))
        angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
        reach = size * rng.uniform(0.65, 1.25, corners)
        points = [
            (x + r * np.cos(a), y + r * np.sin(a)) for r, a in zip(reach, angles, strict=True)
        ]
        pen.polygon(points, fill=mix(chips[int(rng.integers(len(chips)))], ground, 0.28))
    stone = image.reduce(2)
    cloud = _cover(band_noise(512, seed, 50, 50) * 0.012 + band_noise(512, seed, 0.7, 0.7) * 0.011)
    shaded = np.asarray(stone, dtype=np.float32) * (1 + cloud)[..., None]
    return Image.fromarray(np.clip(shaded, 0, 255).astype(np.uint8))


def _plaster(colour: RGB, seed: int) -> Image.Image:
    """Trowelled plaster: clouds of pigment and the faint arcs of the trowel."""
    cloud = band_noise(1536, seed, 95, 110)
    sweep = band_noise(1536, seed + 1, 16, 13)
    pits = np.minimum(band_noise(1536, seed + 2, 1.4, 1.4) + 2.6, 0)
    fine = band_noise(1536, seed + 3, 0.8, 0.8)
    shade = 0.022 * cloud + 0.016 * sweep + 0.06 * pits + 0.010 * fine
    return _tinted(colour, _cover(shade.astype(np.float32)), _cover(cloud) * 0.35)


def _concrete(seed: int) -> Image.Image:
    cloud = band_noise(1536, seed, 90, 90) * 0.035 + band_noise(1536, seed + 1, 18, 18) * 0.018
    speck = band_noise(1536, seed + 2, 0.8, 0.8) * 0.024
    pits = np.minimum(band_noise(1536, seed + 3, 2.2, 2.2) + 2.5, 0) * 0.11
    return _tinted((165, 162, 156), _cover((cloud + speck + pits).astype(np.float32)))


def _paper(colour: RGB, seed: int) -> Image.Image:
    fibre = band_noise(512, seed, 0.9, 0.9) * 0.010 + band_noise(512, seed + 1, 40, 40) * 0.006
    fall = np.linspace(0.035, -0.05, _BASE_H, dtype=np.float32)[:, None]
    return _tinted(colour, (_cover(fibre.astype(np.float32)) + fall).astype(np.float32))


def _rug(ground: RGB, figure: RGB, seed: int, *, diamonds: bool) -> Image.Image:
    """A woven wool rug: thick loops in rows, with a sparse lozenge line or plain."""
    rows, columns = np.mgrid[0:_BASE_H, 0:_BASE_W].astype(np.float32)
    tuft = np.sin(2 * np.pi * rows / 9) * np.cos(2 * np.pi * (columns + 4.5 * (rows // 9 % 2)) / 11)
    fuzz = _cover(band_noise(512, seed, 1.3, 1.3))
    cloud = _cover(band_noise(512, seed + 1, 36, 20))
    sway = _cover(band_noise(512, seed + 2, 14, 14)) * 2.2
    shade = 0.055 * tuft + 0.05 * fuzz + 0.02 * cloud
    picture = np.array(ground, dtype=np.float32) * (1 + shade)[..., None]
    if diamonds:
        x, y = (columns + sway) % 460 - 230, (rows + sway) % 560 - 280
        line = np.clip(8.0 - np.abs(np.abs(x) / 230 + np.abs(y) / 280 - 1) * 150, 0, 1)
        share = line[..., None] * 0.8
        picture += (np.array(figure, dtype=np.float32) * (1 + shade)[..., None] - picture) * share
    return Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))


def _quilt(colour: RGB, seed: int) -> Image.Image:
    """A quilted coverlet: wavy channels of stitching in washed cotton."""
    rows, columns = np.mgrid[0:_BASE_H, 0:_BASE_W].astype(np.float32)
    wrinkle = _cover(crumple(seed))
    at = (rows + 10 * np.sin(columns / 95) + wrinkle * 3) / 74 % 1.0
    puff = np.sin(np.pi * at) ** 0.45
    relief = -np.gradient(puff * 22 + wrinkle * 3.2 * puff, axis=0)
    across = -np.gradient(wrinkle * 5, axis=1)
    weave = _cover(band_noise(512, seed, 0.8, 0.8))
    shade = np.tanh(relief * 0.45) * 0.13 + np.tanh(across) * 0.06 + 0.010 * weave
    return _tinted(colour, shade.astype(np.float32))


_CHIPS: tuple[RGB, ...] = ((176, 128, 100), (98, 104, 100), (214, 184, 142), (140, 150, 142))

_DRAW: dict[str, Callable[[], Image.Image]] = {
    "linen-white": lambda: _sheet((238, 234, 226), 101, 1.0),
    "linen-oat": lambda: _sheet((205, 190, 168), 111, 0.95),
    "linen-sage": lambda: _sheet((160, 168, 150), 121, 0.9),
    "oak": lambda: _boards((214, 178, 134), (166, 124, 84), 131),
    "pale-oak": lambda: _boards((226, 206, 178), (192, 164, 130), 139, herring=True),
    "walnut": lambda: _boards((128, 88, 60), (74, 48, 34), 147),
    "terrazzo": lambda: _terrazzo((226, 220, 210), _CHIPS, 151),
    "plaster-warm": lambda: _plaster((222, 208, 188), 161),
    "plaster-clay": lambda: _plaster((198, 150, 124), 171),
    "plaster-green": lambda: _plaster((122, 132, 114), 177),
    "concrete": lambda: _concrete(181),
    "paper-blush": lambda: _paper((228, 198, 184), 191),
    "paper-ochre": lambda: _paper((214, 170, 98), 193),
    "paper-ink": lambda: _paper((68, 78, 88), 195),
    "paper-cream": lambda: _paper((238, 229, 211), 197),
    "rug-cream": lambda: _rug((226, 216, 198), (188, 168, 142), 201, diamonds=True),
    "rug-rust": lambda: _rug((160, 98, 70), (196, 138, 102), 211, diamonds=True),
    "quilt": lambda: _quilt((216, 210, 200), 221),
}

_TONES: dict[str, tuple[RGB, float]] = {
    "linen-white": ((226, 222, 214), 1.4), "linen-oat": ((205, 190, 168), 1.1),
    "linen-sage": ((160, 168, 150), 0.6), "oak": ((192, 154, 112), 1.2),
    "pale-oak": ((212, 188, 158), 1.3), "walnut": ((100, 68, 46), 0.8),
    "terrazzo": ((212, 200, 184), 1.0), "plaster-warm": ((222, 208, 188), 1.2),
    "plaster-clay": ((198, 150, 124), 0.9), "plaster-green": ((122, 132, 114), 0.6),
    "concrete": ((165, 162, 156), 0.9), "paper-blush": ((228, 198, 184), 0.7),
    "paper-ochre": ((214, 170, 98), 0.55), "paper-ink": ((68, 78, 88), 0.35),
    "paper-cream": ((238, 229, 211), 0.8), "rug-cream": ((222, 211, 192), 0.6),
    "rug-rust": ((158, 94, 66), 0.3), "quilt": ((216, 210, 200), 1.0),
}  # fmt: skip
