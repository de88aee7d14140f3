"""Turn a photo and cut it to the 4:5 that cards show. Pure: an image in, an image out."""

from __future__ import annotations

from typing import Final

from PIL import Image

from ..types import Rework

WIDTH_PART, HEIGHT_PART = 4, 5
_SHARES: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}
_TURNS: Final = {
    1: Image.Transpose.ROTATE_270,  # Pillow turns anticlockwise
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}


def reworked(image: Image.Image, rework: Rework) -> Image.Image:
    """Return the image turned clockwise by quarters, then cut where that is asked for."""
    turns = rework.quarter_turns % 4
    turned = image.transpose(_TURNS[turns]) if turns else image
    return turned.crop(_box(turned, rework.keep)) if rework.keep else turned


def _box(image: Image.Image, keep: str) -> tuple[int, int, int, int]:
    """Return the largest 4:5 part: at the start (top or left), the middle or the end."""
    width, height = image.size
    share = _SHARES[keep]
    if width * HEIGHT_PART > height * WIDTH_PART:
        part = max(1, height * WIDTH_PART // HEIGHT_PART)
        left = round((width - part) * share)
        return left, 0, left + part, height
    part = max(1, width * HEIGHT_PART // WIDTH_PART)
    top = round((height - part) * share)
    return 0, top, width, top + part
