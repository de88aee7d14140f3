"""How a fabric looks close to: tiles of brightness for cotton, denim, knits, leather and the rest.

A tile is eight-bit, 160 meaning the fabric's own colour. Colour is added by the caller.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from rethread.simulation.garments.noise import Field, band_noise

NEUTRAL = 160
TILE = 480
REACH = 1600
"""Side of the repeated tile: more than the picture's diagonal, so that it can be turned."""

_ALIASES = {
    "knit": "wool", "silk": "satin", "faux-leather": "leather", "viscose": "cotton",
    "nylon": "polyester", "lace": "cotton", "jersey": "cotton", "velvet": "suede",
    "cashmere": "wool", "straw": "canvas", "tweed": "tweed", "unknown": "cotton",
}  # fmt: skip


def material_slug(material: str) -> str:
    """Name the texture that stands for a material; unknown ones look like cotton."""
    slug = material.strip().lower().replace(" ", "-")
    slug = _ALIASES.get(slug, slug)
    return slug if slug in _WEAVES else "cotton"


@lru_cache(maxsize=64)
def texture(name: str, zoom: int) -> Image.Image:
    """Return the texture as an eight-bit image of REACH pixels; `zoom` 1 is the whole garment."""
    field = _WEAVES[name](float(zoom))
    tile = np.clip(NEUTRAL * (1 + field), 0, 255).astype(np.uint8)
    times = -(-REACH // tile.shape[0])
    whole = np.tile(tile, (times, times))[:REACH, :REACH]
    return Image.fromarray(np.ascontiguousarray(whole))


def _grid() -> tuple[Field, Field]:
    rows, columns = np.mgrid[0:TILE, 0:TILE].astype(np.float32)
    return columns, rows


def _whole(period: float) -> float:
    """Return the nearest period that divides the tile, so that it repeats without a seam."""
    return TILE / max(1, round(TILE / period))


def _single(field: NDArray[np.floating[Any]]) -> Field:
    return np.asarray(field, dtype=np.float32)


def _cotton(zoom: float) -> Field:
    fine = band_noise(TILE, 1, 0.7 * zoom, 0.9 * zoom)
    cloud = band_noise(TILE, 2, 24, 24)
    columns, _ = _grid()
    rib = np.cos(2 * np.pi * columns / _whole(3.0 * zoom))
    return _single(0.022 * fine + 0.012 * cloud + 0.012 * rib)


def _linen(zoom: float) -> Field:
    warp = band_noise(TILE, 3, 0.6 * zoom, 16 * zoom)
    weft = band_noise(TILE, 4, 16 * zoom, 0.6 * zoom)
    slub = np.maximum(band_noise(TILE, 5, 9 * zoom, 0.8 * zoom) - 1.2, 0)
    return _single(0.038 * warp + 0.038 * weft + 0.05 * slub)


def _denim(zoom: float) -> Field:
    columns, rows = _grid()
    period = _whole(4.0 * zoom)
    twill = np.cos(2 * np.pi * (columns + rows) / period)
    slub = band_noise(TILE, 6, 0.7 * zoom, 9 * zoom)
    fleck = band_noise(TILE, 7, 0.6, 0.6)
    cloud = band_noise(TILE, 8, 22, 40)
    return _single(0.045 * twill + 0.032 * slub + 0.03 * fleck + 0.03 * cloud)


def _wool(zoom: float) -> Field:
    """Stocking stitch: columns of V-shaped loops, each lit on its upper shoulder."""
    columns, rows = _grid()
    width, height = _whole(10.0 * zoom), _whole(8.5 * zoom)
    across = (columns / width) % 1.0
    slant = np.abs(across - 0.5) * 2
    phase = (rows / height + slant * 0.85) % 1.0
    loop = np.sin(np.pi * phase) ** 0.7
    groove = np.exp(-((np.minimum(slant, 1 - slant) * 5.0) ** 2)) * (slant > 0.5)
    fuzz = band_noise(TILE, 9, 0.7 * zoom, 0.7 * zoom)
    return _single(0.19 * (loop - 0.66) - 0.14 * groove + 0.03 * fuzz)


def _cable(zoom: float) -> Field:
    """Plaited cables between ladders of plain stitch."""
    columns, rows = _grid()
    period = 96.0 * (1.0 if zoom < 2 else 2.5)
    across = (columns % period) / period
    lane = (rows % (period * 1.0)) / period
    sway = 0.105 * np.sin(2 * np.pi * lane)
    height = np.zeros_like(columns)
    for shift, front in ((sway, np.cos(2 * np.pi * lane)), (-sway, -np.cos(2 * np.pi * lane))):
        rope = np.clip(1 - np.abs(across - 0.5 - shift) / 0.115, 0, 1)
        height = np.maximum(height, np.sqrt(rope) * (0.72 + 0.28 * np.clip(front, -1, 1)))
    edge = np.clip(1 - np.abs(np.abs(across - 0.5) - 0.32) / 0.03, 0, 1)
    height = np.maximum(height, edge * 0.45)
    relief = np.roll(height, 2, axis=1) * 0.10 - np.roll(height, -3, axis=1) * 0.16
    flat = 0.26 * (height - 0.42)
    return _single(flat + relief + 0.55 * _wool(zoom))


def _rib(zoom: float) -> Field:
    columns, _ = _grid()
    wave = np.cos(2 * np.pi * columns / _whole(8.0 * zoom))
    fuzz = band_noise(TILE, 10, 0.8 * zoom, 1.6 * zoom)
    return _single(0.11 * np.tanh(1.6 * wave) - 0.02 + 0.025 * fuzz)


def _ribknit(zoom: float) -> Field:
    columns, _ = _grid()
    wave = np.cos(2 * np.pi * columns / _whole(20.0 * zoom))
    return _single(0.14 * np.tanh(2.0 * wave) + 0.5 * _wool(zoom))


def _leather(zoom: float) -> Field:
    pebble = band_noise(TILE, 11, 1.7 * zoom, 1.7 * zoom, 5 * zoom)
    wear = band_noise(TILE, 12, 26, 26)
    cracks = np.exp(-np.abs(pebble) * 2.6)
    return _single(0.03 * pebble - 0.06 * cracks + 0.03 + 0.035 * wear)


def _suede(zoom: float) -> Field:
    nap = band_noise(TILE, 13, 1.2 * zoom, 1.2 * zoom)
    brushed = band_noise(TILE, 14, 12, 26)
    return _single(0.03 * nap + 0.055 * np.tanh(brushed))


def _satin(zoom: float) -> Field:
    thread = band_noise(TILE, 15, 8 * zoom, 0.6 * zoom)
    return _single(0.012 * thread)


def _corduroy(zoom: float) -> Field:
    columns, _ = _grid()
    wave = np.cos(2 * np.pi * columns / _whole(10.0 * zoom))
    fuzz = band_noise(TILE, 16, 0.8 * zoom, 2.5 * zoom)
    wear = band_noise(TILE, 17, 20, 30)
    return _single(0.15 * np.tanh(1.4 * wave + 0.4) - 0.03 + 0.035 * fuzz + 0.02 * wear)


def _fleece(zoom: float) -> Field:
    curl = band_noise(TILE, 18, 2.2 * zoom, 2.2 * zoom, 7 * zoom)
    return _single(0.030 * curl)


def _polyester(zoom: float) -> Field:
    return _single(0.012 * band_noise(TILE, 19, 0.7 * zoom, 0.7 * zoom))


def _canvas(zoom: float) -> Field:
    columns, rows = _grid()
    period = _whole(4.0 * zoom)
    weave = np.cos(2 * np.pi * columns / period) * np.cos(2 * np.pi * rows / period)
    fibre = band_noise(TILE, 20, 0.6 * zoom, 5 * zoom) + band_noise(TILE, 21, 5 * zoom, 0.6 * zoom)
    return _single(0.05 * weave + 0.022 * fibre)


def _tweed(zoom: float) -> Field:
    """Wool coating: a soft, flecked, brushed twill."""
    columns, rows = _grid()
    twill = np.cos(2 * np.pi * (columns - rows) / _whole(6.0 * zoom))
    fleck = band_noise(TILE, 22, 0.9 * zoom, 0.9 * zoom)
    cloud = band_noise(TILE, 23, 16, 16)
    return _single(0.018 * twill + 0.036 * fleck + 0.02 * cloud)


def _smooth(zoom: float) -> Field:
    return _single(0.01 * band_noise(TILE, 24, zoom, zoom))


_WEAVES: dict[str, Callable[[float], NDArray[np.float32]]] = {
    "cotton": _cotton, "linen": _linen, "denim": _denim, "wool": _wool, "cable": _cable,
    "rib": _rib, "ribknit": _ribknit, "leather": _leather, "suede": _suede, "satin": _satin,
    "corduroy": _corduroy, "fleece": _fleece, "polyester": _polyester, "canvas": _canvas,
    "tweed": _tweed, "smooth": _smooth,
}  # fmt: skip
