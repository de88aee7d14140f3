"""Seeded noise that tiles: the raw material of cloth, floors, folds and grain.

Tiles are made once per process and kept; every one depends on its own fixed seed only.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]


def band_noise(size: int, seed: int, blur_x: float, blur_y: float, cut: float = 0.0) -> Field:
    """Return tiling noise of unit deviation, smoothed by Gaussians of the given pixel radii.

    `cut` removes what a blur of that radius would keep, leaving only detail finer than it.
    """
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


@lru_cache(maxsize=8)
def crumple(seed: int) -> Field:
    """Return a 1024-pixel tiling height field of crossing ridges, as cloth that was folded has."""
    slow = band_noise(1024, seed, 46, 46)
    middle = band_noise(1024, seed + 1, 20, 26)
    sharp = band_noise(1024, seed + 2, 9, 12)
    ridges = np.exp(-np.abs(slow) * 2.2) * 1.5 + np.exp(-np.abs(middle) * 2.0) * 0.55
    field: Field = (ridges + 0.10 * sharp + 0.35 * slow).astype(np.float32)
    return field


@lru_cache(maxsize=1)
def film_grain() -> NDArray[np.int16]:
    """Return the fine grain of a photograph in eight-bit steps, larger than any picture."""
    fine = band_noise(1408, 77, 0.55, 0.55)
    return np.asarray(np.round(fine * 2.1), dtype=np.int16)
