"""Seeded noise that tiles: the raw material of cloth, floors, folds and grain.

Tiles are made once per process and kept; every one depends on its own fixed seed only.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.float32]


def band_noise(size: int, seed: int, blur_x: float, blur_y: float, cut: float = 0.0) -> Field:
    """Return tiling noise of unit deviation, smoothed by Gaussians of the given pixel radii.

    `cut` removes what a blur of that radius would keep, leaving only detail finer than it.
    """
    if size >= 1024 and min(blur_x, blur_y) >= 8 and not cut:
        return _enlarged(band_noise(size // 4, seed, blur_x / 4, blur_y / 4), size)
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfft2(rng.standard_normal((size, size)))
    fy = np.fft.fftfreq(size)[:, None]
    fx = np.fft.rfftfreq(size)[None, :]
    keep = np.exp(-2 * np.pi**2 * ((fx * blur_x) ** 2 + (fy * blur_y) ** 2))
    if cut:
        keep = keep * (1 - np.exp(-2 * np.pi**2 * cut**2 * (fx**2 + fy**2)))
    result = np.fft.irfft2(spectrum * keep, s=(size, size))
    result -= result.mean()
    return (result / (result.std() or 1.0)).astype(np.float32)


def _leaning(field: Field, way: int) -> Field:
    """Shear a tile by its own width, so that its folds run aslant and it still repeats."""
    rows = np.arange(field.shape[0])[:, None]
    columns = (np.arange(field.shape[1])[None, :] + way * rows) % field.shape[1]
    sheared: Field = field[rows, columns]
    return sheared


def _enlarged(field: Field, size: int) -> Field:
    """Enlarge a smooth tile, with a margin wrapped round it so that it still repeats."""
    margin = 4
    times = size // field.shape[0]
    wide = Image.fromarray(np.pad(field, margin, mode="wrap"))
    side = wide.size[0] * times
    large = np.asarray(wide.resize((side, side), Image.Resampling.BICUBIC))
    edge = margin * times
    return np.asarray(large[edge : edge + size, edge : edge + size], dtype=np.float32)


@lru_cache(maxsize=8)
def crumple(seed: int) -> Field:
    """Return a tiling height field of hills and slanting folds, 1024 pixels square."""
    hills = band_noise(1024, seed, 58, 44)
    lean = _leaning(band_noise(1024, seed + 1, 11, 46), 1) + _leaning(
        band_noise(1024, seed + 2, 14, 52), -1
    )
    sharp = band_noise(1024, seed + 3, 8, 10)
    field: Field = (0.85 * hills + 0.34 * np.tanh(lean * 0.8) + 0.05 * sharp).astype(np.float32)
    return field


@lru_cache(maxsize=1)
def film_grain() -> NDArray[np.int16]:
    """Return the fine grain of a photograph in eight-bit steps, larger than any picture."""
    fine = band_noise(1408, 77, 0.55, 0.55)
    return np.asarray(np.round(fine * 2.1), dtype=np.int16)
